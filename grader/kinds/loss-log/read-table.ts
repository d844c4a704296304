/** Reads a training log from a table: fields separated by commas, semicolons or tabs, with a header or without one. */
import { CsvError, parse } from 'csv-parse/sync';
import { namedSeparator, separatorOf } from '../../text/table.js';
import { adviceOn, readCell, shownCell, type Reading } from './cells.js';
import { findColumns, shownHeader, type Columns, type NamedColumns } from './columns.js';
import { RowCollector, type RawRow } from './rows.js';
import { orderRows, type Log } from './steps.js';

export type Read = { readonly ok: true; readonly log: Log } | { readonly ok: false; readonly sentence: string };

/** The longest line of a log, in characters. */
const LONGEST_LINE = 1000;
const MOST_SHOWN = 200;
const TOO_LONG = `a line has more than ${String(LONGEST_LINE)} characters: begin a new line for every step`;

/** Reads line by line, so that only the numbers are kept. */
export function readTableLog(text: string, wanted: NamedColumns = {}): Read {
  const first = firstLine(text);
  const named = namedSeparator(first);
  const separator = named ?? separatorOf(first);
  const table = new Table(wanted, { decimalComma: separator !== ',' });
  try {
    // the line that names the separator stays an empty one, so that lines keep their numbers
    parse(named === null ? text : text.replace(first, ''), {
      delimiter: separator,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: LONGEST_LINE,
      on_record: (cells: string[], { lines }) => {
        const problem = table.add(cells);
        if (problem !== null) throw new Stopped(`:${String(lines)}: ${problem}`);
        // the parser must not keep the records as well
        return null;
      },
    });
  } catch (error) {
    if (error instanceof Stopped) return { ok: false, sentence: error.message };
    if (!(error instanceof CsvError)) throw error;
    const fault = error.code === 'CSV_MAX_RECORD_SIZE' ? TOO_LONG : error.message.slice(0, MOST_SHOWN);
    return { ok: false, sentence: `: ${fault}` };
  }
  return table.read();
}

/** The header, or the start of it. */
function firstLine(text: string): string {
  return /[^\r\n]+/.exec(text.slice(0, LONGEST_LINE))?.[0] ?? '';
}

/** Stops reading once a problem has been found: the message is the sentence about it. */
class Stopped extends Error {}

class Table {
  #columns: Columns | null = null;
  #collector: RowCollector | null = null;
  #width = 0;
  #header = '';
  /** The cells of the header; empty without one. */
  #names: readonly string[] = [];
  #isWithoutHeader = false;

  constructor(
    readonly wanted: NamedColumns,
    readonly reading: Reading,
  ) {}

  /** The end of a sentence about the line if it is wrong. */
  add(cells: readonly string[]): string | null {
    if (this.#columns === null || this.#collector === null) return this.#begin(cells);
    // a program that appends to its log writes the header again when it is started again
    if (this.#isHeader(cells)) {
      this.#collector.beginAnew();
      return null;
    }
    const surplus = cells.length > this.#width && cells.slice(this.#width).some((cell) => cell !== '');
    if (surplus) return this.#tellSurplus(cells);
    return this.#collector.add(rowOf(cells, this.#columns, this.reading));
  }

  read(): Read {
    if (this.#columns === null || this.#collector === null) {
      return { ok: false, sentence: ':1: the file is empty, expected step,train or step,train,valid' };
    }
    const log = orderRows(this.#collector.rows, this.#columns.axis);
    if (!this.#isWithoutHeader) return { ok: true, log };
    return { ok: true, log: { ...log, notes: [`the log has no header: read as ${this.#header}`, ...log.notes] } };
  }

  #begin(cells: readonly string[]): string | null {
    if (cells.every((cell) => typeof readCell(cell, this.reading) === 'number')) return this.#beginWithoutHeader(cells);
    const found = findColumns(cells, this.wanted);
    if (!found.ok) return `the header is ${shownHeader(cells)}, ${found.sentence}`;
    this.#start(found.columns, cells);
    this.#names = cells;
    return null;
  }

  #isHeader(cells: readonly string[]): boolean {
    return cells.length === this.#names.length && cells.every((cell, place) => cell === this.#names[place]);
  }

  /** One column of numbers is the loss, two are steps and losses; of more it is not known which is which. */
  #beginWithoutHeader(cells: readonly string[]): string | null {
    const [first = ''] = cells;
    const isLog = cells.length === 1 || (cells.length === 2 && Number.isInteger(readCell(first, this.reading)));
    if (!isLog || Object.keys(this.wanted).length > 0) {
      return `the first line has numbers, ${shownCell(shownHeader(cells))}, where the names of the columns are expected: begin with a line such as step,train or step,train,valid`;
    }
    const hasSteps = cells.length === 2;
    const header = hasSteps ? ['step', 'train'] : ['train'];
    this.#isWithoutHeader = true;
    this.#start(
      {
        ...{ step: hasSteps ? 0 : null, axis: hasSteps ? 'steps' : 'rows', epoch: null },
        ...{ train: hasSteps ? 1 : 0, valid: null, phase: null },
      },
      header,
    );
    return this.add(cells);
  }

  #start(columns: Columns, header: readonly string[]): void {
    this.#columns = columns;
    this.#collector = new RowCollector(columns.step !== null, this.reading);
    this.#width = header.length;
    this.#header = shownHeader(header);
  }

  #tellSurplus(cells: readonly string[]): string {
    const text = cells.join();
    const why = this.reading.decimalComma
      ? adviceOn(text)
      : ': decimals have a point, or separate the columns by semicolons';
    return `${shownCell(text)} has ${String(cells.length)} fields, the header has ${String(this.#width)} (${this.#header})${why}`;
  }
}

function rowOf(cells: readonly string[], columns: Columns, reading: Reading): RawRow {
  const at = (place: number | null) => (place === null ? undefined : (cells[place] ?? ''));
  const { step, epoch, train, valid, phase } = columns;
  const used = [step, epoch, train, valid, phase];
  const hasMore = cells.some((cell, place) => !used.includes(place) && readCell(cell, reading) !== 'gap');
  return { step: at(step), epoch: at(epoch), train: at(train), valid: at(valid), phase: at(phase), hasMore };
}
