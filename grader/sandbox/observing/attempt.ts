/**
 * Runs the probes of one subject in new workers until every probe has an outcome. Must not call an export again that
 * killed a worker. State is kept by `Run`.
 */
import { GraderError } from '../../errors.js';
import type { ArgumentForm, LoadedModel } from '../../protocol/worker.js';
import type { PredictProbe, Probe, Subject, SubjectPlan } from '../../stages/plan.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import { ask, type Answer } from '../asking/ask.js';
import type { BackendKit } from '../kits/backend.js';
import { chooserFor } from '../asking/chosen-rows.js';
import { explainBudget, explainDeath, explainThrown, type Context } from './causes.js';
import { evaluate } from '../asking/evaluate.js';
import { evaluateMaps } from '../asking/evaluate-maps.js';
import { prepare } from './prepare.js';
import type { Loadable } from './prepared.js';
import { probeRequest, type Sendable } from '../asking/requests.js';
import { startWorker } from './room.js';
import type { Run } from './run.js';
import { endWith } from '../process/abort.js';
import type { Death, Session } from '../process/session.js';
import type { OutputLog } from '../process/text.js';
import { notStarted } from '../drivers/not-started.js';

export interface Attempt {
  readonly plan: SubjectPlan;
  /** The file of the subject. */
  readonly path: string;
  /** The backend of a model; null is cpu. */
  readonly backend: BackendKit | null;
  /** Where the output of its workers is stored. */
  readonly output: OutputLog;
  /** A worker that has run other models before, to be asked first; null or absent: a new one. */
  readonly used?: Session | null;
  /** Asked last, of a worker that has answered everything. */
  readonly last?: (ask: (sendable: Sendable) => Promise<Answer>) => Promise<void>;
}

/** Gives every probe an outcome. Throws a GraderError when the sandbox fails, or the signal's reason. */
export async function attempt(given: Attempt, run: Run): Promise<void> {
  const { plan, path } = given;
  failStopped(given, run);
  const known = run.preparedOf(path);
  if (known?.ok === false) run.failed(plan.probes, known.error);
  // a model may have no probes and only have to be loaded
  if (plan.probes.length > 0 && run.unanswered(plan.probes).length === 0) return;
  // the worker starts while the bundler runs: neither needs the other yet
  const first = given.used ?? startSession(given, run);
  given.used?.printTo(given.output);
  try {
    const prepared = await prepare(plan.subject, path, run);
    if (prepared.ok) await askAll(given, prepared.loadable, first, run);
    else run.failed(plan.probes, prepared.error);
  } finally {
    if (!run.modelWorkers.has(first)) await first.finish();
  }
}

function startSession({ backend, plan, output }: Attempt, run: Run): Session {
  const { limits, signal, driver } = run;
  signal?.throwIfAborted();
  const { kind } = plan.subject;
  const need = { driver, limits, backend, kind, shown: kind === 'model' ? run.shown : [] };
  const waiting = run.room?.takeWorker(need);
  waiting?.printTo(output);
  const session = waiting ?? startWorker(need, run.snapshot.root, output);
  run.sessionStarted(session);
  endWith(signal, session);
  return session;
}

/**
 * Asks until everything is answered. An export that kills a worker is not called again, with any inputs; the rest goes
 * to a new worker. An unrequested frame invalidates the answers of all workers and calls.
 */
async function askAll(given: Attempt, loadable: Loadable, first: Session, run: Run): Promise<void> {
  let session = first;
  let rest = run.unanswered(given.plan.probes);
  for (;;) {
    const stopped = await askOne({ ...given, plan: { ...given.plan, probes: rest } }, loadable, session, run);
    if (stopped === null) await given.last?.((sendable) => askNext(session, sendable, run, given.plan.subject.kind));
    if (stopped === null && given.backend !== null && !session.isDead) {
      await run.modelWorkers.keep(given.backend.name, session);
      return;
    }
    const forged = await session.finish();
    run.signal?.throwIfAborted();
    blameNobody(forged, given);
    if (forged !== null) {
      run.forged(given.path, given.plan.subject, explainDeath(forged, loadable.context, 'load'));
      return;
    }
    if (stopped === null) return;
    run.stopped(given.path, stopped.probe, stopped.error);
    failStopped(given, run);
    rest = run.unanswered(rest);
    if (rest.length === 0) return;
    const over = run.whatIsOver();
    if (over !== null) {
      run.failed(rest, explainBudget(run.limits, over));
      return;
    }
    session = startSession(given, run);
  }
}

/** Fails the probes of exports that have killed a worker, in this attempt or an earlier one. */
function failStopped({ plan, path }: Attempt, run: Run): void {
  for (const probe of run.unanswered(plan.probes)) {
    const error = run.whyStopped(path, probe);
    if (error !== null) run.failed([probe], error);
  }
}

/** Why asking stopped early; `probe` is null if the file could not be loaded. */
interface Stopped {
  readonly probe: Probe | null;
  readonly error: StudentErrorReport;
}

const isHidden = (probe: Probe) => probe.kind === 'call' && probe.hidden === true;

/** Loads the subject into one worker and asks all probes, or until it stops answering. */
async function askOne(given: Attempt, loadable: Loadable, session: Session, run: Run): Promise<Stopped | null> {
  const { subject, probes } = given.plan;
  const loaded = await loadInto(session, loadable, run, given);
  if ('error' in loaded) return { probe: null, error: loaded.error };
  const { context } = loadable;
  const askOf = (sendable: Sendable) => askNext(session, sendable, run, subject.kind);
  for (const probe of probes) {
    const over = run.whatIsOver();
    if (over !== null) return { probe: null, error: explainBudget(run.limits, over) };
    if (isHidden(probe)) await session.printApart(run.outputOf({ hidden: true }));
    const { answer, trust } =
      probe.kind === 'predict'
        ? await evaluatorOf(probe)(
            probe,
            { weights: loaded.weights, choose: chooserFor(run.snapshot, context.what), shown: run.shown },
            askOf,
          )
        : { answer: await askOf(probeRequest(probe)), trust: [] };
    if ('reply' in answer && answer.reply.type === 'returned') {
      const { returned } = answer.reply;
      run.answered(probe, { status: 'returned', returned, ...(trust.length > 0 ? { trust } : {}) });
      continue;
    }
    blameNobody('death' in answer ? answer.death : null, given);
    const error = explain(answer, context, probe, run);
    run.failed([probe], error);
    if (!('reply' in answer)) return { probe, error };
  }
  return null;
}

function evaluatorOf({ maps }: PredictProbe): typeof evaluate {
  return maps === undefined ? evaluate : evaluateMaps;
}

/** `weights` is the digest of a model's weights. */
type Loaded = { readonly weights: string | null } | { readonly error: StudentErrorReport };

async function loadInto(session: Session, loadable: Loadable, run: Run, given: Attempt): Promise<Loaded> {
  const { sendable, context } = loadable;
  const { kind } = given.plan.subject;
  const ready = await session.ready;
  run.signal?.throwIfAborted();
  if ('death' in ready) throw notStarted(ready.death, { what: 'worker', driver: run.driver, output: given.output });
  const loaded = await askNext(session, sendable, run, kind);
  if ('death' in loaded || loaded.reply.type !== 'loaded') {
    blameNobody('death' in loaded ? loaded.death : null, given);
    const error = explain(loaded, context, null, run);
    if (kind === 'model') run.modelFailed(given.path, error);
    return { error };
  }
  const { backend, weights, model } = loaded.reply;
  if (backend !== null) run.ranOn(context.what, backend);
  const error = kind === 'model' ? refuseModel(given.path, model, run) : null;
  return error === null ? { weights } : { error };
}

/** Why a loaded model is not run at all; null for most. */
function refuseModel(path: string, model: LoadedModel | null, run: Run): StudentErrorReport | null {
  if (model === null) throw new GraderError('INTERNAL', `a worker told nothing of the model ${path} that it loaded`);
  run.modelLoaded(path, model);
  // a kernel with an empty result could write past the end of the backend's memory
  return model.empty === null ? null : { code: 'MODEL_REJECTED', message: `${path}: ${model.empty}` };
}

/** No student code runs in a worker that runs a model, so a violation of the protocol there is the grader's fault. */
function blameNobody(death: Death | null, { path, plan: { subject } }: Attempt): void {
  if (death?.reason !== 'protocol' || subject.kind !== 'model') return;
  throw new GraderError('INTERNAL', `the worker that runs ${path} broke the rules of its channel: ${death.sentence}`);
}

async function askNext(session: Session, sendable: Sendable, run: Run, kind: Subject['kind']): Promise<Answer> {
  const answer = await ask(session, sendable, run.timeLeft(kind));
  run.signal?.throwIfAborted();
  return answer;
}

/** `probe` is null while the subject is loaded. */
function explain(answer: Answer, context: Context, probe: Probe | null, run: Run): StudentErrorReport {
  const [call, form] = asked(probe);
  if ('death' in answer) return explainDeath(answer.death, context, call);
  if (answer.reply.type !== 'threw') throw new Error(`${answer.reply.type} is not a failure`);
  const { error, lead } = explainThrown(answer.reply.error, context, call, form);
  if (lead !== null) run.leadFound(error, lead);
  return error;
}

/** What was called, and with which form of arguments. */
function asked(probe: Probe | null): [call: string, form: ArgumentForm | null] {
  if (probe === null) return ['load', null];
  return probe.kind === 'call' ? [probe.export, probe.receives ?? 'tensors'] : ['predict', null];
}
