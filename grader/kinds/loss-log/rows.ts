/**
 * Collects the rows of a training log, whatever file they come from, up to the first that is wrong. Keeps only numbers,
 * so that memory is bounded by the size of the file. Must not decide what steps mean: see steps.ts.
 */
import { adviceOn, isUnmeasured, readCell, shownCell, type Cell, type Reading } from './cells.js';

/** The fields of one row that matter. */
export interface RawRow {
  readonly step: Cell;
  readonly epoch: Cell;
  readonly train: Cell;
  readonly valid: Cell;
  /** `train` or `valid` if each row has one loss; anything else is a row of training. */
  readonly phase: Cell;
  /** Whether the row has a value in another column, such as an accuracy. */
  readonly hasMore: boolean;
}

/** Values of one column and the rows in which they are. */
export interface Measured {
  readonly rows: number[];
  readonly values: number[];
}

export interface Rows {
  /** One for each row; the number of the row, from 1 after each header, if no column counts. */
  readonly steps: number[];
  /** One for each row; NaN without that column. */
  readonly epochs: number[];
  /** The rows before which the header is repeated, as by a program that was started again or appends each epoch. */
  readonly begun: number[];
  readonly train: Measured;
  readonly valid: Measured;
}

export class RowCollector {
  readonly rows: Rows = {
    ...{ steps: [], epochs: [], begun: [] },
    ...{ train: { rows: [], values: [] }, valid: { rows: [], values: [] } },
  };
  readonly #counts: boolean;
  readonly #reading: Reading;

  /** `counts`: whether a column has the number of the step. */
  constructor(counts: boolean, reading: Reading) {
    this.#counts = counts;
    this.#reading = reading;
  }

  /** The header is repeated before the next row. */
  beginAnew(): void {
    this.rows.begun.push(this.rows.steps.length);
  }

  /** The end of a sentence about the row if it is wrong; null if it is right, or has nothing. */
  add(given: RawRow): string | null {
    const row = byPhase(given);
    const train = readCell(row.train, this.#reading);
    const valid = isUnmeasured(row.valid) ? 'gap' : readCell(row.valid, this.#reading);
    if (train === 'words') return wordsIn('the training loss', row.train);
    if (valid === 'words') return wordsIn('the validation loss', row.valid);
    if (train === 'gap' && valid === 'gap') return this.#addGap(row);
    return this.#push(row, train, valid);
  }

  /** A row without a loss is left out if it has something else, or nothing at all. */
  #addGap(row: RawRow): string | null {
    if (row.hasMore) return null;
    // JSON has null in place of NaN and Infinity, as JavaScript writes it
    if (row.train === null) return this.#push(row, NaN, 'gap');
    const isEmpty = readCell(row.step, this.#reading) === 'gap' && readCell(row.epoch, this.#reading) === 'gap';
    if (isEmpty) return null;
    return `there is no training loss (${shownCell(row.train)}): each row needs one, or a validation loss`;
  }

  #push(row: RawRow, train: number | 'gap', valid: number | 'gap'): string | null {
    const { steps, epochs, begun } = this.rows;
    const at = steps.length;
    const step = this.#counts ? readCell(row.step, this.#reading) : at + 1 - (begun.at(-1) ?? 0);
    // a loss may become infinite, but the number of a step must be finite
    if (typeof step !== 'number' || !Number.isFinite(step)) {
      return `the step is ${shownCell(row.step)}, expected a finite number${adviceOn(row.step)}`;
    }
    const epoch = readCell(row.epoch, this.#reading);
    steps.push(step);
    epochs.push(typeof epoch === 'number' ? epoch : NaN);
    pushTo(this.rows.train, at, train);
    pushTo(this.rows.valid, at, valid);
    return null;
  }
}

const VALIDATION = /^(val|valid|validation|validate|dev|eval|evaluation)$/i;
const TEST = /^(test|testing)$/i;

/** The same row with its loss where its phase says. */
function byPhase(row: RawRow): RawRow {
  if (typeof row.phase !== 'string') return row;
  const phase = row.phase.trim();
  if (TEST.test(phase)) return { ...row, train: undefined, hasMore: true };
  return VALIDATION.test(phase) ? { ...row, train: undefined, valid: row.train } : row;
}

function pushTo({ rows, values }: Measured, row: number, value: number | 'gap'): void {
  if (value === 'gap') return;
  rows.push(row);
  values.push(value);
}

function wordsIn(what: string, cell: Cell): string {
  return `${what} is ${shownCell(cell)}, expected a number${adviceOn(cell)}`;
}
