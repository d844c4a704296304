/**
 * Reads parsed JSON of unknown shape. Must use own properties only: `__proto__` and `constructor` are ordinary keys.
 */

export type JsonRecord = Readonly<Record<string, unknown>>;

/** The longest name of a layer, operation, activation or weight. */
export const LONGEST_NAME = 1000;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record, or an empty one for anything else. */
export function asRecord(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

export function field(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function textField(value: unknown, name: string): string | null {
  const found = field(value, name);
  return typeof found === 'string' ? found : null;
}

/** A list, or an empty one for anything else. */
export function listField(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? (found as unknown[]) : [];
}

/** A positive whole number, or null for anything else. */
export function countField(value: unknown, name: string): number | null {
  const found = field(value, name);
  return isCount(found) ? found : null;
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** Why a name cannot be used in a report, to complete "model.json …"; null when it can. */
export function problemOfName(name: string, what: string): string | null {
  if (name.length <= LONGEST_NAME) return null;
  return `has ${what} of ${String(name.length)} characters; the limit is ${String(LONGEST_NAME)}: give it a short name and export it again`;
}
