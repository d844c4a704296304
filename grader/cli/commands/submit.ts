/** `tuxgrade submit`: has one submission graded by the workers of a queue, before all that is graded in classes. */
import { randomUUID } from 'node:crypto';
import { EXIT, exitCodeOf, GraderError, type ExitCode } from '../../errors.js';
import type { GradeReport } from '../../index.js';
import { Replaced } from '../../queue/awaiting.js';
import type { OpenQueue } from '../../queue/executor.js';
import { courseNamed } from '../../queue/names.js';
import { givenAgain } from '../again.js';
import { evaluationsFor } from '../inputs.js';
import { abortOnInterrupt, leaveSoon } from '../interrupt.js';
import { readOne, tellOne, type OneArguments } from '../one-submission.js';
import { courseOf, openQueueFor } from '../queue-inputs.js';
import { toldError } from '../told-error.js';
import { watchForWorkers } from '../watch-workers.js';

export interface SubmitArguments extends OneArguments {
  readonly queue: string;
  readonly store: string;
  readonly course?: string | undefined;
  readonly priority: keyof typeof PRIORITIES;
  readonly anew: boolean;
  readonly join?: string | undefined;
}

/** The lower, the sooner. */
const PRIORITIES = { regrade: 1, check: 2 } as const;
/** Of Order.anew, as its schema has it. */
const LONGEST_WORD = 64;

export async function submit(argv: SubmitArguments): Promise<ExitCode> {
  const signal = abortOnInterrupt();
  const anew = wordOf(argv);
  if (argv.course !== undefined) courseNamed(argv.course, '--course');
  const { rubric, driver, backends, cache, known, place } = await readOne(argv, signal);
  // a student's check must not take the place of a TA's regrade
  const run = JSON.stringify(['submit', argv.priority, rubric.rubric.id]);
  const how = { lane: 'urgent', priority: PRIORITIES[argv.priority], run, anew } as const;
  const queue = await openQueueFor({ ...argv, detach: false }, rubric, place, how);
  if (queue === null) throw new Error('a queue was given, and was not opened');
  const leave = () => process.stderr.write(`It stays in the queue. To ask again: ${again(argv, anew)}\n`);
  leaveSoon(signal, leave);
  const stop = watchForWorkers(argv.queue, argv.course ?? courseOf(rubric));
  try {
    const options = { rubric, driver, backends, cache, evaluations: evaluationsFor(argv), signal, jobs: 1 };
    const report = await reportFrom(queue, known, options);
    return typeof report === 'number' ? report : await tellOne(report, argv);
  } catch (error) {
    if (!signal.aborted) throw error;
    leave();
    return EXIT.INTERRUPTED;
  } finally {
    stop();
    await queue.close();
  }
}

type Options = Parameters<OpenQueue['executor']>[0];

/** The report, or the exit code where there will be none, which is told. Throws the signal's reason after an abort. */
async function reportFrom(
  queue: OpenQueue,
  job: Parameters<ReturnType<OpenQueue['executor']>['run']>[0],
  options: Options,
): Promise<GradeReport | ExitCode> {
  try {
    return await queue.executor(options).run(job);
  } catch (error) {
    if (!(error instanceof GraderError)) throw error;
    if (error.cause instanceof Replaced) {
      process.stderr.write(
        'tuxgrade: replaced: a newer submission took its place while it waited, and is graded instead\n',
      );
      return EXIT.REPLACED;
    }
    // a fault of the grader was found by a worker, whose log has where
    process.stderr.write(toldError(error));
    return exitCodeOf(error.fault);
  }
}

/** What makes it another job than the one whose result is known. */
function wordOf({ anew, join }: SubmitArguments): string | undefined {
  if (join === undefined) return anew ? randomUUID() : undefined;
  if (join.length <= LONGEST_WORD) return join;
  throw new GraderError(
    'USAGE',
    `--join has ${String(join.length)} characters, expected at most ${String(LONGEST_WORD)}`,
    {
      advice: 'It is the word that `submit --anew` printed when it was left.',
    },
  );
}

/** The command that waits for the same job. */
function again(argv: SubmitArguments, anew: string | undefined): string {
  const { submission, rubric, out, data, roster, zone, seed, backend, id, queue, store, course, priority } = argv;
  const lists = { roster, 'late-days': argv['late-days'], zone, 'submitted-at': argv['submitted-at'] };
  const where = { queue, store, course, priority, join: anew };
  return `${givenAgain(['submit', submission], { rubric, out, data, ...lists, seed, backend, id, ...where })}${argv.cache ? '' : ' --no-cache'}`;
}
