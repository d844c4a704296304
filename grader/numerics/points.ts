/**
 * The points at which a network is evaluated. Given values are checked against the network; generic points are found
 * by trying seeds in order until a point hides no mistake: away from every kink, with every relu unit on for some
 * examples and off for others, and with the commonest wrong gradients clearly different from the right one.
 */
import { GraderError } from '../errors.js';
import type { Network, PointSet } from '../schema/network.js';
import type { ReferencePoint } from '../stages/resolved.js';
import { sizeOf, type TensorData } from '../tensor/tensor.js';
import { givenValues } from './given-values.js';
import { hidesNoMistake } from './generic.js';
import { makeRng, nextOnGrid, type Rng } from './rng.js';

type GenericSet = Extract<PointSet, { kind: 'generic' }>;

const SEEDS_TRIED = 5000;
const DEFAULT_MARGIN = 0.01;
/** Values lie in [-RANGE, RANGE): large enough to saturate nothing and to keep terms apart. */
const RANGE = 1.5;

/** The points of a set, in order. Throws REFERENCE_INVALID when the values do not fit or no generic point is found. */
export function findPoints(name: string, set: PointSet, network: Network): readonly ReferencePoint[] {
  if (set.kind === 'given') return [givenPoint(name, givenValues(name, set.values, network))];
  const points: ReferencePoint[] = [];
  let seed = set.seed;
  while (points.length < set.count) {
    const point = searchPoint(name, set, network, seed, points.length);
    points.push(point);
    seed = (point.seed ?? seed) + 1;
  }
  return points;
}

/** A tensor of tf.js holds 0.1 as the nearest float32, and so does the reference. */
function givenPoint(name: string, written: ReferencePoint['values']): ReferencePoint {
  const rounded = Object.entries(written).map(([key, value]): [string, TensorData] => [
    key,
    value.dtype === 'float64' ? { ...value, values: Float64Array.from(value.values, Math.fround) } : value,
  ]);
  const isSame = rounded.every(([key, { values }]) =>
    values.every((value: number, i) => value === written[key]?.values[i]),
  );
  return { id: `${name}-0`, seed: null, values: Object.fromEntries(rounded), ...(isSame ? {} : { written }) };
}

function searchPoint(name: string, set: GenericSet, network: Network, from: number, index: number): ReferencePoint {
  const margin = set.margin ?? DEFAULT_MARGIN;
  for (let seed = from; seed < from + SEEDS_TRIED; seed += 1) {
    const values = drawValues(name, set, network, makeRng(seed));
    if (hidesNoMistake(network, values, margin)) return { id: `${name}-${String(index)}`, seed, values };
  }
  throw new GraderError(
    'REFERENCE_INVALID',
    `point set ${name}: no generic point in ${String(SEEDS_TRIED)} seeds from ${String(from)} (margin ${String(margin)})`,
    {
      advice:
        'Give the batch at least 4 examples (so that every relu unit can be on and off), keep layers small, or lower the margin.',
    },
  );
}

function drawValues(name: string, set: GenericSet, network: Network, rng: Rng): Record<string, TensorData> {
  const values: Record<string, TensorData> = {};
  for (const [key, shape] of Object.entries({ ...network.inputs, ...network.parameters })) {
    const sides = shape.map((side) => sideOf(name, set, side));
    const numbers = Float64Array.from({ length: sizeOf(sides) }, () => nextOnGrid(rng, -RANGE, RANGE));
    values[key] = { dtype: 'float64', shape: sides, values: numbers };
  }
  for (const [key, label] of Object.entries(network.labels ?? {})) {
    const sides = label.shape.map((side) => sideOf(name, set, side));
    const classes = sideOf(name, set, label.classes);
    const numbers = Int32Array.from({ length: sizeOf(sides) }, () => rng.nextUint32() % classes);
    values[key] = { dtype: 'int32', shape: sides, values: numbers };
  }
  return values;
}

function sideOf(name: string, set: GenericSet, side: number | string): number {
  if (typeof side === 'number') return side;
  const size = Object.hasOwn(set.sizes, side) ? set.sizes[side] : undefined;
  if (size === undefined) {
    throw new GraderError(
      'REFERENCE_INVALID',
      `point set ${name}: sizes has no ${side}, which the network's shapes use`,
      {
        advice: `Add ${side} to the sizes of this point set.`,
      },
    );
  }
  return size;
}
