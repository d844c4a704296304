/** The point that typed answers are about: the numbers as a person read them, not as a tensor rounds them. */
import type { ReferencePoint, ResolvedRubric } from '../../stages/resolved.js';

/** The rubric's rules have made sure that the set exists, and that it has one point. */
export function writtenPoint(name: string, { pointSets }: ResolvedRubric): ReferencePoint['values'] {
  const point = pointSets.get(name)?.[0];
  if (point === undefined) throw new Error(`no point in ${name}`);
  return point.written ?? point.values;
}
