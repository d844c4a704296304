/** A check in words, for systems that show text: why, its outputs with what was found, and the hint. Pure. */
import { explain } from '../report/gradescope.js';
import { printable } from '../report/printable.js';
import type { CheckReport } from '../schema/report.js';
import { shownPoints } from '../text/points.js';

/** Outputs of a check that are listed one by one. */
const MOST_OUTPUTS = 60;

/** Lines of plain text; the first is the reason. */
export function checkLines(result: CheckReport): string[] {
  return [...explain(result), ...rightOutputs(result)].map(printable);
}

/** `forward: 3 of 4 points`. */
export function titleWithPoints({ title, earned, possible }: CheckReport): string {
  return oneLine(`${title}: ${shownPoints(earned)} of ${shownPoints(possible)} points`);
}

/** For places that hold one line. */
export function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}

/** Outputs that lost points are in the reasons; the others are named, so that the student sees that they were checked. */
function rightOutputs({ evidence }: CheckReport): string[] {
  if (evidence.type !== 'comparison') return [];
  const right = evidence.outputs.filter(({ earned, possible }) => earned >= possible).map(({ name }) => name);
  if (right.length === 0) return [];
  const more = right.length > MOST_OUTPUTS ? ` and ${String(right.length - MOST_OUTPUTS)} more` : '';
  return [`Right: ${right.slice(0, MOST_OUTPUTS).join(', ')}${more}`];
}
