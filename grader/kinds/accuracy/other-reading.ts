/** Decides whether another interpretation of a model's outputs or inputs explains why few are right. */

const MUCH_MORE = 0.15;
const MOST = 0.5;

/** It is right much more often, and for most examples. Both are shares. */
export function isTelling(right: number, otherwise: number): boolean {
  return otherwise >= MOST && otherwise >= right + MUCH_MORE;
}
