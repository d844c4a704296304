/**
 * The public interface: grade one submission or a class, and the types of what comes out. Everything else in the package
 * may change with any version. Every example below is compiled by a test.
 */

/**
 * Grades one submission, a folder or an archive: `gradeOne(path, options)` gives its report. Throws a GraderError for
 * what is not the student's doing; the submission is then ungraded.
 *
 * ```ts
 * import { chooseDriver, gradeOne, loadRubric } from 'tuxgrade';
 *
 * const rubric = await loadRubric('rubrics/quiz2.yaml');
 * const driver = await chooseDriver();
 * const { verdict, results } = await gradeOne('submissions/quiz2/perfect', { rubric, driver });
 * console.log(`${String(verdict.earned)} of ${String(verdict.possible)}`, results.map(({ id, status }) => `${id}: ${status}`));
 * ```
 *
 * `poolFor` has workers ready before there is a submission for them, for whoever grades many one by one:
 *
 * ```ts
 * import { chooseDriver, gradeOne, loadRubric, poolFor } from 'tuxgrade';
 *
 * const options = { rubric: await loadRubric('rubrics/quiz2.yaml'), driver: await chooseDriver() };
 * const pool = poolFor(options, 2);
 * for (const path of ['a.zip', 'b.zip']) console.log((await gradeOne(path, { ...options, pool })).verdict);
 * await pool.close();
 * ```
 *
 * `reportUngraded` makes the report of a submission that the grader failed on:
 *
 * ```ts
 * import { GraderError, gradeOne, reportUngraded, type GradeOptions, type GradeReport } from 'tuxgrade';
 *
 * export async function gradeOrTell(path: string, options: GradeOptions): Promise<GradeReport> {
 *   try {
 *     return await gradeOne(path, options);
 *   } catch (error) {
 *     if (!(error instanceof GraderError)) throw error;
 *     return reportUngraded(path, options, error);
 *   }
 * }
 * ```
 */
export { gradeOne, reportUngraded } from './grading/grade.js';
export type { GradeOptions } from './grading/grading.js';
export { poolFor } from './grading/rooms.js';

/**
 * The page of a report, one HTML file that loads nothing. For students it has nothing of a check that is not visible, while
 * the report itself has all of it and must not be handed to them.
 *
 * ```ts
 * import { renderPage, type GradeReport } from 'tuxgrade';
 *
 * export const pageFor = (report: GradeReport): string => renderPage(report, 'student');
 * ```
 */
export { renderPage, type Audience } from './report/pages/page.js';

/**
 * Grades a class into a folder and survives: what was finished stays, and a run that was stopped is gone on with.
 *
 * ```ts
 * import { chooseDriver, findSubmissions, gradeBatch, loadRubric, makePassable, readerStarter } from 'tuxgrade';
 *
 * const rubric = await loadRubric('rubrics/quiz2.yaml');
 * const driver = await chooseDriver();
 * const workDir = makePassable();
 * const found = await findSubmissions('class.zip', { workDir, startReader: readerStarter(driver) });
 * const { standings } = await gradeBatch(found, { rubric, driver, out: 'run', jobs: 2, resume: true });
 * for (const { submission, verdict } of standings) console.log(submission.id, verdict.earned);
 * ```
 */
export { gradeBatch, type BatchOptions, type BatchResult } from './batch/batch.js';

/**
 * Finds the submissions of a class: a folder, an archive of one, or a Gradescope export. `readerStarter` gives it the
 * programs that read archives, in the sandbox of a driver. See gradeBatch for an example of both.
 *
 * ```ts
 * import { chooseDriver, findSubmissions, readerStarter } from 'tuxgrade';
 *
 * const startReader = readerStarter(await chooseDriver());
 * const found = await findSubmissions('class', { workDir: '/tmp/class', startReader, onRemark: console.warn });
 * console.log(found.map(({ id, submittedAt }) => [id, submittedAt]));
 * ```
 */
export { findSubmissions, type FoundSubmission } from './intake/class/find.js';
export { readerStarter } from './sandbox/reading/reader.js';

/**
 * A temporary folder that the sandbox's user can reach, as `workDir`: gone with this process, or when `removeTemporary`
 * is called. See gradeBatch for an example.
 *
 * ```ts
 * import { makePassable, removeTemporary } from 'tuxgrade';
 *
 * const workDir = makePassable();
 * await removeTemporary(workDir);
 * ```
 */
export { makePassable, removeTemporary } from './temporary.js';

/**
 * Reads a rubric with its references and data. Throws RUBRIC_INVALID, REFERENCE_INVALID, DATA_MISSING or USAGE.
 *
 * ```ts
 * import { expectedPaths, loadRubric, tellLeftOut } from 'tuxgrade';
 *
 * const rubric = await loadRubric('homework.yaml', { data: { heldout: 'private/heldout' }, withoutMissing: true });
 * console.log(rubric.digest, expectedPaths(rubric.rubric), tellLeftOut(rubric));
 * ```
 */
export { loadRubric, type LoadOptions } from './rubric/load.js';
export { expectedPaths } from './plan/expects.js';
export { tellLeftOut } from './checks/scope.js';

/**
 * What is wrong or odd with a rubric, in sentences.
 *
 * ```ts
 * import { lintRubric } from 'tuxgrade';
 *
 * const { errors, warnings } = await lintRubric('homework.yaml');
 * for (const line of [...errors, ...warnings]) console.log(line);
 * ```
 */
export { lintRubric, type LintResult } from './rubric/lint.js';

/**
 * The sandbox: `chooseDriver` gives the strongest that proves itself on this machine, or throws SANDBOX_UNAVAILABLE with
 * what would help; `examineDrivers` says of each how it fares.
 *
 * ```ts
 * import { chooseDriver, examineDrivers } from 'tuxgrade';
 *
 * for (const { name, works, reason } of await examineDrivers()) console.log(name, works, reason);
 * const driver = await chooseDriver('bubblewrap');
 * console.log(driver.gaps);
 * ```
 */
export { chooseDriver, examineDrivers, type DriverFinding } from './sandbox/drivers/choose.js';
export type { Driver, DriverName } from './sandbox/drivers/driver.js';

/**
 * Tensor backends for exported models: `backendsFor(name)` for GradeOptions.backends, `examineBackends` for what works.
 *
 * ```ts
 * import { backendsFor, examineBackends, type BackendName } from 'tuxgrade';
 *
 * const name: BackendName = 'wasm';
 * console.log(backendsFor(name).length, await examineBackends());
 * ```
 */
export { backendsFor, examineBackends } from './sandbox/kits/backends.js';
export type { BackendFinding } from './sandbox/kits/backend.js';
export type { BackendName } from './protocol/backends.js';

/**
 * Whose fault a failure is, and the exit code that says so.
 *
 * ```ts
 * import { EXIT, GraderError, exitCodeOf, loadRubric } from 'tuxgrade';
 *
 * process.exitCode = await loadRubric('homework.yaml').then(
 *   () => EXIT.OK,
 *   (error: unknown) => {
 *     if (!(error instanceof GraderError)) throw error;
 *     console.error(`${error.code}: ${error.message}`);
 *     return exitCodeOf(error.fault);
 *   },
 * );
 * ```
 */
export { GraderError, EXIT, exitCodeOf } from './errors.js';

/**
 * The version of the grader, which reports carry.
 *
 * ```ts
 * import { VERSION } from 'tuxgrade';
 *
 * console.log(VERSION);
 * ```
 */
export { VERSION } from './schema/version.js';

export type { Executor, Job } from './batch/executor.js';
export type { GradeReport, CheckReport, Evidence, Note } from './schema/report.js';
export type { ResolvedRubric } from './stages/resolved.js';
export type { Rubric } from './schema/rubric.js';
export type { WarmPool } from './sandbox/observing/warm-pool.js';
