/** Draws layers of several inputs. */
import { drawOrigin } from './activations.js';
import { add, at, concat, fill, map, multiply, reduce, reshape, spread, sum, type NumberArray } from './array.js';
import { range, type Dice, type Drawn, type Family, type Origin } from './drawing.js';

function merged(
  origin: Origin,
  className: string,
  config: Readonly<Record<string, unknown>>,
  inputs: readonly (readonly number[])[],
  compute: (inputs: readonly NumberArray[]) => NumberArray,
): Drawn {
  const from = inputs.map((_, index) => `in${String(index)}`);
  return {
    origin,
    layers: [{ class_name: className, name: 'it', config, from }],
    inputs,
    compute: (arrays) => [compute(arrays)],
  };
}

const COMBINED: Readonly<Record<string, (all: readonly NumberArray[]) => NumberArray>> = {
  Add: (all) => all.reduce(add),
  Multiply: (all) => all.reduce(multiply),
  Average: (all) => map(all.reduce(add), (value) => value / all.length),
  Maximum: (all) => all.reduce((a, b) => spread(Math.max, a, b)),
  Minimum: (all) => all.reduce((a, b) => spread(Math.min, a, b)),
};

/** Sides of 1 spread; with fewer axes, the missing ones come after the batch. */
const combining: Family = (dice) => {
  const name = dice.pick(Object.keys(COMBINED));
  const full = [2, ...range(dice.whole(1, 3)).map(() => dice.whole(2, 4))];
  const inputs = range(dice.whole(2, 3)).map((index) => {
    if (index === 0 || dice.once(2)) return full;
    const narrow = full.map((side, axis) => (axis > 0 && dice.once(3) ? 1 : side));
    return dice.once(3) && full.length > 2 ? [2, ...narrow.slice(2)] : narrow;
  });
  const widened = (x: NumberArray) =>
    reshape(x, [2, ...range(full.length - x.shape.length).map(() => 1), ...x.shape.slice(1)]);
  return merged(drawOrigin(dice), name, {}, inputs, (all) =>
    (COMBINED[name] as (typeof COMBINED)[string])(all.map(widened)),
  );
};

/** tf.js has none. */
const subtracting: Family = (dice) => {
  const shape = [2, ...range(dice.whole(1, 3)).map(() => dice.whole(2, 4))];
  const narrow = shape.map((side, axis) => (axis > 0 && dice.once(3) ? 1 : side));
  const compute = ([a, b]: readonly NumberArray[]) => spread((x, y) => x - y, a as NumberArray, b as NumberArray);
  return merged('keras3', 'Subtract', {}, [shape, narrow], compute);
};

const concatenating: Family = (dice) => {
  const shape = [2, ...range(dice.whole(1, 3)).map(() => dice.whole(1, 4))];
  const place = dice.whole(1, shape.length - 1);
  const axis = dice.pick([-1, place, place - shape.length]);
  const along = axis < 0 ? axis + shape.length : axis;
  const inputs = range(dice.whole(2, 3)).map(() => shape.map((side, one) => (one === along ? dice.whole(1, 3) : side)));
  return merged(drawOrigin(dice), 'Concatenate', { axis }, inputs, (all) => concat(all, axis));
};

function drawDot(dice: Dice): {
  readonly left: number[];
  readonly right: number[];
  readonly pair: readonly [number, number];
} {
  const [ranks, shared] = [[dice.whole(2, 3), dice.whole(2, 3)] as const, dice.whole(2, 4)];
  const pair = [dice.whole(1, ranks[0] - 1), dice.whole(1, ranks[1] - 1)] as const;
  const sides = (rank: number, axis: number) =>
    range(rank).map((one) => (one === 0 ? 2 : one === axis ? shared : dice.whole(2, 4)));
  return { left: sides(ranks[0], pair[0]), right: sides(ranks[1], pair[1]), pair };
}

const dot: Family = (dice) => {
  const { left, right, pair } = drawDot(dice);
  const negative = [pair[0] - left.length, pair[1] - right.length];
  const same = pair[0] === pair[1] ? [pair[0]] : negative[0] === negative[1] ? [negative[0]] : [];
  const axes = dice.pick([[...pair], negative, ...same]);
  const normalize = dice.once(2);
  return merged(drawOrigin(dice), 'Dot', { axes, normalize }, [left, right], ([x, y]) => {
    const unit = (array: NumberArray, axis: number) =>
      normalize
        ? spread(
            (a, b) => a / Math.sqrt(b),
            array,
            reduce(
              map(array, (value) => value * value),
              [axis],
              true,
              sum,
            ),
          )
        : array;
    const [a, b] = [unit(x as NumberArray, pair[0]), unit(y as NumberArray, pair[1])];
    const [restA, restB] = [
      left.filter((_, axis) => axis > 0 && axis !== pair[0]),
      right.filter((_, axis) => axis > 0 && axis !== pair[1]),
    ];
    const out = fill([2, ...restA, ...restB], ([n = 0, ...index]) => {
      const [mine, other] = [index.slice(0, restA.length), index.slice(restA.length)];
      const put = (rest: readonly number[], axis: number, k: number) => [
        n,
        ...rest.slice(0, axis - 1),
        k,
        ...rest.slice(axis - 1),
      ];
      return sum(
        range(left[pair[0]] ?? 0).map((k) => at(a, ...put(mine, pair[0], k)) * at(b, ...put(other, pair[1], k))),
      );
    });
    return out.shape.length === 1 ? reshape(out, [2, 1]) : out;
  });
};

export const MERGES: Readonly<Record<string, Family>> = {
  Combining: combining,
  Subtract: subtracting,
  Concatenate: concatenating,
  Dot: dot,
};
