/** All data sets of a rubric, and what they are, as digests: scores depend on them. Pure. */
import type { ExampleSet, RegressionSet, ResolvedRubric, SegmentedSet } from '../stages/resolved.js';

type Sets = Pick<ResolvedRubric, 'data' | 'segmented' | 'regression'>;

/** By name, whatever they are labelled with. */
export function allSets({
  data,
  segmented = new Map(),
  regression = new Map(),
}: Sets): readonly (readonly [string, ExampleSet | SegmentedSet | RegressionSet])[] {
  return [...data, ...segmented, ...regression];
}

/** sha256 of the examples and what they are labelled with, by the name of the data set; of all kinds of data sets. */
export function dataDigests(sets: Sets): Record<string, string> {
  return Object.fromEntries(allSets(sets).map(([name, { digest }]) => [name, digest]));
}
