/** `tuxgrade adjust`: changes the points of one check of one submission by hand, or takes that back. */
import { adjust as adjustMark, type AdjustedMark, type AdjustRequest } from '../../changes/adjust.js';
import { Changing } from '../../changes/changing.js';
import { findStudent } from '../../changes/student.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { printable } from '../../report/printable.js';
import { toJson } from '../../report/writers/files.js';
import { shownPoints } from '../../text/points.js';
import { authorOf } from '../run-inputs.js';

export interface AdjustArguments {
  readonly run: string;
  readonly student: string;
  readonly check: string;
  readonly points?: number | undefined;
  readonly by?: number | undefined;
  readonly undo: boolean;
  readonly reason: string;
  readonly author?: string | undefined;
  readonly 'allow-lower': boolean;
  readonly json: boolean;
}

interface Points {
  readonly earned: number | null;
  readonly possible: number;
}

export async function adjust(argv: AdjustArguments): Promise<ExitCode> {
  const change = changeIn(argv);
  const changing = await Changing.begin(argv.run);
  try {
    for (const line of changing.decisions.damage) process.stderr.write(`${printable(`${argv.run}/${line}`)}\n`);
    const submission = await findStudent(changing.run, argv.student);
    const { check, reason } = argv;
    const decided = { change, reason, author: authorOf(argv.author), allowLower: argv['allow-lower'] };
    tell(await adjustMark(changing, { submission, check, ...decided }), submission, argv);
    return EXIT.OK;
  } finally {
    await changing.end();
  }
}

function changeIn({ points, by, undo }: AdjustArguments): AdjustRequest['change'] {
  const given = [points, by, undo ? true : undefined].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw new GraderError('USAGE', `adjust takes one of --points, --by and --undo, not ${String(given.length)}`, {
      advice: '--points says how many points count, --by how many more (or fewer, as in --by=-2) than the grader gave.',
    });
  }
  if (points !== undefined) return { points };
  return by === undefined ? 'undo' : { by };
}

function tell(mark: AdjustedMark, submission: string, { check, run, json }: AdjustArguments): void {
  const { change, before, after, remarks, wasEdited } = mark;
  const notes = [
    ...remarks,
    ...(wasEdited
      ? [
          `the report of ${submission} was changed by hand since it was written: it is kept in earlier/, what it said counts as the grader's points, and a run that is continued grades the submission again`,
        ]
      : []),
  ];
  for (const note of notes) process.stderr.write(`${printable(`note: ${note}`)}\n`);
  if (json) {
    process.stdout.write(toJson({ submission, check, before, after, total: [change.before, change.after], wasEdited }));
    return;
  }
  const lines = [
    // undone of a check that the rubric no longer has
    before === null || after === null
      ? `${submission}: ${check} is no longer in the report`
      : `${submission}: ${check} ${changed(before, after)} points`,
    `Total: ${changed(change.before, change.after)}`,
    `Report: ${run}/reports/${submission}/report.html`,
  ];
  process.stdout.write(`${printable(lines.join('\n'))}\n`);
}

function changed(before: Points, after: Points): string {
  const [from, to] = [shownPoints(before.earned), shownPoints(after.earned)];
  return `${from === to ? `still ${to}` : `from ${from} to ${to}`} of ${shownPoints(after.possible)}`;
}
