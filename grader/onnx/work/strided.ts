/**
 * Slices and transpositions: what comes out is what went in, at regular distances. Whole numbers are followed, because
 * exporters turn lists of paddings around in this way. Pure.
 */
import { sizeOf } from '../../tensor/tensor.js';
import { refuse, type Rule } from './call.js';
import { axesOf, sideAt, type Sides } from './sized.js';

/** How far two neighbours along each axis are apart. */
function distancesOf(sides: Sides): readonly number[] {
  return sides.map((_, at) => sizeOf(sides.slice(at + 1)));
}

/** The numbers of a tensor with such sides, the first of which is at `start` in `numbers`. */
function numbersAt(
  numbers: readonly number[] | undefined,
  sides: Sides,
  distances: readonly number[],
  start = 0,
): readonly number[] | undefined {
  if (numbers === undefined) return undefined;
  const steps = distancesOf(sides);
  return Array.from({ length: sizeOf(sides) }, (_, index) => {
    const place = sides.reduce((sum, side, at) => {
      return sum + (Math.floor(index / sideAt(steps, at)) % side) * sideAt(distances, at);
    }, start);
    return sideAt(numbers, place);
  });
}

const transpose: Rule = (call) => {
  const { sides, whole } = call.operand(0);
  const order = call.ints('perm') ?? [...sides.keys()].reverse();
  if (order.length !== sides.length || axesOf(order, sides.length).size !== order.length) refuse();
  const distances = distancesOf(sides);
  const made = order.map((axis) => sideAt(sides, axis));
  return [
    {
      sides: made,
      whole: numbersAt(
        whole,
        made,
        order.map((axis) => sideAt(distances, axis)),
      ),
    },
  ];
};

const slice: Rule = (call) => {
  const { sides, whole } = call.operand(0);
  const starts = call.list('starts', 1) ?? refuse();
  const ends = call.list('ends', 2) ?? refuse();
  const axes = [...axesOf(call.list('axes', 3) ?? [...starts.keys()], sides.length)];
  const steps = call.list('steps', 4) ?? starts.map(() => 1);
  if (![ends, axes, steps].every(({ length }) => length === starts.length)) refuse();
  const made = [...sides];
  const distances = [...distancesOf(sides)];
  let first = 0;
  for (const [at, axis] of axes.entries()) {
    const step = sideAt(steps, at);
    const places = placesIn(sideAt(sides, axis), sideAt(starts, at), sideAt(ends, at), step);
    const distance = sideAt(distances, axis);
    first += places.start * distance;
    distances[axis] = distance * step;
    made[axis] = places.count;
  }
  return [{ sides: made, whole: numbersAt(whole, made, distances, first) }];
};

/** Bounds may count from the end, and lie beyond both. */
function placesIn(side: number, from: number, to: number, step: number) {
  if (!Number.isSafeInteger(step) || step === 0) return refuse();
  const [least, most] = step > 0 ? [0, side] : [-1, side - 1];
  const within = (bound: number, lowest: number) => Math.min(most, Math.max(lowest, bound < 0 ? bound + side : bound));
  const start = within(from, 0);
  return { start, count: Math.max(0, Math.ceil((within(to, least) - start) / step)) };
}

export const STRIDED_RULES: Readonly<Record<string, Rule>> = { Transpose: transpose, Slice: slice };
