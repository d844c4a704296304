/** Draws layers with windows that slide over their input. */
import { activate, drawActivation, drawOrigin } from './activations.js';
import { add, mean, toChannelsFirst, toChannelsLast, type NumberArray } from './array.js';
import { range, single, type Dice, type Drawn, type Family } from './drawing.js';
import { convolve, depthwise, pool, transposed, type Padding, type Sliding } from './windows.js';

interface Setting {
  readonly rank: number;
  readonly channels: number;
  readonly sliding: Sliding;
  readonly input: readonly number[];
  readonly isFirst: boolean;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Options that all of these have; one number for all axes now and then. */
function drawSetting(
  dice: Dice,
  rank: number,
  window: string,
  mayDilate: boolean,
  paddings: readonly Padding[],
  channels = dice.whole(1, 4),
): Setting {
  const isFirst = dice.once(3);
  const equal = mayDilate && dice.once(2);
  const sides = (low: number, high: number) => {
    const one = dice.whole(low, high);
    return range(rank).map(() => (equal ? one : dice.whole(low, high)));
  };
  const dilated = mayDilate && dice.once(3);
  const sliding = {
    window: sides(1, 3),
    strides: dilated ? range(rank).map(() => 1) : sides(1, 3),
    dilation: dilated ? sides(1, 2) : range(rank).map(() => 1),
    padding: dice.pick(paddings),
  };
  // the window fits
  const least = (axis: number) => ((sliding.window[axis] ?? 1) - 1) * (sliding.dilation[axis] ?? 1) + 1;
  const space = range(rank).map((axis) => Math.max(least(axis), rank === 3 ? dice.whole(3, 5) : dice.whole(5, 7)));
  const input = isFirst ? [2, channels, ...space] : [2, ...space, channels];
  return {
    rank,
    channels,
    sliding,
    isFirst,
    input,
    config: {
      [window]: sliding.window,
      strides: sliding.strides,
      padding: sliding.padding,
      data_format: isFirst ? 'channels_first' : 'channels_last',
      ...(mayDilate && { dilation_rate: sliding.dilation }),
    },
  };
}

const arranged = (isFirst: boolean, compute: (x: NumberArray) => NumberArray) => (x: NumberArray) =>
  isFirst ? toChannelsFirst(compute(toChannelsLast(x))) : compute(x);

type Linear = (x: NumberArray, weight: (name: string) => NumberArray) => NumberArray;

function withBias(
  dice: Dice,
  className: string,
  setting: Setting,
  config: object,
  linear: Linear,
  origin = drawOrigin(dice),
): Drawn {
  const [use_bias, activation] = [!dice.once(3), drawActivation(dice, origin)];
  return single(
    origin,
    className,
    { ...setting.config, ...config, use_bias, activation },
    setting.input,
    (x, weight) => {
      const biased = arranged(setting.isFirst, (input) => {
        const out = linear(input, weight);
        return use_bias ? add(out, weight('bias')) : out;
      })(x);
      return activate(origin, activation, biased);
    },
  );
}

const convolution =
  (rank: number): Family =>
  (dice) => {
    const setting = drawSetting(
      dice,
      rank,
      'kernel_size',
      true,
      rank === 1 ? ['same', 'valid', 'causal'] : ['same', 'valid'],
    );
    const groups = rank < 3 && setting.channels % 2 === 0 && dice.once(2) ? 2 : 1;
    const filters = groups * dice.whole(1, 3);
    return withBias(dice, `Conv${String(rank)}D`, setting, { filters, groups }, (x, weight) =>
      convolve(x, weight('kernel'), setting.sliding, groups),
    );
  };

const transposedConvolution =
  (rank: number): Family =>
  (dice) => {
    const setting = drawSetting(dice, rank, 'kernel_size', false, ['same', 'valid']);
    return withBias(
      dice,
      `Conv${String(rank)}DTranspose`,
      setting,
      { filters: dice.whole(1, 3), output_padding: null },
      (x, weight) => transposed(x, weight('kernel'), setting.sliding),
      originOf(rank),
    );
  };

/** The native library takes equal strides only, and so does Keras. */
function square(setting: Setting): Setting {
  const same = (sides: readonly number[]) => sides.map(() => sides[0] ?? 1);
  const sliding = {
    ...setting.sliding,
    strides: same(setting.sliding.strides),
    dilation: same(setting.sliding.dilation),
  };
  return {
    ...setting,
    sliding,
    config: { ...setting.config, strides: sliding.strides, dilation_rate: sliding.dilation },
  };
}

/** Keras 3 has those over series, and tf.js has not. */
const originOf = (rank: number) => (rank === 1 ? 'keras3' : undefined);

const depthwiseConvolution =
  (rank: number): Family =>
  (dice) => {
    const setting = square(drawSetting(dice, rank, 'kernel_size', true, ['same', 'valid']));
    const [name, kernel] = [`DepthwiseConv${String(rank)}D`, rank === 1 ? 'kernel' : 'depthwise_kernel'];
    const linear: Linear = (x, weight) => depthwise(x, weight(kernel), setting.sliding);
    return withBias(dice, name, setting, { depth_multiplier: dice.whole(1, 3) }, linear, originOf(rank));
  };

const separableConvolution =
  (rank: number): Family =>
  (dice) => {
    const setting = square(drawSetting(dice, rank, 'kernel_size', true, ['same', 'valid']));
    const config = { filters: dice.whole(1, 4), depth_multiplier: dice.whole(1, 2) };
    const ones = range(rank).map(() => 1);
    const point: Sliding = { window: ones, strides: ones, dilation: ones, padding: 'valid' };
    const linear: Linear = (x, weight) =>
      convolve(depthwise(x, weight('depthwise_kernel'), setting.sliding), weight('pointwise_kernel'), point);
    return withBias(dice, `SeparableConv${String(rank)}D`, setting, config, linear, originOf(rank));
  };

const pooling =
  (rank: number): Family =>
  (dice) => {
    const kind = dice.pick(['Max', 'Average'] as const);
    const setting = drawSetting(dice, rank, 'pool_size', false, ['same', 'valid']);
    const byDefault = dice.once(3);
    const sliding = byDefault ? { ...setting.sliding, strides: setting.sliding.window } : setting.sliding;
    const config = byDefault ? { ...setting.config, strides: null } : setting.config;
    const of = kind === 'Max' ? (values: readonly number[]) => Math.max(...values) : mean;
    return single(drawOrigin(dice), `${kind}Pooling${String(rank)}D`, config, setting.input, (x) =>
      arranged(setting.isFirst, (input) => pool(input, sliding, of))(x),
    );
  };

export const SLIDING: Readonly<Record<string, Family>> = {
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Conv3D: convolution(3),
  Conv2DTranspose: transposedConvolution(2),
  Conv3DTranspose: transposedConvolution(3),
  Conv1DTranspose: transposedConvolution(1),
  DepthwiseConv1D: depthwiseConvolution(1),
  DepthwiseConv2D: depthwiseConvolution(2),
  SeparableConv1D: separableConvolution(1),
  SeparableConv2D: separableConvolution(2),
  Pooling1D: pooling(1),
  Pooling2D: pooling(2),
  Pooling3D: pooling(3),
};
