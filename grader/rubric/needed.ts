/**
 * What of a rubric is read and computed. A student's machine has no need of what only checks use that are not visible,
 * and may not have it. Pure.
 */
import { checksInScope, type Scope } from '../checks/scope.js';
import { kindOf } from '../kinds/index.js';
import type { Rubric } from '../schema/rubric.js';

/** Names of data sets: all of them, unless only visible checks are in scope. */
export function neededData(rubric: Rubric, scope: Scope): ReadonlySet<string> {
  return neededOf('data', rubric, scope);
}

/** The same of sample sets. */
export function neededSamples(rubric: Rubric, scope: Scope): ReadonlySet<string> {
  return neededOf('sampleSets', rubric, scope);
}

function neededOf(group: 'data' | 'sampleSets', rubric: Rubric, scope: Scope): ReadonlySet<string> {
  // also those that no check uses: they may be wrong, which an instructor has to know
  if (scope.visibleOnly !== true) return new Set(Object.keys(rubric[group] ?? {}));
  return new Set(checksInScope(rubric, scope).flatMap((check) => kindOf(check).refersTo(check)[group] ?? []));
}
