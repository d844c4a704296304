/** Everything that can be found in a data set that was decoded. Pure: no files are read here. */
import { posix } from 'node:path';
import {
  FINDING_CODES,
  LABELS_FILE,
  type DataSetSeen,
  type Finding,
  type FindingCode,
  type SplitSeen,
} from '../schema/data-set.js';
import { ADVICE } from './advice.js';
import { countClasses, findImbalance, type BalanceRules } from './balance.js';
import type { CourseImages } from './course.js';
import { findCopies } from './copies.js';
import { findingAt, type Entry } from './entry.js';
import { findDoubtfulLabels } from './label-noise.js';
import { readLabels, type LabelRow } from './labels.js';
import { looksOf } from './looks.js';
import { findShared } from './splits.js';

export interface DataSetRules extends BalanceRules {
  /** Height and width of an image. */
  readonly side: number;
  readonly course: CourseImages;
  /** Also look for labels that do not fit the image: slow, and a hint only. */
  readonly labelNoise: boolean;
}

export interface FindingGroup {
  readonly code: FindingCode;
  readonly title: string;
  readonly mend: string;
  readonly findings: readonly Finding[];
}

export interface SplitCounts {
  readonly name: string;
  /** Images that were decoded and have a row. */
  readonly images: number;
  readonly perClass: readonly number[];
}

export interface DataSetReport {
  readonly splits: readonly SplitCounts[];
  /** In the order of FINDING_CODES; none is empty. */
  readonly groups: readonly FindingGroup[];
  /** What findings are about, by file. */
  readonly entries: ReadonlyMap<string, Entry>;
}

/** Splits after the first are for validation and may have fewer images of each class. */
const VALID_SHARE = 0.2;

export function examineDataSet({ splits }: DataSetSeen, rules: DataSetRules): DataSetReport {
  const parts = splits.map((split) => examineSplit(split, rules));
  const entries = parts.flatMap((part) => part.entries);
  const missing: Finding[] =
    splits.length > 0 ? [] : [{ code: 'labels-missing', file: LABELS_FILE, row: null, found: 'there is none' }];
  const findings = [
    ...missing,
    ...parts.flatMap((part) => part.findings),
    ...entries
      .filter(({ looks }) => looks.isConstant)
      .map((entry) => findingAt(entry, 'constant', 'all pixels are alike')),
    ...parts.flatMap((part, index) =>
      part.entries.length === 0
        ? []
        : findImbalance(part.perClass, rules, part.labelsFile, index === 0 ? 1 : VALID_SHARE),
    ),
    ...findCopies(entries, rules.classes, rules.course.digests),
    ...findShared(entries),
    ...(rules.labelNoise ? findDoubtfulLabels(entries, rules.classes, rules.course) : []),
  ];
  return {
    splits: parts.map(({ name, entries: { length }, perClass }) => ({ name, images: length, perClass })),
    groups: FINDING_CODES.flatMap((code) => groupOf(code, findings)),
    entries: new Map(entries.map((entry) => [entry.file, entry])),
  };
}

function groupOf(code: FindingCode, all: readonly Finding[]): FindingGroup[] {
  const findings = all.filter((finding) => finding.code === code);
  return findings.length === 0 ? [] : [{ code, ...ADVICE[code], findings }];
}

interface Part extends SplitCounts {
  readonly labelsFile: string;
  readonly entries: readonly Entry[];
  readonly findings: readonly Finding[];
}

function examineSplit(split: SplitSeen, rules: DataSetRules): Omit<Part, 'images'> {
  const { name, files, images } = split;
  const { rows, findings } = readLabels(split, rules.classes);
  const within = (file: string) => posix.join(name, file);
  const listed = new Set(rows.map(({ file }) => file));
  const unlisted = rows.length === 0 ? [] : files.filter((file) => !listed.has(file));
  const found: Finding[] = [];
  const entries: Entry[] = [];
  for (const row of rows) {
    const image = images.get(row.file);
    const tell = (code: FindingCode, text: string) =>
      found.push({ code, file: within(row.file), row: row.row, found: text });
    if (image === undefined) tell('file-missing', missingName(row, files));
    else if (image.status === 'bad') tell(image.code, image.found);
    else {
      for (const remark of image.remarks) tell(remark.code, remark.found);
      entries.push(entryOf(row, within(row.file), name, image.pixels, rules.side));
    }
  }
  return {
    name,
    labelsFile: within(LABELS_FILE),
    entries,
    perClass: countClasses(entries, rules.classes.length),
    findings: [
      ...findings,
      ...unlisted.map((file): Finding => ({
        code: 'file-unlisted',
        file: within(file),
        row: null,
        found: 'has no row',
      })),
      ...found,
    ],
  };
}

function entryOf(row: LabelRow, file: string, split: string, pixels: Uint8Array, side: number): Entry {
  return { file, row: row.row, split, label: row.label, level: row.level, pixels, looks: looksOf(pixels, side) };
}

function missingName({ file }: LabelRow, files: readonly string[]): string {
  const other = files.find((name) => name.toLowerCase() === file.toLowerCase());
  return other === undefined ? 'there is no such file' : `there is no such file, but ${other}`;
}
