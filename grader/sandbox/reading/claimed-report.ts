/** Validates a report of the decoder, which hostile files may have taken over: every field is checked. */
import {
  FINDING_CODES,
  MOST_FINDINGS,
  MOST_PICTURED,
  MOST_PICTURE_SIDE,
  type ClaimedReport,
  type ExamineTask,
  type Finding,
  type FindingCode,
  type RawPicture,
  type SplitCounts,
} from '../../protocol/data-set.js';
import { stripControls } from '../process/text.js';

/** Longer names are cut; a genuine decoder sends none. */
const MOST_NAME = 300;
const MOST_WORDS = 300;
/** A data set cannot have more findings of a kind than rows. */
const MOST_COUNTED = 10_000_000;

/** null if it cannot be a report about this task. */
export function readClaim(
  body: Uint8Array,
  { splits, rules }: Pick<ExamineTask, 'splits' | 'rules'>,
): ClaimedReport | null {
  const told = fieldsOf(parse(body));
  const { splits: toldSplits, groups: toldGroups } = told;
  if (!Array.isArray(toldSplits) || toldSplits.length !== splits.length || !Array.isArray(toldGroups)) return null;
  const counts = splits.map(({ name, files }, at) =>
    readSplit(fieldsOf(toldSplits[at]), name, files.length, rules.classes.length),
  );
  const byCode = new Map(
    (toldGroups as unknown[]).slice(0, FINDING_CODES.length).map((one) => [fieldsOf(one)['code'], one]),
  );
  const groups = FINDING_CODES.filter((code) => byCode.has(code)).map((code) =>
    readGroup(fieldsOf(byCode.get(code)), code),
  );
  if (byCode.size !== groups.length || counts.includes(null) || groups.includes(null)) return null;
  return { splits: counts.filter((one) => one !== null), groups: groups.filter((one) => one !== null) };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function isCount(value: unknown, most: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

function readSplit({ images, perClass }: Fields, name: string, files: number, classes: number): SplitCounts | null {
  // a file may have two rows with two labels
  const most = 2 * files;
  if (!isCount(images, most) || !Array.isArray(perClass) || perClass.length !== classes) return null;
  const counts = (perClass as unknown[]).filter((count) => isCount(count, images));
  return counts.length === classes ? { name, images, perClass: counts } : null;
}

function readGroup({ count, findings }: Fields, code: FindingCode): ClaimedReport['groups'][number] | null {
  if (!isCount(count, MOST_COUNTED) || count === 0 || !Array.isArray(findings)) return null;
  if (findings.length > Math.min(count, MOST_FINDINGS)) return null;
  const read = (findings as unknown[]).map((one, at) => readFinding(fieldsOf(one), code, at < MOST_PICTURED));
  return read.includes(null) ? null : { code, count, findings: read.filter((one) => one !== null) };
}

function readFinding(
  { file, row, found, twin, twinAt, pictures }: Fields,
  code: FindingCode,
  isFirst: boolean,
): Finding | null {
  if (typeof file !== 'string' || typeof found !== 'string') return null;
  if (row !== null && !isCount(row, MOST_COUNTED)) return null;
  const shown = isFirst ? readPictures(pictures) : [];
  if (shown === null) return null;
  return {
    ...{ code, file: file.slice(0, MOST_NAME), row, found: stripControls(found).slice(0, MOST_WORDS) },
    ...(typeof twin === 'string' ? { twin: twin.slice(0, MOST_NAME) } : {}),
    ...(isCount(twinAt, MOST_COUNTED) ? { twinAt } : {}),
    ...(shown.length > 0 ? { pictures: shown } : {}),
  };
}

/** One image, or two; null if they cannot be reduced images. Only their pixels are taken over. */
function readPictures(told: unknown): readonly RawPicture[] | null {
  if (told === undefined) return [];
  if (!Array.isArray(told) || told.length > 2) return null;
  const read = (told as unknown[]).map((one) => readPicture(fieldsOf(one)));
  return read.includes(null) ? null : read.filter((one) => one !== null);
}

function readPicture({ width, height, pixels }: Fields): RawPicture | null {
  if (!isCount(width, MOST_PICTURE_SIDE) || !isCount(height, MOST_PICTURE_SIDE) || typeof pixels !== 'string')
    return null;
  const bytes = Buffer.from(pixels, 'base64');
  return bytes.length > 0 && bytes.length === width * height * 3
    ? { width, height, pixels: bytes.toString('base64') }
    : null;
}
