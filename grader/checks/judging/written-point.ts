/** The point of typed answers, with its numbers as written, not as rounded in a tensor. */
import type { ReferencePoint, ResolvedRubric } from '../../stages/resolved.js';

/** Relies on the rubric's rules: the set exists and has one point. */
export function writtenPoint(name: string, { pointSets }: ResolvedRubric): ReferencePoint['values'] {
  const point = pointSets.get(name)?.[0];
  if (point === undefined) throw new Error(`no point in ${name}`);
  return point.written ?? point.values;
}
