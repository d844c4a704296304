/**
 * Examines a data set image by image, keeping only the features of each; it must not keep pixels. The report is plain
 * JSON of bounded size, whatever was handed in. Pure: no files are read here.
 */
import { posix } from 'node:path';
import {
  FINDING_CODES,
  LABELS_FILE,
  MOST_FINDINGS,
  type DataSetReport,
  type DataSetRules,
  type DecodedImage,
  type Finding,
  type FindingCode,
  type FindingGroup,
} from '../../protocol/data-set.js';
import type { SplitListing } from '../../stages/data-set.js';
import { isNoContent } from '../../files/tool-files.js';
import { ADVICE } from './advice.js';
import { countClasses, findImbalance } from './balance.js';
import type { CourseImages } from './course.js';
import { findCopies } from './copies.js';
import type { Entry } from './entry.js';
import { findDoubtfulLabels } from './label-noise.js';
import type { LabelRow } from './label-row.js';
import { readLabels } from './labels.js';
import { looksOf, type Looks } from './looks.js';
import { missingSentence, NamesAlike } from './missing.js';
import { composed } from './paths.js';
import { findShared } from './splits.js';

export interface ExaminationRules extends DataSetRules {
  readonly course: CourseImages;
}

/** Splits after the first are for validation and may have fewer images of each class. */
const VALID_SHARE = 0.2;
/** Characters of a name and of a sentence in a report. */
const MOST_NAME = 300;
const MOST_TEXT = 300;

type Seen = Exclude<DecodedImage, { status: 'decoded' }> | { status: 'decoded'; looks: Looks; remarks: Remarks };
type Remarks = Extract<DecodedImage, { status: 'decoded' }>['remarks'];

interface Split extends SplitListing {
  readonly rows: readonly LabelRow[];
  readonly findings: readonly Finding[];
}

interface Part {
  readonly split: Split;
  readonly entries: readonly Entry[];
  readonly findings: readonly Finding[];
}

export class DataSetExamination {
  readonly #rules: ExaminationRules;
  readonly #splits: readonly Split[];
  /** Files with a row, and the kept features of those that were added. */
  readonly #seen = new Map<string, Seen | null>();

  constructor(splits: readonly SplitListing[], rules: ExaminationRules) {
    this.#rules = rules;
    this.#splits = splits.map((split) => ({ ...split, ...readLabels(split, rules.classes) }));
    for (const { name, rows } of this.#splits) {
      for (const { file } of rows) this.#seen.set(posix.join(name, file), null);
    }
  }

  /** Whether the file has a row; others are not examined. `file` is its path within the data set. */
  wants(file: string): boolean {
    return this.#seen.has(composed(file));
  }

  add(file: string, image: DecodedImage): void {
    if (!this.wants(file)) return;
    const key = composed(file);
    if (image.status === 'bad') this.#seen.set(key, image);
    else {
      const { status, remarks, pixels } = image;
      const isAcross = this.#splits.length > 1;
      this.#seen.set(key, { status, remarks, looks: looksOf(pixels, this.#rules, { isAcross }) });
    }
  }

  report(): DataSetReport {
    const rules = this.#rules;
    const parts = this.#splits.map((split) => this.#partOf(split));
    const entries = parts.flatMap((part) => part.entries);
    const { findings: copies, acrossNearly, distinct } = findCopies(entries, rules.classes, rules.course);
    const counts = parts.map(({ split }) =>
      countClasses(
        distinct.filter((entry) => entry.split === split.name),
        rules.classes.length,
      ),
    );
    const missing: Finding[] =
      parts.length > 0 ? [] : [{ code: 'labels-missing', file: LABELS_FILE, row: null, found: 'there is none' }];
    const findings = [
      ...missing,
      ...parts.flatMap((part) => part.findings),
      ...parts.flatMap(({ split, entries: { length } }, index) =>
        length === 0 ? [] : findImbalance(counts[index] ?? [], rules, labelsOf(split), index === 0 ? 1 : VALID_SHARE),
      ),
      ...copies,
      ...findShared(entries, acrossNearly),
      ...(rules.labelNoise ? findDoubtfulLabels(entries, rules.classes, rules.course) : []),
    ];
    return {
      splits: parts.map(({ split: { name }, entries: { length } }, index) => ({
        name,
        images: length,
        perClass: counts[index] ?? [],
      })),
      groups: FINDING_CODES.flatMap((code) => groupOf(code, findings)),
    };
  }

  #partOf(split: Split): Part {
    const { name, files, rows } = split;
    const listed = new Set(rows.map(({ file }) => file));
    const unlisted = rows.length === 0 ? [] : files.filter((file) => !listed.has(composed(file)) && mayBeImage(file));
    const alike = new NamesAlike(files);
    const found: Finding[] = [];
    const entries: Entry[] = [];
    for (const { file: inside, row, label, level } of rows) {
      const file = posix.join(name, inside);
      const tell = (code: FindingCode, text: string) => found.push({ code, file, row, found: text });
      const image = this.#seen.get(file) ?? null;
      if (image === null) tell('file-missing', missingSentence(inside, alike.find(inside)));
      else if (image.status === 'bad') tell(image.code, image.found);
      else {
        for (const remark of image.remarks) tell(remark.code, remark.found);
        // such an image shows nothing, so it is neither counted nor compared
        if (image.looks.isNoise) tell('noise', 'its pixels are random');
        else if (image.looks.isConstant) tell('constant', 'all pixels are equal');
        else entries.push({ file, row, split: name, label, level, looks: image.looks });
      }
    }
    const without = unlisted.map((file): Finding => ({
      code: 'file-unlisted',
      file: posix.join(name, file),
      row: null,
      found: 'has no row',
    }));
    return { split, entries, findings: [...split.findings, ...without, ...found] };
  }
}

/** Of files that are texts or programs by their names, such as a README and the script that collected the images. */
const NO_IMAGE = /\.(?:md|txt|rst|pdf|docx?|odt|html?|csv|tsv|json|ya?ml|toml|log|py|ipynb|[cm]?[jt]s|sh|bat|ps1)$/i;

/** Whether a file without a row may be an image that was forgotten in labels.csv. */
function mayBeImage(file: string): boolean {
  return !isNoContent(file) && !NO_IMAGE.test(file);
}

const labelsOf = ({ name }: SplitListing) => posix.join(name, LABELS_FILE);

function groupOf(code: FindingCode, all: readonly Finding[]): FindingGroup[] {
  const findings = all.filter((finding) => finding.code === code);
  if (findings.length === 0) return [];
  return [{ code, ...ADVICE[code], count: findings.length, findings: findings.slice(0, MOST_FINDINGS).map(cut) }];
}

function cut({ code, file, row, found, twin, twinAt }: Finding): Finding {
  const short = { code, file: file.slice(0, MOST_NAME), row, found: found.slice(0, MOST_TEXT) };
  const place = twinAt === undefined ? {} : { twinAt };
  return twin === undefined ? short : { ...short, twin: twin.slice(0, MOST_NAME), ...place };
}
