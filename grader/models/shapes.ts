/** How the shape of an input or a weight is shown. */

/** `[null, 2]` as people read it: `[?, 2]`. */
export function showShape(shape: readonly (number | null)[]): string {
  return `[${shape.map((side) => (side === null ? '?' : String(side))).join(', ')}]`;
}
