/** Selects the checks of a rubric that a run grades. */
import type { Check } from '../schema/checks.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Rubric } from '../schema/rubric.js';

/** The checks that a run grades; default: all. */
export interface Scope {
  /** Only the visible ones, as the pre-check does. */
  readonly visibleOnly?: boolean;
  /** Only those with these ids, and those that they need. */
  readonly only?: readonly string[] | undefined;
}

export function isVisible({ visibility }: Check): boolean {
  return (visibility ?? 'visible') === 'visible';
}

/** In the order of the rubric. */
export function checksInScope(
  { checks }: Pick<Rubric, 'checks'>,
  { visibleOnly = false, only }: Scope,
): readonly Check[] {
  const wanted = only === undefined ? null : withNeeds(only, checks);
  return checks.filter((check) => (!visibleOnly || isVisible(check)) && wanted?.has(check.id) !== false);
}

/** Without what they need, checks would be graded that the whole run skips. */
function withNeeds(ids: readonly string[], checks: readonly Check[]): ReadonlySet<string> {
  const wanted = new Set(ids);
  // grows during the iteration
  for (const id of wanted) {
    for (const need of checks.find((check) => check.id === id)?.needs ?? []) wanted.add(need);
  }
  return wanted;
}

/** A sentence for each visible check that this machine has no data for. */
export function tellLeftOut({ leftOut = [] }: ResolvedRubric): string[] {
  return leftOut
    .filter(({ check }) => isVisible(check))
    .map(({ check, because }) => `"${check.title}" (${check.id}) is not checked here: ${because}`);
}
