/**
 * Cuts a schema into definitions of about equal size, each of which becomes a function of its own: of one large function
 * Node.js would compile all at each start. The schema means the same; only the paths of its parts differ.
 */

type Schema = Readonly<Record<string, unknown>>;
interface TaggedUnion extends Schema {
  readonly discriminator?: { readonly propertyName: string };
  readonly oneOf?: readonly Schema[];
}

/** Of the JSON of a schema of an object that is worth a function. */
const LEAST = 400;

export function inParts(schema: object): Schema {
  const definitions = new Map<string, Schema>();
  const hoisted = (part: Schema): Schema => {
    const text = JSON.stringify(part);
    if (part['type'] !== 'object' || text.length < LEAST) return part;
    const known = definitions.size;
    const name = [...definitions].find(([, one]) => JSON.stringify(one) === text)?.[0] ?? `part${String(known)}`;
    definitions.set(name, part);
    return { $ref: `#/$defs/${name}` };
  };
  /** Branches have their tags as titles, because sentences name all that were possible. */
  const union = (branches: readonly Schema[], tag: string) =>
    branches.map((branch) => ({ ...hoisted(cut(branch)), title: tagOf(branch, tag) }));
  const below = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(part);
    return isSchema(value) ? part(value) : value;
  };
  /** Its parts are cut before itself, so that what is left of it is small. */
  const cut = (value: Schema): Schema => {
    // of a union that does not say by which property, errors are told by their paths in it
    if ('anyOf' in value) return value;
    const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, below(one)]));
    const { discriminator, oneOf = [] } = value as TaggedUnion;
    return discriminator === undefined
      ? inner
      : { ...inner, discriminator, oneOf: union(oneOf, discriminator.propertyName) };
  };
  const part = (value: unknown): unknown => (isSchema(value) ? hoisted(cut(value)) : value);
  const root = cut(schema as Schema);
  return { ...root, $defs: Object.fromEntries(definitions) };
}

function tagOf(branch: Schema, tag: string): unknown {
  return (branch['properties'] as Readonly<Record<string, { readonly const?: unknown }>> | undefined)?.[tag]?.const;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
