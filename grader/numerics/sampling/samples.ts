/**
 * Makes the samples at which a network is evaluated. Given values are checked against the network; generic samples are
 * found by trying seeds in order until a sample hides no mistake: away from every kink, with every relu unit on for
 * some examples and off for others, and with all known mistakes apart from the right result and from each other.
 */
import { GraderError } from '../../errors.js';
import type { Network, SampleSet } from '../../schema/network.js';
import type { ReferenceSample } from '../../stages/resolved.js';
import { sizeOf, type TensorData } from '../../tensor/tensor.js';
import { givenValues } from '../given-values.js';
import { isGeneric } from './generic.js';
import { isSame, Outcomes } from '../mistakes/apart.js';
import { makeRng, nextOnGrid, type Rng } from '../rng.js';
import { drawFor, roleOf, showsRoles } from './sample-roles.js';
import { withTunedBiases } from './tuned-biases.js';

type GenericSet = Extract<SampleSet, { kind: 'generic' }>;

const SEEDS_TRIED = 1000;
/** After this many, biases are chosen so that units keep away from the kink. */
const SEEDS_AS_DRAWN = 60;
/** The number of generic samples that are tried for one at which all mistakes can be told apart. */
const MOST_GENERIC = 40;
const DEFAULT_MARGIN = 0.01;
/** Values lie in [-RANGE, RANGE): small enough not to saturate, large enough to distinguish terms. */
const RANGE = 1.5;
/** A sum of this many terms needs no smaller weights. */
const TERMS = 4;
const GRID = 64;
/** What a bias may be chosen to be. */
const BIASES = Array.from({ length: 2 * RANGE * GRID }, (_, index) => index / GRID - RANGE);

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

/**
 * The first sample at which all mistakes can be told apart. If the first generic ones do not, the best of them: a
 * rubric with such a network can be used, and `rubric lint` names what it cannot tell apart.
 */
function searchSample(name: string, set: GenericSet, network: Network, from: number, index: number): ReferenceSample {
  const margin = set.margin ?? DEFAULT_MARGIN;
  let best: { readonly sample: ReferenceSample; readonly confused: number } | null = null;
  let tried = 0;
  for (let seed = from; seed < from + SEEDS_TRIED && tried < MOST_GENERIC; seed += 1) {
    const isPlain = seed < from + SEEDS_AS_DRAWN;
    const drawn = drawValues(name, set, network, makeRng(seed), isPlain ? () => RANGE : rangeOf);
    const values = isPlain ? drawn : withTunedBiases(network, drawn, BIASES);
    if (!isGeneric(network, values, margin) || !showsRoles(network, values, margin)) continue;
    const near = [...new Outcomes(network, values).near().values()];
    const confused = near.filter((one) => !isSame(one)).length;
    const sample = { id: `${name}-${String(index)}`, seed, values };
    if (confused === 0) return sample;
    if (best === null || confused < best.confused) best = { sample, confused };
    tried += 1;
  }
  if (best !== null) return best.sample;
  throw new GraderError(
    'REFERENCE_INVALID',
    `sample set ${name}: no generic sample in ${String(SEEDS_TRIED)} seeds from ${String(from)} (margin ${String(margin)})`,
    {
      advice:
        'Give the batch at least 4 examples (so that every relu unit can be on and off), keep layers small, or lower the margin.',
    },
  );
}

/** Weights of large layers are smaller, so that sums of many terms do not saturate the loss. */
function rangeOf(sides: readonly number[]): number {
  const terms = sides.length < 2 ? 1 : sides.length === 2 ? (sides[1] ?? 1) : sizeOf(sides) / (sides.at(-1) ?? 1);
  return RANGE * Math.min(1, Math.sqrt(TERMS / terms));
}

function drawValues(
  name: string,
  set: GenericSet,
  network: Network,
  rng: Rng,
  rangeFor: (sides: readonly number[]) => number,
): Record<string, TensorData> {
  const values: Record<string, TensorData> = {};
  for (const [key, shape] of Object.entries({ ...network.inputs, ...network.parameters })) {
    const sides = shape.map((side) => sideOf(name, set, side));
    const role = roleOf(network, key);
    const range = Object.hasOwn(network.parameters, key) ? rangeFor(sides) : RANGE;
    const draw = () => (role === null ? nextOnGrid(rng, -range, range) : drawFor(role, rng));
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
