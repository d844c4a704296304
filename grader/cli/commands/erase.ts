/** `tuxgrade erase`: removes a person from a finished run; without --yes, says what that would remove. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Changing } from '../../changes/changing.js';
import { erase as eraseFrom, tracesOf, type Erased, type Traces } from '../../changes/erase.js';
import { openRun, type FinishedRun } from '../../changes/run.js';
import { findStudent, personOf } from '../../changes/student.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { printable } from '../../report/printable.js';
import { counted } from '../../text/counted.js';

export interface EraseArguments {
  readonly run: string;
  readonly student: string;
  readonly author: string;
  readonly yes: boolean;
}

export async function erase(argv: EraseArguments): Promise<ExitCode> {
  const by = argv.author.trim();
  if (by === '') throw new GraderError('USAGE', '--author is empty', { advice: 'Say who erases.' });
  if (!argv.yes) {
    const run = await openRun(argv.run);
    const person = await personOf(run, await findStudent(run, argv.student));
    const who = person.words.length === 0 ? person.id : `${person.id} (${person.words.join(', ')})`;
    const there = tell(await tracesOf(run, person));
    process.stdout.write(
      `${printable(`To be removed of ${who}: ${there}.`)}\nNothing was removed. Add --yes to do it.\n`,
    );
    return EXIT.OK;
  }
  const now = new Date();
  const changing = await Changing.begin(argv.run, now);
  try {
    const person = await personOf(changing.run, await findStudent(changing.run, argv.student));
    const traces = await eraseFrom(changing, person, { by, at: now.toISOString() });
    process.stdout.write(`Removed: ${tell(traces)}. The audit trail says that it happened, and not of whom.\n`);
    for (const line of damageLeft(traces)) process.stderr.write(`${printable(`note: ${line}`)}\n`);
    for (const line of leftOf(changing.run, person.id)) process.stdout.write(`${printable(line)}\n`);
    return EXIT.OK;
  } finally {
    await changing.end();
  }
}

function tell({ reports, observations, journalLines, adjustments, auditLines, mentions }: Traces): string {
  return [
    counted(reports, 'report'),
    counted(observations, 'kept observation'),
    `${counted(journalLines, 'line')} of the journal`,
    counted(adjustments, 'adjustment'),
    `the details of ${counted(auditLines, 'line')} of the audit trail`,
    ...(mentions === 0 ? [] : [`the name in ${counted(mentions, 'reason')} of adjustments of others`]),
  ].join(', ');
}

/** Lines that nobody can read are somebody's. */
function damageLeft({ damaged }: Erased): string[] {
  const files = [
    { name: 'audit.jsonl', ...damaged.audit },
    { name: 'adjustments.jsonl', ...damaged.adjustments },
  ];
  return files.flatMap(({ name, unreadable, gone }) => [
    ...(gone === 0 ? [] : [`${name}: ${counted(gone, 'damaged line')} named the person and had to go`]),
    ...(unreadable === 0
      ? []
      : [
          `${name}: ${counted(unreadable, 'damaged line')} cannot be read and ${unreadable === 1 ? 'stays as it is' : 'stay as they are'}: look at ${unreadable === 1 ? 'it' : 'them'}, the person may be meant in other words`,
        ]),
  ]);
}

/** What this cannot remove. */
function leftOf({ source, store, folder }: FinishedRun, id: string): string[] {
  const shared = store.folder.startsWith(join(folder, '/'))
    ? []
    : [`Other runs may have kept the same in ${store.folder}.`];
  const copies = 'Exports and copies of the run are not touched.';
  if (source === null) return [...shared, copies];
  const place = source.submissions;
  const again = existsSync(join(place, id))
    ? `The submission is still in ${place}: remove it there too, or \`batch --resume\` grades it again.`
    : `If the submission is still in ${place}, remove it there too, or \`batch --resume\` grades it again.`;
  return [again, ...shared, copies];
}
