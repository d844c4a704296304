/** What is wrong with data of an instructor: all of it is told at once, file by file and line by line. */
import { GraderError } from '../errors.js';

/** Faults that are told; the rest is counted. */
const MOST_TOLD = 20;

export class DataFaults {
  readonly #sentences: string[] = [];

  /** `sentence` names the place and what was expected. */
  add(sentence: string): void {
    this.#sentences.push(sentence);
  }

  /** Throws DATA_MISSING when something was added; `advice` says how to fix it. */
  throwIfAny(advice: string): void {
    const count = this.#sentences.length;
    if (count === 0) return;
    const told = this.#sentences.slice(0, MOST_TOLD);
    const rest = count > told.length ? [`and ${String(count - told.length)} more`] : [];
    const head = count === 1 ? [] : [`${String(count)} faults in the data`];
    throw dataMissing([...head, ...told, ...rest].join('\n'), advice);
  }
}

export function dataMissing(message: string, advice: string, cause?: unknown): GraderError {
  return new GraderError('DATA_MISSING', message, { advice, cause });
}
