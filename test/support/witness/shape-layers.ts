/** Draws layers that move, crop, repeat, resize or look up numbers. */
import { drawOrigin } from './activations.js';
import { at, fill, mean, permute, reduce, reshape, sizeOf, toChannelsLast } from './array.js';
import { range, single, type Drawn, type Family } from './drawing.js';
import { arranged, formatOf, image } from './image-layers.js';
import { drawShape } from './plain-layers.js';

const flatten: Family = (dice) => {
  const shape = drawShape(dice, 3, 5);
  const data_format = dice.pick([null, 'channels_last', 'channels_first']);
  return single(drawOrigin(dice), 'Flatten', data_format === null ? {} : { data_format }, shape, (x) =>
    reshape(data_format === 'channels_first' ? toChannelsLast(x) : x, [2, sizeOf(shape.slice(1))]),
  );
};

const reshaping: Family = (dice) => {
  const shape = drawShape(dice);
  const size = sizeOf(shape.slice(1));
  const first = shape[1] ?? 1;
  const target_shape = dice.pick([[-1], [size], [first, -1], [size / first, first], [1, -1, first]]);
  return single(drawOrigin(dice), 'Reshape', { target_shape }, shape, (x) => {
    const known = target_shape.reduce((product, side) => (side === -1 ? product : product * side), 1);
    return reshape(x, [2, ...target_shape.map((side) => (side === -1 ? size / known : side))]);
  });
};

const permuting: Family = (dice) => {
  const shape = drawShape(dice, 3, 5);
  const left = range(shape.length - 1).map((axis) => axis + 1);
  const dims = range(left.length).map(() => left.splice(dice.whole(0, left.length - 1), 1)[0] ?? 0);
  return single(drawOrigin(dice), 'Permute', { dims }, shape, (x) => permute(x, [0, ...dims]));
};

const repeating: Family = (dice) => {
  const [n, width] = [dice.whole(1, 4), dice.whole(1, 4)];
  return single(drawOrigin(dice), 'RepeatVector', { n }, [2, width], (x) =>
    fill([2, n, width], ([row = 0, , column = 0]) => at(x, row, column)),
  );
};

const cropping: Family = (dice) => {
  const { isFirst, height, width, channels, shape } = image(dice);
  const pair = () => [dice.whole(0, 1), dice.whole(0, 1)];
  const cropping = [pair(), pair()] as [number[], number[]];
  const config = { cropping, data_format: formatOf(isFirst) };
  return single(drawOrigin(dice), 'Cropping2D', config, shape, (x) =>
    arranged(isFirst, x, (input) => {
      const [[top = 0, bottom = 0], [left = 0, right = 0]] = cropping;
      const sides = [2, height - top - bottom, width - left - right, channels];
      return fill(sides, ([n = 0, row = 0, column = 0, c = 0]) => at(input, n, row + top, column + left, c));
    }),
  );
};

const padding: Family = (dice) => {
  const { isFirst, height, width, channels, shape } = image(dice);
  const pair = () => [dice.whole(0, 2), dice.whole(0, 2)];
  const padding = [pair(), pair()] as [number[], number[]];
  return single(drawOrigin(dice), 'ZeroPadding2D', { padding, data_format: formatOf(isFirst) }, shape, (x) =>
    arranged(isFirst, x, (input) => {
      const [[top = 0, bottom = 0], [left = 0, right = 0]] = padding;
      const sides = [2, height + top + bottom, width + left + right, channels];
      return fill(sides, ([n = 0, row = 0, column = 0, c = 0]) => {
        const [y, z] = [row - top, column - left];
        return y < 0 || z < 0 || y >= height || z >= width ? 0 : at(input, n, y, z, c);
      });
    }),
  );
};

const globalPooling: Family = (dice) => {
  const origin = drawOrigin(dice);
  const rank = dice.pick([1, 2]);
  const { isFirst, shape } = image(dice);
  const input = rank === 1 ? shape.slice(0, 3) : shape;
  const kind = dice.pick(['Max', 'Average'] as const);
  const keepdims = origin !== 'tfjs' && dice.once(2);
  const formats = origin === 'tfjs' && rank === 1 ? {} : { data_format: formatOf(isFirst) };
  const first = isFirst && (origin !== 'tfjs' || rank === 2);
  const axes = range(rank).map((axis) => axis + (first ? 2 : 1));
  const of = kind === 'Max' ? (values: readonly number[]) => Math.max(...values) : mean;
  const config = origin === 'tfjs' ? formats : { ...formats, keepdims };
  return single(origin, `Global${kind}Pooling${String(rank)}D`, config, input, (x) => reduce(x, axes, keepdims, of));
};

const embedding: Family = (dice) => {
  const [input_dim, output_dim, length] = [dice.whole(2, 6), dice.whole(1, 4), dice.whole(1, 5)];
  const config = { input_dim, output_dim, mask_zero: dice.once(2), input_length: dice.pick([null, length]) };
  const drawn = single(drawOrigin(dice), 'Embedding', config, [2, length], (x, weight) =>
    fill([2, length, output_dim], ([n = 0, place = 0, column = 0]) =>
      at(weight('embeddings'), at(x, n, place), column),
    ),
  );
  return { ...drawn, classes: input_dim, steps: true };
};

const category: Family = (dice): Drawn => {
  const [num_tokens, length] = [dice.whole(2, 6), dice.whole(1, 5)];
  const output_mode = dice.pick(['one_hot', 'multi_hot', 'count']);
  const width = output_mode === 'one_hot' ? 1 : length;
  // the translation of Keras 3 names it, for it prepares data
  const drawn = single(
    dice.pick(['keras2', 'tfjs']),
    'CategoryEncoding',
    { num_tokens, output_mode },
    [2, width],
    (x) =>
      fill([2, num_tokens], ([n = 0, token = 0]) => {
        const times = range(width).filter((place) => at(x, n, place) === token).length;
        return output_mode === 'count' ? times : Math.min(times, 1);
      }),
  );
  return { ...drawn, classes: num_tokens, steps: true };
};

export const SHAPES: Readonly<Record<string, Family>> = {
  Flatten: flatten,
  Reshape: reshaping,
  Permute: permuting,
  RepeatVector: repeating,
  Cropping2D: cropping,
  ZeroPadding2D: padding,
  GlobalPooling: globalPooling,
  Embedding: embedding,
  CategoryEncoding: category,
};
