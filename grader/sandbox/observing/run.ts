/** What is shared by all subjects of one submission while it is asked. */
import type { LoadOutcome, ProbeOutcome } from '../../schema/observation.js';
import type { RunLimits, Subject, SubjectPlan } from '../../schema/plan.js';
import type { StudentErrorReport } from '../../schema/report.js';
import type { Snapshot } from '../../schema/submission.js';
import type { BackendKit } from '../kits/backend.js';
import type { Driver } from '../drivers/driver.js';
import type { Prepared } from './prepare.js';
import type { Room } from './room.js';
import type { SeenTime } from '../process/seen-time.js';
import type { Session } from '../process/session.js';
import type { Leads } from './student-error.js';
import type { OutputLog } from '../process/text.js';
import { GRACE_MS, IDLE_IN_ALL_MS, waitMsFor, wallMsFor, type Allowance } from '../process/time-limit.js';

export interface Run {
  readonly snapshot: Snapshot;
  /** Where its first worker may wait. */
  readonly room: Room | undefined;
  readonly driver: Driver;
  readonly limits: RunLimits;
  /** All that is asked of the submission. */
  readonly subjects: readonly SubjectPlan[];
  readonly signal: AbortSignal | undefined;
  readonly seen: SeenTime;
  /** Sessions that have not ended yet; their processor time is not in `usage` so far. */
  readonly open: Set<Session>;
  /** What workers print. */
  readonly output: OutputLog;
  /** The same from the first hidden probe on. */
  readonly hiddenOutput: OutputLog;
  /** Modules by their files, bundled once for all their workers. */
  readonly prepared: Map<string, Prepared>;
  /** What has taken a worker down, by file and export (`*`: loading it): it is not tried again. */
  readonly stopped: Map<string, StudentErrorReport>;
  readonly outcomes: Map<string, ProbeOutcome>;
  /** How the places of errors may be found. */
  readonly leads: Leads;
  /** What became of loading each model, by its path. */
  readonly models: Map<string, LoadOutcome>;
  /** What each model ran on. */
  readonly backends: string[];
  /** Why a model did not run on a backend that is there. */
  readonly remarks: string[];
  /** What models are tried on before cpu, in order. */
  readonly choices: readonly BackendKit[];
  readonly usage: { cpuMs: number; idleMs: number; peakMemoryBytes: number; workers: number };
}

/** What the next request may take. */
export function timeLeft(run: Run, kind: Subject['kind']): Allowance {
  const most = mostFor(kind, run.limits);
  const spent = spentOf(run);
  return {
    cpuMs: Math.max(1, Math.min(most, run.limits.totalMs - spent.cpuMs)),
    waitMs: Math.min(waitMsFor(most), Math.max(0, IDLE_IN_ALL_MS - spent.idleMs) + GRACE_MS),
  };
}

/** Which time of the whole submission is over; null when none is. */
export function whatIsOver(run: Run): 'time' | 'wait' | null {
  const spent = spentOf(run);
  if (spent.idleMs >= IDLE_IN_ALL_MS) return 'wait';
  return spent.cpuMs >= run.limits.totalMs || run.seen.ms >= wallMsFor(run.limits.totalMs) ? 'time' : null;
}

function spentOf({ usage, open }: Run): { readonly cpuMs: number; readonly idleMs: number } {
  const all = [usage, ...[...open].map((session) => session.usage)];
  const sum = (of: (one: { cpuMs: number; idleMs: number }) => number) =>
    all.reduce((total, one) => total + of(one), 0);
  return { cpuMs: sum(({ cpuMs }) => cpuMs), idleMs: sum(({ idleMs }) => idleMs) };
}

/** Milliseconds of the processor that one request may take when nothing else has taken time. */
export function mostFor(kind: Subject['kind'], { callMs, modelMs }: RunLimits): number {
  return kind === 'model' ? modelMs : callMs;
}
