/**
 * Spells the keys of a topology as tf.js's loader does, for which `use_bias` and `useBias` are one field. If both
 * exist, the later one counts for the loader, so a reader of the other one would see a different network: refused.
 * Pure.
 */
import { showName } from '../files/names.js';
import { isRecord } from '../text/fields.js';

export type Spelt =
  | { readonly ok: true; readonly value: unknown }
  /** Completes "model.json …". */
  | { readonly ok: false; readonly problem: string };

/** Like `toCamelCase` of tfjs-layers: also `use__bias` and `use_bias_`. */
export function camelCase(key: string): string {
  if (key.length <= 1 || !key.includes('_')) return key;
  return key.replace(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase());
}

/** No real description has an object with a tenth of this. */
const MOST_FIELDS = 10_000;

class SpellingProblem extends Error {}

class TwoSpellings extends SpellingProblem {
  constructor(first: string, second: string) {
    super(
      `gives one field twice, as "${showName(first)}" and as "${showName(second)}": keep one spelling, as model.save writes it`,
    );
  }
}

/** The same value with all keys in one spelling. Values are unchanged. */
export function inOneSpelling(value: unknown): Spelt {
  try {
    return { ok: true, value: spell(value) };
  } catch (cause) {
    if (cause instanceof SpellingProblem) return { ok: false, problem: cause.message };
    throw cause;
  }
}

function spell(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spell);
  if (!isRecord(value)) return value;
  const fields = Object.entries(value);
  if (fields.length > MOST_FIELDS) {
    throw new SpellingProblem(
      `has an object of ${String(fields.length)} fields in its topology; the limit is ${String(MOST_FIELDS)}: export the model again`,
    );
  }
  const written = new Map<string, string>();
  const entries = fields.map(([key, inner]): [string, unknown] => {
    const name = camelCase(key);
    const other = written.get(name);
    if (other !== undefined) throw new TwoSpellings(other, key);
    written.set(name, key);
    return [name, spell(inner)];
  });
  // fromEntries defines own properties, so `__proto__` is an ordinary name
  return Object.fromEntries(entries);
}
