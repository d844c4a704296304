/**
 * `tuxgrade rejudge`: judges a class again from what was observed of it, and shows what would change. Writes only with
 * --apply, and then nothing that would leave the class under two rubrics.
 */
import { availableParallelism } from 'node:os';
import { applyRejudged, factsOf, runThem, type Ran } from '../../changes/apply.js';
import { Changing } from '../../changes/changing.js';
import { findAgain, gradingExecutor } from '../../changes/grading-again.js';
import { finishing } from '../../changes/left-undone.js';
import { renderMatrix } from '../../changes/matrix.js';
import { rejudge as judgeAll, type Rejudged } from '../../changes/rejudge.js';
import { openRun, type FinishedRun } from '../../changes/run.js';
import type { Tally } from '../../changes/tally.js';
import { EXIT, type ExitCode } from '../../errors.js';
import { printable } from '../../report/printable.js';
import { toJson } from '../../report/writers/files.js';
import { programsDigest } from '../../sandbox/kits/kit.js';
import { counted } from '../../text/counted.js';
import { quoted } from '../../text/quoted.js';
import { terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';
import { startProgress } from '../progress.js';
import { authorOf, gradingInputs, now, rubricFor, type GradingArguments, type RubricOfRun } from '../run-inputs.js';
import { listsFor, type ListArguments, type ListsOfRun } from '../run-lists.js';

export interface RejudgeArguments extends ListArguments, GradingArguments {
  readonly folder: string;
  readonly rubric?: string | undefined;
  readonly data?: readonly string[] | undefined;
  readonly apply: boolean;
  /** Also runs those of which too little was observed. */
  readonly run: boolean;
  readonly 'allow-lower': boolean;
  readonly reason?: string | undefined;
  readonly author?: string | undefined;
  readonly json: boolean;
}

interface Context {
  readonly argv: RejudgeArguments;
  readonly run: FinishedRun;
  readonly changing: Changing | null;
  readonly rubric: RubricOfRun;
  readonly lists: ListsOfRun;
  readonly signal: AbortSignal;
}

const LIST_OPTIONS = ['roster', 'late-days', 'zone'] as const;
const NOBODY: Ran = { changed: [], failed: [] };

export async function rejudge(argv: RejudgeArguments): Promise<ExitCode> {
  const signal = abortOnInterrupt();
  const changing = argv.apply ? await Changing.begin(argv.folder) : null;
  try {
    const run = changing?.run ?? (await openRun(argv.folder));
    const rubric = await rubricFor(run, argv);
    const lists = await listsFor(run, argv, rubric.rubric);
    return await judgeAndTell({ argv, run, changing, rubric, lists, signal });
  } catch (error) {
    if (signal.aborted) return EXIT.INTERRUPTED;
    throw error;
  } finally {
    await changing?.end();
  }
}

async function judgeAndTell(context: Context): Promise<ExitCode> {
  const { argv, changing } = context;
  const judged = await judgeOnce(context);
  const ids = judged.notObserved.map(({ id }) => id);
  const isWhole = ids.length === 0 || argv.run;
  const lowered = loweredBy(judged, changing, argv);
  if (lowered > 0) return refuseLower(lowered);
  const at = now();
  if (changing !== null && isWhole) await changing.announce(auditLine(at, {}, context));
  const ran = argv.run ? await runMissing(ids, judged.tally, context) : NOBODY;
  if (changing !== null && isWhole) await apply(changing, new Set(ids), at, context);
  tell({ judged, ran }, context);
  if (changing !== null && !isWhole) return refuse(ids.length);
  if (!argv.json && changing === null) process.stdout.write(nextStep(judged, ran, context));
  return exitCodeOf(judged, ran);
}

/** What could not be run is a fault of the system, a report that cannot be read is one of whoever wrote it. */
function exitCodeOf({ refused }: Rejudged, { failed }: Ran): ExitCode {
  if (failed.length > 0) return EXIT.SYSTEM;
  return refused.length > 0 ? EXIT.USAGE : EXIT.OK;
}

/** How many scores that are out would become lower, where that is not allowed. */
function loweredBy({ changed }: Rejudged, changing: Changing | null, argv: RejudgeArguments): number {
  if (changing === null || argv['allow-lower']) return 0;
  return changed.filter(({ change: { before, after } }) => changing.isLowered(before, after)).length;
}

function refuseLower(lowered: number): ExitCode {
  process.stderr.write(
    `tuxgrade: nothing was written: the scores are out, and this would lower ${counted(lowered, 'score')}\nLeave --apply out to see whose, or add --allow-lower if that is meant.\n`,
  );
  return EXIT.USAGE;
}

/** A class must not be judged by two rubrics. */
function refuse(missing: number): ExitCode {
  const whose = `${counted(missing, 'submission')} would have to be run for this rubric`;
  process.stderr.write(
    `tuxgrade: nothing was written: ${whose}\nAdd --run to run just ${missing === 1 ? 'that one' : 'those'}.\n`,
  );
  return EXIT.USAGE;
}

async function judgeOnce({ run, rubric, lists: { handedIn }, signal }: Context): Promise<Rejudged> {
  const progress = startProgress(run.submissions.length);
  const onFinished = (finished: number) => {
    progress.update(finished, '');
  };
  const options = { rubric: rubric.rubric, programs: programsDigest(), handedIn, signal, onFinished };
  return await judgeAll(run, options).finally(() => {
    progress.stop();
  });
}

async function runMissing(
  ids: readonly string[],
  tally: Tally,
  { argv, run, changing, rubric, lists: { handedIn }, signal }: Context,
): Promise<Ran> {
  if (ids.length === 0) return NOBODY;
  const jobs = Math.min(ids.length, availableParallelism());
  const options = { rubric: rubric.rubric, handedIn, signal, jobs, ...(await gradingInputs(run, argv)) };
  const found = await findAgain(run, options);
  const executor = gradingExecutor(options);
  try {
    return await runThem(ids, { run, changing }, { ...options, executor, found, tally, mayLower: argv['allow-lower'] });
  } finally {
    await executor.close();
  }
}

/** `ran`: those that were run, whose reports are written. */
async function apply(changing: Changing, ran: ReadonlySet<string>, at: string, context: Context): Promise<void> {
  const { run, rubric, signal } = context;
  const { handedIn, facts } = context.lists;
  const options = { rubric: rubric.rubric, programs: programsDigest(), handedIn, signal };
  const finish = 'Then give the same command again: until then, the class may be under two rubrics.';
  await finishing({ what: 'Judging the class again', finish }, async () => {
    const replaced = await applyRejudged(changing, ran, options);
    await changing.writeClass({ ...factsOf(run, rubric), ...facts });
    await changing.conclude(auditLine(at, { replaced, run: ran.size }, context));
  });
}

/** `done`: what is known when it is done. */
function auditLine(at: string, done: object, { argv, run, rubric, lists: { handedIn, facts } }: Context) {
  return {
    ...{ at, action: 'rejudge' as const, by: authorOf(argv.author) },
    details: {
      ...{ before: run.rubric.digest, after: rubric.rubric.digest, ...done, reason: argv.reason ?? null },
      ...(handedIn === undefined ? {} : { lists: facts['lists'] }),
    },
  };
}

function tell({ judged, ran }: { readonly judged: Rejudged; readonly ran: Ran }, { argv, run }: Context): void {
  const changed = [...judged.changed, ...ran.changed];
  if (argv.json) {
    const { compared, checks, totals } = judged.tally;
    process.stdout.write(toJson({ ...judged, tally: { compared, checks, totals }, changed, failed: ran.failed }));
    return;
  }
  process.stdout.write(`${renderMatrix({ changed, tally: judged.tally }, terminalStyle())}\n`);
  const notes = [
    ...run.damage.map((line) => `journal.jsonl: ${line}`),
    ...judged.edited.map((id) => `${id}: its report was changed by hand since it was written`),
    ...judged.refused.map(({ id, because }) => `${id} ${because}: it is left as it is`),
    ...(argv.run ? ran.failed : judged.notObserved).map(({ id, because }) => `${id} was not judged again: ${because}`),
  ];
  for (const note of notes) process.stderr.write(`${printable(note)}\n`);
}

function nextStep(judged: Rejudged, ran: Ran, { argv, run, rubric, lists: { handedIn } }: Context): string {
  const missing = judged.notObserved.length;
  const isSame = missing === 0 && judged.changed.length + ran.changed.length === 0;
  if (isSame && rubric.rubric.digest === run.rubric.digest && handedIn === undefined) {
    return '\nNothing was written, and there is nothing to apply.\n';
  }
  const own = argv.rubric === undefined ? '' : ` --rubric ${quoted(rubric.path)}`;
  const lists = LIST_OPTIONS.flatMap((name) => {
    const value = argv[name];
    return value === undefined ? [] : [` --${name} ${quoted(value)}`];
  }).join('');
  const command = `tuxgrade rejudge ${quoted(run.folder)}${own}${lists}${missing > 0 ? ' --run' : ''} --apply`;
  return isSame
    ? `\nNothing was written, and no points would change. For what else it changes, such as hints: ${command}\n`
    : `\nNothing was written. To apply it: ${command}\n`;
}
