/** Building blocks that several schemas share. */
import Type, { type Static, type TObjectOptions, type TProperties, type TSchema } from 'typebox';

/** One of a few words. Written as `enum`, so that an error lists all of them. */
export function Words<const W extends readonly string[]>(words: W, description?: string) {
  return Type.Unsafe<W[number]>({
    type: 'string',
    enum: [...words],
    ...(description === undefined ? {} : { description }),
  });
}

/** Two numbers. Written with one `items`, which has the same meaning in every draft of JSON Schema and every editor. */
export function Pair(item: TSchema) {
  return Type.Unsafe<[number, number]>({ type: 'array', items: item, minItems: 2, maxItems: 2 });
}

export const Visibility = Words(
  ['visible', 'after_due_date', 'after_published', 'hidden'],
  "Who sees the result of this check, in Gradescope's terms. `precheck` runs the visible checks.",
);
export type Visibility = Static<typeof Visibility>;

/** Strings of letters, digits, `-` and `_`: safe in file names, HTML and reports. */
export const Id = (description: string) =>
  Type.String({
    pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$',
    description: `${description} A letter, then letters, digits, - or _.`,
  });

/** A strict object: unknown keys are errors, so that a misspelt key is found. */
export function Strict<const P extends TProperties>(properties: P, options: TObjectOptions = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options });
}

/**
 * A union whose branches differ in one property. Written as `oneOf` with a `discriminator`, so that a bad value gives
 * the errors of its own branch and not those of all.
 */
export function TaggedUnion<const T extends readonly TSchema[]>(tag: string, branches: T, description?: string) {
  return Type.Unsafe<Static<T[number]>>({
    type: 'object',
    ...(description === undefined ? {} : { description }),
    // each branch requires the tag itself
    discriminator: { propertyName: tag },
    oneOf: branches as unknown as TSchema[],
  });
}
