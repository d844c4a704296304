/**
 * How much a model may have of everything that its file can repeat. The largest real networks have a few thousand nodes
 * and weights. One budget counts for a whole file, subgraphs included. Pure.
 */
import { OnnxProblem } from './wire.js';

const MOST = {
  nodes: [20_000, 'operations'],
  tensors: [20_000, 'weights and constants'],
  values: [20_000, 'inputs and outputs'],
  entries: [1_000_000, 'entries in lists of its operations'],
} as const;

export type Counted = keyof typeof MOST;

/** Graphs within graphs: an `If` in an `If` in ... */
export const MOST_DEPTH = 8;
export const MOST_RANK = 8;
/** Of one operation; the most of any operator of ONNX is about fifteen. */
export const MOST_ATTRIBUTES = 100;
/** In characters. */
const LONGEST_NAME = 1000;

export class Budget {
  readonly #left = new Map<Counted, number>();

  count(what: Counted): void {
    const [most, words] = MOST[what];
    const left = (this.#left.get(what) ?? most) - 1;
    if (left < 0) throw new OnnxProblem(`has more than ${String(most)} ${words}, the limit: export a smaller model`);
    this.#left.set(what, left);
  }
}

/** The name itself. Throws for one that no report could show. */
export function checkedName(name: string, what: string): string {
  if (name.length <= LONGEST_NAME) return name;
  throw new OnnxProblem(
    `has ${what} of ${String(name.length)} characters; the limit is ${String(LONGEST_NAME)}: give it a short name and export the model again`,
  );
}
