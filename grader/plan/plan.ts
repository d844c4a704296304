/**
 * Turns a rubric into requests to the sandbox. A plan contains inputs, exports and limits; it must never contain a
 * label, a reference, a tolerance or points. What a check adds is defined by its kind (kinds/<kind>/).
 */
import { kindOf } from '../kinds/index.js';
import type { Plan } from '../stages/plan.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { Draft } from '../checks/asking/draft.js';
import { runLimitsOf } from './limits.js';
import { checksInScope, isVisible } from '../checks/scope.js';

/** The plan for all checks of a rubric, or for its visible ones. */
export function planFor(resolved: ResolvedRubric, options: { readonly visibleOnly: boolean }): Plan {
  const draft = new Draft();
  const checks = checksInScope(resolved.rubric, options.visibleOnly);
  // visible checks come first, so that later requests to student code cannot affect a visible result
  const inOrder = [...checks.filter(isVisible), ...checks.filter((check) => !isVisible(check))];
  for (const check of inOrder) kindOf(check).plan(check, draft, resolved);
  return draft.toPlan(runLimitsOf(resolved.rubric));
}
