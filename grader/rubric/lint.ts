/** The output of `rubric lint`: errors, warnings, and a summary of the rubric. */
import { GraderError } from '../errors.js';
import { openRubric, type LoadOptions } from './load.js';
import { InvalidRubric } from './parse.js';
import { summaryOf } from './summary.js';
import { confusionsIn } from './tell-apart.js';
import { findWarnings } from './warnings.js';

export interface LintResult {
  /** Each with file, line and column where it has one; empty if the rubric can be used as it is. */
  readonly errors: readonly string[];
  /** The rubric can be used, but may not mean what was intended. */
  readonly warnings: readonly string[];
  /** Checks, points, seeds and limits, and a conclusion; empty if there are errors. */
  readonly summary: readonly string[];
}

/** Examines a rubric file. Throws only what is not an error of the rubric (USAGE: no such file). */
export async function lintRubric(path: string, options: Pick<LoadOptions, 'data'> = {}): Promise<LintResult> {
  try {
    const { resolved, olderNames } = await openRubric(path, options);
    const errors = [...confusionsIn(resolved)];
    if (errors.length > 0) return { errors, warnings: [], summary: [] };
    const warnings = [...olderNames, ...findWarnings(resolved)];
    return { errors: [], warnings, summary: [...summaryOf(resolved), conclusionOf(resolved.rubric.id, warnings)] };
  } catch (error) {
    if (!(error instanceof GraderError) || error.fault !== 'instructor') throw error;
    return { errors: errorsOf(error), warnings: [], summary: [] };
  }
}

function errorsOf(error: GraderError): readonly string[] {
  if (error instanceof InvalidRubric) return error.problems;
  return [error.advice === undefined ? error.message : `${error.message}\n    ${error.advice}`];
}

function conclusionOf(id: string, { length }: readonly string[]): string {
  return length === 0
    ? `${id}: all is well`
    : `${id}: usable, with ${String(length)} warning${length === 1 ? '' : 's'}`;
}
