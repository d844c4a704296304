/** Selects the checks of a rubric that a run grades. */
import type { Check } from '../schema/checks.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Rubric } from '../schema/rubric.js';

export function isVisible({ visibility }: Check): boolean {
  return (visibility ?? 'visible') === 'visible';
}

/** All checks or, for precheck, only the visible ones. */
export function checksInScope(rubric: Rubric, visibleOnly: boolean): readonly Check[] {
  return visibleOnly ? rubric.checks.filter(isVisible) : rubric.checks;
}

/** A sentence for each visible check that this machine has no data for. */
export function tellLeftOut({ leftOut = [] }: ResolvedRubric): string[] {
  return leftOut
    .filter(({ check }) => isVisible(check))
    .map(({ check, because }) => `"${check.title}" (${check.id}) is not checked here: ${because}`);
}
