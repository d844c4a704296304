/**
 * Thins a curve to what a picture can show. The first and the last point stay, and of each stretch between them the
 * points with the smallest and the largest value and the first that is not finite, so that no peak is lost.
 */

export interface Curve {
  readonly steps: readonly number[];
  /** One for each step. */
  readonly values: readonly number[];
}

/** The points that a stretch keeps. */
const OF_A_STRETCH = 3;

/** The same curve in at most `most` points, which is at least 5. */
export function thinned({ steps, values }: Curve, most: number): Curve {
  const rows = rowsToKeep(values, most);
  return { steps: rows.map((row) => steps[row] ?? NaN), values: rows.map((row) => values[row] ?? NaN) };
}

function rowsToKeep(values: readonly number[], most: number): readonly number[] {
  const count = values.length;
  if (count <= most) return values.map((_value, row) => row);
  const stretches = Math.floor((most - 2) / OF_A_STRETCH);
  const kept = new Set([0, count - 1]);
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = Math.floor((stretch * count) / stretches);
    const to = Math.floor(((stretch + 1) * count) / stretches);
    for (const row of extremesOf(values, from, to)) kept.add(row);
  }
  return [...kept].sort((a, b) => a - b);
}

function extremesOf(values: readonly number[], from: number, to: number): number[] {
  let [smallest, largest, odd] = [-1, -1, -1];
  for (let row = from; row < to; row += 1) {
    const value = values[row] ?? NaN;
    if (!Number.isFinite(value)) {
      if (odd < 0) odd = row;
      continue;
    }
    if (smallest < 0 || value < (values[smallest] ?? 0)) smallest = row;
    if (largest < 0 || value > (values[largest] ?? 0)) largest = row;
  }
  return [smallest, largest, odd].filter((row) => row >= 0);
}
