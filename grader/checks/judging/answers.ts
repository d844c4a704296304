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

/** The numbers at a dotted path such as `forward.z1`; `asked` are the paths of all answers that are asked for. */
export function answerAt(value: unknown, path: string, asked: readonly string[] = []): Answer {
  const place = find(value, path.split('.'));
  if (place === null) return { kind: 'missing', sentence: missing(value, path.split('.'), asked) };
  const { found } = place;
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
const DECIMAL_COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;

/** What is at the keys, of which several may be written as one, `forward.z1`; the groups of the file come first. */
function find(value: unknown, keys: readonly string[]): { readonly found: unknown } | null {
  if (keys.length === 0) return { found: value };
  if (!isRecord(value)) return null;
  for (let count = 1; count <= keys.length; count += 1) {
    const key = keys.slice(0, count).join('.');
    const place = Object.hasOwn(value, key) ? find(value[key], keys.slice(count)) : null;
    if (place !== null) return place;
  }
  return null;
}

/** A key that is the answer to something else that is asked for is not suggested. */
function missing(value: unknown, path: readonly string[], asked: readonly string[]): string {
  let parent = value;
  let at = 0;
  for (const key of path) {
    if (!isRecord(parent) || !Object.hasOwn(parent, key)) break;
    parent = parent[key];
    at += 1;
  }
  const key = path[at];
  if (!isRecord(parent) || key === undefined) return 'is missing';
  const above = path.slice(0, at).map((name) => `${name}.`);
  const free = firstKeys(parent).filter((other) => !isAsked(`${above.join('')}${other}`, asked));
  // a key with dots stands for the whole rest of the path
  const rest = path.slice(at).join('.');
  const nearest = suggest(
    key,
    free.filter((other) => !other.includes('.')),
  );
  const near = nearest === '' && rest !== key ? suggest(rest, free) : nearest;
  const alike = free.find((other) => near === `; did you mean "${other}"?`);
  return `is missing${near}${alike === undefined ? '' : foreignRemark(alike, rest)}`;
}

/** Whether an answer, or a group of them, is asked for here. */
function isAsked(place: string, asked: readonly string[]): boolean {
  return asked.some((path) => path === place || path.startsWith(`${place}.`));
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
  const fix = isNumber
    ? `: write ${plain.slice(0, MOST_CHARACTERS)}, not ${shown}`
    : `, expected numbers${DECIMAL_COMMA.test(plain) ? ': decimals have a point, not a comma' : ''}`;
  return [`the text ${shown}`, `${fix}${foreignRemark(text.slice(0, MOST_CHARACTERS))}`];
}
