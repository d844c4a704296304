/** The public interface: grade one submission or a class, rooms that wait for them, and the types of what comes out. */
export { gradeOne, poolFor, reportUngraded, type GradeOptions } from './pipeline.js';
export type { WarmPool } from './sandbox/warm-pool.js';
export type { Executor, Job } from './batch/executor.js';
export { gradeBatch, type BatchOptions, type BatchResult } from './batch/batch.js';
export { loadRubric, type LoadOptions } from './rubric/load.js';
export { lintRubric, type LintResult } from './rubric/lint.js';
export { chooseDriver, examineDrivers, type DriverFinding } from './sandbox/drivers.js';
export { backendsFor } from './sandbox/backend-kit.js';
export type { BackendName } from './schema/backends.js';
export { examineBackends, type BackendFinding } from './sandbox/examine-backends.js';
export { findSubmissions, type FoundSubmission } from './intake/find.js';
export { expectedPaths } from './plan/expects.js';
export { GraderError, EXIT, exitCodeOf } from './errors.js';
export { VERSION } from './schema/version.js';
export type { GradeReport, CheckReport, Evidence, Note } from './schema/report.js';
export type { ResolvedRubric } from './schema/resolved.js';
export type { Rubric } from './schema/rubric.js';
export type { Driver, DriverName } from './sandbox/driver.js';
