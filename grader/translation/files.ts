/**
 * The files of a model as both the reader and the loader must see them: the text of model.json, and the paths of weight
 * files. Pure.
 */
import { posix } from 'node:path';
import { meantBy } from '../files/copy-names.js';

/** Byte order marks, and what the bytes after them are. */
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** The text without its byte order mark: UTF-8, or as the mark says; null for bytes that are not text. */
export function textOfJson(bytes: Uint8Array): string | null {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  try {
    return new TextDecoder(marked?.[1] ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The paths that a path in a manifest may mean, in the order in which they are tried: as written; as a URL, which
 * encodes characters such as spaces (`%20`) and may end in a query.
 */
export function readingsOfPath(path: string): readonly string[] {
  const bare = path.replace(/[?#].*$/s, '');
  return [...new Set([path, bare, decoded(path), decoded(bare)])].filter((one) => one !== '');
}

/**
 * The file that a path in the manifest of the model in `folder` means: the first of its readings that exists; otherwise
 * the only copy that a browser made of one; otherwise the path as written, which does not exist. All code that reads
 * weights must use this.
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

/** Bytes of an element in a file. */
const STORED_BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/** For a dtype in a manifest, or the one that a weight was quantised to; NaN for an unknown one. */
export function bytesOfType(dtype: string): number {
  return Object.hasOwn(STORED_BYTES, dtype) ? (STORED_BYTES[dtype] ?? NaN) : NaN;
}
