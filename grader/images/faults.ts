/** Collects all errors in an instructor's data, so that they are reported together, by file and line. */
import { GraderError } from '../errors.js';

/** The most faults that are listed; the rest are counted. */
const MOST_TOLD = 20;

export class DataFaults {
  readonly #sentences: string[] = [];

  /** `sentence` names the place and what was expected. */
  add(sentence: string): void {
    this.#sentences.push(sentence);
  }

  /** Throws DATA_MISSING if a fault was added; `advice` says how to fix it. */
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
