/** The positions of a file of typed answers that a rubric asks for, in all of its checks. */
import type { ResolvedRubric } from '../../stages/resolved.js';

export function askedOf(file: string, { rubric }: Pick<ResolvedRubric, 'rubric'>): readonly string[] {
  return rubric.checks.flatMap((check) => {
    if (check.kind === 'steps' && check.file === file) return check.steps.map(({ path }) => path);
    return check.kind === 'jacobian' && check.file === file ? check.matrices.map(({ path }) => path) : [];
  });
}
