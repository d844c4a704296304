/** What the commands that use a queue take from the command line and the environment. */
import { GraderError } from '../errors.js';
import type { OpenQueue } from '../queue/executor.js';
import type { Lane } from '../queue/names.js';
import { printable } from '../report/printable.js';
import type { ResolvedRubric } from '../stages/resolved.js';

export interface QueueArguments {
  readonly queue?: string | undefined;
  readonly course?: string | undefined;
  readonly detach: boolean;
  readonly store?: string | undefined;
  readonly backend?: string | undefined;
  readonly cache: boolean;
}

/** Throws USAGE for options that make no sense without a queue, or are missing with one. */
export function assertQueueFits({ queue, course, detach, store }: Omit<QueueArguments, 'cache'>): void {
  const given = course !== undefined ? '--course' : detach ? '--detach' : null;
  if (queue === undefined && given !== null) {
    throw new GraderError('USAGE', `${given} is given without --queue`, {
      advice: 'Add --queue redis://host:6379, or leave it out: the class is then graded by this process.',
    });
  }
  if (queue !== undefined && store === undefined) {
    throw new GraderError('USAGE', '--queue is given without --store', {
      advice: 'Name what this machine shares with the workers: a folder that all mount, or s3://bucket/prefix.',
    });
  }
}

/** How what is queued is served, and what replaces it. */
export interface HowQueued {
  readonly lane: Lane;
  readonly priority?: number;
  /** With the id of a student it makes a place, of which only the newest submission is graded. */
  readonly run: string;
  readonly anew?: string | undefined;
}

/** The queue, if one is given. Throws as `openQueue` does. Loaded here, because most runs have none. */
export async function openQueueFor(
  argv: QueueArguments,
  rubric: ResolvedRubric,
  place: { readonly path: string; readonly data: Readonly<Record<string, string>> },
  how: HowQueued,
): Promise<OpenQueue | null> {
  const { queue: url, store: where } = argv;
  if (url === undefined || where === undefined) return null;
  const [{ openQueue }, { courseNamed }, { sealFrom }, { storeAt }] = await Promise.all([
    import('../queue/executor.js'),
    import('../queue/names.js'),
    import('../queue/seal.js'),
    import('../queue/store-at.js'),
  ]);
  const tell = (sentence: string) => process.stderr.write(`${printable(sentence)}\n`);
  const seal = sealFrom(process.env);
  const course = argv.course === undefined ? courseOf(rubric) : courseNamed(argv.course, '--course');
  return await openQueue({
    ...{ url, seal, course, place, ...how },
    store: await storeAt(where),
    backend: argv.backend ?? null,
    modelsAnew: !argv.cache,
    onTrouble: (fault) => {
      tell(
        fault === null
          ? 'the queue answers again'
          : `the queue does not answer (${fault.message}); it is waited for, and nothing is lost`,
      );
    },
    onDiffering: (id, others) => {
      tell(
        `${id} was graded ${String(others + 1)} times with different results: the first counts, the others are kept in ${where}. A person should look.`,
      );
    },
  });
}

/** The course where none is named. */
export function courseOf({ rubric }: ResolvedRubric): string {
  return rubric.id.toLowerCase();
}
