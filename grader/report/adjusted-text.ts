/** How an adjustment is told: to a student without its author, to staff with everything. Pure. */
import { shownPoints } from '../text/points.js';
import type { CheckReport } from '../schema/report.js';

type Adjusted = Pick<CheckReport, 'earned' | 'adjustment'>;

/** `from 3 to 5`; null where nothing was adjusted. */
export function tellChange({ earned, adjustment }: Adjusted): string | null {
  if (adjustment === undefined) return null;
  // what only a person gives was not changed
  if (adjustment.status === 'open') return `to ${shownPoints(earned)}`;
  const machine = adjustment.machine === null ? 'not graded' : shownPoints(adjustment.machine);
  return `from ${machine} to ${shownPoints(earned)}`;
}

/** `loss from 3 to 5`, for each check that was adjusted. */
export function tellChanges(results: readonly (Adjusted & { readonly id: string })[]): string[] {
  return results.flatMap((result) => {
    const change = tellChange(result);
    return change === null ? [] : [`${result.id} ${change}`];
  });
}

export function tellStudent(result: Adjusted): string | null {
  const change = tellChange(result);
  return change === null ? null : `adjusted by staff ${change}: ${result.adjustment?.reason ?? ''}`;
}

export function tellStaff(result: Adjusted): string | null {
  const change = tellChange(result);
  if (change === null || result.adjustment === undefined) return null;
  const { author, at, wanted, reason } = result.adjustment;
  const clipped = wanted === undefined ? '' : ` (${shownPoints(wanted)} were asked for)`;
  return `adjusted by ${author}, ${at.slice(0, 10)}, ${change}${clipped}: ${reason}`;
}

/** The totals of the grader, where they are not the ones that count. */
export function tellMachine({ machine }: { readonly machine?: { readonly earned: number | null } }): string | null {
  if (machine === undefined) return null;
  const earned = machine.earned === null ? 'gave no total' : `gave ${shownPoints(machine.earned)}`;
  return `adjusted by staff: the grader ${earned}`;
}
