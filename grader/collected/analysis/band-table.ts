/**
 * A table from keys to short lists of numbers, in arrays of integers: an index of ten thousand images has 400,000 of
 * these lists, most with one number. Keys are integers of 32 bits. Nothing can be removed.
 */
const FIRST_SIZE = 1 << 10;
/** The largest share of places in use. */
const FULL = 0.5;
/** Knuth's factor for multiplicative hashing, 2^32 / golden ratio. */
const SPREAD = 0x9e3779b1;
const NONE = -1;

export class BandTable {
  /** The numbers that a list holds at most; later ones are dropped. */
  readonly #most: number;
  /** By place: the list there, or NONE. */
  #places = new Int32Array(FIRST_SIZE).fill(NONE);
  /** By list: its key, its length, its first and its last entry. */
  #lists = 0;
  #keys = new Int32Array(FIRST_SIZE);
  #lengths = new Int32Array(FIRST_SIZE);
  #firsts = new Int32Array(FIRST_SIZE);
  #lasts = new Int32Array(FIRST_SIZE);
  /** By entry: its number, and the next entry of its list. */
  #entries = 0;
  #numbers = new Int32Array(FIRST_SIZE);
  #nexts = new Int32Array(FIRST_SIZE);

  constructor(most: number) {
    this.#most = most;
  }

  /** Appends the number to the list of the key, unless it is its last already. */
  add(key: number, number: number): void {
    const place = this.#placeOf(key);
    const list = this.#places[place] ?? NONE;
    if (list === NONE) this.#open(key, place, number);
    else if (this.lengthOf(list) < this.#most && this.#numbers[this.#lasts[list] ?? 0] !== number) {
      const entry = this.#enter(number);
      this.#nexts[this.#lasts[list] ?? 0] = entry;
      this.#lasts[list] = entry;
      this.#lengths[list] = this.lengthOf(list) + 1;
    }
  }

  /** The list of the key, or -1. */
  find(key: number): number {
    return this.#places[this.#placeOf(key)] ?? NONE;
  }

  lengthOf(list: number): number {
    return this.#lengths[list] ?? 0;
  }

  /** The first entry of a list. */
  firstOf(list: number): number {
    return this.#firsts[list] ?? NONE;
  }

  /** The entry after one, or -1. */
  nextOf(entry: number): number {
    return this.#nexts[entry] ?? NONE;
  }

  numberOf(entry: number): number {
    return this.#numbers[entry] ?? NONE;
  }

  #placeOf(key: number): number {
    const last = this.#places.length - 1;
    for (let place = Math.imul(key, SPREAD) >>> Math.clz32(last); ; place = (place + 1) & last) {
      const list = this.#places[place] ?? NONE;
      if (list === NONE || this.#keys[list] === key) return place;
    }
  }

  #open(key: number, place: number, number: number): void {
    const list = this.#lists++;
    if (list === this.#keys.length) {
      this.#keys = doubled(this.#keys);
      this.#lengths = doubled(this.#lengths);
      this.#firsts = doubled(this.#firsts);
      this.#lasts = doubled(this.#lasts);
    }
    const entry = this.#enter(number);
    this.#keys[list] = key;
    this.#lengths[list] = 1;
    this.#firsts[list] = entry;
    this.#lasts[list] = entry;
    this.#places[place] = list;
    if (this.#lists > FULL * this.#places.length) this.#spread();
  }

  #enter(number: number): number {
    const entry = this.#entries++;
    if (entry === this.#numbers.length) {
      this.#numbers = doubled(this.#numbers);
      this.#nexts = doubled(this.#nexts);
    }
    this.#numbers[entry] = number;
    this.#nexts[entry] = NONE;
    return entry;
  }

  /** Over twice as many places. */
  #spread(): void {
    this.#places = new Int32Array(2 * this.#places.length).fill(NONE);
    for (let list = 0; list < this.#lists; list += 1) this.#places[this.#placeOf(this.#keys[list] ?? 0)] = list;
  }
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * values.length);
  larger.set(values);
  return larger;
}
