/**
 * Grades a class. Each report is written as soon as it is there; one submission's failure never touches another; a
 * fault of the grader is tried again and then left ungraded for a person to see.
 */
import { join } from 'node:path';
import { GraderError } from '../errors.js';
import type { FoundSubmission } from '../intake/find.js';
import { gradeOne, reportUngraded, type GradeOptions } from '../pipeline.js';
import { writeAtomically } from '../report/writers/atomic.js';
import { toJson, writeReport, writeScores } from '../report/writers/files.js';
import type { GradeReport } from '../schema/report.js';
import type { ResolvedRubric } from '../schema/resolved.js';
import { VERSION } from '../schema/version.js';
import { runPool } from './pool.js';

export interface BatchOptions extends GradeOptions {
  readonly out: string;
  readonly jobs: number;
  /** Called after every finished submission. */
  readonly onFinished?: (report: GradeReport, finished: number) => void;
}

export interface BatchResult {
  /** In the order of the submissions; without those that were not finished when the run was stopped. */
  readonly reports: readonly GradeReport[];
  readonly stopped: boolean;
}

/** A system fault may pass: it is tried this often in all. */
const ATTEMPTS = 3;

export async function gradeBatch(found: readonly FoundSubmission[], options: BatchOptions): Promise<BatchResult> {
  assertIdsDiffer(found);
  const reports = new Map<string, GradeReport>();
  await writeAtomically(join(options.out, 'run.json'), toJson(describeRun(found, options)));
  await runPool(found, options.jobs, options.signal, async (submission) => {
    const report = await gradeWithRetries(submission, options);
    if (report === null) return;
    const written = await writeSound(report, submission, options);
    reports.set(submission.id, written);
    options.onFinished?.(written, reports.size);
  });
  const finished = found.flatMap(({ id }) => reports.get(id) ?? []);
  await writeScores(options.out, finished);
  return { reports: finished, stopped: finished.length < found.length };
}

/** A report that must not be written is one submission's fault of the grader; a full disk is everybody's. */
async function writeSound(
  report: GradeReport,
  { id, path, submittedAt, submitters }: FoundSubmission,
  options: BatchOptions,
): Promise<GradeReport> {
  const folder = join(options.out, 'reports', id);
  try {
    await writeReport(folder, report);
    return report;
  } catch (error) {
    if (!(error instanceof GraderError) || error.code !== 'INTERNAL') throw error;
    const ungraded = reportUngraded(path, { ...options, id, submittedAt, submitters }, error);
    await writeReport(folder, ungraded);
    return ungraded;
  }
}

/** null when the run was stopped meanwhile. */
async function gradeWithRetries(submission: FoundSubmission, options: BatchOptions): Promise<GradeReport | null> {
  const { id, path, submittedAt, submitters } = submission;
  const own: GradeOptions = { ...options, id, submittedAt, submitters };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await gradeOne(path, own);
    } catch (error) {
      if (options.signal?.aborted === true) return null;
      const fault = asFault(error);
      const passes = fault.fault === 'system' && fault.code !== 'INTERNAL' && attempt < ATTEMPTS;
      if (!passes) return reportUngraded(path, own, fault);
    }
  }
}

/** Each has a folder of its own: with one id twice, one student's report would stand for two. */
function assertIdsDiffer(found: readonly FoundSubmission[]): void {
  const twice = found.find(({ id }, index) => found.findIndex((other) => other.id === id) < index);
  if (twice === undefined) return;
  throw new GraderError('USAGE', `two submissions have the id ${twice.id}`, { advice: 'Rename one.' });
}

function asFault(error: unknown): GraderError {
  if (error instanceof GraderError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new GraderError('INTERNAL', text, { cause: error });
}

function describeRun(found: readonly FoundSubmission[], { rubric, driver, jobs }: BatchOptions): object {
  return {
    schemaVersion: 1,
    grader: VERSION,
    node: process.version,
    driver: driver.name,
    jobs,
    rubric: { id: rubric.rubric.id, digest: rubric.digest },
    data: dataOf(rubric),
    submissions: found.map(({ id }) => id),
  };
}

function dataOf(rubric: ResolvedRubric): Record<string, string> {
  return Object.fromEntries([...rubric.data].map(([name, { digest }]) => [name, digest]));
}
