/** `tuxgrade publish`: shows students what waited for the scores to be out, or takes that back. */
import { Changing } from '../../changes/changing.js';
import { publish as publishRun, unpublish, type Published } from '../../changes/publish.js';
import { readGivenTime } from '../../dates/given-time.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { printable } from '../../report/printable.js';
import { counted } from '../../text/counted.js';
import { quoted } from '../../text/quoted.js';
import { authorOf } from '../run-inputs.js';

export interface PublishArguments {
  readonly run: string;
  readonly at?: string | undefined;
  readonly undo: boolean;
  readonly author?: string | undefined;
}

export async function publish(argv: PublishArguments): Promise<ExitCode> {
  const at = timeOf(argv.at);
  if (argv.undo && at !== null) {
    throw new GraderError('USAGE', 'publish takes --at or --undo, not both', {
      advice: 'To publish at another time, give --at alone: it takes the place of the time before.',
    });
  }
  const author = authorOf(argv.author);
  const changing = await Changing.begin(argv.run);
  try {
    const done = argv.undo ? await unpublish(changing, author) : await publishRun(changing, author, at);
    return tell(done, argv);
  } finally {
    await changing.end();
  }
}

/** An ISO time; null if none is given. */
function timeOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const given = readGivenTime(text, 'deadline', null);
  if (given.status === 'read') return new Date(given.ms).toISOString();
  throw new GraderError('USAGE', `--at ${text} ${given.why}`, { advice: 'For example: 2018-10-01T09:00:00-05:00' });
}

function tell(done: Published, { run, at, undo }: PublishArguments): ExitCode {
  const { isOut, made, missing, waiting } = done;
  for (const { id, because } of missing) process.stderr.write(`${printable(`${id}: ${because}`)}\n`);
  const lines = [
    undo
      ? tellUndone(done)
      : isOut
        ? 'Published: students see what is after_published or after_due_date.'
        : `To be published at ${at ?? ''}: pages show it when they are made after that, as with: tuxgrade pages ${run}`,
    ...(undo ? [] : tellBefore(done)),
    ...waiting.told(quoted(run)),
    `Made anew: report.html and results.json of ${counted(made, 'submission')}, in ${run}/reports`,
  ];
  process.stdout.write(`${printable(lines.join('\n'))}\n`);
  return missing.length === 0 ? EXIT.OK : EXIT.USAGE;
}

function tellUndone({ before, wasOut }: Published): string {
  const since = before?.at ?? '';
  return wasOut
    ? `No longer published (it was, from ${since} on). What students have seen or saved since then cannot be taken back.`
    : `No longer to be published (it was to be, from ${since} on).`;
}

function tellBefore({ before, wasOut, isSame }: Published): string[] {
  if (before === null) return [];
  if (isSame) return ['That was decided before, so nothing new is recorded.'];
  return [`It was ${wasOut ? '' : 'to be '}published from ${before.at} on; this takes the place of that.`];
}
