/**
 * Other forms of input that a network may have been trained on: pixels in another range, or with colours in the order
 * of OpenCV. Some examples are requested in each of these forms. Requests must not need labels, and no points depend on
 * them.
 */
import { RANGES, scalingIn, type Scaling } from '../../tensor/images.js';
import type { Examples } from '../../stages/resolved.js';
import { rowsOf, spreadRows } from '../../tensor/rows.js';
import type { TensorData } from '../../tensor/tensor.js';

/** Examples that are requested in each form. */
const EXAMPLES = 40;

export interface OtherWay {
  readonly id: 'pixels' | 'unit' | 'signed' | 'standardised' | 'bgr';
  readonly scaling: Scaling;
  readonly isReversed: boolean;
}

/** None for points, whose scaling is unknown. */
export function otherWays(set: Examples): readonly OtherWay[] {
  if (set.examples.dtype !== 'uint8') return [];
  const ways: OtherWay[] = [
    { id: 'pixels', scaling: RANGES['0..255'], isReversed: false },
    { id: 'unit', scaling: RANGES['0..1'], isReversed: false },
    { id: 'signed', scaling: RANGES['-1..1'], isReversed: false },
  ];
  const others = ways.filter(({ scaling }) => !isSameScaling(scaling, set));
  const channels = set.examples.shape.at(-1) ?? 1;
  return [
    ...others,
    ...(set.standard === undefined
      ? [{ id: 'standardised', scaling: ownStandard(set), isReversed: false } as const]
      : []),
    ...(channels === 3 ? [{ id: 'bgr', scaling: scalingIn(set), isReversed: true } as const] : []),
  ];
}

/** The requested rows. */
export function otherRows({ examples }: Examples, count = EXAMPLES): readonly number[] {
  return spreadRows(examples.shape[0] ?? 0, count);
}

/** Ways that differ by their scaling have the same bytes, and so has each model of a class. */
const taken = new WeakMap<Examples, Map<string, TensorData>>();

/** These rows in this form; the same object each time. */
export function examplesIn({ isReversed }: Pick<OtherWay, 'isReversed'>, set: Examples, count = EXAMPLES): TensorData {
  const of = taken.get(set) ?? new Map<string, TensorData>();
  taken.set(set, of);
  const key = `${String(count)} ${String(isReversed)}`;
  const before = of.get(key);
  if (before !== undefined) return before;
  const some = rowsOf(set.examples, otherRows(set, count));
  if (isReversed) reverseChannels(some);
  of.set(key, some);
  return some;
}

/** Of pixels of three channels, in place. */
function reverseChannels({ values }: TensorData): void {
  for (let at = 0; at + 2 < values.length; at += 3) {
    [values[at], values[at + 2]] = [values[at + 2] ?? 0, values[at] ?? 0];
  }
}

function isSameScaling(a: Scaling, b: Scaling): boolean {
  return JSON.stringify(scalingIn(a)) === JSON.stringify(scalingIn(b));
}

const known = new WeakMap<Examples, Scaling>();

/** Images of which means and deviations are taken: within a tenth of a deviation of those of all 1,200. */
const MEASURED = 150;
const BYTES = 256;

/** Standardised with the means and deviations of some of these images, which are close to those of similar images. */
function ownStandard(set: Examples): Scaling {
  const kept = known.get(set) ?? measure(set);
  known.set(set, kept);
  return kept;
}

function measure(set: Examples): Scaling {
  const { shape, values } = rowsOf(set.examples, otherRows(set, MEASURED));
  const channels = shape.at(-1) ?? 1;
  const { divisor } = RANGES['0..1'];
  const parts = Array.from({ length: channels }, (_, channel) => spreadOf(countBytes(values, channel, channels)));
  const mean = parts.map((part) => part.mean / divisor);
  // images of one colour have no deviation
  const std = parts.map((part) => part.deviation / divisor || 1);
  return { divisor, standard: { mean, std } };
}

/** How often each byte occurs in a channel. */
function countBytes(values: ArrayLike<number>, channel: number, channels: number): Uint32Array {
  const counts = new Uint32Array(BYTES);
  for (let at = channel; at < values.length; at += channels) {
    const value = values[at] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

function spreadOf(counts: Uint32Array): { readonly mean: number; readonly deviation: number } {
  const sum = (of: (value: number) => number) => counts.reduce((total, count, value) => total + count * of(value), 0);
  const count = sum(() => 1);
  const mean = sum((value) => value) / count;
  return { mean, deviation: Math.sqrt(sum((value) => (value - mean) ** 2) / count) };
}
