/**
 * Reads a typed-answers file (JSON) as hostile data: only own properties, nothing merged. Errors must not quote the
 * file, except names and short values that the rubric asks for.
 */
import { isRecord } from '../../text/fields.js';
import { asTyped, foreignRemark } from '../../text/look-alikes.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import { POINTER_OF_STUDENT } from '../../files/lfs.js';
import { suggest } from '../../schema/sentences.js';
import type { DocumentRead } from '../../stages/submission.js';
import { depthOf } from '../../text/json-text.js';
import { fromNested, type TensorData } from '../../tensor/tensor.js';
import { tellFault } from './json-fault.js';

export type Answers =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: StudentErrorReport };

/** The answer at one path; the sentences are predicates: `is missing`. */
export type Answer =
  | { readonly kind: 'numbers'; readonly tensor: TensorData }
  | { readonly kind: 'missing'; readonly sentence: string }
  | { readonly kind: 'malformed'; readonly sentence: string };

/** Nesting of groups and lists; no answer needs more than a few levels. */
const MOST_LEVELS = 100;

/** Parses the file that was read for `path`, in time and memory proportional to its size. */
export function parseAnswers(path: string, document: DocumentRead | undefined): Answers {
  if (document === undefined) throw new Error(`${path} was not planned to be read`);
  if (document.status === 'missing') {
    const near = document.near ?? '';
    return fail(
      'MISSING_FILE',
      `${path} is missing${near === '' ? ': hand in your typed answers under this name' : near}`,
    );
  }
  if (document.status === 'pointer') return fail('ANSWER_INVALID', `${path} ${POINTER_OF_STUDENT}`);
  if (document.status === 'too-large') {
    return fail('TOO_LARGE', `${path} has ${String(document.bytes)} bytes, at most ${String(document.limit)} are read`);
  }
  const text = decode(document.bytes);
  if (text === null) return fail('ANSWER_INVALID', `${path} is not text (UTF-8): save it as a JSON text file`);
  if (text.trim() === '') return fail('ANSWER_INVALID', `${path} is empty`);
  if (depthOf(text) > MOST_LEVELS) {
    return fail('ANSWER_INVALID', `${path} is nested more than ${String(MOST_LEVELS)} levels deep: a matrix has two`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, error: tellFault(path, text) };
  }
  return checkTop(path, value);
}

function fail(code: StudentErrorReport['code'], message: string): Answers {
  return { ok: false, error: { code, message } };
}

function checkTop(path: string, value: unknown): Answers {
  if (isRecord(value) && Object.hasOwn(value, 'nbformat') && Object.hasOwn(value, 'cells')) {
    const wanted = 'this homework wants your answers as a text file in JSON: { "forward": { ... }, ... }';
    return fail('ANSWER_INVALID', `${path} is a notebook; ${wanted}`);
  }
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
  const [what, fix] = typeof text === 'string' ? quoted(text) : [kind, ', expected numbers'];
  return { kind: 'malformed', sentence: at === '' ? `is ${what}${fix}` : `has ${what} at ${at}${fix}` };
}

const MOST_KEYS = 100;
const LONGEST_KEY = 60;
/** How much of a student's text is shown. */
const MOST_CHARACTERS = 20;

function missing(key: string, parent: unknown): string {
  if (!isRecord(parent)) return 'is missing';
  const keys = firstKeys(parent);
  const near = suggest(key, keys);
  const alike = keys.find((other) => near === `; did you mean "${other}"?`);
  return `is missing${near}${alike === undefined ? '' : foreignRemark(alike, key)}`;
}

/** Keys that may have been meant: only the first ones, since there may be many, and no very long ones. */
function firstKeys(parent: object): string[] {
  const keys: string[] = [];
  let seen = 0;
  for (const key in parent) {
    if (seen === MOST_KEYS) break;
    seen += 1;
    if (key.length <= LONGEST_KEY) keys.push(key);
  }
  return keys;
}

/** The value that the problem's place, such as `[1][0]`, leads to. */
function valueAt(value: unknown, at: string): unknown {
  return [...at.matchAll(/\[(\d+)\]/g)].reduce<unknown>(
    (found, [, index]) => (Array.isArray(found) ? (found as unknown[])[Number(index)] : undefined),
    value,
  );
}

/** The text as found, and how to fix it. */
function quoted(text: string): [string, string] {
  const shown = JSON.stringify(text.slice(0, MOST_CHARACTERS));
  // a text of a megabyte is not a number
  const plain = asTyped(text.slice(0, LONGEST_KEY).normalize('NFKC')).replace(/^["'\s]+|["'\s]+$/g, '');
  const isNumber = plain !== '' && text.length <= LONGEST_KEY && Number.isFinite(Number(plain));
  const fix = isNumber ? `: write ${plain.slice(0, MOST_CHARACTERS)}, not ${shown}` : ', expected numbers';
  return [`the text ${shown}`, `${fix}${foreignRemark(text.slice(0, MOST_CHARACTERS))}`];
}
