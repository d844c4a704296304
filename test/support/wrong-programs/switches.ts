/**
 * Which mistakes are switched on, and where. `dw-transposed` is on in each layer, `dw-transposed@W2` and `dw-transposed@z3`
 * in the layer of W2 or z3 alone; `weights-updated-early:0.01` is the variant 0.01 of `weights-updated-early`.
 */

interface Switch {
  readonly id: string;
  /** Empty without one. */
  readonly variant: string;
  /** A node or parameter; null is everywhere. */
  readonly place: string | null;
}

const FORM = /^(?<id>[a-z0-9-]+)(?::(?<variant>[a-z0-9.-]+))?(?:@(?<place>\w+))?$/;

/** Throws for text that is not `id`, `id:variant`, `id@place` or `id:variant@place`. */
export function parseSwitch(text: string): Switch {
  const groups = FORM.exec(text)?.groups;
  if (groups === undefined) throw new Error(`${JSON.stringify(text)} does not name a mistake`);
  return { id: groups['id'] ?? '', variant: groups['variant'] ?? '', place: groups['place'] ?? null };
}

export class Switches {
  readonly #all: readonly Switch[];

  constructor(mistakes: ReadonlySet<string>) {
    this.#all = Array.from(mistakes, parseSwitch);
  }

  /** The variant that is on at one of the places or everywhere, '' for the mistake itself; null when it is off. */
  variant(id: string, ...places: readonly string[]): string | null {
    const found = this.#all.find((one) => one.id === id && (one.place === null || places.includes(one.place)));
    return found?.variant ?? null;
  }

  on(id: string, ...places: readonly string[]): boolean {
    return this.variant(id, ...places) !== null;
  }

  /** Whether it is on at this place and not everywhere. */
  onOnlyAt(id: string, place: string): boolean {
    return this.#all.some((one) => one.id === id && one.place === place);
  }
}
