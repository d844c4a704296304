/**
 * Counts the arithmetic of a worker: installs all counters, and rewrites the program that is loaded. Installed at most once
 * and never taken away, so a worker that counts is used for nothing else.
 */
import type { ToldWork } from '../../protocol/work.js';
import { makeArithmetic, type Arithmetic } from './arithmetic.js';
import { makeCounter } from './counter.js';
import type { Edited } from './edits.js';
import { noticeEscapes } from './escapes.js';
import { instrument } from './instrument.js';
import { countKernels } from './kernels.js';

export interface Counting {
  /** The rewritten program, and the name under which it needs the functions. */
  readonly program: Edited;
  readonly name: string;
  readonly arithmetic: Arithmetic;
  /** What is counted while `run` runs. */
  readonly count: <T>(run: () => Promise<T>) => Promise<{ readonly result: T; readonly work: ToldWork }>;
}

/** Throws a SyntaxError, or a RangeError with a plain sentence if the program is nested too deeply. */
export function startCounting(code: string): Counting {
  // no program can name it: it is chosen after the program was written
  const name = `counted_${String(Math.floor(Math.random() * 2 ** 52))}_${String(process.hrtime.bigint())}`;
  const program = rewritten(code, name);
  const counter = makeCounter();
  noticeEscapes(counter, countKernels(counter));
  return {
    ...{ program, name, arithmetic: makeArithmetic(counter) },
    count: async (run) => {
      counter.start();
      try {
        const result = await run();
        return { result, work: counter.stop() };
      } finally {
        counter.stop();
      }
    },
  };
}

function rewritten(code: string, name: string): Edited {
  try {
    return instrument(code, name);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError('its expressions are nested too deeply for their operations to be counted');
  }
}
