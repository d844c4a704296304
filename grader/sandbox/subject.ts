/** Loads one subject, a module or a model, and asks its probes one by one. */
import { GraderError } from '../errors.js';
import type { ProbeOutcome } from '../schema/observation.js';
import type { Probe, RunLimits, SubjectPlan } from '../schema/plan.js';
import type { StudentErrorReport } from '../schema/report.js';
import type { Snapshot } from '../schema/submission.js';
import { ask, type Answer } from './ask.js';
import { bundle } from './bundle.js';
import { explainBudget, explainDeath, explainThrown, type Context } from './causes.js';
import type { Driver, Exit } from './driver.js';
import type { NativeKit } from './native-kit.js';
import { loadModelRequest, loadModuleRequest, probeRequest, type Sendable } from './requests.js';
import { resolveModule } from './resolve.js';
import { Session, type Death } from './session.js';
import { BUNDLE_NAME, readSourceMap, stripSourceMap } from './student-error.js';
import { OutputLog } from './text.js';

/** What is shared by all subjects of one submission. */
export interface Run {
  readonly snapshot: Snapshot;
  readonly driver: Driver;
  readonly limits: RunLimits;
  readonly signal: AbortSignal | undefined;
  /** On the clock of performance.now(). */
  readonly deadline: number;
  readonly output: OutputLog;
  readonly outcomes: Map<string, ProbeOutcome>;
  readonly backends: string[];
  /** TensorFlow's native library, which models are tried on first. */
  readonly native: NativeKit | null;
  readonly usage: { cpuMs: number; peakMemoryBytes: number; workers: number };
}

/** What has to be sent so that a fresh worker is ready for the probes. */
interface Loadable {
  readonly sendable: Sendable;
  readonly context: Context;
}

type Prepared = { readonly ok: true; readonly loadable: Loadable } | Failed;
interface Failed {
  readonly ok: false;
  readonly error: StudentErrorReport;
}

/** A worker that has not begun to run student code has no excuse to be slow; this is for a machine under heavy load. */
const READY_MS = 15_000;

/** Gives every probe of the subject an outcome. Throws a GraderError when the sandbox fails, or the signal's reason. */
export async function askSubject(plan: SubjectPlan, run: Run): Promise<void> {
  const path = pathOf(plan, run.snapshot);
  if (!path.ok) {
    failAll(plan.probes, path.error, run);
    return;
  }
  if (plan.subject.kind === 'model' && run.native !== null) {
    // what TensorFlow prints of its own is no output of the student
    await attempt(plan, path.path, { ...run, output: new OutputLog() }).catch((error: unknown) => {
      if (!(error instanceof GraderError)) throw error;
    });
    if (plan.probes.every(({ id }) => run.outcomes.get(id)?.status === 'returned')) return;
    // whoever's fault it was: the plain backend decides what a student is told
    for (const { id } of plan.probes) run.outcomes.delete(id);
    const others = run.backends.filter((backend) => !backend.startsWith(`${path.path}: `));
    run.backends.splice(0, run.backends.length, ...others);
  }
  await attempt(plan, path.path, { ...run, native: null });
}

async function attempt(plan: SubjectPlan, path: string, run: Run): Promise<void> {
  // the worker starts while the bundler works: neither needs the other yet
  const first = startSession(run);
  try {
    const prepared = await prepare(path, plan, run);
    if (prepared.ok) await askAll(plan.probes, prepared.loadable, first, run);
    else failAll(plan.probes, prepared.error, run);
  } finally {
    await first.finish();
  }
}

function failAll(probes: readonly Probe[], error: StudentErrorReport, run: Run): void {
  for (const { id } of probes) run.outcomes.set(id, { status: 'failed', error });
}

function pathOf({ subject }: SubjectPlan, snapshot: Snapshot): { readonly ok: true; readonly path: string } | Failed {
  if (subject.kind === 'module') return resolveModule(subject.file, snapshot);
  const { path } = subject;
  if (snapshot.files.some((file) => file.path === path)) return { ok: true, path };
  return { ok: false, error: { code: 'MISSING_FILE', message: `${path} is missing` } };
}

function startSession(run: Run): Session {
  const { limits, signal } = run;
  signal?.throwIfAborted();
  const child = run.driver.start({
    program: 'worker',
    args: [],
    submission: run.snapshot.root,
    native: run.native,
    memoryBytes: limits.memoryBytes,
    // several threads: a backstop behind the wall clock
    cpuSeconds: Math.ceil((2 * limits.wallMs) / 1000),
  });
  const session = new Session(child, limits, run.output, READY_MS);
  run.usage.workers += 1;
  const abort = () => {
    session.abort();
  };
  signal?.addEventListener('abort', abort, { once: true });
  void child.exited.then(() => {
    signal?.removeEventListener('abort', abort);
    run.usage.cpuMs += session.usage.cpuMs;
    run.usage.peakMemoryBytes = Math.max(run.usage.peakMemoryBytes, session.usage.peakMemoryBytes);
  });
  return session;
}

async function prepare(path: string, { subject }: SubjectPlan, run: Run): Promise<Prepared> {
  const { snapshot, driver, limits, signal } = run;
  const context = { what: path, map: null, snapshot, limits };
  if (subject.kind === 'model') return { ok: true, loadable: { sendable: loadModelRequest(path), context } };
  const bundled = await bundle(path, snapshot, driver, { ms: timeLeft(run), memoryBytes: limits.memoryBytes, signal });
  signal?.throwIfAborted();
  if (!bundled.ok) return bundled;
  const sendable = loadModuleRequest(BUNDLE_NAME, stripSourceMap(bundled.code));
  return { ok: true, loadable: { sendable, context: { ...context, map: readSourceMap(bundled.code) } } };
}

/** Milliseconds that the next request may take. */
function timeLeft(run: Run): number {
  return Math.max(1, Math.min(run.limits.callMs, run.deadline - performance.now()));
}

/**
 * Asks until all is answered. What kills a worker is not called again, with these inputs or others; the rest goes to a
 * fresh worker. A frame that nobody asked for makes all answers worthless, of whichever worker and call.
 */
async function askAll(probes: readonly Probe[], loadable: Loadable, first: Session, run: Run): Promise<void> {
  let session = first;
  let rest = probes;
  for (;;) {
    const stopped = await askOne(rest, loadable, session, run);
    const forged = await session.finish();
    run.signal?.throwIfAborted();
    if (forged !== null) {
      failAll(probes, explainDeath(forged, loadable.context, 'load'), run);
      return;
    }
    if (stopped === null) return;
    const same = rest.filter((probe) => stopped.probe === null || isSameExport(probe, stopped.probe));
    failAll(
      same.filter(({ id }) => !run.outcomes.has(id)),
      stopped.error,
      run,
    );
    rest = rest.filter(({ id }) => !run.outcomes.has(id));
    if (rest.length === 0) return;
    if (performance.now() >= run.deadline) {
      failAll(rest, explainBudget(run.limits), run);
      return;
    }
    session = startSession(run);
  }
}

function isSameExport(a: Probe, b: Probe): boolean {
  return a.kind === 'call' && b.kind === 'call' ? a.export === b.export : a.kind === b.kind;
}

/** Why the questions stopped before the end; `probe` is null when nothing could be loaded. */
interface Stopped {
  readonly probe: Probe | null;
  readonly error: StudentErrorReport;
}

/** Loads the subject into one worker and asks it until the end, or until it stops answering. */
async function askOne(
  probes: readonly Probe[],
  loadable: Loadable,
  session: Session,
  run: Run,
): Promise<Stopped | null> {
  const failed = await loadInto(session, loadable, run);
  if (failed !== null) return { probe: null, error: failed };
  const { context } = loadable;
  for (const probe of probes) {
    if (performance.now() >= run.deadline) return { probe: null, error: explainBudget(run.limits) };
    const answer = await askNext(session, probeRequest(probe), run);
    if ('reply' in answer && answer.reply.type === 'returned') {
      run.outcomes.set(probe.id, { status: 'returned', returned: answer.reply.returned });
      continue;
    }
    const error = explain(answer, context, probe.kind === 'call' ? probe.export : 'predict');
    run.outcomes.set(probe.id, { status: 'failed', error });
    if (!('reply' in answer)) return { probe, error };
  }
  return null;
}

/** null when the subject is loaded. */
async function loadInto(session: Session, loadable: Loadable, run: Run): Promise<StudentErrorReport | null> {
  const { sendable, context } = loadable;
  const ready = await session.ready;
  run.signal?.throwIfAborted();
  if ('death' in ready) throw notReady(ready.death, run);
  const loaded = await askNext(session, sendable, run);
  if ('death' in loaded || loaded.reply.type !== 'loaded') return explain(loaded, context, 'load');
  const backend = `${context.what}: ${loaded.reply.backend ?? ''}`;
  if (loaded.reply.backend !== null && !run.backends.includes(backend)) run.backends.push(backend);
  return null;
}

async function askNext(session: Session, sendable: Sendable, run: Run): Promise<Answer> {
  const answer = await ask(session, sendable, timeLeft(run));
  run.signal?.throwIfAborted();
  return answer;
}

function explain(answer: Answer, context: Context, call: string): StudentErrorReport {
  if ('death' in answer) return explainDeath(answer.death, context, call);
  if (answer.reply.type === 'threw') return explainThrown(answer.reply.error, context, call);
  throw new Error(`${answer.reply.type} is no failure`);
}

/** No student code has run in this worker: it is the grader's or the machine's fault. */
function notReady(death: Death, run: Run): GraderError {
  const how = death.reason === 'exit' ? (death.exit.startError ?? `it ended (${endOf(death.exit)})`) : 'no answer';
  const said = run.output.text('stderr').trim().split('\n').at(-1) ?? '';
  const message = `the ${run.driver.name} sandbox did not start its worker: ${how}${said === '' ? '' : `; ${said}`}`;
  return new GraderError('SPAWN_FAILED', message, { advice: 'Run: tuxgrade doctor' });
}

function endOf({ code, signal }: Exit): string {
  return signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
}
