/** Removes the checks that cannot be graded because data are missing. */
import type { GraderError } from '../errors.js';
import type { LeftOut, ResolvedRubric } from '../stages/resolved.js';
import type { Rubric } from '../schema/rubric.js';
import { setsOf } from './rules/hidden-data.js';

/** `missing` has the fault of each data set that could not be read. */
export function leaveOut(
  rubric: Rubric,
  missing: ReadonlyMap<string, GraderError>,
): Pick<ResolvedRubric, 'rubric' | 'leftOut'> {
  const leftOut = rubric.checks.flatMap((check): LeftOut[] => {
    const name = setsOf(check).find((set) => missing.has(set));
    return name === undefined ? [] : [{ check, because: `its data set "${name}" is not here` }];
  });
  if (leftOut.length === 0) return { rubric };
  const out = new Set(leftOut.map(({ check }) => check.id));
  return { rubric: { ...rubric, checks: rubric.checks.filter(({ id }) => !out.has(id)) }, leftOut };
}
