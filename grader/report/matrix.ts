/** What changed between two judgements, of a class or of one submission, for a terminal. Pure. */
import type { GradeReport } from '../schema/report.js';
import type { TerminalStyle } from './terminal.js';

export function renderMatrix(
  { total, changed }: { readonly total: number; readonly changed: readonly { readonly id: string }[] },
  _style: TerminalStyle,
): string {
  return `${String(changed.length)} of ${String(total)} changed\n${changed.map(({ id }) => id).join('\n')}`;
}

export function renderChange(
  {
    id,
    before,
    after,
  }: {
    readonly id: string;
    readonly before: GradeReport | null;
    readonly after: GradeReport;
    readonly change: unknown;
  },
  _style: TerminalStyle,
): string {
  return `${id}: ${String(before?.verdict.earned)} -> ${String(after.verdict.earned)}`;
}
