/** Examines a data set inside the sandbox: parses labels.csv and decodes every image, one at a time. */
import { readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { courseOf } from '../collected/analysis/course.js';
import { DataSetExamination } from '../collected/analysis/examination.js';
import { unpackCourse } from '../collected/analysis/packed-course.js';
import { composed } from '../collected/analysis/paths.js';
import { isAboutLooks } from '../collected/analysis/shown.js';
import {
  FEW_FINDINGS,
  LABELS_FILE,
  MOST_FINDINGS,
  MOST_LABEL_BYTES,
  MOST_PICTURED,
  MOST_REPORT_BYTES,
  type ClaimedReport,
  type DecodedImage,
  type ExamineRequest,
  type ExamineTask,
  type Finding,
  type RawPicture,
  type SplitFiles,
} from '../protocol/data-set.js';
import type { SplitListing } from '../stages/data-set.js';

import { imageShapeOf, type ImageSizeFields } from '../tensor/images.js';
import { shrink } from '../tensor/picture.js';

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
  /** Places of files that brought a decoder down. */
  readonly #broken = new Set<number>();
  #paths: ReadonlyMap<string, string> | null = null;

  constructor(root: string, { rules, splits, course }: ExamineTask, decode: Decode) {
    this.#root = root;
    this.#size = rules;
    this.#decode = decode;
    const listings = splits.map((split) => listingOf(root, split));
    this.#examination = new DataSetExamination(listings, { ...rules, course: courseOf(unpackCourse(course)) });
    this.#files = splits.flatMap(({ name, folder, files }) =>
      files.map((file) => [posix.join(name, file), posix.join(folder, file)] as const),
    );
  }

  add({ from, to, without }: Extract<ExamineRequest, { type: 'add' }>): void {
    const left = new Set(without);
    for (const [offset, [inside, below]] of this.#files.slice(from, to).entries()) {
      if (left.has(from + offset)) {
        this.#broken.add(from + offset);
        this.#examination.add(inside, BROKEN);
      } else if (this.#examination.wants(inside)) {
        this.#examination.add(inside, this.#decode(join(this.#root, below), this.#size));
      }
    }
  }

  /** As JSON of bounded size. */
  report(): Uint8Array {
    const { splits, groups } = this.#examination.report();
    const pictured = groups.map((group) => ({ ...group, findings: this.#withPictures(group.findings) }));
    const telling = (most: number) => {
      const told: ClaimedReport = {
        splits,
        groups: pictured.map(({ code, count, findings }) => ({ code, count, findings: findings.slice(0, most) })),
      };
      return new TextEncoder().encode(JSON.stringify(told));
    };
    const whole = telling(MOST_FINDINGS);
    return whole.length <= MOST_REPORT_BYTES ? whole : telling(FEW_FINDINGS);
  }

  /** Decodes the images of the first findings once more, because an examination keeps no pixels. */
  #withPictures(findings: readonly Finding[]): readonly Finding[] {
    return findings.map((finding, index) => {
      if (index >= MOST_PICTURED || !isAboutLooks(finding.code)) return finding;
      const { code, file, twin } = finding;
      // the twin of an image of the course is not in the data set
      const files = twin === undefined || code === 'course-image' ? [file] : [file, twin];
      return { ...finding, pictures: files.flatMap((one) => this.#pictureOf(one)) };
    });
  }

  /** None of a file that is not in the data set, or was not decoded. */
  #pictureOf(file: string): RawPicture[] {
    this.#paths ??= new Map(
      this.#files.flatMap(([inside, path], at) => (this.#broken.has(at) ? [] : [[composed(inside), path] as const])),
    );
    const below = this.#paths.get(file);
    const image = below === undefined ? null : this.#decode(join(this.#root, below), this.#size);
    if (image?.status !== 'decoded') return [];
    const { width, height } = imageShapeOf(this.#size);
    const { pixels, ...small } = shrink({ width, height, channels: 3, pixels: image.pixels });
    return [{ width: small.width, height: small.height, pixels: Buffer.from(pixels).toString('base64') }];
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
