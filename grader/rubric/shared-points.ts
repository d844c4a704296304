/** Warns about points that two data sets of a rubric share: what one shows is no longer held out in the other. */
import { allSets } from '../checks/data-digests.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { TensorData } from '../tensor/tensor.js';

/** One sentence for each two tables of points that share some; images are compared where they are collected. */
export function* sharedPointsWarnings(resolved: ResolvedRubric): Iterable<string> {
  const { data = {} } = resolved.rubric;
  const tables = allSets(resolved)
    .filter(([name]) => data[name]?.kind === 'points')
    .map(([name, { examples }]) => ({ name, rows: new Set(rowsOf(examples)) }));
  for (const [place, { name, rows }] of tables.entries()) {
    for (const other of tables.slice(place + 1)) {
      const shared = [...rows].filter((row) => other.rows.has(row)).length;
      if (shared === 0) continue;
      const points = shared === 1 ? '1 point is' : `${String(shared)} points are`;
      yield `${points} in data sets "${name}" and "${other.name}": take them out of one, or a model may know what it is tried on`;
    }
  }
}

/** The features of each point, as one text. */
function rowsOf({ shape: [count = 0, width = 1], values }: TensorData): string[] {
  return Array.from({ length: count }, (_, row) => values.subarray(row * width, (row + 1) * width).join());
}
