/** Draws layers that crop, pad, repeat or pool along the spatial axes of a series or a volume, as in Keras 3. */
import { at, fill, mean, reduce } from './array.js';
import { range, single, type Dice, type Family } from './drawing.js';
import { arranged, formatOf } from './image-layers.js';

interface Places {
  readonly isFirst: boolean;
  readonly shape: readonly number[];
  /** Without the batch and the channels. */
  readonly sides: readonly number[];
  readonly channels: number;
  /** `data_format`, which layers over series do not have. */
  readonly format: Readonly<Record<string, string>>;
}

function drawPlaces(dice: Dice, rank: number): Places {
  const isFirst = rank > 1 && dice.once(2);
  const sides = range(rank).map(() => dice.whole(3, 5));
  const channels = dice.whole(1, 3);
  const format: Readonly<Record<string, string>> = rank === 1 ? {} : { data_format: formatOf(isFirst) };
  return { isFirst, shape: isFirst ? [2, channels, ...sides] : [2, ...sides, channels], sides, channels, format };
}

type Pair = readonly [before: number, after: number];

/** As it is written: over a series one pair. */
const written = (pairs: readonly Pair[]) => (pairs.length === 1 ? pairs[0] : pairs);

const cropping =
  (rank: number): Family =>
  (dice) => {
    const { isFirst, shape, sides, channels, format } = drawPlaces(dice, rank);
    const pairs = sides.map((): Pair => [dice.whole(0, 1), dice.whole(0, 1)]);
    return single('keras3', `Cropping${String(rank)}D`, { cropping: written(pairs), ...format }, shape, (x) =>
      arranged(isFirst, x, (input) => {
        const left = sides.map((side, axis) => side - (pairs[axis]?.[0] ?? 0) - (pairs[axis]?.[1] ?? 0));
        return fill([2, ...left, channels], ([n = 0, ...place]) =>
          at(input, n, ...place.map((one, axis) => one + (pairs[axis]?.[0] ?? 0))),
        );
      }),
    );
  };

const padding =
  (rank: number): Family =>
  (dice) => {
    const { isFirst, shape, sides, channels, format } = drawPlaces(dice, rank);
    const pairs = sides.map((): Pair => [dice.whole(0, 2), dice.whole(0, 2)]);
    return single('keras3', `ZeroPadding${String(rank)}D`, { padding: written(pairs), ...format }, shape, (x) =>
      arranged(isFirst, x, (input) => {
        const wide = sides.map((side, axis) => side + (pairs[axis]?.[0] ?? 0) + (pairs[axis]?.[1] ?? 0));
        return fill([2, ...wide, channels], ([n = 0, ...place]) => {
          const inner = place.slice(0, -1).map((one, axis) => one - (pairs[axis]?.[0] ?? 0));
          const isInside = inner.every((one, axis) => one >= 0 && one < (sides[axis] ?? 0));
          return isInside ? at(input, n, ...inner, place.at(-1) ?? 0) : 0;
        });
      }),
    );
  };

const upSampling =
  (rank: number): Family =>
  (dice) => {
    const { isFirst, shape, sides, channels, format } = drawPlaces(dice, rank);
    const size = sides.map(() => dice.whole(1, 3));
    const config = { size: rank === 1 ? size[0] : size, ...format };
    return single('keras3', `UpSampling${String(rank)}D`, config, shape, (x) =>
      arranged(isFirst, x, (input) =>
        fill([2, ...sides.map((side, axis) => side * (size[axis] ?? 1)), channels], ([n = 0, ...place]) => {
          const inner = place.slice(0, -1).map((one, axis) => Math.floor(one / (size[axis] ?? 1)));
          return at(input, n, ...inner, place.at(-1) ?? 0);
        }),
      ),
    );
  };

const globalPooling =
  (kind: 'Max' | 'Average'): Family =>
  (dice) => {
    const { isFirst, shape, format } = drawPlaces(dice, 3);
    const keepdims = dice.once(2);
    const axes = range(3).map((axis) => axis + (isFirst ? 2 : 1));
    const of = kind === 'Max' ? (values: readonly number[]) => Math.max(...values) : mean;
    return single('keras3', `Global${kind}Pooling3D`, { ...format, keepdims }, shape, (x) =>
      reduce(x, axes, keepdims, of),
    );
  };

export const SIDES: Readonly<Record<string, Family>> = {
  Cropping1D: cropping(1),
  Cropping3D: cropping(3),
  ZeroPadding1D: padding(1),
  ZeroPadding3D: padding(3),
  UpSampling1D: upSampling(1),
  UpSampling3D: upSampling(3),
  GlobalMaxPooling3D: globalPooling('Max'),
  GlobalAveragePooling3D: globalPooling('Average'),
};
