/** The names of a data set's classes. */
import { lookUp } from '../../checks/rules/rule.js';
import type { ResolvedRubric } from '../../stages/resolved.js';

export function namesOf(data: string, { rubric }: Pick<ResolvedRubric, 'rubric'>): readonly string[] {
  const set = lookUp(rubric.data, data);
  return set?.kind === 'segmentation' ? set.classes : [];
}
