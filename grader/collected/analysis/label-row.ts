/**
 * Reads one row of a student's labels.csv: the file and the class that are meant, and faults in how they are written.
 */
import type { Finding, FindingCode } from '../../protocol/data-set.js';
import { suggest } from '../../schema/sentences.js';
import { classByNumber, expectedClasses } from '../../text/classes.js';
import { asTyped, foreignRemark } from '../../text/look-alikes.js';
import { surplusOf, type Row } from '../../text/rows.js';
import { composed } from './paths.js';

export interface LabelRow {
  readonly file: string;
  /** The number of the class; null if the label is not a class. */
  readonly label: number | null;
  readonly level: string | null;
  readonly row: number;
}

/** The requirements for rows: the number of fields, and the classes. */
export interface Asked {
  readonly width: number;
  readonly classes: readonly string[];
  readonly folder: string;
}

/** The most characters of a row's text that a finding keeps. */
export const MOST_SHOWN = 200;
const MOST_OF_A_LABEL = 40;

/**
 * `row` is null if it names no file that can be examined. `name` is its file, or null if that is outside the folder.
 */
export function readRow(
  one: Row,
  name: string | null,
  asked: Asked,
): { readonly row: LabelRow | null; readonly findings: readonly Finding[] } {
  const { line } = one;
  const refuse = (code: FindingCode, file: string, found: string) => ({
    row: null,
    findings: [{ code, file: file.slice(0, MOST_SHOWN), row: line, found }],
  });
  if (one.fault !== null) return refuse('row-incomplete', one.text, one.fault);
  const [file = '', label = '', level = ''] = one.cells;
  if (file === '') return refuse('row-incomplete', file, 'no file');
  if (label === '') return refuse('row-incomplete', file, 'no label');
  if (name === null) return refuse('path-outside', file, outsideOf(asked));
  const more = tooMany(one.count, asked.width);
  const isRight = isExact(label, asked.classes);
  // the label may be a part of the name after a comma
  if (more !== null && !isRight) return refuse('row-incomplete', file, more);
  const row = { file: name, label: classOf(label, asked.classes), level: levelOf(level), row: line };
  const tell = (code: FindingCode, found: string): Finding => ({ code, file: name, row: line, found });
  if (more !== null) return { row, findings: [tell('row-incomplete', more)] };
  return { row, findings: isRight ? [] : [tell('label-unknown', unknownLabel(label, asked.classes))] };
}

/** Names a character that looks like another or is invisible, as the end of a sentence. */
export function signIn(text: string, known = ''): string {
  return foreignRemark(composed(text), composed(known));
}

function outsideOf({ folder }: Asked): string {
  return `leads out of ${folder === '' ? 'the folder' : folder}`;
}

function levelOf(text: string): string | null {
  return text === '' ? null : composed(text);
}

function tooMany(count: number, width: number): string | null {
  const surplus = surplusOf(count, width);
  return surplus === null ? null : `${surplus}: put a name with a comma in quotes`;
}

function unknownLabel(label: string, classes: readonly string[]): string {
  const shown = label.slice(0, MOST_OF_A_LABEL);
  return `"${shown}", ${expectedClasses(classes)}${suggest(shown, classes)}${signIn(shown, classes.join(''))}`;
}

function isExact(label: string, classes: readonly string[]): boolean {
  const plain = composed(label);
  return classes.some((name) => composed(name) === plain) || classByNumber(label, classes) !== null;
}

/**
 * The number of the class; null if it is not a class. One in other case, spaces or quotes is accepted, with a finding.
 */
function classOf(label: string, classes: readonly string[]): number | null {
  const meant = plainWord(label.slice(0, MOST_SHOWN));
  const place = classes.findIndex((name) => plainWord(name) === meant);
  return place >= 0 ? place : classByNumber(label, classes);
}

function plainWord(text: string): string {
  return asTyped(text)
    .replace(/^["'\s]+|["'\s]+$/g, '')
    .toLowerCase();
}
