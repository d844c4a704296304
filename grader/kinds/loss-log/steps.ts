/**
 * Orders the rows of a training log by their steps. A program that was started again appends to its log: where the steps
 * go back, the later rows count and the earlier ones from there on do not, as TensorBoard shows such logs. A counter
 * that begins anew in each epoch is counted on (see turns.ts). Everything that is done so is told in a note.
 */
import { counted } from '../../text/counted.js';
import type { Axis } from './columns.js';
import type { Measured, Rows } from './rows.js';
import { countedOn } from './turns.js';

export interface Series {
  /** Increasing. */
  readonly steps: readonly number[];
  /** One for each step. */
  readonly values: readonly number[];
}

export interface Log {
  readonly axis: Axis;
  readonly train: Series;
  /** The validation loss at the steps at which it was measured. */
  readonly valid: Series;
  /** How the log was read, where that is not obvious: sentences. */
  readonly notes: readonly string[];
}

export function orderRows(rows: Rows, axis: Axis): Log {
  const notes: string[] = [];
  const steps = axis === 'epochs' ? withinEpochs(rows, notes) : countedOn(rows, notes);
  return { axis, ...keepLater(steps, rows, notes), notes };
}

/** The least share of rows that repeat the epoch of the row before, so that rows are taken for batches of epochs. */
const REPEATING = 0.3;

/** Several rows of one epoch lie evenly within it. */
function withinEpochs({ steps, train }: Rows, notes: string[]): readonly number[] {
  const repeated = train.rows.filter((row, index) => index > 0 && steps[row] === steps[train.rows[index - 1] ?? row]);
  if (repeated.length < Math.max(1, REPEATING * train.rows.length)) return steps;
  notes.push('several rows have the same epoch: they are taken to lie evenly within it');
  const placed: number[] = [];
  for (let from = 0; from < steps.length;) {
    const epoch = steps[from] ?? NaN;
    let to = from + 1;
    while (steps[to] === epoch) to += 1;
    for (let row = from; row < to; row += 1) placed.push(epoch + (row - from) / (to - from));
    from = to;
  }
  return placed;
}

/** Both series, without what was logged again later. */
function keepLater(steps: readonly number[], rows: Rows, notes: string[]): Pick<Log, 'train' | 'valid'> {
  const train = new Keeper(rows.train);
  const valid = new Keeper(rows.valid);
  let backs = 0;
  for (let row = 0; row < steps.length; row += 1) {
    const step = steps[row] ?? NaN;
    const before = steps[row - 1] ?? step;
    if (step < before) {
      if (backs === 0) notes.push(backNote(before, step));
      backs += 1;
      train.drop(step);
      valid.drop(step);
    }
    train.take(row, step);
    valid.take(row, step);
  }
  const repeated = train.repeated + valid.repeated;
  if (repeated > 0)
    notes.push(`${counted(repeated, 'row repeats', 'rows repeat')} the step before: the later one counts`);
  return { train: train.series, valid: valid.series };
}

function backNote(before: number, step: number): string {
  return `the steps go back from ${String(before)} to ${String(step)}, as of a training that was started again: of what was logged twice, the later rows count`;
}

/** Takes the values of one column row by row. */
class Keeper {
  repeated = 0;
  readonly #steps: number[] = [];
  readonly #values: number[] = [];
  #next = 0;

  constructor(readonly measured: Measured) {}

  get series(): Series {
    return { steps: this.#steps, values: this.#values };
  }

  /** Forgets everything from a step on. */
  drop(step: number): void {
    while ((this.#steps.at(-1) ?? -Infinity) >= step) {
      this.#steps.pop();
      this.#values.pop();
    }
  }

  take(row: number, step: number): void {
    const { rows, values } = this.measured;
    if (rows[this.#next] !== row) return;
    if (this.#steps.at(-1) === step) {
      this.drop(step);
      this.repeated += 1;
    }
    this.#steps.push(step);
    this.#values.push(values[this.#next] ?? NaN);
    this.#next += 1;
  }
}
