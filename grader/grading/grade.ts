/**
 * One grading, stage by stage. Each stage has a room of its own; this file calls them in order and decides what a
 * fault means: a student's fault is graded, every other fault is thrown and leaves the submission ungraded.
 */
import { judge } from '../kinds/index.js';
import { failWith } from '../checks/judging/failure.js';
import type { Judgement, Seen } from '../checks/judging/judge.js';
import { seeDataSets } from '../collected/observe.js';
import { GraderError } from '../errors.js';
import { admitModels, remarksOnModels } from '../intake/models/admit.js';
import { confirmModels } from '../intake/models/confirm.js';
import { readDocuments } from '../intake/documents.js';
import { idOf, openSubmission, type OpenOptions } from '../intake/open.js';
import type { Source } from '../intake/files/source.js';
import { expectedPaths } from '../plan/expects.js';
import { fitToModels } from '../plan/fit-models.js';
import { intakeLimitsOf } from '../plan/limits.js';
import { planFor } from '../plan/plan.js';
import { checksInScope, tellLeftOut } from '../checks/scope.js';
import { buildReport } from '../report/build.js';
import type { BackendKit } from '../sandbox/kits/backend.js';
import { usableBackends } from '../sandbox/kits/backends.js';
import type { Driver } from '../sandbox/drivers/driver.js';
import { observe } from '../sandbox/observing/observe.js';
import { readerStarter } from '../sandbox/reading/reader.js';
import { Room, type Need } from '../sandbox/observing/room.js';
import { WarmPool } from '../sandbox/observing/warm-pool.js';
import type { Check } from '../schema/checks.js';
import type { Plan } from '../stages/plan.js';
import type { Observations } from '../stages/observation.js';
import type { CheckReport, GradeReport, Note } from '../schema/report.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { ModelAdmission, Snapshot } from '../stages/submission.js';
import type { Submitter } from '../protocol/class-metadata.js';
import { tellUndated } from '../score/late.js';
import { scoreChecks, ungradedChecks } from '../score/score.js';
import { tellShipped } from '../rubric/shipped-data.js';
import { VERSION } from '../schema/version.js';

export interface GradeOptions {
  readonly rubric: ResolvedRubric;
  readonly driver: Driver;
  /** Judge the visible checks alone, as the pre-check does. */
  readonly visibleOnly?: boolean;
  /** Default: the name of the folder or archive. */
  readonly id?: string | undefined;
  /** ISO time at which the submission was handed in; null when nothing says so. */
  readonly submittedAt?: string | null;
  readonly submitters?: readonly Submitter[];
  /** Opens it where the path does not lead there: a submission inside the archive of a class. */
  readonly open?: ((options: OpenOptions) => Promise<Source>) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Rooms that wait for submissions like this one; default: a room of its own. */
  readonly pool?: WarmPool | undefined;
  /** What models are tried on before cpu, in order; default: what is installed. */
  readonly backends?: readonly BackendKit[] | undefined;
}

interface Graded {
  readonly snapshot: Snapshot | null;
  readonly results: readonly CheckReport[];
  readonly notes: readonly Note[];
  readonly observations: Observations | null;
}

/**
 * Grades one submission: a folder or a zip. Throws a GraderError for what is not the student's doing (no such path, an
 * unusable sandbox, a full disk): the submission is then ungraded.
 */
export async function gradeOne(path: string, options: GradeOptions): Promise<GradeReport> {
  const startedAt = new Date();
  const started = performance.now();
  const plan = planFor(options.rubric, { visibleOnly: options.visibleOnly ?? false });
  const room = options.pool?.take() ?? ownRoom(plan, options);
  try {
    const graded = await gradeIn(room, path, plan, options);
    return reportOf(path, options, graded, startedAt, performance.now() - started);
  } finally {
    if (options.pool === undefined) await room.discard();
    else options.pool.giveBack(room);
  }
}

/** Rooms for submissions to this rubric, `spares` of them ready ahead. The caller closes the pool. */
export function poolFor(options: Pick<GradeOptions, 'rubric' | 'driver' | 'backends'>, spares: number): WarmPool {
  return new WarmPool(needOf(planFor(options.rubric, { visibleOnly: false }), options), { spares });
}

/** Its programs start while the submission is taken in. */
function ownRoom(plan: Plan, options: GradeOptions): Room {
  const room = new Room();
  const need = needOf(plan, options);
  if (need !== null) room.warm(need);
  return room;
}

/** What the first subject will be asked of; null where there is none. */
function needOf(
  { subjects, limits }: Plan,
  { driver, backends }: Pick<GradeOptions, 'driver' | 'backends'>,
): Need | null {
  const [first] = subjects;
  if (first === undefined) return null;
  const { kind } = first.subject;
  return { driver, limits, kind, backend: kind === 'model' ? (usableBackends(driver, backends)[0] ?? null) : null };
}

/** The report of a submission that the grader failed on: ungraded, with the reason. */
export function reportUngraded(path: string, options: GradeOptions, error: GraderError): GradeReport {
  const checks = checksInScope(options.rubric.rubric, options.visibleOnly ?? false);
  const results = ungradedChecks(checks, error.code, error.message);
  const notes: Note[] = [{ level: 'system', text: `${error.code}: ${error.message}` }];
  return reportOf(path, options, { snapshot: null, results, notes, observations: null }, new Date(), 0);
}

async function gradeIn(room: Room, path: string, plan: Plan, options: GradeOptions): Promise<Graded> {
  const { rubric } = options;
  const checks = checksInScope(rubric.rubric, options.visibleOnly ?? false);
  // 1. plan, made before: what to ask; what a right answer is stays here
  // 2. intake: a read-only copy, so that nothing changes while it is graded
  const snapshot = await takeIn(room, path, options);
  if (snapshot instanceof GraderError) return failAll(checks, snapshot);
  // 3. what the parent reads and measures itself
  const documents = await readDocuments(snapshot, plan.documents);
  const admitted = await admitModels(snapshot, plan.models, readerStarter(options.driver, options.signal));
  // 4. sandbox: the worker observes
  const asked = fitToModels(plan, admitted);
  const dataSets = await seeDataSets(snapshot, plan.dataSets, options);
  const observations = asked.subjects.length === 0 ? null : await observe(snapshot, asked, { ...options, room });
  // what was read in a model's files must be what a worker loaded from them
  const models = confirmModels(admitted, observations?.models ?? new Map<string, never>());
  // 5. checks: the parent judges
  const seen: Seen = {
    files: snapshot.files,
    documents,
    models,
    dataSets,
    outcomes: observations?.outcomes ?? new Map<string, never>(),
  };
  const judgements = new Map(checks.map((check) => [check.id, judge(check, seen, rubric)]));
  // 6. score
  const results = scoreChecks(checks, judgements);
  return { snapshot, results, observations, notes: notesOf({ snapshot, judgements, observations, models }, options) };
}

/** How submissions to the rubric are taken in. */
export function intakeOf(
  { rubric: { rubric }, open, driver, signal }: Pick<GradeOptions, 'rubric' | 'open' | 'driver' | 'signal'>,
  workDir: string,
): OpenOptions {
  const startReader = readerStarter(driver, signal);
  return { limits: intakeLimitsOf(rubric), workDir, startReader, expects: expectedPaths(rubric), open };
}

async function takeIn(
  { workDir, submission }: Room,
  path: string,
  options: GradeOptions,
): Promise<Snapshot | GraderError> {
  const { id, submittedAt, submitters } = options;
  try {
    return await openSubmission(path, {
      ...intakeOf(options, workDir),
      root: submission,
      ...(id === undefined ? {} : { id }),
      ...(submittedAt === undefined ? {} : { submittedAt }),
      ...(submitters === undefined ? {} : { submitters }),
    });
  } catch (error) {
    if (error instanceof GraderError && error.fault === 'student') return error;
    throw error;
  }
}

/** A submission that could not even be opened is graded all the same: every check fails with the reason. */
function failAll(checks: readonly Check[], error: GraderError): Graded {
  const failure: Judgement = failWith({ code: error.code, message: error.message });
  const advice: Note[] = error.advice === undefined ? [] : [{ level: 'info', text: error.advice }];
  const results = scoreChecks(checks, new Map(checks.map(({ id }) => [id, failure])));
  return { snapshot: null, results, notes: advice, observations: null };
}

interface Noted {
  readonly snapshot: Snapshot;
  readonly judgements: ReadonlyMap<string, Judgement>;
  readonly observations: Observations | null;
  readonly models: ReadonlyMap<string, ModelAdmission>;
}

function notesOf(
  { snapshot, judgements, observations, models }: Noted,
  { driver, visibleOnly, rubric }: GradeOptions,
): Note[] {
  const reviews = [...judgements].flatMap(([id, { review }]) => (review === undefined ? [] : [`${id}: ${review}`]));
  const gaps = visibleOnly === true ? [] : driver.gaps.map((gap) => `graded with the ${driver.name} driver: ${gap}`);
  return [
    ...[...tellLeftOut(rubric), ...snapshot.remarks, ...remarksOnModels(models)].map((text): Note => ({
      level: 'info',
      text,
    })),
    ...reviews.map((text): Note => ({ level: 'review', text })),
    ...(observations?.remarks ?? []).map((text): Note => ({ level: 'system', text })),
    ...gaps.map((text): Note => ({ level: 'system', text })),
    ...(visibleOnly === true ? [] : tellShipped(rubric)).map((text): Note => ({ level: 'system', text })),
  ];
}

/** A policy that was not applied is said: nobody is late without a time. */
function undatedNotes(options: GradeOptions, results: readonly CheckReport[]): Note[] {
  const { rubric, submittedAt = null, visibleOnly = false } = options;
  if (visibleOnly || submittedAt !== null || results.some(({ status }) => status === 'ungraded')) return [];
  const text = tellUndated(rubric.rubric, 1, 1);
  return text === null ? [] : [{ level: 'review', text }];
}

/** What is told once of a class, whatever it has of submissions. */
export function remarksOnClass(
  { rubric }: ResolvedRubric,
  submissions: readonly Pick<Snapshot, 'submittedAt'>[],
): string[] {
  const undated = submissions.filter(({ submittedAt }) => submittedAt === null).length;
  const told = tellUndated(rubric, undated, submissions.length);
  return told === null ? [] : [told];
}

function reportOf(path: string, options: GradeOptions, graded: Graded, startedAt: Date, wallMs: number): GradeReport {
  const { snapshot, results, notes, observations } = graded;
  return buildReport({
    id: options.id ?? snapshot?.id ?? idOf(path),
    digest: snapshot?.digest ?? '',
    files: snapshot?.files.length ?? 0,
    bytes: snapshot?.bytes ?? 0,
    submittedAt: options.submittedAt ?? null,
    submitters: options.submitters ?? [],
    rubric: options.rubric,
    results,
    notes: [...notes, ...undatedNotes(options, results)],
    driver: options.driver.name,
    grader: VERSION,
    node: process.version,
    observations,
    startedAt: startedAt.toISOString(),
    wallMs,
  });
}
