/** Loads one subject, a module or a model, and asks its probes one by one. */
import { GraderError } from '../errors.js';
import { FrameError, packTensors, type Frame } from '../schema/frames.js';
import type { ProbeOutcome } from '../schema/observation.js';
import type { Probe, RunLimits, SubjectPlan } from '../schema/plan.js';
import type { Request } from '../schema/protocol.js';
import type { StudentErrorReport } from '../schema/report.js';
import type { Snapshot } from '../schema/submission.js';
import { bundle, resolveModule } from './bundle.js';
import { explainDeath, explainThrown, type Asked } from './causes.js';
import type { Driver } from './driver.js';
import { decodeReply, type DecodedReply } from './replies.js';
import { Session, type Answered } from './session.js';
import { BUNDLE_NAME, readSourceMap } from './student-error.js';
import type { OutputLog } from './watch.js';

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
  readonly usage: { cpuMs: number; peakMemoryBytes: number; workers: number };
}

/** What has to be sent so that a fresh worker is ready for the probes. */
interface Loadable {
  readonly request: Request;
  readonly body: Uint8Array;
  readonly asked: Asked;
}

type Loaded =
  { readonly ok: true; readonly session: Session } | { readonly ok: false; readonly error: StudentErrorReport };

/** A worker that has not begun to run student code has no excuse to be slow; this is for a machine under heavy load. */
const READY_MS = 15_000;
const EMPTY = new Uint8Array();

export async function askSubject(plan: SubjectPlan, run: Run): Promise<void> {
  const fail = (probes: readonly Probe[], error: StudentErrorReport) => {
    for (const { id } of probes) run.outcomes.set(id, { status: 'failed', error });
  };
  const prepared = await prepare(plan, run);
  if (!prepared.ok) {
    fail(plan.probes, prepared.error);
    return;
  }
  let rest: readonly Probe[] = plan.probes;
  while (rest.length > 0) {
    const loaded = await load(prepared.loadable, run);
    if (!loaded.ok) {
      fail(rest, loaded.error);
      return;
    }
    const dead = await askUntilDeath(rest, loaded.session, prepared.loadable.asked, run);
    await loaded.session.close();
    addUsage(run, loaded.session);
    if (dead === null) return;
    // what killed a worker once is not called again, with these inputs or others
    const killed = dead.probe;
    fail(
      rest.filter((probe) => isSameExport(probe, killed) && !run.outcomes.has(probe.id)),
      dead.error,
    );
    rest = rest.filter((probe) => !run.outcomes.has(probe.id));
  }
}

function isSameExport(a: Probe, b: Probe): boolean {
  return a.kind === 'call' && b.kind === 'call' ? a.export === b.export : a.kind === b.kind;
}

async function prepare(
  { subject }: SubjectPlan,
  run: Run,
): Promise<{ ok: true; loadable: Loadable } | { ok: false; error: StudentErrorReport }> {
  const { snapshot, driver, limits } = run;
  if (subject.kind === 'model') {
    const request: Request = { type: 'load-model', path: subject.path, backend: 'auto' };
    return { ok: true, loadable: { request, body: EMPTY, asked: { what: subject.path, map: null, snapshot, run } } };
  }
  const resolved = resolveModule(subject.file, snapshot);
  if (!resolved.ok) return resolved;
  const bundled = await bundle(resolved.path, snapshot, driver, {
    ms: timeLeft(run),
    memoryBytes: limits.memoryBytes,
    signal: run.signal,
  });
  run.signal?.throwIfAborted();
  if (!bundled.ok) return bundled;
  const asked = { what: resolved.path, map: readSourceMap(bundled.code), snapshot, run };
  const request: Request = { type: 'load-module', filename: BUNDLE_NAME };
  return { ok: true, loadable: { request, body: new TextEncoder().encode(bundled.code), asked } };
}

/** Milliseconds that the next request may take. */
function timeLeft(run: Run): number {
  return Math.max(1, Math.min(run.limits.callMs, run.deadline - performance.now()));
}

async function load({ request, body, asked }: Loadable, run: Run): Promise<Loaded> {
  const child = run.driver.start({
    program: 'worker',
    args: [],
    submission: run.snapshot.root,
    memoryBytes: run.limits.memoryBytes,
    cpuSeconds: Math.ceil(run.limits.wallMs / 1000) + 2,
  });
  const session = new Session(child, run.limits.memoryBytes, run.output);
  run.usage.workers += 1;
  const abort = () => {
    session.abort();
  };
  run.signal?.addEventListener('abort', abort, { once: true });
  void child.exited.then(() => run.signal?.removeEventListener('abort', abort));
  const ready = await session.ready(READY_MS);
  run.signal?.throwIfAborted();
  if ('death' in ready) throw notReady(ready, run);
  const answered = await session.request(request, body, timeLeft(run));
  run.signal?.throwIfAborted();
  const reply = readReply(answered);
  if (reply.kind === 'reply' && reply.reply.type === 'loaded') {
    if (reply.reply.backend !== null) run.backends.push(`${asked.what}: ${reply.reply.backend}`);
    return { ok: true, session };
  }
  await session.close();
  addUsage(run, session);
  return { ok: false, error: explain(reply, asked, 'load') };
}

/** No student code has run yet: this is the grader's or the machine's fault. */
function notReady(answered: Answered, run: Run): GraderError {
  const death = 'death' in answered ? answered.death : null;
  const detail =
    death?.reason === 'exit'
      ? (death.exit.startError ?? `it ended with ${String(death.exit.code ?? death.exit.signal)}`)
      : 'no answer';
  const said = run.output.text('stderr').trim().split('\n').at(-1) ?? '';
  return new GraderError(
    'SPAWN_FAILED',
    `the ${run.driver.name} sandbox did not start its worker: ${detail}${said === '' ? '' : ` (${said})`}`,
    {
      advice: 'Run: tuxgrade doctor',
    },
  );
}

async function askUntilDeath(
  probes: readonly Probe[],
  session: Session,
  asked: Asked,
  run: Run,
): Promise<{ probe: Probe; error: StudentErrorReport } | null> {
  for (const probe of probes) {
    if (performance.now() >= run.deadline) {
      const message = `not run: the ${String(run.limits.wallMs / 1000)} s for the whole submission were used up`;
      run.outcomes.set(probe.id, { status: 'failed', error: { code: 'TIME_LIMIT', message } });
      continue;
    }
    const { request, body } = requestOf(probe);
    const reply = readReply(await session.request(request, body, timeLeft(run)));
    run.signal?.throwIfAborted();
    if (reply.kind === 'reply' && reply.reply.type === 'returned') {
      run.outcomes.set(probe.id, { status: 'returned', returned: reply.reply.returned });
      continue;
    }
    const error = explain(reply, asked, probe.kind === 'call' ? probe.export : 'predict');
    run.outcomes.set(probe.id, { status: 'failed', error });
    if (reply.kind !== 'reply') return { probe, error };
  }
  return null;
}

function requestOf(probe: Probe): { request: Request; body: Uint8Array } {
  if (probe.kind === 'predict') {
    const { headers, body } = packTensors({ input: probe.input });
    const input = headers['input'];
    if (input === undefined) throw new Error('the input was not packed');
    return { request: { type: 'predict', batchSize: probe.batchSize, tensors: { input } }, body };
  }
  const { headers, body } = packTensors(probe.inputs);
  const { export: name, arguments: shapes, returns } = probe;
  return { request: { type: 'call', export: name, arguments: shapes, returns, tensors: headers }, body };
}

type ReadReply =
  | { readonly kind: 'reply'; readonly reply: DecodedReply }
  | { readonly kind: 'death'; readonly answered: Extract<Answered, { death: unknown }> }
  | { readonly kind: 'violation'; readonly sentence: string };

function readReply(answered: Answered): ReadReply {
  if ('death' in answered) return { kind: 'death', answered };
  return readFrame(answered.frame);
}

function readFrame(frame: Frame): ReadReply {
  try {
    return { kind: 'reply', reply: decodeReply(frame) };
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    return { kind: 'violation', sentence: error.message };
  }
}

function explain(reply: ReadReply, asked: Asked, call: string): StudentErrorReport {
  if (reply.kind === 'death') return explainDeath(reply.answered.death, asked, call);
  if (reply.kind === 'violation') return explainDeath({ reason: 'protocol', sentence: reply.sentence }, asked, call);
  if (reply.reply.type === 'threw') return explainThrown(reply.reply.error, asked, call);
  return explainDeath({ reason: 'protocol', sentence: `a reply that does not fit: ${reply.reply.type}` }, asked, call);
}

function addUsage(run: Run, { usage }: Session): void {
  run.usage.cpuMs += usage.cpuMs;
  run.usage.peakMemoryBytes = Math.max(run.usage.peakMemoryBytes, usage.peakMemoryBytes);
}
