/**
 * Reads a typed-answers file (JSON) as hostile data: own properties only, nothing merged, no text of the file echoed
 * in an error except names and short values that were asked for.
 */
import { parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { StudentErrorReport } from '../schema/report.js';
import type { DocumentRead } from '../schema/submission.js';
import { fromNested, type TensorData } from '../schema/tensor.js';

export type Answers =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: StudentErrorReport };

/** What stands at one path of the answers. */
export type Answer =
  | { readonly kind: 'numbers'; readonly tensor: TensorData }
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed'; readonly sentence: string };

/** Parses the file that was read for `path`. */
export function parseAnswers(path: string, document: DocumentRead | undefined): Answers {
  if (document === undefined) throw new Error(`${path} was not planned to be read`);
  if (document.status === 'missing') {
    return fail('MISSING_FILE', `${path} is missing: hand in your typed answers under this name`);
  }
  if (document.status === 'too-large') {
    return fail('TOO_LARGE', `${path} has ${String(document.bytes)} bytes, at most ${String(document.limit)} are read`);
  }
  const text = decode(document.bytes);
  if (text === null) return fail('ANSWER_INVALID', `${path} is not text (UTF-8): save it as a JSON text file`);
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, error: locate(path, text) };
  }
}

function fail(code: StudentErrorReport['code'], message: string): Answers {
  return { ok: false, error: { code, message } };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Where the first error of a JSON text is, in lines and columns from 1. */
function locate(path: string, text: string): StudentErrorReport {
  const errors: ParseError[] = [];
  try {
    parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    return { code: 'ANSWER_INVALID', message: `${path} is not valid JSON: it is nested too deep`, file: path };
  }
  const [first] = errors;
  if (first === undefined) return { code: 'ANSWER_INVALID', message: `${path} is not valid JSON`, file: path };
  const before = text.slice(0, first.offset);
  const line = before.split('\n').length;
  const column = first.offset - before.lastIndexOf('\n');
  const what = describe(first, text);
  return {
    code: 'ANSWER_INVALID',
    message: `${path} is not valid JSON: line ${String(line)}, column ${String(column)}: ${what}`,
    file: path,
    line,
    column,
  };
}

/** jsonc-parser's code in words; the words that people type for numbers are named, no other text is echoed. */
function describe(error: ParseError, text: string): string {
  const word = /^-?(NaN|Infinity|nan|inf|None|undefined|True|False)\b/.exec(
    text.slice(error.offset, error.offset + 12),
  );
  if (word) return `${word[0]} is not a JSON value; write a number`;
  const words = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words;
}

/** The numbers at a dotted path such as `forward.z1`. */
export function answerAt(value: unknown, path: string): Answer {
  let found: unknown = value;
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return { kind: 'missing' };
    found = (found as Record<string, unknown>)[key];
  }
  if (typeof found === 'string') {
    const shown = JSON.stringify(found.slice(0, 20));
    return { kind: 'malformed', sentence: `${path} is a string (${shown}): write the number without quotes` };
  }
  const parsed = fromNested(found);
  if (parsed.ok) return { kind: 'numbers', tensor: parsed.tensor };
  return { kind: 'malformed', sentence: `${path}${parsed.problem.at} is ${parsed.problem.found}, expected numbers` };
}
