/** The error for a program of the grader that ended before it was ready: a fault of the machine or of the grader. */
import { GraderError } from '../../errors.js';
import type { Exit } from '../process/child.js';
import type { Death } from '../process/session.js';
import type { OutputLog } from '../process/text.js';
import type { Driver } from './driver.js';

export interface NotStarted {
  /** What did not start, e.g. `worker`. */
  readonly what: string;
  readonly driver: Driver;
  /** What it printed. */
  readonly output: OutputLog;
}

/** Where a script cannot be read, Node.js prints the whole of it. */
const MOST_CHARACTERS = 300;

export function notStarted(death: Death, { what, driver, output }: NotStarted): GraderError {
  const how = death.reason === 'exit' ? (death.exit.startError ?? `it ended (${endOf(death.exit)})`) : 'no answer';
  const said = output.text('stderr').trim().split('\n').at(-1)?.slice(0, MOST_CHARACTERS) ?? '';
  const message = `the ${driver.name} sandbox did not start its ${what}: ${how}${said === '' ? '' : `; ${said}`}`;
  return new GraderError('SPAWN_FAILED', message, { advice: 'Run: tuxgrade doctor' });
}

function endOf({ code, signal, outOfMemory }: Exit): string {
  if (outOfMemory) return 'by the kernel, because this machine has no memory left';
  return signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
}
