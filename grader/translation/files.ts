/**
 * The files of a model as the reader and the loader take them: the text of model.json, and where a weight file may lie.
 * Pure.
 */
import { posix } from 'node:path';
import { meantBy } from '../files/copy-names.js';

/** Byte order marks, and what the bytes after them are. */
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** The text without its byte order mark: UTF-8, or what the mark says; null for bytes that are not text. */
export function textOfJson(bytes: Uint8Array): string | null {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  try {
    return new TextDecoder(marked?.[1] ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Paths, in the order in which they are tried, that a path in a manifest may mean: as it stands; as an address, which
 * has signs like spaces in their code (`%20`) and may end in a query.
 */
export function readingsOfPath(path: string): readonly string[] {
  const bare = path.replace(/[?#].*$/s, '');
  return [...new Set([path, bare, decoded(path), decoded(bare)])].filter((one) => one !== '');
}

/**
 * The file that a path in the manifest of the model in `folder` means: the first of its readings that is there; else the
 * only copy that a browser made of one; else the path as it stands, which is not there. Whoever reads weights asks this.
 */
export function weightFileOf(
  folder: string,
  path: string,
  files: ReadonlySet<string> | ReadonlyMap<string, unknown>,
): string {
  const places = readingsOfPath(path).map((one) => posix.join(folder, one).normalize('NFC'));
  const copy = () => places.map((place) => meantBy(place, files)).find((file) => file !== null);
  return places.find((place) => files.has(place)) ?? copy() ?? places[0] ?? '';
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Bytes an element takes in a file. */
const STORED_BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/** Of a dtype in a manifest, or the one that a weight was quantised to. NaN for one that is not known. */
export function bytesOfType(dtype: string): number {
  return Object.hasOwn(STORED_BYTES, dtype) ? (STORED_BYTES[dtype] ?? NaN) : NaN;
}
