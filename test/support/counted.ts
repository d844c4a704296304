/** What is counted of small programs, in this process: rewritten, run and counted, without tf.js. */
import vm from 'node:vm';
import { makeArithmetic } from '../../grader/runtime/counting/arithmetic.js';
import { makeCounter } from '../../grader/runtime/counting/counter.js';
import { instrument } from '../../grader/runtime/counting/instrument.js';
import type { Escape, Work } from '../../grader/protocol/work.js';

export interface Counted {
  readonly value: unknown;
  readonly work: Work;
}

/** The program gets `given` as variables; its value is that of its `return`. */
export function countProgram(code: string, given: Readonly<Record<string, unknown>> = {}): Counted {
  const counter = makeCounter();
  const { code: rewritten } = instrument(code, 'N');
  const run = vm.compileFunction(rewritten, ['N', ...Object.keys(given)]) as (...all: unknown[]) => unknown;
  const arithmetic = makeArithmetic(counter);
  counter.start();
  const value = run(arithmetic, ...Object.values(given));
  const { unknown, escapes, ...told } = counter.stop();
  return { value, work: { ...told, unknown: Object.keys(unknown), escapes: Object.keys(escapes) as Escape[] } };
}

/** Scalar operations of the program's own code. */
export function ownOf({ own }: Work): number {
  return Object.values(own).reduce((sum, count) => sum + count, 0);
}
