/** Recognises a segmentation network that was trained on pixels in another range, or with colours in another order. */
import type { ProbeOutcome } from '../../stages/observation.js';
import type { SegmentedSet } from '../../stages/resolved.js';
import { causeOf, sentenceOf } from '../../checks/judging/other-forms.js';
import { otherRows, otherWays, type OtherWay } from '../../checks/asking/other-forms.js';
import { percent } from '../../text/percent.js';
import { countPixels, meanIouOf } from './counts.js';
import { mapFormOf, otherMapProbeId, OTHERWISE } from './probes.js';
import { mapsIn } from './maps-in.js';

const MUCH_MORE = 0.1;
const LEAST = 0.25;

/** Another reading explains why the mean is low: with it, it is not low and much higher. */
export function isTelling(mean: number, otherwise: number): boolean {
  return otherwise >= LEAST && otherwise >= mean + MUCH_MORE;
}

/** One remark on the form with the highest mean, if that explains the low mean; no points depend on it. */
export function remarkOnOtherForms(
  { target, data }: { readonly target: string; readonly data: string },
  set: SegmentedSet,
  maps: Uint8Array,
  outcomes: ReadonlyMap<string, ProbeOutcome>,
): string[] {
  const rows = otherRows(set, OTHERWISE);
  const { height, width } = mapFormOf(set);
  const truth = rowsIn(set.maps, rows, height * width);
  const meanOf = (predicted: Uint8Array) => meanIouOf(countPixels(truth, predicted, set.classes));
  const asAsked = meanOf(rowsIn(maps, rows, height * width));
  let best: { readonly way: OtherWay; readonly mean: number } | null = null;
  for (const way of otherWays(set)) {
    const otherwise = mapsIn(outcomes.get(otherMapProbeId(target, data, way)), truth.length);
    const mean = otherwise === null ? 0 : meanOf(otherwise);
    if (isTelling(asAsked, mean) && mean > (best?.mean ?? 0)) best = { way, mean };
  }
  if (best === null) return [];
  const here = `${percent(asAsked)} as they are given here`;
  return [
    `${sentenceOf(best.way)} its mean is ${percent(best.mean)} on ${String(rows.length)} of these images, ${here}: ${causeOf(best.way)}`,
  ];
}

function rowsIn(bytes: Uint8Array, rows: readonly number[], size: number): Uint8Array {
  const picked = new Uint8Array(rows.length * size);
  for (const [place, row] of rows.entries()) picked.set(bytes.subarray(row * size, (row + 1) * size), place * size);
  return picked;
}
