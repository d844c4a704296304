/**
 * Parses model.json. Errors give line and column and must not quote the file's bytes: the file may be something other
 * than it claims to be.
 */
import { depthOf, firstFault } from '../../text/json-text.js';
import { isRecord, type JsonRecord } from '../../text/fields.js';
import { textOfJson } from '../../translation/files.js';

/** Deeper than any model; bounds every traversal of the parsed value. */
const MAX_DEPTH = 200;

const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word or sign that JSON does not have (NaN and Infinity are not JSON)',
  InvalidNumberFormat: 'a malformed number',
  PropertyNameExpected: 'a property name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'something follows the end of the value',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfString: 'a string does not end',
};

export type JsonParse =
  | { readonly ok: true; readonly value: JsonRecord }
  /** Completes "model.json …". */
  | { readonly ok: false; readonly problem: string };

/** Parses a JSON object. */
export function parseJsonObject(bytes: Uint8Array): JsonParse {
  const text = textOfJson(bytes);
  if (text === null) return { ok: false, problem: 'is not a text file (UTF-8), so it cannot be JSON' };
  if (text.trim() === '') return { ok: false, problem: 'is empty' };
  if (depthOf(text) > MAX_DEPTH) {
    return { ok: false, problem: `nests its values more than ${String(MAX_DEPTH)} deep` };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: `is not valid JSON: ${locate(text)}` };
  }
  return isRecord(value) ? { ok: true, value } : { ok: false, problem: 'is not a JSON object' };
}

function locate(text: string): string {
  const first = firstFault(text);
  if (first === null) return 'it does not parse';
  const { line, column, code } = first;
  const what = WORDS[code] ?? 'a sign that does not belong there';
  return `line ${String(line)}, column ${String(column)}: ${what}`;
}
