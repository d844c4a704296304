/**
 * Reads the log of a training from the bytes of a student's file, in the form in which programs write it: a table (see
 * read-table.ts) or JSON (see read-json.ts), told apart by the content. Must not quote more than a few words of it.
 */
import { textOf } from '../../text/table.js';
import type { NamedColumns } from './columns.js';
import { isJson, readJsonLog } from './read-json.js';
import { readTableLog, type Read } from './read-table.js';

export function readLog(bytes: Uint8Array, wanted: NamedColumns = {}): Read {
  const text = decoded(bytes);
  if (text === null) return { ok: false, sentence: ': it is not text in UTF-8' };
  if (text.includes('\0')) return { ok: false, sentence: ': it has characters without a sign: save it as UTF-8' };
  const read = isJson(text) ? readJsonLog(text, wanted) : readTableLog(text, wanted);
  if (!read.ok || read.log.train.values.length > 0) return read;
  return { ok: false, sentence: ': there is no training loss in any row' };
}

/** Null if it is not text. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return textOf(bytes, { fatal: true });
  } catch {
    return null;
  }
}
