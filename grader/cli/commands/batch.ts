/** `tuxgrade batch`: grades a class. Progress on standard error, the summary on standard output. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import {
  expectedPaths,
  findSubmissions,
  gradeBatch,
  readerStarter,
  type BatchResult,
  type FoundSubmission,
} from '../../index.js';
import type { LocalOptions } from '../../batch/executor.js';
import type { OpenQueue } from '../../queue/executor.js';
import { openRun } from '../../changes/run.js';
import type { ClassCauses } from '../../report/class-causes.js';
import { renderClass } from '../../report/class-summary.js';
import { printable } from '../../report/printable.js';
import { ensureWritable } from '../../atomic.js';
import type { Standing } from '../../report/standing.js';
import type { Rubric } from '../../schema/rubric.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import { showNames } from '../../files/names.js';
import { counted } from '../../text/counted.js';
import { joinClass } from '../../roster/join.js';
import { makePassable } from '../../temporary.js';
import { factsOfLists } from '../../roster/list-facts.js';
import { readLists } from '../../roster/read.js';
import { parseZone } from '../given-times.js';
import { openHomework, parseHomework, type HomeworkArguments, type ListArguments } from '../homework.js';
import { terminalStyle } from '../inputs.js';
import { abortOnInterrupt, leaveSoon } from '../interrupt.js';
import { parseJobs } from '../jobs.js';
import { assertOutside } from '../out-place.js';
import { startProgress } from '../progress.js';
import { givenAgain } from '../again.js';
import { assertQueueFits, openQueueFor } from '../queue-inputs.js';

export interface BatchArguments extends HomeworkArguments, ListArguments {
  readonly folder: string;
  readonly out: string;
  readonly jobs?: number | undefined;
  readonly resume: boolean;
  readonly 'staff-pages': boolean;
  readonly store?: string | undefined;
  readonly previous?: string | undefined;
  readonly json: boolean;
  readonly queue?: string | undefined;
  readonly course?: string | undefined;
  readonly detach: boolean;
}

export async function batch(argv: BatchArguments): Promise<ExitCode> {
  const signal = abortOnInterrupt();
  const jobs = parseJobs(argv.jobs);
  const zone = parseZone(argv.zone);
  const given = parseHomework(argv);
  assertQueueFits(argv);
  await assertOutside('--out', argv.out, argv.folder);
  await ensureWritable(argv.out);
  // with a queue, it is what all machines share, and observations are in the folder of the run
  const store = argv.queue === undefined ? argv.store : undefined;
  if (store !== undefined) {
    await assertOutside('--store', store, argv.folder);
    await ensureWritable(store, '--store');
  }
  const state = { finished: 0, total: 0 };
  leaveSoon(signal, () => {
    tellStopped(state.finished, state.total, argv);
  });
  const { rubric, driver, backends, cache, place } = await openHomework(given);
  const previous = argv.previous === undefined ? undefined : await previousRun(argv.previous, rubric);
  const paths = { ...argv, lateDays: argv['late-days'] };
  const { found, missing } = await findClass(argv, {
    paths,
    zone,
    rubric: rubric.rubric,
    startReader: readerStarter(driver, signal),
  });
  state.total = found.length;
  const queue = await openQueueFor(argv, rubric, place, { lane: 'batch', run: resolve(argv.out) });
  if (queue !== null && argv.detach) return await leave(queue, found, { rubric, driver, jobs, signal }, argv);
  const progress = startProgress(found.length);
  const grading = gradeBatch(found, {
    rubric,
    driver,
    backends,
    cache,
    modelsAnew: !argv.cache,
    out: argv.out,
    jobs,
    resume: argv.resume,
    staffPages: argv['staff-pages'],
    source: { submissions: resolve(argv.folder), rubric: resolve(place.path), data: place.data },
    lists: await factsOfLists(paths),
    store: store === undefined ? undefined : resolve(store),
    executor: queue?.executor,
    previous,
    missing,
    signal,
    onFinished: (id, finished) => {
      state.finished = finished;
      progress.update(finished, id);
    },
  });
  const result = await graded(grading, { progress, queue });
  return await tell(result, found.length, argv);
}

interface WhileGrading {
  readonly progress: ReturnType<typeof startProgress>;
  readonly queue: Awaited<ReturnType<typeof openQueueFor>>;
}

/** The class when it is graded, or its fault, with an end to what accompanied it. */
async function graded(grading: Promise<BatchResult>, { progress, queue }: WhileGrading): Promise<BatchResult> {
  try {
    return await grading;
  } finally {
    progress.stop();
    await queue?.close();
  }
}

interface ClassOptions {
  /** Lists of students, as the command line names them. */
  readonly paths: Parameters<typeof readLists>[0];
  readonly zone: string | null;
  readonly rubric: Rubric;
  readonly startReader: ReturnType<typeof readerStarter>;
}

/** The submissions, with what lists say of their students. Remarks are printed. */
async function findClass({ folder }: BatchArguments, { paths, zone, rubric, startReader }: ClassOptions) {
  const tellRemark = (remark: string) => process.stderr.write(`${printable(remark)}\n`);
  // a list that cannot be understood must stop the command before anything is unpacked
  const lists = await readLists(paths, rubric);
  const inFolder = await findSubmissions(folder, {
    workDir: makePassable(),
    startReader,
    expects: expectedPaths(rubric),
    zone,
    onRemark: (remark) => tellRemark(`${folder}: ${remark}`),
  });
  const joined = joinClass(inFolder, lists, rubric);
  joined.remarks.forEach(tellRemark);
  return joined;
}

/** Puts the class into the queue, and says how to join it again. */
async function leave(
  queue: OpenQueue,
  found: readonly FoundSubmission[],
  options: LocalOptions,
  argv: BatchArguments,
): Promise<ExitCode> {
  try {
    const { queued, graded } = await queue.enqueue(found, options);
    process.stdout.write(`${String(queued)} queued, ${String(graded)} graded before\n`);
    process.stdout.write(`To join: ${again(argv)}\n`);
    return EXIT.OK;
  } finally {
    await queue.close();
  }
}

async function tell(result: BatchResult, total: number, argv: BatchArguments): Promise<ExitCode> {
  const { standings, gone, missing, causes, stopped, kept, again, givenUp, damage, remarks } = result;
  const notes = [
    ...damage.map((line) => `${argv.out}/journal.jsonl: ${line}; it is ignored`),
    ...(kept > 0 ? [`${String(kept)} ${kept === 1 ? 'was' : 'were'} finished before and kept`] : []),
    ...again.map(({ id, because }) => `${id} was graded again: ${because}`),
    ...givenUp.map((id) => `${id} is left ungraded: it was started twice, and both times the grader died`),
    ...tellGone(gone, argv),
  ];
  for (const note of notes) process.stderr.write(`${note}\n`);
  // with --json, standard output is for programs
  const tellRemark = (remark: string) => (argv.json ? process.stderr : process.stdout).write(`note: ${remark}\n`);
  if (argv.json) await writeReports(standings, causes, argv.out);
  else process.stdout.write(`${renderClass(standings, terminalStyle(), missing, causes)}\n`);
  remarks.forEach(tellRemark);
  if (stopped) {
    tellStopped(standings.filter(({ submission: { id } }) => !gone.includes(id)).length, total, argv);
    return EXIT.INTERRUPTED;
  }
  if (!argv.json)
    process.stdout.write(
      `\nThe class: ${argv.out}/index.html, reports: ${argv.out}/reports, scores: ${argv.out}/scores.csv\n`,
    );
  return standings.some(({ verdict }) => verdict.status === 'ungraded') ? EXIT.SYSTEM : EXIT.OK;
}

/** Of results that nothing in the class folder accounts for. */
function tellGone(gone: readonly string[], { folder }: BatchArguments): string[] {
  if (gone.length === 0) return [];
  const [are, stay] = gone.length === 1 ? ['is', 'it stays'] : ['are', 'they stay'];
  const which = `${counted(gone.length, 'submission')} of this run ${are} no longer in ${folder}`;
  return [`${which}: ${showNames(gone)}; ${stay} (\`tuxgrade erase\` removes one)`];
}

/** Writes all reports and the causes as one JSON object, a report at a time: together they may not fit into memory. */
async function writeReports(standings: readonly Standing[], causes: ClassCauses, out: string): Promise<void> {
  process.stdout.write('{\n  "reports": [');
  for (const [index, { submission }] of standings.entries()) {
    const text = await readFile(join(out, 'reports', submission.id, 'report.json'), 'utf8');
    const indented = text.trimEnd().replaceAll('\n', '\n    ');
    const gone = process.stdout.write(`${index === 0 ? '' : ','}\n    ${indented}`);
    if (!gone) await once(process.stdout, 'drain');
  }
  const rest = JSON.stringify(causes, null, 2).slice(1).trim();
  process.stdout.write(`${standings.length === 0 ? '' : '\n  '}],\n  ${rest}\n`);
}

/** The folder as an absolute path. Throws USAGE unless it is a run of the same homework. */
async function previousRun(folder: string, { rubric }: ResolvedRubric): Promise<string> {
  const run = await openRun(folder);
  if (run.rubric.id !== rubric.id) {
    throw new GraderError('USAGE', `--previous ${folder} is a run of ${run.rubric.id}, expected one of ${rubric.id}`);
  }
  return resolve(folder);
}

function tellStopped(finished: number, total: number, argv: BatchArguments): void {
  const state = `Stopped with ${String(finished)} of ${String(total)} graded and kept.`;
  process.stderr.write(`${state}\nTo continue: ${again(argv)} --resume\n`);
}

/** The command, with the options that scores depend on. */
function again(argv: BatchArguments): string {
  const { folder, rubric, out, data, roster, zone, store, previous, queue, course, seed } = argv;
  const lists = { roster, 'late-days': argv['late-days'], zone };
  return givenAgain(['batch', folder], { rubric, out, data, ...lists, store, previous, queue, course, seed });
}
