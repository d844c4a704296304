/** Examines a data set inside the sandbox: parses labels.csv and decodes every image, one at a time. */
import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { courseOf } from '../collected/analysis/course.js';
import { DataSetExamination } from '../collected/analysis/examination.js';
import {
  FEW_FINDINGS,
  LABELS_FILE,
  MOST_FINDINGS,
  MOST_LABEL_BYTES,
  MOST_REPORT_BYTES,
  type ClaimedReport,
  type DecodedImage,
  type ExamineRequest,
  type ExamineTask,
  type PackedLook,
  type SplitFiles,
} from '../protocol/data-set.js';
import type { SplitListing } from '../stages/data-set.js';

import type { ImageSizeFields } from '../tensor/images.js';

type Decode = (path: string, size: ImageSizeFields) => DecodedImage;

/** A file on which the decoder crashed before. */
const BROKEN: DecodedImage = { status: 'bad', code: 'damaged', found: 'the decoder broke on it' };

export class Examiner {
  readonly #root: string;
  readonly #size: ImageSizeFields;
  readonly #decode: Decode;
  readonly #examination: DataSetExamination;
  /** Paths within the data set and below the root. */
  readonly #files: readonly (readonly [inside: string, below: string])[];

  constructor(root: string, { rules, splits, course }: ExamineTask, decode: Decode) {
    this.#root = root;
    this.#size = rules;
    this.#decode = decode;
    const listings = splits.map((split) => listingOf(root, split));
    this.#examination = new DataSetExamination(listings, { ...rules, course: courseOf(course.map(unpack)) });
    this.#files = splits.flatMap(({ name, folder, files }) =>
      files.map((file) => [posix.join(name, file), posix.join(folder, file)] as const),
    );
  }

  add({ from, to, without }: Extract<ExamineRequest, { type: 'add' }>): void {
    const left = new Set(without);
    for (const [offset, [inside, below]] of this.#files.slice(from, to).entries()) {
      if (left.has(from + offset)) this.#examination.add(inside, BROKEN);
      else if (this.#examination.wants(inside)) {
        this.#examination.add(inside, this.#decode(join(this.#root, below), this.#size));
      }
    }
  }

  /** As JSON of bounded size. */
  report(): Uint8Array {
    const { splits, groups } = this.#examination.report();
    const telling = (most: number) => {
      const told: ClaimedReport = {
        splits,
        groups: groups.map(({ code, count, findings }) => ({ code, count, findings: findings.slice(0, most) })),
      };
      return new TextEncoder().encode(JSON.stringify(told));
    };
    const whole = telling(MOST_FINDINGS);
    return whole.length <= MOST_REPORT_BYTES ? whole : telling(FEW_FINDINGS);
  }
}

function listingOf(root: string, { hasLabels, ...split }: SplitFiles): SplitListing {
  if (!hasLabels) return { ...split, labels: { status: 'missing' } };
  const path = join(root, split.folder, LABELS_FILE);
  const { size } = statSync(path);
  const labels =
    size > MOST_LABEL_BYTES
      ? ({ status: 'too-large', bytes: size, limit: MOST_LABEL_BYTES } as const)
      : ({ status: 'read', bytes: readFileSync(path) } as const);
  return { ...split, labels };
}

function unpack({ cells, middle, ...look }: PackedLook) {
  return { ...look, cells: Buffer.from(cells, 'base64'), middle: Buffer.from(middle, 'base64') };
}
