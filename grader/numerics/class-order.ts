/** Finds out whether a classifier recognises the classes and only numbers them differently. Does not judge. */

export interface ClassOrder {
  /** The output for each class: `outputOf[k]` is assigned to class k. */
  readonly outputOf: readonly number[];
  /** The number of examples that would be right in that order. */
  readonly correct: number;
}

/**
 * The order of outputs with the most examples right; `confusion` is [true][predicted], square. The Hungarian method by
 * shortest augmenting paths (Kuhn 1955, Jonker and Volgenant 1987): cubic in the number of classes, which has 255 at
 * most.
 */
export function bestClassOrder(confusion: readonly (readonly number[])[]): ClassOrder {
  const assignment = new Assignment(confusion);
  for (const row of confusion.keys()) assignment.place(row + 1);
  const outputOf = assignment.columns();
  const correct = outputOf.reduce((sum, output, label) => sum + (confusion[label]?.[output] ?? 0), 0);
  return { outputOf, correct };
}

/** Rows and columns are numbered from 1; column 0 holds the row that is being placed. */
class Assignment {
  readonly #gains: readonly (readonly number[])[];
  readonly #size: number;
  readonly #ofRow: Float64Array;
  readonly #ofColumn: Float64Array;
  /** The row of each column; 0 for none. */
  readonly #rowOf: Int32Array;

  constructor(gains: readonly (readonly number[])[]) {
    this.#gains = gains;
    this.#size = gains.length;
    this.#ofRow = new Float64Array(this.#size + 1);
    this.#ofColumn = new Float64Array(this.#size + 1);
    this.#rowOf = new Int32Array(this.#size + 1);
  }

  /** Assigns a column to one more row, and moves other rows where that lowers the total cost. */
  place(row: number): void {
    const least = new Float64Array(this.#size + 1).fill(Infinity);
    const before = new Int32Array(this.#size + 1);
    const done = new Set<number>();
    this.#rowOf[0] = row;
    let column = 0;
    do {
      done.add(column);
      this.#reach(column, done, least, before);
      column = nearest(least, done);
      this.#shift(least[column] ?? 0, done, least);
    } while (this.#rowOf[column] !== 0);
    while (column !== 0) {
      const from = before[column] ?? 0;
      this.#rowOf[column] = this.#rowOf[from] ?? 0;
      column = from;
    }
  }

  /** The column of each row, both from 0. */
  columns(): number[] {
    const columns = new Array<number>(this.#size).fill(0);
    for (let column = 1; column <= this.#size; column += 1) columns[(this.#rowOf[column] ?? 1) - 1] = column - 1;
    return columns;
  }

  /** Updates the cost of extending the path from a column to each remaining one. */
  #reach(column: number, done: ReadonlySet<number>, least: Float64Array, before: Int32Array): void {
    const row = this.#rowOf[column] ?? 0;
    for (let other = 1; other <= this.#size; other += 1) {
      if (done.has(other)) continue;
      // the number of right examples is maximised, so its negative is the cost
      const cost = -(this.#gains[row - 1]?.[other - 1] ?? 0) - (this.#ofRow[row] ?? 0) - (this.#ofColumn[other] ?? 0);
      if (cost >= (least[other] ?? Infinity)) continue;
      least[other] = cost;
      before[other] = column;
    }
  }

  #shift(by: number, done: ReadonlySet<number>, least: Float64Array): void {
    for (let column = 0; column <= this.#size; column += 1) {
      if (done.has(column)) {
        const row = this.#rowOf[column] ?? 0;
        this.#ofRow[row] = (this.#ofRow[row] ?? 0) + by;
        this.#ofColumn[column] = (this.#ofColumn[column] ?? 0) - by;
      } else least[column] = (least[column] ?? Infinity) - by;
    }
  }
}

/** The first of the remaining columns with the lowest cost. */
function nearest(least: Float64Array, done: ReadonlySet<number>): number {
  let best = 0;
  for (let column = 1; column < least.length; column += 1) {
    if (!done.has(column) && (best === 0 || (least[column] ?? Infinity) < (least[best] ?? Infinity))) best = column;
  }
  return best;
}
