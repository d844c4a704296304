/** JSON as the files of tuxgrade have it. Pure. */

/** Two spaces, a newline at the end, keys in the order of the value. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
