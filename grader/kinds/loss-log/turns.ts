/**
 * Counts the steps of a log on where its counter begins anew in each epoch, and leaves them where a training was started
 * again. The column of the epoch tells which it is; without one, the losses do: at the beginning of an epoch the loss is
 * near that at the end of the epoch before, and at the beginning of a training near that at the beginning of the first.
 * What counts of a training that was started again: see steps.ts.
 */
import type { Rows } from './rows.js';

const COUNTED_ON = 'the steps begin anew in each epoch: they are counted on';
/** The most losses at either end of a stretch whose median is compared. */
const AT_END = 3;
/** How much nearer the losses must be to the first beginning than to the ends before. */
const NEARER = 0.5;

export function countedOn(rows: Rows, notes: string[]): readonly number[] {
  const { steps, epochs } = rows;
  const turns = turnsOf(steps);
  const begins = turns.map((row) => (epochs[row] ?? NaN) > (epochs[row - 1] ?? NaN));
  const hasEpochs = turns.every((row) => Number.isFinite(epochs[row]) && Number.isFinite(epochs[row - 1]));
  const areEpochs = hasEpochs ? begins.includes(true) : mayBeEpochs(turns, rows) && !areRestarts(turns, rows);
  if (turns.length === 0 || !areEpochs) return steps;
  notes.push(COUNTED_ON);
  return placedOn(rows, turns, (turn) => !hasEpochs || begins[turn] === true);
}

/** The rows at which the steps go back. */
function turnsOf(steps: readonly number[]): readonly number[] {
  return steps.flatMap((step, row) => (row > 0 && step < (steps[row - 1] ?? step) ? [row] : []));
}

/** `isEpoch`: whether an epoch begins at this turn; otherwise the training was started again, from an epoch on. */
function placedOn({ steps, epochs }: Rows, turns: readonly number[], isEpoch: (turn: number) => boolean): number[] {
  const placed: number[] = [];
  const reached = new Reached(epochs);
  let offset = 0;
  let turn = 0;
  let from = 0;
  // by how much the same epoch was counted on when it was logged before
  const offsetAt = (row: number) => (placed[row] ?? 0) - (steps[row] ?? 0);
  for (let row = 0; row < steps.length; row += 1) {
    if (row === turns[turn]) {
      const next = (placed[row - 1] ?? 0) + distanceIn(steps, from, row) - (steps[row] ?? 0);
      offset = isEpoch(turn) ? next : offsetAt(reached.firstAt(row));
      from = row;
      turn += 1;
    }
    placed.push((steps[row] ?? 0) + offset);
  }
  return placed;
}

/** Where each epoch was logged first. */
class Reached {
  readonly #highest: number[] = [];

  constructor(readonly epochs: readonly number[]) {
    let highest = -Infinity;
    for (const epoch of epochs)
      this.#highest.push((highest = Math.max(highest, Number.isNaN(epoch) ? highest : epoch)));
  }

  /** The first row with the epoch of this one, or a later epoch. */
  firstAt(row: number): number {
    const epoch = this.epochs[row] ?? NaN;
    let [low, high] = [0, row];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#highest[middle] ?? NaN) >= epoch) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The distance of two rows from `from` on, or 1 if there is only one. */
function distanceIn(steps: readonly number[], from: number, to: number): number {
  if (to - from < 2) return 1;
  return Math.max((steps[from + 1] ?? 0) - (steps[from] ?? 0), 1);
}

/** Two stretches are a training that was started again, unless each has a header of its own. */
function mayBeEpochs(turns: readonly number[], { steps, begun }: Rows): boolean {
  const anew = new Set(begun);
  return turns.every((row) => anew.has(row)) || isPeriodic(turns, steps);
}

/** Whether at least three stretches begin at the same step and have the same number of rows; the last may have fewer. */
function isPeriodic(turns: readonly number[], steps: readonly number[]): boolean {
  const [period = 0] = turns;
  return (
    turns.length > 1 &&
    steps.length <= period * (turns.length + 1) &&
    turns.every((row, index) => row === period * (index + 1) && steps[row] === steps[0])
  );
}

/** Whether the training loss, too, begins anew at the turns. */
function areRestarts(turns: readonly number[], rows: Rows): boolean {
  const [first = NEVER, ...others] = endsOf(turns, rows);
  let [fromFirst, fromBefore] = [0, 0];
  let before = first;
  for (const stretch of others) {
    fromFirst += distance(stretch.begin, first.begin);
    fromBefore += distance(stretch.begin, before.end);
    before = stretch;
  }
  return fromFirst < NEARER * fromBefore;
}

/** The training loss at both ends of a stretch. */
interface Ends {
  readonly begin: number;
  readonly end: number;
}

const NEVER: Ends = { begin: NaN, end: NaN };

function endsOf(turns: readonly number[], { steps, train: { rows, values } }: Rows): Ends[] {
  let from = 0;
  return [...turns, steps.length].map((end) => {
    let to = from;
    while ((rows[to] ?? end) < end) to += 1;
    const losses = values.slice(from, to);
    from = to;
    const few = Math.max(1, Math.min(AT_END, Math.floor(losses.length / 3)));
    return { begin: medianOf(losses.slice(0, few)), end: medianOf(losses.slice(-few)) };
  });
}

/** Infinite for a loss that is not finite: a training that begins anew after one was started again. */
function distance(one: number, other: number): number {
  const found = Math.abs(one - other);
  return Number.isNaN(found) ? Infinity : found;
}

/** NaN without values, or if one of them is. */
function medianOf(values: readonly number[]): number {
  if (values.some(Number.isNaN)) return NaN;
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
