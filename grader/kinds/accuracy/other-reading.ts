/** When another reading of a model's outputs, or of its inputs, explains why so few are right. */

const MUCH_MORE = 0.15;
const MOST = 0.5;

/** It is right so much more often, and for most examples. Both are shares. */
export function isTelling(right: number, otherwise: number): boolean {
  return otherwise >= MOST && otherwise >= right + MUCH_MORE;
}
