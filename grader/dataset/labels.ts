/** labels.csv of a student's data set: file, label and, if there is one, the level that the image is from. */
import { posix } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import type { Finding, FindingCode, SplitListing, SplitSeen } from '../schema/data-set.js';
import { suggest } from '../schema/sentences.js';

export interface LabelRow {
  readonly file: string;
  /** Number of the class; null where the label is none. */
  readonly label: number | null;
  readonly level: string | null;
  readonly row: number;
}

export interface LabelsRead {
  readonly rows: readonly LabelRow[];
  readonly findings: readonly Finding[];
}

const HEADERS = ['file,label', 'file,label,level', 'file,label,track'];
const MOST_ROWS = 50_000;
/** Rows that are counted where they are too many. */
const MOST_READ = 2 * MOST_ROWS;
const MOST_SHOWN = 200;
const MOST_OF_A_LABEL = 40;

/** Rows that can be used, and what is wrong with the others. Byte order mark, CRLF and quotes are fine. */
export function readLabels({ folder, labels }: SplitListing | SplitSeen, classes: readonly string[]): LabelsRead {
  const path = posix.join(folder, 'labels.csv');
  const whole = (code: FindingCode, found: string): LabelsRead => ({
    rows: [],
    findings: [{ code, file: path, row: null, found }],
  });
  if (labels.status === 'missing') return whole('labels-missing', 'there is none');
  if (labels.status === 'too-large') {
    return whole('labels-unreadable', `${String(labels.bytes)} bytes, at most ${String(labels.limit)}`);
  }
  const records = parseRows(labels.bytes);
  if (typeof records === 'string') return whole('labels-unreadable', records);
  const [header, ...data] = records;
  const columns = header?.cells.join(',').toLowerCase() ?? '';
  if (!HEADERS.includes(columns)) {
    const shown = columns === '' ? 'it is empty' : `the header is ${columns.slice(0, 60)}`;
    return whole('labels-unreadable', `${shown}, expected file,label`);
  }
  if (data.length === 0) return whole('labels-unreadable', 'it has a header and no rows');
  if (data.length > MOST_ROWS) {
    const found = `${String(data.length)} rows${data.length < MOST_READ ? '' : ' or more'}, at most ${String(MOST_ROWS)}`;
    return whole('labels-unreadable', found);
  }
  return readRows(data, classes, folder);
}

interface Record {
  readonly cells: readonly string[];
  readonly line: number;
}

function parseRows(bytes: Uint8Array): Record[] | string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const rows = parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
      to: MOST_READ + 1,
    }) as unknown as readonly { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    return error instanceof CsvError ? error.message.slice(0, MOST_SHOWN) : 'it is not text in UTF-8';
  }
}

function readRows(data: readonly Record[], classes: readonly string[], folder: string): LabelsRead {
  const rows: LabelRow[] = [];
  const findings: Finding[] = [];
  /** By file: its first row. */
  const known = new Map<string, LabelRow>();
  for (const record of data) {
    const read = readRow(record, classes, folder);
    findings.push(...read.findings);
    const { row } = read;
    if (row === null) continue;
    const first = known.get(row.file);
    if (first !== undefined) {
      const found = `is in row ${String(first.row)} already`;
      findings.push({ code: 'row-repeated', file: row.file, row: row.row, found });
      if (first.label === row.label) continue;
    }
    known.set(row.file, first ?? row);
    rows.push(row);
  }
  return { rows, findings };
}

/** One row; null where it names no file that could be looked at. */
function readRow(
  { cells, line }: Record,
  classes: readonly string[],
  folder: string,
): { row: LabelRow | null; findings: Finding[] } {
  const [file = '', label = '', level = ''] = cells;
  const refuse = (code: FindingCode, found: string) => ({
    row: null,
    findings: [{ code, file: file.slice(0, MOST_SHOWN), row: line, found }],
  });
  if (file === '' || label === '') return refuse('row-incomplete', file === '' ? 'no file' : 'no label');
  const name = posix.normalize(file);
  if (isOutside(file, name)) return refuse('path-outside', `leads out of ${folder === '' ? 'the folder' : folder}`);
  const row = { file: name, label: classOf(label, classes), level: level === '' ? null : level, row: line };
  if (isExact(label, classes)) return { row, findings: [] };
  const expected = `expected one of ${classes.join(', ')} or 0 to ${String(classes.length - 1)}`;
  const shown = label.slice(0, MOST_OF_A_LABEL);
  const found = `"${shown}", ${expected}${suggest(shown, classes)}`;
  return { row, findings: [{ code: 'label-unknown', file: name, row: line, found }] };
}

function isOutside(file: string, name: string): boolean {
  return name === '..' || name.startsWith('../') || name.startsWith('/') || /^[a-z]:|[\\\u0000]/i.test(file);
}

function isExact(label: string, classes: readonly string[]): boolean {
  return classes.includes(label) || (/^\d{1,6}$/.test(label) && Number(label) < classes.length);
}

/** The class's number; null where it is none. A class in other letters is that class, and a finding. */
function classOf(label: string, classes: readonly string[]): number | null {
  const place = classes.findIndex((name) => name.toLowerCase() === label.toLowerCase());
  if (place >= 0) return place;
  const number = /^\d{1,6}$/.test(label) ? Number(label) : NaN;
  return number < classes.length ? number : null;
}
