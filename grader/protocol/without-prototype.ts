/** Copies of records that no prototype can change, such as by a toJSON of student code. */

// captured before student code can replace them
const { ownKeys } = Reflect;
const { create } = Object as { readonly create: (prototype: null) => object };

/** A record with the same members. Calls nothing that student code can replace. */
export function withoutPrototype(record: object): object {
  const plain = create(null) as Record<PropertyKey, unknown>;
  const keys = ownKeys(record);
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    plain[key] = (record as Record<PropertyKey, unknown>)[key];
  }
  return plain;
}
