/**
 * Makes the samples at which a network is evaluated. Given values are checked against the network; generic samples are
 * found by trying seeds in order until a sample hides no mistake: away from every kink, with every relu unit on for
 * some examples and off for others, and with the most common wrong gradients clearly different from the right one.
 */
import { GraderError } from '../errors.js';
import type { Network, SampleSet } from '../schema/network.js';
import type { ReferenceSample } from '../stages/resolved.js';
import { sizeOf, type TensorData } from '../tensor/tensor.js';
import { givenValues } from './given-values.js';
import { hidesNoMistake } from './generic.js';
import { drawFor, roleOf, showsRoles } from './sample-roles.js';
import { makeRng, nextOnGrid, type Rng } from './rng.js';

type GenericSet = Extract<SampleSet, { kind: 'generic' }>;

const SEEDS_TRIED = 5000;
const DEFAULT_MARGIN = 0.01;
/** Values lie in [-RANGE, RANGE): small enough not to saturate, large enough to distinguish terms. */
const RANGE = 1.5;

/** The samples of a set, in order. Throws REFERENCE_INVALID if values do not fit or no generic sample is found. */
export function findSamples(name: string, set: SampleSet, network: Network): readonly ReferenceSample[] {
  if (set.kind === 'given') return [givenSample(name, givenValues(name, set.values, network))];
  const samples: ReferenceSample[] = [];
  let seed = set.seed;
  while (samples.length < set.count) {
    const sample = searchSample(name, set, network, seed, samples.length);
    samples.push(sample);
    seed = (sample.seed ?? seed) + 1;
  }
  return samples;
}

/** A tensor of tf.js contains 0.1 as the nearest float32, and so does the reference. */
function givenSample(name: string, written: ReferenceSample['values']): ReferenceSample {
  const rounded = Object.entries(written).map(([key, value]): [string, TensorData] => [
    key,
    value.dtype === 'float64' ? { ...value, values: Float64Array.from(value.values, Math.fround) } : value,
  ]);
  const isSame = rounded.every(([key, { values }]) =>
    values.every((value: number, i) => value === written[key]?.values[i]),
  );
  return { id: `${name}-0`, seed: null, values: Object.fromEntries(rounded), ...(isSame ? {} : { written }) };
}

function searchSample(name: string, set: GenericSet, network: Network, from: number, index: number): ReferenceSample {
  const margin = set.margin ?? DEFAULT_MARGIN;
  for (let seed = from; seed < from + SEEDS_TRIED; seed += 1) {
    const values = drawValues(name, set, network, makeRng(seed));
    if (hidesNoMistake(network, values, margin) && showsRoles(network, values, margin))
      return { id: `${name}-${String(index)}`, seed, values };
  }
  throw new GraderError(
    'REFERENCE_INVALID',
    `sample set ${name}: no generic sample in ${String(SEEDS_TRIED)} seeds from ${String(from)} (margin ${String(margin)})`,
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
    const role = roleOf(network, key);
    const draw = () => (role === null ? nextOnGrid(rng, -RANGE, RANGE) : drawFor(role, rng));
    const numbers = Float64Array.from({ length: sizeOf(sides) }, draw);
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
      `sample set ${name}: sizes has no ${side}, which the network's shapes use`,
      {
        advice: `Add ${side} to the sizes of this sample set.`,
      },
    );
  }
  return size;
}
