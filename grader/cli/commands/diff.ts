/** `tuxgrade diff`: what differs between the marks of two runs, and why. Must not change anything. */
import { compareRuns, shareReasons, type Comparison } from '../../changes/compare.js';
import { renderMatrix } from '../../changes/matrix.js';
import { openRun } from '../../changes/run.js';
import { EXIT, type ExitCode } from '../../errors.js';
import { printable } from '../../report/printable.js';
import { wrap } from '../../report/columns.js';
import { toJson } from '../../report/writers/files.js';
import { terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';

export interface DiffArguments {
  readonly before: string;
  readonly after: string;
  readonly json: boolean;
}

/** Ids listed in one line. */
const MOST_IDS = 20;

export async function diff(argv: DiffArguments): Promise<ExitCode> {
  const signal = abortOnInterrupt();
  const [before, after] = [await openRun(argv.before), await openRun(argv.after)];
  const comparison = await compareRuns(before, after, signal).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (comparison === null) return EXIT.INTERRUPTED;
  const { tally, refused, edited, ...rest } = comparison;
  if (argv.json) {
    const { compared, checks, totals } = tally;
    process.stdout.write(toJson({ compared, checks, totals, ...rest, refused, edited }));
  } else {
    process.stdout.write(`${linesOf(comparison, argv).join('\n')}\n`);
  }
  for (const { id, because } of refused) process.stderr.write(`${printable(`${id} ${because}: it is left out`)}\n`);
  for (const { id, folder } of edited) {
    process.stderr.write(
      `${printable(`${id}: its report in ${folder} is not as it was written: somebody edited it`)}\n`,
    );
  }
  return refused.length === 0 ? EXIT.OK : EXIT.USAGE;
}

function linesOf({ changed, tally, onlyBefore, onlyAfter }: Comparison, argv: DiffArguments): string[] {
  const style = terminalStyle();
  const { shared, changed: told } = shareReasons(changed);
  const nothing = 'nothing that a mark depends on differs: submission, rubric, data, grader and backend are the same';
  const why = shared.length === 0 ? (told.every(({ because }) => because.length === 0) ? [nothing] : []) : shared;
  return [
    renderMatrix({ tally, changed: told }, style),
    ...(changed.length === 0 || why.length === 0 ? [] : ['', ...wrap(printable(why.join('; ')), style.width, 'Why: ')]),
    ...only(onlyBefore, argv.before, style.width),
    ...only(onlyAfter, argv.after, style.width),
  ];
}

function only(ids: readonly string[], folder: string, width: number): string[] {
  if (ids.length === 0) return [];
  const left = ids.length - MOST_IDS;
  const listed = [...ids.slice(0, MOST_IDS), ...(left > 0 ? [`and ${String(left)} more (--json lists all)`] : [])];
  return ['', ...wrap(printable(listed.join(', ')), width, `Only in ${printable(folder)}: `)];
}
