/** `tuxgrade queue`: what those who look after a queue see of it and do to it. */
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { drain, drainable, pause, resume } from '../../queue/admin/changes.js';
import { failedIn, retryFailed } from '../../queue/admin/failed.js';
import { overviewOf, type Overview } from '../../queue/admin/overview.js';
import { courseNamed } from '../../queue/names.js';
import { openRedis } from '../../queue/redis.js';
import { printable, printableUpTo } from '../../report/printable.js';
import { counted } from '../../text/counted.js';
import { columns } from '../columns.js';
import type { Redis } from 'ioredis';

export interface QueueCommandArguments {
  readonly queue: string;
  readonly course?: string | undefined;
  readonly json: boolean;
}

/** `course` is null for all. */
type Asked = (
  redis: Redis,
  course: string | null,
) => Promise<{ readonly facts: object; readonly lines: readonly string[] }>;

const SHOWN_ID = 12;
const LONGEST_REASON = 300;

export function status(argv: QueueCommandArguments): Promise<ExitCode> {
  return answer(argv, async (redis, course) => {
    const overview = await overviewOf(redis, course, Date.now());
    return { facts: overview, lines: linesOf(overview) };
  });
}

export function pauseCourses(argv: QueueCommandArguments): Promise<ExitCode> {
  return answer(argv, async (redis, course) => {
    const courses = await pause(redis, course);
    return {
      facts: { paused: courses },
      lines: [`Paused: ${listed(courses)}. What runs is finished, and what comes waits until: tuxgrade queue resume`],
    };
  });
}

export function resumeCourses(argv: QueueCommandArguments): Promise<ExitCode> {
  return answer(argv, async (redis, course) => {
    const courses = await resume(redis, course);
    return { facts: { resumed: courses }, lines: [`Resumed: ${listed(courses)}.`] };
  });
}

export function drainCourses(argv: QueueCommandArguments & { readonly yes: boolean }): Promise<ExitCode> {
  return answer(argv, async (redis, course) => {
    const waiting = argv.yes ? await drain(redis, course) : await drainable(redis, course);
    const jobs = counted(waiting, 'job');
    const lines = argv.yes
      ? [
          `Taken out: ${jobs}. What was graded stays graded; to queue the rest again, run the same batch with --resume.`,
          'A batch or submit that still waits for its own puts it back within seconds: stop it first.',
        ]
      : [`To be taken out: ${jobs} that wait.`, 'Nothing was taken out. Add --yes to do it.'];
    return { facts: { removed: argv.yes ? waiting : 0, waiting: argv.yes ? 0 : waiting }, lines };
  });
}

export function failed(argv: QueueCommandArguments): Promise<ExitCode> {
  return answer(argv, async (redis, course) => {
    const { jobs, total } = await failedIn(redis, course);
    const told = jobs.flatMap(({ course: name, lane, id, reason, advice }) => [
      `${printableUpTo(id, SHOWN_ID)}  ${name} (${lane}): ${printableUpTo(reason, LONGEST_REASON)}`,
      ...(advice === null ? [] : [`  ${printableUpTo(advice, LONGEST_REASON)}`]),
    ]);
    const more = total > jobs.length ? [`and ${String(total - jobs.length)} more`] : [];
    const end = total === 0 ? ['Nothing failed.'] : [...more, 'To try them again: tuxgrade queue retry'];
    return { facts: { total, failed: jobs }, lines: [...told, ...end] };
  });
}

export async function retry(argv: QueueCommandArguments & { readonly job?: string | undefined }): Promise<ExitCode> {
  const { job = '' } = argv;
  if (!/^[0-9a-f]{0,64}$/.test(job)) {
    throw new GraderError('USAGE', `--job ${printableUpTo(job, LONGEST_REASON)} is not the beginning of an id`, {
      advice: 'Ids are hexadecimal digits: tuxgrade queue failed shows the first of each.',
    });
  }
  return await answer(argv, async (redis, course) => {
    const { retried, refused } = await retryFailed(redis, course, job);
    if (job !== '' && retried + refused.length === 0) {
      throw new GraderError('USAGE', `no failed job has an id that begins with ${job}`, {
        advice: 'See: tuxgrade queue failed',
      });
    }
    const lines = [
      `Put back: ${counted(retried, 'job')}.`,
      ...(refused.length === 0
        ? []
        : [
            `Left: ${counted(refused.length, 'entry', 'entries')} that cannot be read, or that something else took meanwhile.`,
          ]),
    ];
    return { facts: { retried, refused }, lines };
  });
}

async function answer({ queue, course, json }: QueueCommandArguments, ask: Asked): Promise<ExitCode> {
  const only = course === undefined ? null : courseNamed(course, '--course');
  const redis = await openRedis(queue, { isPatient: false });
  try {
    const { facts, lines } = await ask(redis, only);
    process.stdout.write(json ? `${JSON.stringify(facts, null, 2)}\n` : `${printable(lines.join('\n'))}\n`);
    return EXIT.OK;
  } finally {
    redis.disconnect();
  }
}

const listed = (courses: readonly string[]) =>
  courses.length === 0 ? 'no course has had a job yet' : courses.join(', ');

function linesOf({ version, workers, lanes, otherVersions, strange }: Overview): string[] {
  const rows = lanes
    .filter(({ lane, waiting, active, failed: bad }) => lane === 'batch' || waiting + active + bad > 0)
    .map(({ course, lane, waiting, active, failed: bad, isPaused, oldestWaitMs }) => [
      ...[course, lane, String(waiting), oldestWaitMs === null ? '' : duration(oldestWaitMs)],
      ...[String(active), String(bad), isPaused ? 'paused' : ''],
    ]);
  const head = ['course', 'lane', 'waiting', 'for', 'active', 'failed', ''];
  const isStuck = workers === 0 && lanes.some(({ waiting }) => waiting > 0);
  return [
    `tuxgrade ${version}: ${counted(workers, 'worker')} connected${isStuck ? ', so what waits stays: start one with tuxgrade work' : ''}`,
    ...(rows.length === 0 ? ['No course has had a job yet.'] : columns([head, ...rows])),
    ...otherVersions.map(
      (other) =>
        `${counted(other.waiting, 'job')} of tuxgrade ${other.version}, which has ${counted(other.workers, 'worker')}: no worker of ${version} takes them`,
    ),
    ...(strange === 0
      ? []
      : [`${counted(strange, 'entry', 'entries')} in Redis that tuxgrade did not write: left alone`]),
  ];
}

/** As `12 s`, `5 min` or `3 h`. */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${String(seconds)} s`;
  return seconds < 7200 ? `${String(Math.round(seconds / 60))} min` : `${String(Math.round(seconds / 3600))} h`;
}
