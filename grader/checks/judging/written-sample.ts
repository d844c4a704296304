/** The sample of typed answers, with its numbers as written, not as rounded in a tensor. */
import type { ReferenceSample, ResolvedRubric } from '../../stages/resolved.js';

/** Relies on the rubric's rules: the set exists and has one sample. */
export function writtenSample(name: string, { sampleSets }: ResolvedRubric): ReferenceSample['values'] {
  const sample = sampleSets.get(name)?.[0];
  if (sample === undefined) throw new Error(`no sample in ${name}`);
  return sample.written ?? sample.values;
}
