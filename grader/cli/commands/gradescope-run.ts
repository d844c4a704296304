/**
 * `tuxgrade gradescope run`: what the container of an assignment starts. A valid results.json is there from the beginning and
 * says that nothing is graded yet, so that whatever ends the grader costs no points; what is said on standard output is for
 * staff, as Gradescope shows it to them alone. Students' code is never run without a sandbox.
 */
import { join } from 'node:path';
import { writeAtomically } from '../../atomic.js';
import { ungradedResults, writeGradescope } from '../../course-systems/gradescope.js';
import { EXIT, type ExitCode } from '../../errors.js';
import { placeHere } from '../../gradescope/container.js';
import { assumedPlace, fitMemory, neededMoreMemory, SPARE_SECONDS } from '../../gradescope/limits.js';
import { readMetadataFile } from '../../gradescope/metadata-file.js';
import type { SubmissionFacts } from '../../gradescope/metadata.js';
import { tellSubmission } from '../../gradescope/telling.js';
import { termsOf } from '../../gradescope/terms.js';
import type { FoundSubmission, GradeReport, ResolvedRubric } from '../../index.js';
import { reportForStudents } from '../../report/for-students.js';
import { printable } from '../../report/printable.js';
import { joinClass } from '../../roster/join.js';
import { readLists } from '../../roster/read.js';
import { gradeEntry, tellFault, type EntryArguments } from '../entry.js';
import { parseZone } from '../given-times.js';
import { abortOnInterrupt } from '../interrupt.js';
import { checkMinutes } from '../minutes.js';
import type { ListArguments } from '../run-lists.js';

export interface GradescopeRunArguments extends Omit<EntryArguments, 'driver'>, ListArguments {
  readonly root: string;
  /** Minutes. */
  readonly timeout: number;
}

const TOO_LONG =
  'Not graded yet: grading took longer than Gradescope allows, which costs no points. Staff will grade this again.';
const TOO_LARGE =
  'Not graded yet: it needs more memory than the machine of Gradescope has for it, which costs no points. Staff will grade this again.';

export async function gradescopeRun(argv: GradescopeRunArguments): Promise<ExitCode> {
  const results = join(argv.root, 'results', 'results.json');
  await writeAtomically(results, ungradedResults(null));
  await writeAtomically(results, await resultsFor(argv));
  return EXIT.OK;
}

/** The text of results.json, whatever happens. */
async function resultsFor(argv: GradescopeRunArguments): Promise<string> {
  const interrupt = abortOnInterrupt();
  const time = new AbortController();
  const fitted: { possible: number | null; memoryMiB: number | null } = { possible: null, memoryMiB: null };
  let timer: NodeJS.Timeout | undefined;
  try {
    timer = setTimeout(() => {
      time.abort();
    }, budgetMs(argv.timeout));
    const facts = await readMetadataFile(join(argv.root, 'submission_metadata.json'));
    const report = await gradeEntry(argv, join(argv.root, 'submission'), {
      signal: AbortSignal.any([interrupt, time.signal]),
      known: async (resolved) => {
        const { rubric, memoryMiB } = fitMemory(resolved, assumedPlace(placeHere()));
        Object.assign(fitted, { possible: rubric.rubric.points, memoryMiB });
        return { rubric, ...(await handedInBy(facts, resolved, argv)) };
      },
    });
    if (fitted.memoryMiB !== null && neededMoreMemory(report.results)) {
      tell([tellLowered(fitted.memoryMiB)]);
      return ungradedResults(fitted.possible, TOO_LARGE);
    }
    tell(tellSubmission(report, facts));
    return textOf(report, facts);
  } catch (error) {
    if (time.signal.aborted) tell([tellTooLong(argv.timeout)]);
    else if (interrupt.aborted) tell(['not graded: the grader was told to end']);
    else tellFault(error);
    return ungradedResults(fitted.possible, time.signal.aborted ? TOO_LONG : undefined);
  } finally {
    clearTimeout(timer);
  }
}

function tellTooLong(minutes: number): string {
  return `not graded: it took longer than the time-out of ${String(minutes)} minutes leaves. Give it more time in the settings of the assignment and with --timeout, and regrade`;
}

/** It ends before Gradescope ends the container, which would then show a zero. */
function budgetMs(minutes: number): number {
  return checkMinutes(minutes) * 60_000 - SPARE_SECONDS * 1000;
}

/** A roster, if the archive has one, is what staff wrote for this homework: it counts more than Gradescope's dates. */
async function handedInBy(facts: SubmissionFacts, { rubric }: ResolvedRubric, argv: GradescopeRunArguments) {
  parseZone(argv.zone);
  const lists = await readLists({ ...argv, lateDays: argv['late-days'] }, rubric);
  const given = termsOf(facts, rubric);
  const { submittedAt, submitters } = facts;
  const one: FoundSubmission = {
    id: facts.id === null ? 'submission' : `submission_${facts.id}`,
    path: '',
    submitters,
    submittedAt,
    timeFrom: submittedAt === null ? null : 'gradescope',
    timeRemarks: [...facts.remarks, ...given.remarks],
  };
  const { found, remarks } = joinClass([one], lists, rubric);
  tell(remarks);
  const { path: _path, terms = {}, ...known } = found[0] ?? one;
  return { ...known, terms: { ...given.terms, ...terms } };
}

function textOf(report: GradeReport, { earlier }: SubmissionFacts): string {
  const people = report.submission.submitters.map(({ name, email }) => name ?? email ?? '?');
  const more = { submitters: people, ...(earlier === null ? {} : { attempt: earlier.count + 1 }) };
  const { text, remarks } = writeGradescope(reportForStudents(report), more);
  tell(remarks.map((remark) => `results.json was ${remark}`));
  return text;
}

function tellLowered(memoryMiB: number): string {
  return `not graded: a check needed more than the ${String(memoryMiB)} MiB that this container leaves for a submission, and the rubric allows more. Choose a larger container in the settings of the assignment, and regrade`;
}

function tell(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${printable(line)}\n`);
}
