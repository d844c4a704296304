/** `tuxgrade regrade`: runs one submission of a class again, keeps the old report, and shows what differs and why. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Changing } from '../../changes/changing.js';
import { isChanged } from '../../changes/difference.js';
import { finishing } from '../../changes/left-undone.js';
import { findAgain, gradingExecutor, type GradingOptions } from '../../changes/grading-again.js';
import { regrade as gradeAgain, type Regraded } from '../../changes/regrade.js';
import type { FinishedRun } from '../../changes/run.js';
import { findStudent } from '../../changes/student.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import type { FoundSubmission } from '../../index.js';
import { printable } from '../../report/printable.js';
import { renderMatrix } from '../../changes/matrix.js';
import { Tally } from '../../changes/tally.js';
import { toJson } from '../../report/writers/files.js';
import { terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';
import { authorOf, gradingInputs, now, rubricFor, type GradingArguments } from '../run-inputs.js';
import { listsFor, type ListArguments } from '../run-lists.js';

export interface RegradeArguments extends ListArguments, GradingArguments {
  readonly folder: string;
  readonly student: string;
  readonly reason?: string | undefined;
  readonly author?: string | undefined;
  readonly 'allow-lower': boolean;
  readonly submission?: string | undefined;
  readonly rubric?: string | undefined;
  readonly data?: readonly string[] | undefined;
  readonly json: boolean;
}

export async function regrade(argv: RegradeArguments): Promise<ExitCode> {
  const signal = abortOnInterrupt();
  const changing = await Changing.begin(argv.folder);
  try {
    const { run } = changing;
    const student = await findStudent(run, argv.student);
    const { rubric } = await rubricFor(run, argv);
    const { handedIn } = await listsFor(run, argv, { rubric: rubric.rubric, ids: [student] });
    const options = { rubric, handedIn, signal, jobs: 1, ...(await gradingInputs(run, argv)) };
    const submission = await submissionFor({ ...argv, student }, changing, options);
    const facts = {
      mayLower: argv['allow-lower'],
      reason: argv.reason ?? null,
      by: authorOf(argv.author),
      at: now(),
    };
    const executor = gradingExecutor(options);
    let done;
    try {
      done = await gradeAgain(submission, changing, { ...options, ...facts, executor });
    } finally {
      await executor.close();
    }
    const finish = 'Then continue the run with `tuxgrade batch --resume`.';
    await finishing({ what: 'The new report', finish }, () => changing.writeClass());
    tell(done, run, { ...argv, student });
    return EXIT.OK;
  } catch (error) {
    if (signal.aborted) return EXIT.INTERRUPTED;
    throw error;
  } finally {
    await changing.end();
  }
}

/** What is graded: what was handed in, or what takes its place, with the time and the names that the run knows. */
async function submissionFor(
  { folder, student, submission: given }: RegradeArguments,
  { run }: Changing,
  options: GradingOptions,
): Promise<FoundSubmission> {
  if (given !== undefined) {
    await stat(given).catch((cause: unknown) => {
      throw new GraderError('USAGE', `--submission ${given} is not there`, { cause });
    });
    return { id: student, path: resolve(given), submittedAt: null, submitters: [] };
  }
  const found = (await findAgain(run, options)).get(student);
  if (found !== undefined) return found;
  throw new GraderError('USAGE', `${student} is in ${folder}, but no longer among the submissions`, {
    advice: 'Give what was handed in with --submission.',
  });
}

function tell(done: Regraded, run: FinishedRun, { folder, student, submission, json }: RegradeArguments): void {
  const { before, after, change, reasons, wasEdited } = done;
  if (json) {
    process.stdout.write(toJson({ change, reasons, wasEdited, report: after }));
    return;
  }
  const lines = [
    before === null
      ? 'There was no report of it that can be read.'
      : reasons.length === 0
        ? 'Nothing that a mark depends on differs: submission, rubric, data, grader and backend are the same.'
        : `What differs: ${reasons.join('; ')}.`,
    ...(after.rubric.digest === run.rubric.digest
      ? []
      : [
          'The rest of the class was graded with another rubric: `tuxgrade rejudge` shows what this one gives for all.',
        ]),
    ...(submission === undefined
      ? []
      : ['A run that is continued (`batch --resume`) grades what is in the class: put it there, too.']),
    ...(wasEdited ? ['The old report was changed by hand since it was written; it is kept as it was.'] : []),
    `Report: ${folder}/reports/${student}/report.html; the old one is in earlier/`,
  ];
  process.stdout.write(`${[...matrixOf(done, student), ...lines.map(printable)].join('\n')}\n`);
}

function matrixOf({ before, after, change }: Regraded, id: string): string[] {
  if (before === null || change === null) return [];
  const tally = new Tally();
  tally.add(before, after);
  return [renderMatrix({ changed: isChanged(change) ? [{ id, change }] : [], tally }, terminalStyle()), ''];
}
