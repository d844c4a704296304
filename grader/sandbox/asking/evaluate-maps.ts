/**
 * Asks a segmentation model for its class maps and determines whether they can be trusted: some images are asked again,
 * in other batches and alone. Pixels whose class depends on rounding are few; a model whose map of an image depends on
 * the images beside it changes many, and is asked for each image alone.
 */
import type { TrustFinding } from '../../stages/observation.js';
import type { PredictProbe } from '../../stages/plan.js';
import { rowsOf } from '../../tensor/rows.js';
import type { TensorData } from '../../tensor/tensor.js';
import {
  askAgain,
  changesOf,
  companyOf,
  numbersOf,
  returnedOf,
  type Ask,
  type Asked,
  type Evaluated,
} from './again.js';
import { predictRequest } from './requests.js';

/** Images that are asked again in a small batch and alone. */
const DRAWN = 6;
/** The share of pixels that rounding may change; of 172,032, on wasm in three sizes of batches and on cpu, it changed none. */
const MOST_CHANGED = 1e-3;

export async function evaluateMaps(
  probe: PredictProbe,
  { weights, choose, shown }: Asked,
  ask: Ask,
): Promise<Evaluated> {
  const main = await ask(predictRequest(probe, { shown }));
  const first = returnedOf(main);
  // without maps of all images, the judge will say so
  if (first === null || !probe.examined) return { answer: main, trust: [] };
  const maps = numbersOf(first);
  if (maps.shape[0] !== probe.input.shape[0]) return { answer: main, trust: [] };
  const few = choose(probe.input, DRAWN, 'again');
  const among = companyOf(probe, few, choose);
  const again = await askAgain(probe, { few, among, shown }, ask);
  if ('failed' in again) return { answer: again.failed, trust: [] };
  const [grouped, repeated, single, regrouped] = again.replies.map(numbersOf);
  const trust = changesOf([first, ...again.replies], weights);
  const chance = shareChanged(grouped, repeated);
  if (chance > 0) return { answer: main, trust: [...trust, { kind: 'not-repeatable', difference: chance }] };
  const [expected, others] = [rowsOf(maps, few), rowsOf(maps, among)];
  const found = dependence([
    [expected, grouped],
    [expected, single],
    [others, regrouped],
  ]);
  if (found === null) return { answer: main, trust };
  const singly = await ask(predictRequest({ ...probe, batchSize: 1 }, { shown }));
  return { answer: singly, trust: [...trust, found] };
}

type Pair = readonly [TensorData, TensorData | undefined];

function dependence(pairs: readonly Pair[]): TrustFinding | null {
  const difference = Math.max(...pairs.map(([before, now]) => shareChanged(before, now)));
  if (difference <= MOST_CHANGED) return null;
  return { kind: 'depends-on-batch', difference, changed: Math.max(...pairs.map(imagesChanged)) };
}

/** The share of pixels with another class; 1 for maps of another size. */
function shareChanged(before: TensorData | undefined, now: TensorData | undefined): number {
  if (before === undefined || now === undefined || before.values.length !== now.values.length) return 1;
  let changed = 0;
  for (const [at, value] of before.values.entries()) if (value !== now.values[at]) changed += 1;
  return changed / Math.max(1, before.values.length);
}

/** Images of which more changed than rounding explains. */
function imagesChanged([before, now]: Pair): number {
  const count = before.shape[0] ?? 0;
  if (now === undefined) return count;
  const rows = Array.from({ length: count }, (_row, row) => row);
  return rows.filter((row) => shareChanged(rowsOf(before, [row]), rowsOf(now, [row])) > MOST_CHANGED).length;
}
