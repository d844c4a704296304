/** Whether a classifier knows the classes and only numbers them differently. */

/** All orders are tried; more classes than these are left alone. */
const MOST_CLASSES = 8;

export interface ClassOrder {
  /** The output that stands for each class: `outputOf[k]` wins most where class k is right. */
  readonly outputOf: readonly number[];
  /** How many examples would be right in that order. */
  readonly correct: number;
}

/** The order of outputs with the most examples right; null with too many classes. `confusion` is [true][predicted]. */
export function bestClassOrder(confusion: readonly (readonly number[])[]): ClassOrder | null {
  if (confusion.length > MOST_CLASSES) return null;
  let best: ClassOrder = { outputOf: [], correct: -1 };
  const extend = (outputOf: readonly number[], correct: number) => {
    const row = confusion[outputOf.length];
    if (row === undefined) {
      if (correct > best.correct) best = { outputOf, correct };
      return;
    }
    for (const output of row.keys()) {
      if (!outputOf.includes(output)) extend([...outputOf, output], correct + (row[output] ?? 0));
    }
  };
  extend([], 0);
  return best;
}
