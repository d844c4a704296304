/** Draws layers that work on one number, one row or one axis at a time. */
import { activate, drawActivation, drawOrigin, drawScalarActivation, softmax } from './activations.js';
import { add, at, fill, map, matmul, mean, reduce, reshape, spread, sum, type NumberArray } from './array.js';
import { range, single, type Dice, type Family } from './drawing.js';

export const drawShape = (dice: Dice, least = 2, most = 4): number[] => [
  2,
  ...range(dice.whole(least, most) - 1).map(() => dice.whole(2, 4)),
];

const dense: Family = (dice) => {
  const origin = drawOrigin(dice);
  const config = { units: dice.whole(1, 5), use_bias: !dice.once(3), activation: drawActivation(dice, origin) };
  return single(origin, 'Dense', config, drawShape(dice), (x, weight) => {
    const product = matmul(x, weight('kernel'));
    return activate(origin, config.activation, config.use_bias ? add(product, weight('bias')) : product);
  });
};

const activation: Family = (dice) => {
  const origin = drawOrigin(dice);
  const name = dice.once(6) ? drawActivation(dice, origin) : drawScalarActivation(dice, origin);
  return single(origin, 'Activation', { activation: name }, drawShape(dice, 2, 5), (x) => activate(origin, name, x));
};

const rectified: Family = (dice) => {
  const origin = drawOrigin(dice);
  const max_value = dice.pick([null, 1, 6]);
  const [negative_slope, threshold] = origin === 'tfjs' ? [0, 0] : [dice.pick([0, 0.2]), dice.pick([0, 0.5])];
  const config = origin === 'tfjs' ? { max_value } : { max_value, negative_slope, threshold };
  return single(origin, 'ReLU', config, drawShape(dice), (x) =>
    map(x, (value) => {
      if (max_value !== null && value >= max_value) return max_value;
      return value >= threshold ? value : negative_slope * (value - threshold);
    }),
  );
};

const leaky: Family = (dice) => {
  const origin = drawOrigin(dice);
  const slope = dice.pick([0.01, 0.2, 0.3]);
  const config = origin === 'keras3' ? { negative_slope: slope } : { alpha: slope };
  return single(origin, 'LeakyReLU', config, drawShape(dice), (x) =>
    map(x, (value) => (value > 0 ? value : slope * value)),
  );
};

const parametric: Family = (dice) => {
  const shape = drawShape(dice);
  const shared_axes = dice.pick([null, [1], [shape.length - 1], range(shape.length - 1).map((axis) => axis + 1)]);
  return single(drawOrigin(dice), 'PReLU', { shared_axes }, shape, (x, weight) =>
    spread((value, slope) => (value > 0 ? value : slope * value), x, weight('alpha')),
  );
};

const exponential: Family = (dice) => {
  const alpha = dice.pick([1, 0.5, 2]);
  return single(drawOrigin(dice), 'ELU', { alpha }, drawShape(dice), (x) =>
    map(x, (value) => (value > 0 ? value : alpha * Math.expm1(value))),
  );
};

const thresholded: Family = (dice) => {
  const theta = dice.pick([0, 0.5, 1]);
  return single(dice.pick(['keras2', 'tfjs'] as const), 'ThresholdedReLU', { theta }, drawShape(dice), (x) =>
    map(x, (value) => (value > theta ? value : 0)),
  );
};

const softmaxLayer: Family = (dice) => {
  const shape = drawShape(dice);
  const one = dice.whole(1, shape.length - 1);
  const axis = dice.pick([-1, one, one - shape.length, [one], range(shape.length - 1).map((place) => place + 1)]);
  return single(drawOrigin(dice), 'Softmax', { axis }, shape, (x) => softmax(x, [axis].flat()));
};

/** [1, …, side, …, 1] */
const along = (weight: NumberArray, rank: number, axes: readonly number[]) =>
  reshape(
    weight,
    range(rank).map((axis) => (axes.includes(axis) ? (weight.shape[axes.indexOf(axis)] ?? 1) : 1)),
  );

const batchNormalization: Family = (dice) => {
  const origin = drawOrigin(dice);
  const shape = drawShape(dice, 2, 5);
  const place = dice.whole(1, shape.length - 1);
  const axis = dice.pick([place, place - shape.length, ...(origin === 'keras2' ? [[place]] : [])]);
  const config = { axis, epsilon: dice.pick([1e-3, 1e-1]), center: !dice.once(3), scale: !dice.once(3), momentum: 0.9 };
  return single(origin, 'BatchNormalization', config, shape, (x, weight) => {
    const of = (name: string) => along(weight(name), shape.length, [place]);
    const centred = spread((a, b) => a - b, x, of('moving_mean'));
    const normal = spread((a, b) => a / Math.sqrt(b + config.epsilon), centred, of('moving_variance'));
    const scaled = config.scale ? spread((a, b) => a * b, normal, of('gamma')) : normal;
    return config.center ? add(scaled, of('beta')) : scaled;
  });
};

const variance = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));

const layerNormalization: Family = (dice) => {
  const shape = drawShape(dice, 2, 5).map((side, axis) => (axis === 0 ? side : side + 1));
  const rank = shape.length;
  const place = dice.whole(1, rank - 1);
  const axis = dice.pick([
    -1,
    place,
    place - rank,
    ...(rank > 2
      ? [
          [1, 2],
          [-2, -1],
        ]
      : []),
  ]);
  const axes = [axis].flat().map((one) => (one < 0 ? one + rank : one));
  const config = { axis, epsilon: dice.pick([1e-3, 1e-1]), center: !dice.once(3), scale: !dice.once(3) };
  return single(drawOrigin(dice), 'LayerNormalization', config, shape, (x, weight) => {
    const centred = spread((a, b) => a - b, x, reduce(x, axes, true, mean));
    const normal = spread((a, b) => a / Math.sqrt(b + config.epsilon), centred, reduce(x, axes, true, variance));
    const scaled = config.scale ? spread((a, b) => a * b, normal, along(weight('gamma'), rank, axes)) : normal;
    return config.center ? add(scaled, along(weight('beta'), rank, axes)) : scaled;
  });
};

const groupNormalization: Family = (dice) => {
  const shape = drawShape(dice, 2, 4);
  const place = dice.whole(1, shape.length - 1);
  const groups = dice.pick([-1, 1, 2]);
  shape[place] = 4;
  const config = {
    ...{ groups, axis: dice.pick([place, place - shape.length]), epsilon: dice.pick([1e-3, 1e-1]) },
    ...{ center: !dice.once(3), scale: !dice.once(3) },
  };
  return single('keras3', 'GroupNormalization', config, shape, (x, weight) => {
    const width = groups === -1 ? 1 : 4 / groups;
    const statistic = (of: (values: readonly number[]) => number) =>
      fill(shape, (index) => {
        const group = Math.floor((index[place] ?? 0) / width);
        const members: number[] = [];
        fill(shape, (other) => {
          if (other[0] === index[0] && Math.floor((other[place] ?? 0) / width) === group) members.push(at(x, ...other));
          return 0;
        });
        return of(members);
      });
    const [centre, spreadOf] = [statistic(mean), statistic(variance)];
    const normal = fill(
      shape,
      (index) => (at(x, ...index) - at(centre, ...index)) / Math.sqrt(at(spreadOf, ...index) + config.epsilon),
    );
    const scaled = config.scale
      ? spread((a, b) => a * b, normal, along(weight('gamma'), shape.length, [place]))
      : normal;
    return config.center ? add(scaled, along(weight('beta'), shape.length, [place])) : scaled;
  });
};

const unitNormalization: Family = (dice) => {
  const shape = drawShape(dice, 3);
  const axis = dice.pick([-1, 1, [1, 2]]);
  return single('keras3', 'UnitNormalization', { axis }, shape, (x) =>
    spread(
      (a, b) => a / Math.sqrt(Math.max(b, 1e-12)),
      x,
      reduce(
        map(x, (value) => value * value),
        [axis].flat(),
        true,
        sum,
      ),
    ),
  );
};

const rescaling: Family = (dice) => {
  const shape = drawShape(dice, 2, 4);
  const origin = drawOrigin(dice);
  const one = () => dice.pick([1 / 255, 0.5, -2]);
  const list = origin !== 'tfjs' && dice.once(2);
  const scale = list ? range(shape.at(-1) ?? 1).map(one) : one();
  const offset = list ? range(shape.at(-1) ?? 1).map(one) : dice.pick([0, -1, 0.25]);
  const of = (value: number | readonly number[], channel: number) =>
    typeof value === 'number' ? value : (value[channel] ?? NaN);
  return single(origin, 'Rescaling', { scale, offset }, shape, (x) =>
    fill(shape, (index) => at(x, ...index) * of(scale, index.at(-1) ?? 0) + of(offset, index.at(-1) ?? 0)),
  );
};

const onlyInTraining: Family = (dice) => {
  const origin = drawOrigin(dice);
  const [name, config] = dice.pick([
    ['Dropout', { rate: dice.pick([0.2, 0.5]), noise_shape: dice.pick([null, [null, 1, 1]]) }],
    ['SpatialDropout1D', { rate: dice.pick([0.2, 0.5]), noise_shape: dice.pick([null, [null, 1, 1]]) }],
    ['GaussianNoise', { stddev: dice.pick([0.1, 0.5]) }],
    ['GaussianDropout', { rate: dice.pick([0.1, 0.5]) }],
    ['AlphaDropout', { rate: dice.pick([0.1, 0.5]), noise_shape: dice.pick([null, [1, 1, 1]]) }],
  ] as const);
  return single(origin, name, config, drawShape(dice, 3, 3), (x) => x);
};

export const PLAIN: Readonly<Record<string, Family>> = {
  Dense: dense,
  Activation: activation,
  ReLU: rectified,
  LeakyReLU: leaky,
  PReLU: parametric,
  ELU: exponential,
  ThresholdedReLU: thresholded,
  Softmax: softmaxLayer,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  UnitNormalization: unitNormalization,
  Rescaling: rescaling,
  Dropout: onlyInTraining,
};
