/** labels.csv of a student's data set: file, label and, if there is one, the level that the image is from. */
import { posix } from 'node:path';
import { LABELS_FILE, type Finding, type FindingCode } from '../../protocol/data-set.js';
import type { SplitListing, SplitSeen } from '../../stages/data-set.js';
import { elsewhere } from '../../files/elsewhere.js';
import { isPointer, POINTER_OF_STUDENT } from '../../files/lfs.js';
import { asTyped, nameForeign } from '../../text/look-alikes.js';
import { suggest } from '../../schema/sentences.js';
import { composed, readPaths } from './paths.js';
import { NOT_UTF8, readTable, type TableLine } from '../../text/table.js';

export interface LabelRow {
  readonly file: string;
  /** Number of the class; null if the label is not a class. */
  readonly label: number | null;
  readonly level: string | null;
  readonly row: number;
}

export interface LabelsRead {
  readonly rows: readonly LabelRow[];
  readonly findings: readonly Finding[];
}

const HEADERS = ['file,label', 'file,label,level', 'file,label,track'];
const EXPECTED = 'expected file,label';
const MOST_ROWS = 50_000;
/** Rows that are counted if there are too many. */
const MOST_READ = 2 * MOST_ROWS;
const MOST_SHOWN = 200;
const MOST_OF_A_LABEL = 40;
const MOST_OF_A_HEADER = 60;

/** Usable rows, and findings about the others. Byte order mark, CRLF and quotes are accepted. */
export function readLabels(split: SplitListing | SplitSeen, classes: readonly string[]): LabelsRead {
  const { folder, labels } = split;
  const whole = (code: FindingCode, found: string): LabelsRead => ({
    rows: [],
    findings: [{ code, file: posix.join(folder, LABELS_FILE), row: null, found }],
  });
  if (labels.status === 'missing')
    return whole('labels-missing', `there is none${elsewhere([LABELS_FILE], split.files)}`);
  if (labels.status === 'pointer' || (labels.status === 'read' && isPointer(labels.bytes))) {
    return whole('labels-unreadable', POINTER_OF_STUDENT);
  }
  if (labels.status === 'too-large') {
    return whole('labels-unreadable', `${String(labels.bytes)} bytes, at most ${String(labels.limit)}`);
  }
  const [header, ...data] = readTable(labels.bytes, MOST_READ + 1);
  const problem = headerProblem(header) ?? sizeProblem(data.length);
  return problem === null
    ? readRows(data, header?.cells?.length ?? 0, split, classes)
    : whole('labels-unreadable', problem);
}

function headerProblem(header: TableLine | undefined): string | null {
  if (header === undefined) return `it is empty, ${EXPECTED}`;
  if (header.cells === null) return header.fault === NOT_UTF8 ? `it is ${NOT_UTF8}` : `line 1: ${header.fault}`;
  const columns = header.cells.join(',').toLowerCase();
  if (HEADERS.includes(columns)) return null;
  const shown = columns.slice(0, MOST_OF_A_HEADER);
  return `the header is ${shown}, ${EXPECTED}${signIn(shown)}`;
}

function sizeProblem(count: number): string | null {
  if (count === 0) return 'it has a header and no rows';
  if (count <= MOST_ROWS) return null;
  return `${String(count)} rows${count < MOST_READ ? '' : ' or more'}, at most ${String(MOST_ROWS)}`;
}

/** The requirements for rows: the number of fields, and the classes. */
interface Asked {
  readonly width: number;
  readonly classes: readonly string[];
  readonly folder: string;
}

function readRows(
  data: readonly TableLine[],
  width: number,
  { folder, files }: SplitListing,
  classes: readonly string[],
): LabelsRead {
  const rows: LabelRow[] = [];
  const findings: Finding[] = [];
  /** By file: its first row. */
  const known = new Map<string, LabelRow>();
  const named = data.flatMap(({ line, cells }) => {
    const [file = '', label = ''] = cells ?? [];
    return file === '' || label === '' ? [] : [{ written: file, line }];
  });
  const paths = readPaths(named, new Set(files.map(composed)));
  const nameAt = new Map(named.map(({ line }, index) => [line, paths.names[index] ?? null]));
  for (const one of data) {
    const read = readRow(one, nameAt.get(one.line) ?? null, { width, classes, folder });
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
  return { rows, findings: [...findings, ...paths.findings.map(cutFile)] };
}

function cutFile(finding: Finding): Finding {
  return { ...finding, file: finding.file.slice(0, MOST_SHOWN) };
}

/** One row; null if it names no file that could be examined. `name` is its file, null if that is outside. */
function readRow(one: TableLine, name: string | null, asked: Asked): { row: LabelRow | null; findings: Finding[] } {
  const { line, cells } = one;
  const refuse = (code: FindingCode, file: string, found: string) => ({
    row: null,
    findings: [{ code, file: file.slice(0, MOST_SHOWN), row: line, found }],
  });
  if (cells === null) return refuse('row-incomplete', one.text, one.fault);
  const [file = '', label = '', level = ''] = cells;
  if (file === '') return refuse('row-incomplete', file, 'no file');
  if (label === '') return refuse('row-incomplete', file, 'no label');
  if (name === null) return refuse('path-outside', file, outsideOf(asked));
  const more = tooMany(cells, asked.width);
  const isRight = isExact(label, asked.classes);
  // the label may be part of the name, after a comma
  if (more !== null && !isRight) return refuse('row-incomplete', file, more);
  const row = { file: name, label: classOf(label, asked.classes), level: levelOf(level), row: line };
  const tell = (code: FindingCode, found: string): Finding => ({ code, file: name, row: line, found });
  if (more !== null) return { row, findings: [tell('row-incomplete', more)] };
  return { row, findings: isRight ? [] : [tell('label-unknown', unknownLabel(label, asked.classes))] };
}

function outsideOf({ folder }: Asked): string {
  return `leads out of ${folder === '' ? 'the folder' : folder}`;
}

function levelOf(text: string): string | null {
  return text === '' ? null : composed(text);
}

/** Spreadsheets add empty fields at the end. */
function tooMany(cells: readonly string[], width: number): string | null {
  const count = cells.findLastIndex((cell) => cell !== '') + 1;
  if (count <= width) return null;
  return `${String(count)} fields, the header has ${String(width)}: put a name with a comma in quotes`;
}

function unknownLabel(label: string, classes: readonly string[]): string {
  const shown = label.slice(0, MOST_OF_A_LABEL);
  const expected = `expected one of ${classes.join(', ')} or 0 to ${String(classes.length - 1)}`;
  return `"${shown}", ${expected}${suggest(shown, classes)}${signIn(shown, classes.join(''))}`;
}

/** Names a look-alike or invisible character. */
function signIn(text: string, known = ''): string {
  const sign = nameForeign(composed(text), composed(known));
  return sign === null ? '' : `; ${sign}`;
}

function isExact(label: string, classes: readonly string[]): boolean {
  const plain = composed(label);
  return (
    classes.some((name) => composed(name) === plain) || (/^\d{1,6}$/.test(label) && Number(label) < classes.length)
  );
}

/**
 * The class's number; null if it is not one. A class in another case, with spaces or quotes is accepted, with a
 * finding.
 */
function classOf(label: string, classes: readonly string[]): number | null {
  const meant = plainWord(label.slice(0, MOST_SHOWN));
  const place = classes.findIndex((name) => plainWord(name) === meant);
  if (place >= 0) return place;
  const number = /^\d{1,6}$/.test(label) ? Number(label) : NaN;
  return number < classes.length ? number : null;
}

function plainWord(text: string): string {
  return asTyped(text)
    .replace(/^["'\s]+|["'\s]+$/g, '')
    .toLowerCase();
}
