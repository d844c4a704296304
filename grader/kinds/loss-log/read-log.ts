/** Reads the log of a training run from the bytes of a student's CSV file. Must accept what programs print as NaN. */
import { CsvError, parse } from 'csv-parse/sync';
import { nameForeign } from '../../text/look-alikes.js';
import { separatorOf, textOf } from '../../text/table.js';

export interface Log {
  readonly steps: readonly number[];
  readonly train: readonly number[];
  /** The validation loss at the steps at which it was measured. */
  readonly valid: { readonly steps: readonly number[]; readonly values: readonly number[] };
}

export type Read = { readonly ok: true; readonly log: Log } | { readonly ok: false; readonly sentence: string };
const HEADERS = ['step,train', 'step,train,valid'];
const TRAIN = 1;
/** Column of the validation loss, which need not be measured at every step. */
const VALID = 2;
/** The longest line of a log, in characters. */
const LONGEST_LINE = 1000;
const MOST_SHOWN = 200;
const MOST_OF_A_CELL = 20;

/** Reads line by line, so that only the numbers are kept. */
export function readLog(bytes: Uint8Array): Read {
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
