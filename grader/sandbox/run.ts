/** What is shared by all subjects of one submission while it is asked. */
import type { LoadOutcome, ProbeOutcome } from '../schema/observation.js';
import type { RunLimits, Subject } from '../schema/plan.js';
import type { Snapshot } from '../schema/submission.js';
import type { BackendKit } from './backend-kit.js';
import type { Driver } from './driver.js';
import type { Room } from './room.js';
import type { SeenTime } from './seen-time.js';
import type { Session } from './session.js';
import type { Leads } from './student-error.js';
import type { OutputLog } from './text.js';
import { wallMsFor } from './time-limit.js';

export interface Run {
  readonly snapshot: Snapshot;
  /** Where its first worker may wait. */
  readonly room: Room | undefined;
  readonly driver: Driver;
  readonly limits: RunLimits;
  readonly signal: AbortSignal | undefined;
  readonly seen: SeenTime;
  /** Sessions that have not ended yet; their processor time is not in `usage` so far. */
  readonly open: Set<Session>;
  readonly output: OutputLog;
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
  readonly usage: { cpuMs: number; peakMemoryBytes: number; workers: number };
}

/** Milliseconds of the processor that the next request may take. */
export function timeLeft(run: Run, kind: Subject['kind']): number {
  return Math.max(1, Math.min(mostFor(kind, run.limits), run.limits.totalMs - spentMs(run)));
}

/** Whether the time of the whole submission is over. */
export function isOver(run: Run): boolean {
  return spentMs(run) >= run.limits.totalMs || run.seen.ms >= wallMsFor(run.limits.totalMs);
}

function spentMs({ usage, open }: Run): number {
  return [...open].reduce((sum, session) => sum + session.usage.cpuMs, usage.cpuMs);
}

/** Milliseconds of the processor that one request may take when nothing else has taken time. */
export function mostFor(kind: Subject['kind'], { callMs, modelMs }: RunLimits): number {
  return kind === 'model' ? modelMs : callMs;
}
