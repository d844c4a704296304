/** Grades the one submission that a course system has put somewhere, and leaves it ungraded where the grader fails. */
import { GraderError } from '../errors.js';
import {
  backendsFor,
  chooseDriver,
  gradeOne,
  loadRubric,
  reportUngraded,
  type BackendName,
  type DriverName,
  type GradeOptions,
  type GradeReport,
  type ResolvedRubric,
} from '../index.js';
import { printable } from '../report/printable.js';
import { cacheFor, evaluationsFor, findRubric, parseData } from './inputs.js';
import { abortOnInterrupt } from './interrupt.js';
import { toldError } from './told-error.js';

export interface EntryArguments {
  readonly rubric: string;
  readonly data?: readonly string[] | undefined;
  readonly driver?: DriverName | undefined;
  readonly backend?: BackendName | undefined;
}

export interface EntryOptions {
  /** Ends the grading; default: an interrupt does. */
  readonly signal?: AbortSignal;
  /** What a course system says of the submission, or changes for its place. */
  readonly known?: (rubric: ResolvedRubric) => Partial<GradeOptions> | Promise<Partial<GradeOptions>>;
}

export async function gradeEntry(
  argv: EntryArguments,
  path: string,
  { signal = abortOnInterrupt(), known = () => ({}) }: EntryOptions = {},
): Promise<GradeReport> {
  const file = findRubric(argv.rubric);
  const cache = cacheFor({ cache: true });
  const [rubric, driver] = await Promise.all([
    loadRubric(file, { data: parseData(argv.data), cache }),
    chooseDriver(argv.driver),
  ]);
  const options = {
    ...{ rubric, driver, cache, signal },
    backends: backendsFor(argv.backend),
    evaluations: evaluationsFor({ cache: true }),
    ...(await known(rubric)),
  };
  return await gradeOne(path, options).catch((error: unknown) => {
    if (!(error instanceof GraderError) || error.fault === 'usage' || signal.aborted) throw error;
    tellFault(error);
    return reportUngraded(path, options, error);
  });
}

/** For staff, in the log of the course system. */
export function tellFault(error: unknown): void {
  if (error instanceof GraderError) process.stderr.write(toldError(error));
  else
    process.stderr.write(`${printable(`tuxgrade: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)}\n`);
}
