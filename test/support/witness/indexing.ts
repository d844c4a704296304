/** Draws indices in brackets between the layers of a Keras 3 model: `x[:, 1, ..., ::-1]`. */
import { at, fill, reshape } from './array.js';
import { drawn, first } from './operation-layers.js';
import type { Family } from './drawing.js';

const slice = (start: number | null, stop: number | null, step: number | null) => ({
  class_name: '__slice__',
  config: { start, stop, step },
});

interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;
}

/** The places of `start:stop:step`, by walking along. */
function placesIn(length: number, { start, stop, step }: Slice): number[] {
  const forward = step > 0;
  const fromEnd = (end: number) => (end < 0 ? end + length : end);
  const last = stop === null ? (forward ? length : -1) : fromEnd(stop);
  const places: number[] = [];
  for (
    let place = start === null ? (forward ? 0 : length - 1) : fromEnd(start);
    forward ? place < last : place > last;
    place += step
  ) {
    if (place >= 0 && place < length) places.push(place);
  }
  return places;
}

/** `x[:, 1, ..., ::-1]`, as Python takes it. */
export const indexing: Family = (dice) => {
  const shape = [2, dice.whole(2, 4), dice.whole(3, 5), dice.whole(2, 4)];
  const [side = 1, long = 1] = shape.slice(1);
  const place = dice.whole(0, side - 1);
  const [start, stop, step] = dice.pick([
    [null, null, null],
    [1, null, null],
    [null, -1, null],
    [-2, 40, null],
    [null, null, 2],
    [null, null, -1],
    [-1, 0, -2],
  ]) as [number | null, number | null, number | null];
  const order = placesIn(long, { start, stop, step: step ?? 1 });
  const parts = [slice(null, null, null), dice.pick([place, place - side]), slice(start, stop, step)];
  const isFresh = dice.once(3);
  const args = [
    'in0',
    [...parts, ...(dice.once(2) ? [{ class_name: '__ellipsis__', config: {} }] : []), ...(isFresh ? [null] : [])],
  ];
  return drawn({
    name: 'GetItem',
    args,
    inputs: [shape],
    compute: (inputs) => {
      const taken = fill([2, order.length, shape[3] ?? 1], ([n = 0, at1 = 0, at2 = 0]) =>
        at(first(inputs), n, place, order[at1] ?? 0, at2),
      );
      if (!isFresh) return taken;
      // without an ellipsis the new axis comes before what was not indexed
      const ends = JSON.stringify(args).includes('__ellipsis__');
      return reshape(taken, ends ? [...taken.shape, 1] : [2, order.length, 1, shape[3] ?? 1]);
    },
  });
};
