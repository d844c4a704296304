/** Access to parsed JSON of unknown shape. Own properties only: `__proto__` and `constructor` are keys like any other. */

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of these own properties that is there; exports spell keys in snake_case or in camelCase. */
export function field(value: unknown, ...names: readonly string[]): unknown {
  if (!isRecord(value)) return undefined;
  const name = names.find((candidate) => Object.hasOwn(value, candidate));
  return name === undefined ? undefined : value[name];
}

export function textField(value: unknown, ...names: readonly string[]): string | null {
  const found = field(value, ...names);
  return typeof found === 'string' ? found : null;
}

/** A list, or an empty one for anything else. */
export function listField(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const found = field(value, ...names);
  return Array.isArray(found) ? (found as unknown[]) : [];
}

/** A positive whole number, or null: unknown. */
export function countField(value: unknown, ...names: readonly string[]): number | null {
  const found = field(value, ...names);
  return isCount(found) ? found : null;
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
