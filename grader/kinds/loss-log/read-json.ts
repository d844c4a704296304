/**
 * Reads a training log from JSON: the history of Keras or tf.js, the export of TensorBoard, lists of records, or an
 * object in each line. Must treat the text as hostile: own properties only, in time and memory proportional to its size.
 * Must accept NaN and Infinity as Python writes them.
 */
import { tellFault } from '../../checks/judging/json-fault.js';
import { field, isRecord, type JsonRecord } from '../../text/fields.js';
import { depthOf } from '../../text/json-text.js';
import { findColumns, shownHeader, type Columns, type NamedColumns } from './columns.js';
import { cellOf } from './json-cell.js';
import { readHistory } from './read-history.js';
import type { Read } from './read-table.js';
import { RowCollector, type RawRow } from './rows.js';
import { orderRows } from './steps.js';

/** Nesting of objects and lists; no log needs more than four levels. */
const MOST_LEVELS = 20;

/** Whether a text is to be read as JSON: tables do not begin with a bracket. */
export function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

export function readJsonLog(text: string, wanted: NamedColumns = {}): Read {
  if (depthOf(text) > MOST_LEVELS) {
    return failed(`: it is nested more than ${String(MOST_LEVELS)} levels deep: a log has a few`);
  }
  const whole = parsed(text);
  if (whole !== undefined) return readValue(whole, wanted);
  if (parsed(firstLine(text)) !== undefined) return readLines(text, wanted);
  return failed(tellFault('', text).message);
}

function failed(sentence: string): Read {
  return { ok: false, sentence };
}

/** Undefined if it is not JSON, with NaN and Infinity as numbers. */
function parsed(text: string): unknown {
  for (const one of [text, withQuotedNumbers(text)]) {
    try {
      return JSON.parse(one);
    } catch {
      // told by the caller
    }
  }
  return undefined;
}

/** The same text with NaN and Infinity in quotes; a string goes to its end, or to that of the text. */
function withQuotedNumbers(text: string): string {
  return text.replace(/"[^"\\]*(?:\\[^][^"\\]*)*"?|[-+]?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );
}

function firstLine(text: string): string {
  return text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
}

function readValue(value: unknown, wanted: NamedColumns): Read {
  if (Array.isArray(value)) return readList(value, wanted);
  const records = field(value, 'log_history');
  if (Array.isArray(records)) return readList(records, wanted);
  if (!isRecord(value)) return failed(': it has no log');
  const isOneRow = Object.values(value).every((one) => typeof one !== 'object' || one === null);
  return isOneRow ? readRecords([value], (at) => `, entry ${String(at + 1)}`, wanted) : readHistory(value, wanted);
}

function readList(list: readonly unknown[], wanted: NamedColumns): Read {
  const [first] = list;
  const place = (at: number) => `, entry ${String(at + 1)}`;
  if (isRecord(first)) return readRecords(list, place, wanted);
  if (Array.isArray(first)) return readTuples(list, first.length);
  if (list.length === 0) return failed(': it has no rows');
  const collector = new RowCollector(false, { decimalComma: false });
  for (const [at, value] of list.entries()) {
    const problem = collector.add({ ...NOTHING, train: cellOf(value) });
    if (problem !== null) return failed(`${place(at)}: ${problem}`);
  }
  return { ok: true, log: orderRows(collector.rows, 'rows') };
}

const NOTHING: RawRow = {
  ...{ step: undefined, epoch: undefined, train: undefined, valid: undefined, phase: undefined, hasMore: false },
};

/** TensorBoard's lists of wall time, step and value, or those of step and value. */
function readTuples(list: readonly unknown[], width: number): Read {
  if (width !== 2 && width !== 3) {
    return failed(`, entry 1: it has ${String(width)} values, expected [wall time, step, value]`);
  }
  const collector = new RowCollector(true, { decimalComma: false });
  for (const [at, tuple] of list.entries()) {
    const isTuple = Array.isArray(tuple) && tuple.length === width;
    const [step, train] = isTuple ? (tuple as unknown[]).slice(width - 2) : [];
    const problem = isTuple
      ? collector.add({ ...NOTHING, step: cellOf(step), train: cellOf(train) })
      : `expected ${String(width)} values, as in the first entry`;
    if (problem !== null) return failed(`, entry ${String(at + 1)}: ${problem}`);
  }
  return { ok: true, log: orderRows(collector.rows, 'steps') };
}

/** An object in each line. */
function readLines(text: string, wanted: NamedColumns): Read {
  const records: unknown[] = [];
  const lines: number[] = [];
  let line = 0;
  for (const { 0: whole } of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    line += 1;
    if (whole.trim() === '') continue;
    const record = parsed(whole);
    if (!isRecord(record)) return failed(`:${String(line)}: ${EXPECTED_RECORD}`);
    records.push(record);
    lines.push(line);
  }
  return readRecords(records, (at) => `:${String(lines[at] ?? 0)}`, wanted);
}

const EXPECTED_RECORD = 'expected an object such as {"step": 1, "loss": 0.5}';

function readRecords(records: readonly unknown[], place: (at: number) => string, wanted: NamedColumns): Read {
  const header = [...new Set(records.flatMap((record) => (isRecord(record) ? Object.keys(record) : [])))];
  const found = findColumns(header, wanted);
  if (!found.ok) return failed(`: the keys are ${shownHeader(header)}, ${found.sentence}`);
  const { columns } = found;
  const collector = new RowCollector(columns.step !== null, { decimalComma: false });
  const rowOf = rowReader(header, columns);
  for (const [at, record] of records.entries()) {
    const problem = isRecord(record) ? collector.add(rowOf(record)) : EXPECTED_RECORD;
    if (problem !== null) return failed(`${place(at)}: ${problem}`);
  }
  return { ok: true, log: orderRows(collector.rows, columns.axis) };
}

function rowReader(header: readonly string[], columns: Columns): (record: JsonRecord) => RawRow {
  const nameOf = (place: number | null) => (place === null ? null : (header[place] ?? null));
  const names = {
    ...{ step: nameOf(columns.step), epoch: nameOf(columns.epoch), train: nameOf(columns.train) },
    ...{ valid: nameOf(columns.valid), phase: nameOf(columns.phase) },
  };
  const used = new Set<string | null>(Object.values(names));
  return (record) => {
    const at = (name: string | null) => (name === null ? undefined : cellOf(field(record, name)));
    return {
      ...{ step: at(names.step), epoch: at(names.epoch), train: at(names.train) },
      ...{ valid: at(names.valid), phase: at(names.phase) },
      hasMore: Object.entries(record).some(([name, value]) => !used.has(name) && value !== null),
    };
  };
}
