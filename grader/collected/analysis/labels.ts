/**
 * Reads labels.csv of a student's data set: file, label and, optionally, the level of the image. More lenient than an
 * instructor's table (images/staff-table.ts): every usable row is used, and every other row is a finding.
 */
import { posix } from 'node:path';
import { LABELS_FILE, type Finding, type FindingCode } from '../../protocol/data-set.js';
import type { SplitListing, SplitSeen } from '../../stages/data-set.js';
import { elsewhere } from '../../files/elsewhere.js';
import { isPointer, POINTER_OF_STUDENT } from '../../files/lfs.js';
import { readRows, type Row, type RowsRead } from '../../text/rows.js';
import { NOT_UTF8 } from '../../text/table.js';
import { MOST_SHOWN, readRow, signIn, type LabelRow } from './label-row.js';
import { composed, readPaths } from './paths.js';
import { counted } from '../../text/counted.js';

export interface LabelsRead {
  readonly rows: readonly LabelRow[];
  readonly findings: readonly Finding[];
}

const HEADERS = ['file,label', 'file,label,level', 'file,label,track'];
const EXPECTED = 'expected file,label';
const MOST_ROWS = 50_000;
/** Rows that are counted if there are too many. */
const MOST_READ = 2 * MOST_ROWS;
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
  const read = readRows(labels.bytes, { columnsOf, most: MOST_READ });
  if (read.status !== 'read') return whole('labels-unreadable', headerProblem(read));
  const problem = sizeProblem(read.rows.length);
  return problem === null ? readLabelled(read.rows, read.width, split, classes) : whole('labels-unreadable', problem);
}

function columnsOf(header: readonly string[]): readonly number[] | null {
  return HEADERS.includes(header.join(',').toLowerCase()) ? [0, 1, 2] : null;
}

function headerProblem(read: Exclude<RowsRead, { status: 'read' }>): string {
  switch (read.status) {
    case 'empty':
      return `it is empty, ${EXPECTED}`;
    case 'not-text':
      return `it is ${NOT_UTF8}`;
    case 'broken-header':
      return `line 1: ${read.fault}`;
    case 'other-header': {
      const shown = read.header.join(',').toLowerCase().slice(0, MOST_OF_A_HEADER);
      return `the header is ${shown}, ${EXPECTED}${signIn(shown)}`;
    }
  }
}

function sizeProblem(count: number): string | null {
  if (count === 0) return 'it has a header and no rows';
  if (count <= MOST_ROWS) return null;
  return `${counted(count, 'row')}${count < MOST_READ ? '' : ' or more'}, at most ${String(MOST_ROWS)}`;
}

function readLabelled(
  data: readonly Row[],
  width: number,
  { folder, files }: SplitListing,
  classes: readonly string[],
): LabelsRead {
  const rows: LabelRow[] = [];
  const findings: Finding[] = [];
  /** By file: its first row. */
  const known = new Map<string, LabelRow>();
  const named = data.flatMap((one) => {
    const [file = '', label = ''] = one.fault === null ? one.cells : [];
    return file === '' || label === '' ? [] : [{ written: file, line: one.line }];
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
