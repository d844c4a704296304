/**
 * The state of one submission while it is being asked: outcomes, loaded models, time and memory used. This is the only
 * owner of the state, which must change only by the transitions below. It does not ask or start anything itself.
 */
import type { LoadOutcome, Observations, ProbeOutcome } from '../../stages/observation.js';
import type { Plan, Probe, RunLimits, Subject, SubjectPlan } from '../../stages/plan.js';
import type { LoadedModel } from '../../protocol/worker.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import type { Driver } from '../drivers/driver.js';
import type { BackendKit } from '../kits/backend.js';
import { SeenTime } from '../process/seen-time.js';
import type { Session } from '../process/session.js';
import { OutputLog } from '../process/text.js';
import { GRACE_MS, IDLE_IN_ALL_MS, waitMsFor, wallMsFor, type Allowance } from '../process/time-limit.js';
import type { ChildUsage } from '../process/watch.js';
import type { Prepared } from './prepared.js';
import type { Evaluations } from './evaluations.js';
import { ModelWorkers } from './model-workers.js';
import type { Room } from './room.js';
import { shownInputs } from '../asking/shown-inputs.js';
import type { Lead } from './student-error.js';

export interface RunOptions {
  readonly driver: Driver;
  readonly signal?: AbortSignal | undefined;
  /** Where the first worker may be waiting. */
  readonly room?: Room | undefined;
  /** The backends on which models are tried before cpu, in order. */
  readonly choices: readonly BackendKit[];
  /** What models have answered before; absent: all of them are run. */
  readonly evaluations?: Evaluations | undefined;
}

/** Which time budget of the whole submission is used up. */
export type Over = 'time' | 'wait';

export class Run {
  readonly snapshot: Snapshot;
  readonly driver: Driver;
  readonly signal: AbortSignal | undefined;
  readonly room: Room | undefined;
  readonly choices: readonly BackendKit[];
  readonly evaluations: Evaluations | undefined;
  readonly modelWorkers = new ModelWorkers();
  readonly limits: RunLimits;
  #shown: readonly string[] | null = null;
  readonly #subjects: readonly SubjectPlan[];
  readonly #seen = new SeenTime();
  /** Sessions that have not ended; their usage is not in `#usage` yet. */
  readonly #open = new Set<Session>();
  readonly #usage = { cpuMs: 0, idleMs: 0, peakMemoryBytes: 0, workers: 0 };
  readonly #output = { visible: new OutputLog(), hidden: new OutputLog() };
  readonly #prepared = new Map<string, Prepared>();
  /** By file, then by what was asked of it; `null` is the whole file. */
  readonly #stopped = new Map<string, Map<string | null, StudentErrorReport>>();
  readonly #outcomes = new Map<string, ProbeOutcome>();
  readonly #leads = new Map<StudentErrorReport, Lead>();
  readonly #models = new Map<string, LoadOutcome>();
  /** The backends that each model ran on, by its path. */
  readonly #backends = new Map<string, Set<string>>();
  /** Why a model did not run on an available backend. */
  readonly #remarks: string[] = [];

  constructor(
    snapshot: Snapshot,
    { limits, subjects }: Plan,
    { driver, signal, room, choices, evaluations }: RunOptions,
  ) {
    this.snapshot = snapshot;
    this.driver = driver;
    this.signal = signal;
    this.room = room;
    this.choices = choices;
    this.evaluations = evaluations;
    this.limits = limits;
    this.#subjects = subjects;
  }

  /** Files with inputs of models, which are written when the first model is run. */
  get shown(): readonly string[] {
    return (this.#shown ??= shownInputs(this.#subjects));
  }

  /** Where the output of workers is stored, separately for hidden probes. */
  outputOf({ hidden = false }: { readonly hidden?: boolean | undefined }): OutputLog {
    return hidden ? this.#output.hidden : this.#output.visible;
  }

  get outcomes(): ReadonlyMap<string, ProbeOutcome> {
    return this.#outcomes;
  }

  get leads(): ReadonlyMap<StudentErrorReport, Lead> {
    return this.#leads;
  }

  /** A session was started; its usage counts from now on. */
  sessionStarted(session: Session): void {
    this.#usage.workers += 1;
    this.#open.add(session);
    void session.ended.then(() => {
      this.#open.delete(session);
      this.#use(session.usage);
    });
  }

  /** A module was bundled, or could not be; this is not tried again. */
  prepared(path: string, prepared: Prepared, used: readonly ChildUsage[]): void {
    this.#prepared.set(path, prepared);
    // its memory is not that of student code
    for (const one of used) this.#use({ ...one, peakMemoryBytes: 0 });
  }

  preparedOf(path: string): Prepared | null {
    return this.#prepared.get(path) ?? null;
  }

  /** How to find the location of an error later. */
  leadFound(error: StudentErrorReport, lead: Lead): void {
    this.#leads.set(error, lead);
  }

  /** A model that was loaded once counts as loadable, whatever happens to later workers. */
  modelLoaded(path: string, model: LoadedModel): void {
    if (this.#models.get(path)?.status !== 'loaded') this.#models.set(path, { status: 'loaded', model });
  }

  ranOn(path: string, backend: string): void {
    this.#backends.set(path, (this.#backends.get(path) ?? new Set()).add(backend));
  }

  modelFailed(path: string, error: StudentErrorReport): void {
    if (this.#models.get(path)?.status !== 'loaded') this.#models.set(path, { status: 'failed', error });
  }

  modelOf(path: string): LoadOutcome | null {
    return this.#models.get(path) ?? null;
  }

  answered(probe: Probe, outcome: ProbeOutcome): void {
    this.#outcomes.set(probe.id, outcome);
  }

  failed(probes: readonly Probe[], error: StudentErrorReport): void {
    for (const probe of probes) this.answered(probe, { status: 'failed', error });
  }

  /** The probes without an outcome. */
  unanswered(probes: readonly Probe[]): readonly Probe[] {
    return probes.filter(({ id }) => !this.#outcomes.has(id));
  }

  /** A probe killed a worker or, if null, loading the file did; neither is tried again. */
  stopped(path: string, probe: Probe | null, error: StudentErrorReport): void {
    const stopped = this.#stopped.get(path) ?? new Map<string | null, StudentErrorReport>();
    this.#stopped.set(path, stopped.set(probe === null ? null : kindOf(probe), error));
  }

  /** Why a probe must not be tried; null if it may. */
  whyStopped(path: string, probe: Probe): StudentErrorReport | null {
    const stopped = this.#stopped.get(path);
    return stopped?.get(null) ?? stopped?.get(kindOf(probe)) ?? null;
  }

  /** A worker on this file sent an unrequested frame, so none of the answers for the file count. */
  forged(path: string, subject: Subject, error: StudentErrorReport): void {
    this.stopped(path, null, error);
    const name = JSON.stringify(subject);
    // the same file may be in two subjects, for visible checks and for others
    const same = this.#subjects.filter((one) => JSON.stringify(one.subject) === name);
    this.failed(
      same.flatMap(({ probes }) => probes),
      error,
    );
  }

  /** A backend does not run the model, for whatever reason: its outcomes are dropped, and the next backend decides. */
  backendLeft(path: string, probes: readonly Probe[]): void {
    for (const { id } of probes) this.#outcomes.delete(id);
    this.#models.delete(path);
    this.#backends.delete(path);
    this.#stopped.delete(path);
  }

  /** Remarks about the machine, for the person who grades. */
  remark(remarks: readonly string[]): void {
    this.#remarks.push(...remarks);
  }

  /** The time that the next request may take. */
  timeLeft(kind: Subject['kind']): Allowance {
    const most = mostFor(kind, this.limits);
    const spent = this.#spent();
    return {
      cpuMs: Math.max(1, Math.min(most, this.limits.totalMs - spent.cpuMs)),
      waitMs: Math.min(waitMsFor(most), Math.max(0, IDLE_IN_ALL_MS - spent.idleMs) + GRACE_MS),
    };
  }

  /** Which time budget is used up; null if none. */
  whatIsOver(): Over | null {
    const spent = this.#spent();
    if (spent.idleMs >= IDLE_IN_ALL_MS) return 'wait';
    const { totalMs } = this.limits;
    return spent.cpuMs >= totalMs || this.#seen.ms >= wallMsFor(totalMs) ? 'time' : null;
  }

  /** Stops the clock: nothing more is asked. */
  asked(): void {
    this.#seen.stop();
  }

  /** Everything that was observed; `outcomes` are those of the run, with the locations of errors. */
  observations(outcomes: ReadonlyMap<string, ProbeOutcome>): Observations {
    const textOf = (output: OutputLog) => ({ stdout: output.text('stdout'), stderr: output.text('stderr') });
    return {
      outcomes,
      models: this.#models,
      ...textOf(this.#output.visible),
      hidden: textOf(this.#output.hidden),
      backends: [...this.#backends].flatMap(([path, names]) => [...names].map((name) => `${path}: ${name}`)),
      remarks: this.#remarks,
      usage: { ...this.#usage },
    };
  }

  #use({ cpuMs, idleMs, peakMemoryBytes }: ChildUsage): void {
    this.#usage.cpuMs += cpuMs;
    this.#usage.idleMs += idleMs;
    this.#usage.peakMemoryBytes = Math.max(this.#usage.peakMemoryBytes, peakMemoryBytes);
  }

  #spent(): { readonly cpuMs: number; readonly idleMs: number } {
    const all = [this.#usage, ...[...this.#open].map((session) => session.usage)];
    const sum = (of: (one: { cpuMs: number; idleMs: number }) => number) =>
      all.reduce((total, one) => total + of(one), 0);
    return { cpuMs: sum(({ cpuMs }) => cpuMs), idleMs: sum(({ idleMs }) => idleMs) };
  }
}

/** Milliseconds of processor time for one request, if nothing else has taken time. */
export function mostFor(kind: Subject['kind'], { callMs, modelMs }: RunLimits): number {
  return kind === 'model' ? modelMs : callMs;
}

/** What must not be tried again: an export, or a kind of request to a model. */
function kindOf(probe: Probe): string {
  return probe.kind === 'call' ? `call ${probe.export}` : probe.kind;
}
