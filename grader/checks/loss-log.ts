/** The log of a training: half of the points for a log that can be read, half for a loss that goes down. */
import { CsvError, parse } from 'csv-parse/sync';
import { FEWEST_ROWS, readCurve, type Curve } from '../numerics/loss-curve.js';
import type { CheckOf } from '../schema/checks.js';
import { failWith } from './failure.js';
import type { Judge, Judgement } from './judge.js';

interface Log {
  readonly steps: readonly number[];
  readonly train: readonly number[];
  readonly valid: readonly number[] | null;
}

type Read = { readonly ok: true; readonly log: Log } | { readonly ok: false; readonly sentence: string };

/** A training gives ever new values; where there are fewer, none is logged. */
const FEWEST_VALUES = 3;

const HEADERS = ['step,train', 'step,train,valid'];

export const judgeLossLog: Judge<'loss-log'> = (check, { documents }) => {
  const { file } = check;
  const found = documents.get(file);
  if (found === undefined) throw new Error(`${file} was not planned to be read`);
  if (found.status === 'missing') return failWith({ code: 'MISSING_FILE', message: `${file} is missing` });
  if (found.status === 'too-large') {
    const message = `${file} has ${String(found.bytes)} bytes, at most ${String(found.limit)}: log fewer steps`;
    return failWith({ code: 'TOO_LARGE', message });
  }
  const read = readLog(found.bytes);
  if (!read.ok) return failWith({ code: 'LOAD_FAILED', message: `${file}${read.sentence}` });
  return judgeLog(check, read.log);
};

function readLog(bytes: Uint8Array): Read {
  const rows = parseRows(bytes);
  if (typeof rows === 'string') return { ok: false, sentence: `: ${rows}` };
  const [header = [], ...data] = rows;
  const columns = header.join(',').toLowerCase();
  if (!HEADERS.includes(columns)) {
    const shown = columns === '' ? 'nothing' : columns.slice(0, 60);
    return { ok: false, sentence: `:1: the header is ${shown}, expected ${HEADERS.join(' or ')}` };
  }
  const numbers: number[][] = [];
  for (const [index, cells] of data.entries()) {
    const values = cells.map(toNumber);
    const place = cells.findIndex((_cell, column) => values[column] === null);
    if (cells.length !== header.length || place >= 0) {
      const cell = (cells[place] ?? cells.join(',')).slice(0, 20);
      return { ok: false, sentence: `:${String(index + 2)}: "${cell}" where ${columns} are expected, all numbers` };
    }
    numbers.push(values.map((value) => value ?? NaN));
  }
  const column = (index: number) => numbers.map((row) => row[index] ?? NaN);
  return { ok: true, log: { steps: column(0), train: column(1), valid: header.length > 2 ? column(2) : null } };
}

function parseRows(bytes: Uint8Array): string[][] | string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    if (error instanceof CsvError) return error.message;
    return 'it is not text in UTF-8';
  }
}

/** null for what is no number; nan and inf, as programs print them, are. */
function toNumber(text: string): number | null {
  if (/^[+-]?(nan|inf|infinity)$/i.test(text)) return NaN;
  return text === '' || Number.isNaN(Number(text)) ? null : Number(text);
}

function judgeLog(check: CheckOf<'loss-log'>, { steps, train, valid }: Log): Judgement {
  const fewest = check.rows ?? FEWEST_ROWS;
  const curve = readCurve(train, fewest);
  const held = valid === null ? null : readCurve(valid, fewest);
  const stepAt = ({ row }: Curve) => (row === null ? null : (steps[row] ?? null));
  const overfits = held !== null && (held.verdict === 'rose-again' || held.verdict === 'blew-up');
  const stopAt = overfits ? stepAt(held) : null;
  const untrained = curve.verdict === 'too-short' ? null : findUntrained(train);
  const sentences = [
    untrained ?? describeTraining(curve, stepAt(curve), train.length, fewest),
    ...(stopAt === null ? [] : [`the validation loss rises after step ${String(stopAt)}: it overfits, stop there`]),
  ];
  return {
    earned: untrained === null ? check.points * creditOf(curve) : 0,
    summary: sentences.join('; '),
    evidence: {
      type: 'loss-log',
      rows: train.length,
      train: curve.verdict,
      valid: held?.verdict ?? null,
      stopAt,
    },
  };
}

/** So few different values that nothing was trained; null where there are enough. */
function findUntrained(train: readonly number[]): string | null {
  const values = new Set(train.filter((value) => Number.isFinite(value)));
  if (values.size >= FEWEST_VALUES) return null;
  const found =
    values.size === 0 ? 'no finite value' : values.size === 1 ? 'one value' : `${String(values.size)} values`;
  return `the training loss has ${found} in ${String(train.length)} rows, which no training gives: log the loss of every step`;
}

function creditOf({ verdict }: Curve): number {
  if (verdict === 'too-short') return 0;
  return verdict === 'plateau' || verdict === 'still-decreasing' ? 1 : 0.5;
}

function describeTraining({ verdict }: Curve, step: number | null, rows: number, fewest: number): string {
  const at = step === null ? '' : ` at step ${String(step)}`;
  switch (verdict) {
    case 'non-finite':
      return `the training loss is not finite${at}: is the learning rate too large, or log taken of 0?`;
    case 'too-short':
      return `the log has ${String(rows)} rows, at least ${String(fewest)} are needed to see a trend`;
    case 'blew-up':
      return 'the training loss grows: is the learning rate too large, or a sign wrong?';
    case 'not-decreasing':
      return 'the training loss does not go down: is the gradient used at all, with a fitting learning rate?';
    case 'rose-again':
      return `the training loss goes down and rises again after step ${String(step)}: is the learning rate too large?`;
    case 'still-decreasing':
      return 'the training loss goes down, and still does at the end';
    case 'plateau':
      return 'the training loss goes down and levels off';
  }
}
