/** `tuxgrade show`: explains a mark of a finished run to staff, in the terminal. Must not change anything. */
import { openRun } from '../../changes/run.js';
import { checkIn, shownOf, type Earlier, type Shown } from '../../changes/shown.js';
import { findStudent } from '../../changes/student.js';
import { EXIT, type ExitCode } from '../../errors.js';
import { explainCheck, explainReport } from '../../report/explained.js';
import { printable } from '../../report/printable.js';
import type { TerminalStyle } from '../../report/terminal.js';
import { toJson } from '../../report/writers/files.js';
import { shownPoints } from '../../text/points.js';
import { quoted } from '../../text/quoted.js';
import { terminalStyle } from '../inputs.js';

export interface ShowArguments {
  readonly run: string;
  readonly student: string;
  readonly check?: string | undefined;
  readonly json: boolean;
}

export async function show(argv: ShowArguments): Promise<ExitCode> {
  const run = await openRun(argv.run);
  const shown = await shownOf(run, await findStudent(run, argv.student));
  const { report, isEdited, earlier } = shown;
  const check = argv.check === undefined ? null : checkIn(report, argv.check);
  const style = terminalStyle();
  if (argv.json) {
    process.stdout.write(toJson({ ...(check === null ? { report } : { check }), isEdited, earlier }));
  } else if (check === null) {
    const more = [...earlierLines(earlier, style), '', style.paint.dim(nextStep(argv.run, shown))];
    process.stdout.write(`${explainReport(report, style)}\n${more.join('\n')}\n`);
  } else {
    process.stdout.write(`${explainCheck(report, check, style)}\n`);
  }
  if (isEdited) {
    process.stderr.write(
      `${printable(shown.id)}: report.json is not as it was written: somebody edited it. What is shown is what it says now.\n`,
    );
  }
  return EXIT.OK;
}

function earlierLines(earlier: readonly Earlier[], { paint }: TerminalStyle): string[] {
  if (earlier.length === 0) return [];
  const lines = earlier.map(({ path, verdict, startedAt, because }) => {
    if (verdict === null) return `  ${path}  ${because ?? ''}`;
    const points =
      verdict.earned === null
        ? verdict.status === 'open'
          ? 'not final'
          : 'not graded'
        : `${shownPoints(verdict.earned)} of ${shownPoints(verdict.possible)}`;
    return `  ${path}  ${points}, graded ${startedAt ?? ''}`;
  });
  return ['', paint.bold('Earlier reports, which this one replaced'), ...lines];
}

/** Of the first check that is not passed. */
function nextStep(folder: string, { id, report }: Shown): string {
  const check = report.results.find(({ status }) => status !== 'passed') ?? report.results[0];
  return `All of a check: tuxgrade show ${quoted(folder)} ${quoted(id)} ${check?.id ?? 'CHECK'}`;
}
