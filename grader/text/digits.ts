/** Numbers as all outputs for people show them. */

/** A number as it is read: at most five significant digits. */
export function digits(value: number): string {
  return String(Number(value.toPrecision(5)));
}
