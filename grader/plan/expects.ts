/** The paths that a rubric names, so that intake can tell a submission from a folder around it. */
import { LABELS_FILE, SPLIT_NAMES } from '../protocol/data-set.js';
import { CODE_ENDINGS } from '../files/other-kinds.js';
import type { Rubric } from '../schema/rubric.js';

export function expectedPaths(rubric: Rubric): readonly string[] {
  const answers = rubric.checks.flatMap((check) =>
    check.kind === 'steps' || check.kind === 'jacobian' || check.kind === 'loss-log'
      ? [check.file]
      : check.kind === 'files'
        ? check.files.map(({ path }) => path)
        : check.kind === 'data-set'
          ? ['', ...SPLIT_NAMES.map((name) => `${name}/`)].map((split) => `${check.path}/${split}${LABELS_FILE}`)
          : [],
  );
  const targets = Object.values(rubric.targets ?? {}).flatMap((target) =>
    target.kind === 'model' ? [target.path] : CODE_ENDINGS.map((ending) => target.file + ending),
  );
  return [...new Set([...answers, ...targets])];
}
