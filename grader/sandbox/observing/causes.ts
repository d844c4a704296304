/** Explains why a call returned nothing, as a student fault. The sentences are read by students. */
import type { RunLimits } from '../../stages/plan.js';
import type { ArgumentForm, RawError } from '../../protocol/worker.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { Snapshot } from '../../stages/submission.js';
import { WORKER_V8_FLAGS } from '../../protocol/worker-flags.js';
import type { Exit } from '../process/child.js';
import { NEARLY_ALL } from '../process/machine-memory.js';
import type { Death } from '../process/session.js';
import { IDLE_IN_ALL_MS, waitMsFor, type Allowance } from '../process/time-limit.js';
import type { LimitName } from '../process/watch.js';
import { adviseOnForm } from './argument-advice.js';
import { leadOf, reportError, type Lead } from './student-error.js';

/** The subject that was asked when it failed. */
export interface Context {
  /** The file, e.g. `backprop.ts` or `deep/model.json`. */
  readonly what: string;
  /** Source map of the bundle in base64. */
  readonly map: string | null;
  readonly snapshot: Snapshot;
  readonly limits: RunLimits;
  /** The limit of one request: a call, or one run of a model. */
  readonly mostMs: number;
}

/** V8 ends the process when its heap is full, which may happen below the limit of the whole process. */
const HEAP_FLAG = /^--max-old-space-size=(\d+)$/;
const heapBytes = WORKER_V8_FLAGS.map((flag) => Number(HEAP_FLAG.exec(flag)?.[1] ?? Infinity) * 2 ** 20);

const NOTHING: Allowance = { cpuMs: 0, waitMs: 0 };
const WAITED_IN_ALL = `the submission waited for more than ${seconds(IDLE_IN_ALL_MS)} in all, in which nothing was computed: does it wait for something that never comes?`;

/** An error in words, and how to find its location in the student's files; null if there is no lead. */
export interface Explained {
  readonly error: StudentErrorReport;
  readonly lead: Lead | null;
}

/** `call` is the export that was called, `load`, or `predict`; `form` is that of the arguments of a call. */
export function explainThrown(error: RawError, context: Context, call: string, form: ArgumentForm | null): Explained {
  const { map, snapshot, what } = context;
  if (error.name === 'ExportMissing') {
    const message = `${what} does not export a function ${call}: ${error.message}`;
    return { error: reportError('EXPORT_MISSING', message, snapshot), lead: null };
  }
  const text = `${error.name === 'Error' || error.name === '' ? '' : `${error.name}: `}${error.message}`;
  const code = call === 'load' ? 'LOAD_FAILED' : 'RUNTIME_ERROR';
  const where =
    call === 'load' ? `loading ${what} failed` : call === 'predict' ? `running ${what} failed` : `${call} threw`;
  const advice = form === null ? '' : adviseOnForm(error.message, call, form);
  return { error: reportError(code, `${where}: ${text}${advice}`, snapshot), lead: leadOf(error, map) };
}

export function explainDeath(death: Death, context: Context, call: string): StudentErrorReport {
  const { what, limits } = context;
  const doing = call === 'load' ? `loading ${what}` : call === 'predict' ? `running ${what}` : call;
  switch (death.reason) {
    case 'protocol': {
      // not death.sentence: which of several forged frames is noticed first depends on when they arrive
      const message = `${what} interfered with the grader's own channel: nothing that was said there counts`;
      return { code: 'PROTOCOL_VIOLATION', message };
    }
    case 'limit':
      return explainLimit(death.limit, death.allowed, doing, context);
    case 'exit': {
      const { exit, usage } = death;
      if (usage.peakMemoryBytes > NEARLY_ALL * Math.min(limits.memoryBytes, ...heapBytes)) {
        return explainLimit('memory', NOTHING, doing, context);
      }
      const code = call === 'load' ? 'LOAD_FAILED' : 'RUNTIME_ERROR';
      return { code, message: `${doing} ended the process before there was a result (${endOf(exit)})` };
    }
  }
}

/** How a process ended, in words. Students can choose the exit code, so nothing may be concluded from it. */
function endOf({ code, signal }: Exit): string {
  if (signal !== null) return `signal ${signal}`;
  return code === 0 ? 'by process.exit, or waiting for a promise that never settles' : `exit code ${String(code)}`;
}

/** For probes that were not started, or not waited for, because the time of the whole submission was used up. */
export function explainBudget({ totalMs }: RunLimits, over: 'time' | 'wait'): StudentErrorReport {
  if (over === 'wait') return { code: 'TIME_LIMIT', message: `not run: ${WAITED_IN_ALL}` };
  return { code: 'TIME_LIMIT', message: `not run: the ${seconds(totalMs)} for the whole submission were used up` };
}

function explainLimit(
  limit: LimitName,
  allowed: Allowance,
  doing: string,
  { limits, mostMs, what }: Context,
): StudentErrorReport {
  switch (limit) {
    case 'wait': {
      const waitMs = waitMsFor(mostMs);
      const message =
        allowed.waitMs < waitMs
          ? `${doing} was stopped: ${WAITED_IN_ALL}`
          : `${doing} did not return within ${seconds(waitMs)} and computed little in that time: does it wait for something that never comes?`;
      return { code: 'TIME_LIMIT', message };
    }
    case 'time': {
      if (allowed.cpuMs < mostMs) {
        const message = `${doing} was stopped: the ${seconds(limits.totalMs)} for the whole submission were used up`;
        return { code: 'TIME_LIMIT', message };
      }
      const why = /\.(?:json|onnx)$/.test(what) ? 'is the model too large?' : 'is there a loop that never ends?';
      const message = `${doing} did not return within ${seconds(mostMs)} of processor time: ${why}`;
      return { code: 'TIME_LIMIT', message };
    }
    case 'memory': {
      const most = `${String(Math.round(limits.memoryBytes / 2 ** 20))} MB`;
      const message = `${doing} used up the memory (${most} in all): does something grow in a loop?`;
      return { code: 'MEMORY_LIMIT', message };
    }
    case 'output': {
      const most = `${String(Math.round(limits.outputBytes / 1024))} KB`;
      return { code: 'OUTPUT_LIMIT', message: `${doing} printed more than ${most}: print less, or not in a loop` };
    }
    case 'aborted':
      return { code: 'RUNTIME_ERROR', message: `${doing} was stopped` };
  }
}

function seconds(ms: number): string {
  return `${String(Math.round(ms / 100) / 10)} s`;
}
