/** The paths that a rubric names, by which intake distinguishes a submission from a folder around it. */
import { kindOf } from '../kinds/index.js';
import { CODE_ENDINGS } from '../files/other-kinds.js';
import { formsOf, modelFileOf } from '../protocol/model-forms.js';
import type { Rubric } from '../schema/rubric.js';

export function expectedPaths(rubric: Rubric): readonly string[] {
  const named = rubric.checks.flatMap((check) => kindOf(check).paths(check));
  const targets = Object.values(rubric.targets ?? {}).flatMap((target) =>
    target.kind === 'model'
      ? formsOf(target).map((form) => modelFileOf(target.path, form))
      : CODE_ENDINGS.map((ending) => target.file + ending),
  );
  return [...new Set([...named.flatMap(({ path, files = [path] }) => files), ...targets])];
}
