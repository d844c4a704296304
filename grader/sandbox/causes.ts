/** Why a call brought nothing back, in the words of a student fault. */
import type { TraceMap } from '@jridgewell/trace-mapping';
import { GraderError } from '../errors.js';
import type { RunLimits } from '../schema/plan.js';
import type { RawError } from '../schema/protocol.js';
import type { StudentErrorReport } from '../schema/report.js';
import type { Snapshot } from '../schema/submission.js';
import type { Death } from './session.js';
import { locateInSubmission, reportError } from './student-error.js';

/** What was being asked when it failed. */
export interface Asked {
  /** The file, e.g. `backprop.ts` or `deep/model.json`. */
  readonly what: string;
  readonly map: TraceMap | null;
  readonly snapshot: Snapshot;
  readonly run: { readonly limits: RunLimits };
}

/** Close enough to the limit that an ended process was out of memory: measured by the parent. */
const NEARLY_ALL = 0.9;

/** `call` is the export that was called, `load`, or `predict`. */
export function explainThrown(error: RawError, asked: Asked, call: string): StudentErrorReport {
  const { map, snapshot, what } = asked;
  if (error.name === 'ExportMissing') {
    const there = error.message === '' ? 'nothing is exported' : `exported are ${error.message}`;
    const message = `${what} does not export a function ${call}: ${there}`;
    return reportError('EXPORT_MISSING', message, null, snapshot);
  }
  const place = locateInSubmission(error, map, snapshot);
  const text = `${error.name === 'Error' || error.name === '' ? '' : `${error.name}: `}${error.message}`;
  const code = call === 'load' ? 'LOAD_FAILED' : 'RUNTIME_ERROR';
  const where =
    call === 'load' ? `loading ${what} failed` : call === 'predict' ? `running ${what} failed` : `${call} threw`;
  return reportError(code, `${where}: ${text}`, place, snapshot);
}

export function explainDeath(death: Death, asked: Asked, call: string): StudentErrorReport {
  const doing = call === 'load' ? `loading ${asked.what}` : call === 'predict' ? `running ${asked.what}` : call;
  if (death.reason === 'protocol') {
    const message = `${doing} wrote to the grader's own channel (${death.sentence}): nothing that it says there counts`;
    return { code: 'PROTOCOL_VIOLATION', message };
  }
  if (death.reason === 'limit') return explainLimit(death.limit, death.ms, doing, asked.run.limits);
  const { exit, usage } = death;
  if (exit.startError !== null)
    throw new GraderError('SPAWN_FAILED', `the worker could not be started: ${exit.startError}`);
  if (usage.peakMemoryBytes > NEARLY_ALL * asked.run.limits.memoryBytes) {
    return explainLimit('memory', 0, doing, asked.run.limits);
  }
  const how = exit.signal === null ? `with exit code ${String(exit.code)}` : `by signal ${exit.signal}`;
  return { code: 'RUNTIME_ERROR', message: `${doing} ended the process (${how}) instead of returning` };
}

function explainLimit(limit: string, ms: number, doing: string, limits: RunLimits): StudentErrorReport {
  const megabytes = (bytes: number) => `${String(Math.round(bytes / 2 ** 20))} MB`;
  switch (limit) {
    case 'time': {
      const seconds = (Math.min(Math.round(ms), limits.callMs) / 1000).toFixed(0);
      return {
        code: 'TIME_LIMIT',
        message: `${doing} did not return within ${seconds} s: is there a loop that never ends?`,
      };
    }
    case 'memory':
      return {
        code: 'MEMORY_LIMIT',
        message: `${doing} used more memory than the ${megabytes(limits.memoryBytes)} there are`,
      };
    case 'output':
      return {
        code: 'OUTPUT_LIMIT',
        message: `${doing} printed more than ${String(Math.round(limits.outputBytes / 1024))} KB: print less, or not in a loop`,
      };
    default:
      return { code: 'RUNTIME_ERROR', message: `${doing} was stopped` };
  }
}
