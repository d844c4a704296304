/**
 * Reads a typed-answers file (JSON) as hostile data: own properties only, nothing merged, no text of the file echoed
 * in an error except names and short values that were asked for.
 */
import { parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { StudentErrorReport } from '../schema/report.js';
import { suggest } from '../schema/sentences.js';
import type { DocumentRead } from '../schema/submission.js';
import { fromNested, type TensorData } from '../schema/tensor.js';

export type Answers =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: StudentErrorReport };

/** What stands at one path of the answers; the sentences are predicates: `is missing`. */
export type Answer =
  | { readonly kind: 'numbers'; readonly tensor: TensorData }
  | { readonly kind: 'missing'; readonly sentence: string }
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
  if (text.trim() === '') return fail('ANSWER_INVALID', `${path} is empty`);
  try {
    return checkTop(path, JSON.parse(text));
  } catch {
    return { ok: false, error: locate(path, text) };
  }
}

function fail(code: StudentErrorReport['code'], message: string): Answers {
  return { ok: false, error: { code, message } };
}

function checkTop(path: string, value: unknown): Answers {
  if (isRecord(value)) return { ok: true, value };
  const found = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  return fail('ANSWER_INVALID', `${path} holds ${found}, expected an object: { "forward": { ... }, ... }`);
}

function decode(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
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

/** The parser's code in words; the words that people type for numbers are named, no other text is echoed. */
function describe(error: ParseError, text: string): string {
  const found = text.slice(error.offset, error.offset + 12);
  const word = /^[-+]?(NaN|Infinity|nan|inf|None|undefined|True|False)\b/.exec(found);
  if (word) return `${word[0]} is not a JSON value; write a number`;
  if (/^(\/\/|\/\*|#)/.test(found)) return 'comments are not allowed in JSON';
  if (found.startsWith("'")) return 'a single quote: JSON uses double quotes';
  if (/^[-+]?\.\d/.test(found)) return 'a number starts with a digit: 0.5, not .5';
  const before = text.slice(0, error.offset).trimEnd();
  if (/^[}\]]/.test(found) && before.endsWith(',')) return `a comma before ${found.slice(0, 1)}: leave it out`;
  return printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

/** The numbers at a dotted path such as `forward.z1`. */
export function answerAt(value: unknown, path: string): Answer {
  let found: unknown = value;
  for (const key of path.split('.')) {
    if (!isRecord(found) || !Object.hasOwn(found, key)) return { kind: 'missing', sentence: missing(key, found) };
    found = found[key];
  }
  const parsed = fromNested(found);
  if (parsed.ok) return { kind: 'numbers', tensor: parsed.tensor };
  const { at, found: kind } = parsed.problem;
  const text = valueAt(found, at);
  const [what, mend] = typeof text === 'string' ? quoted(text) : [kind, ', expected numbers'];
  return { kind: 'malformed', sentence: at === '' ? `is ${what}${mend}` : `has ${what} at ${at}${mend}` };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const MOST_KEYS = 100;
/** So much of a student's text is shown. */
const MOST_CHARACTERS = 20;

function missing(key: string, parent: unknown): string {
  if (!isRecord(parent)) return 'is missing';
  const near = suggest(key, Object.keys(parent).slice(0, MOST_KEYS));
  return `is missing${near.slice(0, 80)}`;
}

/** The value that the problem's place, such as `[1][0]`, leads to. */
function valueAt(value: unknown, at: string): unknown {
  return [...at.matchAll(/\[(\d+)\]/g)].reduce<unknown>(
    (found, [, index]) => (Array.isArray(found) ? (found as unknown[])[Number(index)] : undefined),
    value,
  );
}

/** The text as found, and how to mend it. */
function quoted(text: string): [string, string] {
  const shown = JSON.stringify(text.slice(0, MOST_CHARACTERS));
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  const mend = isNumber ? `: write ${text.trim().slice(0, MOST_CHARACTERS)}, not ${shown}` : ', expected numbers';
  return [`the text ${shown}`, mend];
}
