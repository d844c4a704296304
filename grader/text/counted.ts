/** Numbers with their nouns: `1 image`, `3 images`, `0 classes`. */

/** `many` is the plural; default: `one` with an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
