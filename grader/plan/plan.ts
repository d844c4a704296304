/**
 * Turns a rubric into requests to the sandbox. A plan contains inputs, exports and limits; it must never contain a
 * label, a reference, a tolerance or points. What a check adds is defined by its kind (kinds/<kind>/).
 */
import { kindOf } from '../kinds/index.js';
import type { Plan } from '../stages/plan.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { Draft } from '../checks/asking/draft.js';
import { runLimitsOf } from './limits.js';
import { checksInScope, isVisible, type Scope } from '../checks/scope.js';

/** A class asks the same of every submission: its inputs are made, and their digests computed, once. */
const plans = new WeakMap<ResolvedRubric, Map<string, Plan>>();

/** The plan for the checks of a rubric that are in scope. A rubric that was resolved must not change. */
export function planFor(resolved: ResolvedRubric, { visibleOnly = false, only }: Scope): Plan {
  const scope = JSON.stringify([visibleOnly, only]);
  const known = plans.get(resolved) ?? new Map<string, Plan>();
  const plan = known.get(scope) ?? makePlan(resolved, { visibleOnly, only });
  plans.set(resolved, known.set(scope, plan));
  return plan;
}

function makePlan(resolved: ResolvedRubric, scope: Scope): Plan {
  const draft = new Draft();
  const checks = checksInScope(resolved.rubric, scope);
  // visible checks come first, so that later requests to student code cannot affect a visible result
  const inOrder = [...checks.filter(isVisible), ...checks.filter((check) => !isVisible(check))];
  for (const check of inOrder) kindOf(check).plan(check, draft, resolved);
  return draft.toPlan(runLimitsOf(resolved.rubric));
}
