/** One subject in fresh workers, until every probe has an outcome. */
import { GraderError } from '../../errors.js';
import type { LoadOutcome } from '../../schema/observation.js';
import type { LoadedModel } from '../../schema/protocol.js';
import type { Probe, Subject, SubjectPlan } from '../../schema/plan.js';
import type { StudentErrorReport } from '../../schema/report.js';
import { ask, type Answer } from './ask.js';
import type { BackendKit } from '../kits/backend.js';
import { chooserFor } from './chosen-rows.js';
import { explainBudget, explainDeath, explainThrown, type Context } from './causes.js';
import type { Exit } from '../process/child.js';
import { evaluate } from './evaluate.js';
import { prepare, type Loadable } from './prepare.js';
import { probeRequest, type Sendable } from './requests.js';
import { startWorker } from './room.js';
import { timeLeft, whatIsOver, type Run } from './run.js';
import type { Death, Session } from '../process/session.js';

export interface Attempt {
  readonly plan: SubjectPlan;
  /** The file of the subject. */
  readonly path: string;
  /** What a model runs on; null is cpu. */
  readonly backend: BackendKit | null;
  /** Asked last, of a worker that has answered everything: what it says of the worker. */
  readonly last?: (ask: (sendable: Sendable) => Promise<Answer>) => Promise<void>;
}

/** Gives every probe an outcome. Throws a GraderError when the sandbox fails, or the signal's reason. */
export async function attempt(given: Attempt, run: Run): Promise<void> {
  failStopped(given, run);
  const known = run.prepared.get(given.path);
  if (known?.ok === false) failAll(given.plan.probes, known.error, run);
  const { probes } = given.plan;
  // of a model nothing may be asked but that it is loaded
  if (probes.length > 0 && probes.every(({ id }) => run.outcomes.has(id))) return;
  // the worker starts while the bundler works: neither needs the other yet
  const first = startSession(given, run);
  try {
    const prepared = await prepare(given.plan.subject, given.path, run);
    if (prepared.ok) await askAll(given, prepared.loadable, first, run);
    else failAll(given.plan.probes, prepared.error, run);
  } finally {
    await first.finish();
  }
}

export function failAll(probes: readonly Probe[], error: StudentErrorReport, run: Run): void {
  for (const { id } of probes) run.outcomes.set(id, { status: 'failed', error });
}

function startSession({ backend, plan }: Attempt, run: Run): Session {
  const { limits, signal, driver } = run;
  signal?.throwIfAborted();
  const waiting = run.room?.takeWorker(driver, backend);
  const need = { driver, limits, backend, kind: plan.subject.kind };
  waiting?.printTo(run.output);
  const session = waiting ?? startWorker(need, run.snapshot.root, run.output);
  run.usage.workers += 1;
  run.open.add(session);
  const abort = () => {
    session.abort();
  };
  signal?.addEventListener('abort', abort, { once: true });
  void session.ended.then(() => {
    signal?.removeEventListener('abort', abort);
    run.open.delete(session);
    run.usage.cpuMs += session.usage.cpuMs;
    run.usage.idleMs += session.usage.idleMs;
    run.usage.peakMemoryBytes = Math.max(run.usage.peakMemoryBytes, session.usage.peakMemoryBytes);
  });
  return session;
}

/**
 * Asks until all is answered. What kills a worker is not called again, with these inputs or others; the rest goes to a
 * fresh worker. A frame that nobody asked for makes all answers worthless, of whichever worker and call.
 */
async function askAll(given: Attempt, loadable: Loadable, first: Session, run: Run): Promise<void> {
  let session = first;
  let rest = given.plan.probes.filter(({ id }) => !run.outcomes.has(id));
  for (;;) {
    const stopped = await askOne({ ...given, plan: { ...given.plan, probes: rest } }, loadable, session, run);
    if (stopped === null) await given.last?.((sendable) => askNext(session, sendable, run, given.plan.subject.kind));
    const forged = await session.finish();
    run.signal?.throwIfAborted();
    blameNobody(forged, given);
    if (forged !== null) {
      const error = explainDeath(forged, loadable.context, 'load');
      run.stopped.set(keyOf(given.path), error);
      failAll(probesOf(given.plan.subject, run), error, run);
      return;
    }
    if (stopped === null) return;
    run.stopped.set(keyOf(given.path, stopped.probe), stopped.error);
    failStopped(given, run);
    rest = rest.filter(({ id }) => !run.outcomes.has(id));
    if (rest.length === 0) return;
    const over = whatIsOver(run);
    if (over !== null) {
      failAll(rest, explainBudget(run.limits, over), run);
      return;
    }
    session = startSession(given, run);
  }
}

/** What is not tried again: an export, a kind of question to a model, or, without a probe, all of the file. */
function keyOf(path: string, probe: Probe | null = null): string {
  if (probe === null) return `${path} *`;
  return `${path} ${probe.kind === 'call' ? `call ${probe.export}` : probe.kind}`;
}

/** Fails what has taken a worker down before, be it this one's or an earlier one's. */
function failStopped({ plan, path }: Attempt, run: Run): void {
  for (const probe of plan.probes) {
    const error = run.stopped.get(keyOf(path)) ?? run.stopped.get(keyOf(path, probe));
    if (error !== undefined && !run.outcomes.has(probe.id)) failAll([probe], error, run);
  }
}

/** All probes of a subject, of visible checks and of others. */
function probesOf(subject: Subject, { subjects }: Run): readonly Probe[] {
  const name = JSON.stringify(subject);
  return subjects.filter((one) => JSON.stringify(one.subject) === name).flatMap(({ probes }) => probes);
}

/** Why the questions stopped before the end; `probe` is null when nothing could be loaded. */
interface Stopped {
  readonly probe: Probe | null;
  readonly error: StudentErrorReport;
}

const isHidden = (probe: Probe) => probe.kind === 'call' && probe.hidden === true;

/** Loads the subject into one worker and asks it until the end, or until it stops answering. */
async function askOne(given: Attempt, loadable: Loadable, session: Session, run: Run): Promise<Stopped | null> {
  const { subject, probes } = given.plan;
  const loaded = await loadInto(session, loadable, run, given);
  if ('error' in loaded) return { probe: null, error: loaded.error };
  const { context } = loadable;
  const askOf = (sendable: Sendable) => askNext(session, sendable, run, subject.kind);
  for (const probe of probes) {
    const over = whatIsOver(run);
    if (over !== null) return { probe: null, error: explainBudget(run.limits, over) };
    if (isHidden(probe)) await session.printApart(run.hiddenOutput);
    const { answer, trust } =
      probe.kind === 'predict'
        ? await evaluate(probe, { weights: loaded.weights, choose: chooserFor(run.snapshot, context.what) }, askOf)
        : { answer: await askOf(probeRequest(probe)), trust: [] };
    if ('reply' in answer && answer.reply.type === 'returned') {
      const { returned } = answer.reply;
      run.outcomes.set(probe.id, { status: 'returned', returned, ...(trust.length > 0 ? { trust } : {}) });
      continue;
    }
    blameNobody('death' in answer ? answer.death : null, given);
    const error = explain(answer, context, probe.kind === 'call' ? probe.export : 'predict');
    run.outcomes.set(probe.id, { status: 'failed', error });
    if (!('reply' in answer)) return { probe, error };
  }
  return null;
}

/** `weights` is the digest of a model's weights. */
type Loaded = { readonly weights: string | null } | { readonly error: StudentErrorReport };

async function loadInto(session: Session, loadable: Loadable, run: Run, given: Attempt): Promise<Loaded> {
  const { sendable, context } = loadable;
  const { kind } = given.plan.subject;
  const ready = await session.ready;
  run.signal?.throwIfAborted();
  if ('death' in ready) throw notReady(ready.death, run);
  const loaded = await askNext(session, sendable, run, kind);
  if ('death' in loaded || loaded.reply.type !== 'loaded') {
    blameNobody('death' in loaded ? loaded.death : null, given);
    const error = explain(loaded, context, 'load');
    if (kind === 'model') keepLoad(given.path, { status: 'failed', error }, run);
    return { error };
  }
  const { backend, weights, model } = loaded.reply;
  const entry = `${context.what}: ${backend ?? ''}`;
  if (backend !== null && !run.backends.includes(entry)) run.backends.push(entry);
  const error = kind === 'model' ? keepModel(given.path, model, run) : null;
  return error === null ? { weights } : { error };
}

/** Why it is not run at all, although it was loaded; null for most. */
function keepModel(path: string, model: LoadedModel | null, run: Run): StudentErrorReport | null {
  if (model === null) throw new GraderError('INTERNAL', `a worker told nothing of the model ${path} that it loaded`);
  keepLoad(path, { status: 'loaded', model }, run);
  // a kernel that gives nothing could write beyond the end of the backend's memory
  return model.empty === null ? null : { code: 'MODEL_REJECTED', message: `${path}: ${model.empty}` };
}

/** A model that was loaded once can be loaded, whatever became of a later worker. */
function keepLoad(path: string, outcome: LoadOutcome, { models }: Run): void {
  if (models.get(path)?.status !== 'loaded') models.set(path, outcome);
}

/** No student code runs in a worker that runs a model: rules that are broken there are broken by the grader. */
function blameNobody(death: Death | null, { path, plan: { subject } }: Attempt): void {
  if (death?.reason !== 'protocol' || subject.kind !== 'model') return;
  throw new GraderError('INTERNAL', `the worker that runs ${path} broke the rules of its channel: ${death.sentence}`);
}

async function askNext(session: Session, sendable: Sendable, run: Run, kind: Subject['kind']): Promise<Answer> {
  const answer = await ask(session, sendable, timeLeft(run, kind));
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
