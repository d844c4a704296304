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
  /** By their JSON, so that equal parts are one. */
  const definitions = new Map<string, readonly [name: string, part: Schema]>();
  const hoisted = (part: Schema): Schema => {
    const text = JSON.stringify(part);
    if (part['type'] !== 'object' || text.length < LEAST) return part;
    const [name] = definitions.get(text) ?? [`part${String(definitions.size)}`];
    definitions.set(text, [name, part]);
    return { $ref: `#/$defs/${name}` };
  };
  /** Its parts are cut before itself, so that what is left of it is small. */
  const cut = (value: Schema): Schema =>
    // of a union that does not say by which property, errors are told by their paths in it
    'anyOf' in value
      ? value
      : titled(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, below(one)])), value);
  const part = (value: unknown): unknown => (isSchema(value) ? hoisted(cut(value)) : value);
  const below = (value: unknown): unknown => (Array.isArray(value) ? value.map(part) : part(value));
  const root = cut(schema as Schema);
  return { ...root, $defs: Object.fromEntries(definitions.values()) };
}

/** A union in parts, whose branches have their tags as titles, because sentences name all that were possible. */
function titled(parted: TaggedUnion, { discriminator, oneOf: whole = [] }: TaggedUnion): Schema {
  if (discriminator === undefined) return parted;
  const tags = whole.map((branch) => tagOf(branch, discriminator.propertyName));
  return { ...parted, oneOf: parted.oneOf?.map((branch, at) => ({ ...branch, title: tags[at] })) };
}

function tagOf(branch: Schema, tag: string): unknown {
  return (branch['properties'] as Readonly<Record<string, { readonly const?: unknown }>> | undefined)?.[tag]?.const;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
