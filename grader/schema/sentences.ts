/** Turns Ajv's errors into sentences: what was found, what is expected, and the nearest known word. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import { closest, distance } from 'fastest-levenshtein';
import { foreignRemark } from '../text/look-alikes.js';

type Sentence = (found: string, params: Readonly<Record<string, unknown>>, error: ErrorObject) => string;

const SENTENCES: Readonly<Record<string, Sentence>> = {
  required: (_found, { missingProperty }) => `the key "${String(missingProperty)}" is missing: add it`,
  enum: (found, { allowedValues }, { data }) => {
    const allowed = (allowedValues as readonly unknown[]).map(String);
    return `${found} is none of ${allowed.join(', ')}${suggest(wordOf(data), allowed)}`;
  },
  const: (found, { allowedValue }) => `found ${found}, expected ${JSON.stringify(allowedValue)}`,
  type: (found, { type }) => `found ${found}, expected ${article(String(type))}`,
  discriminator: (_found, params, error) => tagSentence(params, error),
  pattern: describedSentence,
  anyOf: describedSentence,
  minItems: (found, { limit }) => `found ${found}, expected at least ${String(limit)}`,
  maxItems: (found, { limit }) => `found ${found}, expected at most ${String(limit)}`,
  minLength: () => 'the text is empty: fill it in',
  minimum: boundSentence,
  maximum: boundSentence,
  exclusiveMinimum: boundSentence,
  exclusiveMaximum: boundSentence,
};

/** One sentence for an error of an Ajv instance with `verbose: true`. */
export function sentenceOf(error: ErrorObject): string {
  const found = describe(error.data);
  const write = Object.hasOwn(SENTENCES, error.keyword) ? SENTENCES[error.keyword] : undefined;
  const sentence =
    write?.(found, error.params as Record<string, unknown>, error) ?? `${found} ${error.message ?? 'does not fit'}`;
  const { tagValue = error.data } = error.params as { tagValue?: unknown };
  return `${sentence}${signIn(tagValue)}`;
}

/** The sentence for a key that the schema does not have. */
export function unknownKeySentence(key: string, { parentSchema }: ErrorObject): string {
  const known = Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {});
  const near = suggest(key, known);
  return `unknown key "${key}"${near === '' ? `: the keys here are ${known.join(', ')}` : near}${signIn(key)}`;
}

/** Names a character that only looks like one of the keyboard, with which the accepted values are written. */
function signIn(value: unknown): string {
  return typeof value === 'string' ? foreignRemark(value.slice(0, LONGEST_WORD)) : '';
}

const BOUNDS: Readonly<Record<string, string>> = {
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
};

function boundSentence(found: string, { comparison, limit }: Readonly<Record<string, unknown>>): string {
  return `found ${found}, expected a number of ${BOUNDS[String(comparison)] ?? ''} ${String(limit)}`;
}

function describedSentence(
  found: string,
  _params: Readonly<Record<string, unknown>>,
  { parentSchema, message }: ErrorObject,
): string {
  const { description } = (parentSchema ?? {}) as { description?: string };
  return `${found} does not fit. Expected: ${description ?? message ?? 'another form'}`;
}

/** The tag: the key that distinguishes the forms of a group of keys. */
function tagSentence(
  { error, tag, tagValue }: Readonly<Record<string, unknown>>,
  { parentSchema }: ErrorObject,
): string {
  const name = String(tag);
  const { oneOf = [] } = (parentSchema ?? {}) as { oneOf?: { title?: string }[] };
  const known = oneOf.map(({ title }) => String(title));
  const expected = `expected one of ${known.join(', ')}`;
  if (error === 'mapping')
    return `unknown ${name} ${describe(tagValue)}, ${expected}${suggest(wordOf(tagValue), known)}`;
  return tagValue === undefined ? `the key "${name}" is missing, ${expected}` : `${name} is not a word, ${expected}`;
}

const LONGEST_WORD = 100;

/** A value as a word. Values with a `toString` of their own are not words. */
function wordOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? '' : String(value);
}

/** `; did you mean "X"?` if a known word is similar; otherwise an empty string. */
export function suggest(word: string, known: readonly string[]): string {
  // the time of a comparison grows with the lengths of both words
  if (known.length === 0 || word.length > LONGEST_WORD) return '';
  const lower = word.toLowerCase();
  const near = known.find((candidate) => candidate.toLowerCase() === lower) ?? closest(word, [...known]);
  const tolerated = Math.min(3, Math.ceil(near.length / 3), near.length - 1);
  return distance(lower, near.toLowerCase()) <= tolerated ? `; did you mean "${near}"?` : '';
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 60)}…"` : `"${value}"`;
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'object' && value !== null) return 'a group of keys';
  // unlike JSON, YAML has NaN and Infinity
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return 'nothing';
}

function article(type: string): string {
  const words: Readonly<Record<string, string>> = {
    object: 'a group of keys',
    array: 'a list',
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
  };
  return words[type] ?? type;
}
