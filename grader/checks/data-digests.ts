/** What a rubric's data sets are, as digests: scores depend on them. Pure. */
import type { ResolvedRubric } from '../stages/resolved.js';

/** sha256 of the examples and what they are labelled with, by the name of the data set; of all kinds of data sets. */
export function dataDigests({
  data,
  segmented = new Map(),
}: Pick<ResolvedRubric, 'data' | 'segmented'>): Record<string, string> {
  return Object.fromEntries([...data, ...segmented].map(([name, { digest }]) => [name, digest]));
}
