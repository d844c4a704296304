/** Moves the generic points of a rubric, for a class that may have a table of the published ones. */
import { createHash } from 'node:crypto';
import type { PointSet } from '../schema/network.js';

/** Seeds of points have 32 bits; the search counts on from the first. */
const BITS = 31;

/** The set as it is for seed `by` of a run; given values stay what they are. Without `by`, the rubric's own. */
export function moveSeed(set: PointSet, by: number | undefined): PointSet {
  if (by === undefined || set.kind === 'given') return set;
  const text = `tuxgrade-points-1\n${String(set.seed)}\n${String(by)}\n`;
  const seed = createHash('sha256').update(text).digest().readUInt32BE(0) >>> (32 - BITS);
  return { ...set, seed };
}
