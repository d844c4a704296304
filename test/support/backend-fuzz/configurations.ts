/** Random layers and operations from a seed, for comparing tensor backends. A seed gives the same case everywhere. */
import { makeRng, type Rng } from '../../../grader/numerics/rng.js';

/** What the numbers that go in look like; ties and zeros are where kernels choose, the negative where they clip. */
export type Regime = 'usual' | 'negative' | 'ties' | 'zeros' | 'not-finite';

export interface LayerCase {
  readonly seed: number;
  /** A layer of tf.layers, or an operation of tf, and its options. */
  readonly family: string;
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Shapes with the batch. */
  readonly inputs: readonly (readonly number[])[];
  readonly regime: Regime;
}

type Draw = Pick<LayerCase, 'name' | 'options' | 'inputs'>;

const ACTIVATIONS = ['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'tanh', 'softplus', 'softsign', 'swish'];
const REGIMES: readonly Regime[] = ['usual', 'usual', 'negative', 'ties', 'zeros'];

/** `count` cases, each family in turn. */
export function drawCases(count: number, firstSeed: number): LayerCase[] {
  const families = Object.entries(FAMILIES);
  return Array.from({ length: count }, (_, index) => {
    const [family, draw] = families[(firstSeed + index) % families.length] as [string, (rng: Rng) => Draw];
    const seed = firstSeed + index;
    const rng = makeRng(seed, 1);
    const drawn = draw(rng);
    const mayBeNotFinite = /^(activation|dense|convolution|pooling)$/.test(family);
    const regime = mayBeNotFinite && whole(rng, 0, 5) === 0 ? 'not-finite' : pick(rng, REGIMES);
    return { seed, family, regime, ...drawn };
  });
}

const whole = (rng: Rng, low: number, high: number) => low + (rng.nextUint32() % (high - low + 1));

function pick<T>(rng: Rng, from: readonly T[]): T {
  return from[rng.nextUint32() % from.length] as T;
}

const image = (rng: Rng) => [whole(rng, 1, 3), whole(rng, 3, 9), whole(rng, 3, 9), pick(rng, [1, 2, 3, 4, 5, 8])];
const side = (rng: Rng) => whole(rng, 1, 4);
const pair = (rng: Rng, draw: (rng: Rng) => number) => [draw(rng), draw(rng)];
const padding = (rng: Rng) => pick(rng, ['same', 'valid']);

/** A stride or a dilation, not both; tf.js refuses them together. */
function steps(rng: Rng): { strides: number[]; dilationRate: number[] } {
  const dilated = whole(rng, 0, 4) === 0;
  const strides = dilated ? [1, 1] : pair(rng, (r) => whole(r, 1, 3));
  return { strides, dilationRate: dilated ? pair(rng, (r) => whole(r, 1, 2)) : [1, 1] };
}

const square = (rng: Rng) => {
  const { strides, dilationRate } = steps(rng);
  return { strides: [strides[0], strides[0]], dilationRate: [dilationRate[0], dilationRate[0]] };
};

const numericPad = (rng: Rng) => ({
  filter: [side(rng), side(rng)],
  strides: pair(rng, (r) => whole(r, 1, 3)),
  pad: whole(rng, 0, 2),
  dimRoundingMode: 'floor',
});

/** As graph models have it: no padding of batch and channels. */
const sides = (rng: Rng) => {
  const zeros = [0, 0];
  return [zeros, pair(rng, (r) => whole(r, 0, 2)), pair(rng, (r) => whole(r, 0, 2)), zeros];
};

const FAMILIES: Readonly<Record<string, (rng: Rng) => Draw>> = {
  convolution: (rng) => ({
    name: 'conv2d',
    options: {
      filters: whole(rng, 1, 6),
      kernelSize: pair(rng, side),
      padding: padding(rng),
      useBias: whole(rng, 0, 1) === 1,
      activation: pick(rng, ACTIVATIONS),
      ...steps(rng),
    },
    inputs: [image(rng)],
  }),
  depthwise: (rng) => ({
    name: 'depthwiseConv2d',
    options: {
      kernelSize: pair(rng, side),
      depthMultiplier: whole(rng, 1, 2),
      padding: padding(rng),
      activation: pick(rng, ACTIVATIONS),
      ...square(rng),
    },
    inputs: [image(rng)],
  }),
  separable: (rng) => ({
    name: 'separableConv2d',
    options: { filters: whole(rng, 1, 5), kernelSize: pair(rng, side), padding: padding(rng), ...square(rng) },
    inputs: [image(rng)],
  }),
  transposed: (rng) => ({
    name: 'conv2dTranspose',
    options: {
      filters: whole(rng, 1, 4),
      kernelSize: pair(rng, side),
      strides: pair(rng, (r) => whole(r, 1, 2)),
      padding: padding(rng),
    },
    inputs: [image(rng)],
  }),
  pooling: (rng) => ({
    name: pick(rng, ['maxPooling2d', 'averagePooling2d']),
    options: { poolSize: pair(rng, side), strides: pair(rng, (r) => whole(r, 1, 3)), padding: padding(rng) },
    inputs: [image(rng)],
  }),
  'global pooling': (rng) => ({
    name: pick(rng, ['globalMaxPooling2d', 'globalAveragePooling2d']),
    options: { dataFormat: 'channelsLast' },
    inputs: [image(rng)],
  }),
  normalisation: (rng) => ({
    name: pick(rng, ['batchNormalization', 'layerNormalization']),
    options: { epsilon: 1e-3 },
    // for one or two features the exact result is 0, and the rest is rounding
    inputs: [
      pick(rng, [
        [...image(rng).slice(0, 3), 8],
        [whole(rng, 2, 5), whole(rng, 4, 9)],
      ]),
    ],
  }),
  dense: (rng) => ({
    name: 'dense',
    options: { units: whole(rng, 1, 9), useBias: whole(rng, 0, 1) === 1, activation: pick(rng, ACTIVATIONS) },
    inputs: [[whole(rng, 1, 6), ...pick(rng, [[], [whole(rng, 1, 3)]]), whole(rng, 1, 20)]],
  }),
  activation: (rng) => ({
    name: 'activation',
    options: { activation: pick(rng, [...ACTIVATIONS, 'softmax', 'hardSigmoid', 'mish', 'gelu']) },
    inputs: [pick(rng, [image(rng), [whole(rng, 1, 6), whole(rng, 1, 20)]])],
  }),
  'parametric activation': (rng) => ({
    name: pick(rng, ['leakyReLU', 'prelu', 'elu', 'thresholdedReLU', 'softmax', 'reLU']),
    options: {},
    inputs: [pick(rng, [image(rng), [whole(rng, 1, 6), whole(rng, 1, 20)]])],
  }),
  merge: (rng) => {
    const shape = image(rng);
    const count = whole(rng, 2, 3);
    return {
      name: pick(rng, ['add', 'multiply', 'average', 'maximum', 'minimum', 'concatenate']),
      options: {},
      inputs: Array.from({ length: count }, () => shape),
    };
  },
  shape: (rng) => ({
    name: pick(rng, ['zeroPadding2d', 'upSampling2d', 'flatten', 'permute', 'cropping2D']),
    options: {
      padding: pair(rng, (r) => whole(r, 0, 2)),
      size: pair(rng, (r) => whole(r, 1, 3)),
      interpolation: pick(rng, ['nearest', 'bilinear']),
      dims: pick(rng, [
        [3, 1, 2],
        [2, 1, 3],
      ]),
      cropping: [
        [0, whole(rng, 0, 1)],
        [whole(rng, 0, 1), 0],
      ],
    },
    inputs: [image(rng)],
  }),
  'convolution with numbers as padding': (rng) => ({
    name: 'op:conv2d',
    options: { ...numericPad(rng), filters: whole(rng, 1, 5), ...(whole(rng, 0, 1) === 1 ? { pad: sides(rng) } : {}) },
    inputs: [image(rng)],
  }),
  'pooling with a number as padding': (rng) => ({
    name: pick(rng, ['op:maxPool', 'op:avgPool']),
    options: numericPad(rng),
    inputs: [image(rng)],
  }),
  'matrix product': (rng) => ({
    name: pick(rng, ['op:matMul', 'op:matMulTwice', 'op:segmentSum']),
    options: { columns: whole(rng, 1, 6) },
    inputs: [[whole(rng, 1, 6), 2 * whole(rng, 1, 6)]],
  }),
  'volume pooling': (rng) => ({
    name: pick(rng, ['maxPooling3d', 'averagePooling3d']),
    options: { poolSize: [2, 2, 2], strides: [whole(rng, 1, 2), 2, 1], padding: padding(rng) },
    inputs: [[1, 4, whole(rng, 2, 4), whole(rng, 2, 4), whole(rng, 1, 3)]],
  }),
};
