/**
 * Grades the log of a training run: half of the points for a readable log, half for a decreasing loss; nothing for a
 * log with so few different values that no training can have written it.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { FEWEST_ROWS, readCurve, type Curve, type CurveVerdict } from '../../numerics/loss-curve.js';
import type { CheckOf } from '../../schema/checks.js';
import { POINTER_OF_STUDENT } from '../../files/lfs.js';
import { nameForeign } from '../../text/look-alikes.js';
import { separatorOf, textOf } from '../../text/table.js';
import { failWith } from '../../checks/judging/failure.js';
import type { Judge, Judgement } from '../../checks/judging/judge.js';

interface Log {
  readonly steps: readonly number[];
  readonly train: readonly number[];
  /** The validation loss at the steps at which it was measured. */
  readonly valid: { readonly steps: readonly number[]; readonly values: readonly number[] };
}

type Read = { readonly ok: true; readonly log: Log } | { readonly ok: false; readonly sentence: string };

/** Training gives ever new values; a log with fewer different ones is not from training. */
const FEWEST_VALUES = 3;

const HEADERS = ['step,train', 'step,train,valid'];
const TRAIN = 1;
/** Column of the validation loss, which need not be measured at every step. */
const VALID = 2;

export const judgeLossLog: Judge<'loss-log'> = (check, { documents }) => {
  const { file } = check;
  const found = documents.get(file);
  if (found === undefined) throw new Error(`${file} was not planned to be read`);
  if (found.status === 'missing') {
    return failWith({ code: 'MISSING_FILE', message: `${file} is missing${found.near ?? ''}` });
  }
  if (found.status === 'pointer') {
    return failWith({ code: 'LOAD_FAILED', message: `${file} ${POINTER_OF_STUDENT}` });
  }
  if (found.status === 'too-large') {
    const message = `${file} has ${String(found.bytes)} bytes, at most ${String(found.limit)}: log fewer steps`;
    return failWith({ code: 'TOO_LARGE', message });
  }
  const read = readLog(found.bytes);
  if (!read.ok) return failWith({ code: 'LOAD_FAILED', message: `${file}${read.sentence}` });
  return judgeLog(check, read.log);
};

/** The longest line of a log, in characters. */
const LONGEST_LINE = 1000;
const MOST_SHOWN = 200;
const MOST_OF_A_CELL = 20;

/** Reads line by line, so that only the numbers are kept. */
function readLog(bytes: Uint8Array): Read {
  const collected = new Collector();
  try {
    const text = textOf(bytes, { fatal: true });
    parse(text, {
      delimiter: separatorOf(firstLine(text)),
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: LONGEST_LINE,
      on_record: (cells: string[], { lines }) => {
        // the parser reports every line with another number of fields: reading stops at the first
        if (!collected.add(cells, lines)) throw new Stopped();
        // the parser must not keep the records as well
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof Stopped)) collected.fail(`: ${faultOf(error)}`);
  }
  return collected.read();
}

/** The header, or the start of it. */
function firstLine(text: string): string {
  return /[^\r\n]+/.exec(text.slice(0, LONGEST_LINE))?.[0] ?? '';
}

/** Stops reading once a problem has been found. */
class Stopped extends Error {}

function faultOf(error: unknown): string {
  if (!(error instanceof CsvError)) return 'it is not text in UTF-8';
  return error.code === 'CSV_MAX_RECORD_SIZE' ? TOO_LONG : error.message.slice(0, MOST_SHOWN);
}

const TOO_LONG = `a line has more than ${String(LONGEST_LINE)} characters: begin a new line for every step`;

/** Collects columns of numbers, up to the first invalid line. */
class Collector {
  readonly #columns: number[][] = [[], [], []];
  /** Steps with a validation loss. */
  readonly #measured: number[] = [];
  #header = '';
  #width = 0;
  #problem: string | null = null;

  /** False if nothing more has to be read. */
  add(cells: readonly string[], line: number): boolean {
    const problem = this.#width === 0 ? this.#begin(cells) : this.#take(cells, line);
    if (problem !== null) this.fail(problem);
    return problem === null;
  }

  /** Records a problem, which stops reading. */
  fail(sentence: string): void {
    this.#problem = sentence;
  }

  read(): Read {
    const problem = this.#problem ?? (this.#width === 0 ? headerSentence('nothing') : null);
    if (problem !== null) return { ok: false, sentence: problem };
    const [steps = [], train = [], valid = []] = this.#columns;
    return { ok: true, log: { steps, train, valid: { steps: this.#measured, values: valid } } };
  }

  #begin(cells: readonly string[]): string | null {
    this.#header = cells.join(',').toLowerCase();
    this.#width = cells.length;
    if (HEADERS.includes(this.#header)) return null;
    const shown = this.#header.slice(0, 60);
    return `${headerSentence(shown)}${signIn(shown)}`;
  }

  #take(cells: readonly string[], line: number): string | null {
    const needed = this.#width > VALID && isGap(cells[VALID]) ? cells.slice(0, VALID) : cells;
    const values = needed.map(toNumber);
    const problem = cells.length > this.#width ? this.#unexpected(cells.join()) : this.#problemOf(values, cells);
    if (problem !== null) return `:${String(line)}: ${problem}`;
    for (const [index, value] of values.entries()) this.#columns[index]?.push(value ?? NaN);
    if (needed.length > VALID) this.#measured.push(values[0] ?? NaN);
    return null;
  }

  #problemOf(values: readonly (number | null)[], cells: readonly string[]): string | null {
    const place = values.indexOf(null);
    if (place === TRAIN && isGap(cells[TRAIN])) {
      return `there is no training loss ("${cells[TRAIN] ?? ''}"): each row needs one, only valid may be left out`;
    }
    if (place >= 0) return this.#unexpected(cells[place] ?? '');
    if (values.length < VALID) return this.#unexpected(cells.join());
    // a loss may become infinite, but the number of a step must be finite
    if (Number.isFinite(values[0])) return null;
    return `the step is "${(cells[0] ?? '').slice(0, MOST_OF_A_CELL)}", expected a finite number`;
  }

  #unexpected(text: string): string {
    const shown = text.slice(0, MOST_OF_A_CELL);
    return `"${shown}" where ${this.#header} are expected, all numbers${signIn(shown)}`;
  }
}

/** Names a look-alike character or a decimal comma; empty if there is neither. */
function signIn(text: string): string {
  const sign = nameForeign(text) ?? (/^[+-]?\d+,\d+$/.test(text) ? 'decimals have a point' : null);
  return sign === null ? '' : `: ${sign}`;
}

function headerSentence(found: string): string {
  return `:1: the header is ${found}, expected ${HEADERS.join(' or ')}`;
}

const GAP = /^(none|n\/?a|n\.a\.?|#n\/a|<na>|null|nil|undefined|\?|\.|[-\u2010-\u2015\u2212]+|)$/i;
/** NaN as printed by Python, JavaScript and C, also on Windows. */
const NOT_A_NUMBER = /^[+-]?(nan(\(\w*\))?|1\.#(q|s)?nan\d*|1\.#ind\d*)$/i;
const INFINITE = /^[+-]?(inf|infinity|1\.#inf\d*)$/i;

/** What is written where a validation loss was not measured; a row may also end before it. */
function isGap(text = ''): boolean {
  return GAP.test(text) || NOT_A_NUMBER.test(text);
}

/** null if it is not a number; nan and inf, as programs print them, are accepted. */
function toNumber(text: string): number | null {
  if (NOT_A_NUMBER.test(text) || INFINITE.test(text)) return NaN;
  return text === '' || Number.isNaN(Number(text)) ? null : Number(text);
}

const OVERFITTING: readonly CurveVerdict[] = ['rose-again', 'blew-up'];

function judgeLog(check: CheckOf<'loss-log'>, { steps, train, valid }: Log): Judgement {
  const fewest = check.rows ?? FEWEST_ROWS;
  const curve = readCurve(train, fewest);
  const held = valid.values.length === 0 ? null : readCurve(valid.values, fewest);
  const stopAt = held !== null && OVERFITTING.includes(held.verdict) ? stepAt(held, valid.steps) : null;
  const untrained = curve.verdict === 'too-short' ? null : findUntrained(train);
  const sentences = [
    untrained ?? describeTraining(curve, stepAt(curve, steps), train.length, fewest),
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

function stepAt({ row }: Curve, steps: readonly number[]): number | null {
  return row === null ? null : (steps[row] ?? null);
}

/** A sentence if there are too few different values for training; null if there are enough. */
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
