/** One layer of a chain with a mask: what it does with its input and the mask. */
import { activate } from './activations.js';
import { add, at, concat, fill, map, matmul, stack, take, type NumberArray } from './array.js';
import { drawCell } from './cells.js';
import { range, type Dice, type Origin } from './drawing.js';
import { recur, zeros } from './recurrence.js';

export interface Value {
  readonly x: NumberArray;
  /** Of [N, T]. */
  readonly mask: NumberArray | null;
}
export type Weights = (name: string) => NumberArray;

/** One layer of a chain. */
export interface Stage {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly run: (value: Value, weight: Weights) => Value;
}

export const masking = (dice: Dice): Stage => {
  const mask_value = dice.pick([0, -1]);
  return {
    className: 'Masking',
    config: { mask_value },
    run: ({ x }) => {
      const [rows = 0, times = 0, width = 0] = x.shape;
      const mask = fill([rows, times], ([n = 0, t = 0]) =>
        range(width).some((c) => at(x, n, t, c) !== mask_value) ? 1 : 0,
      );
      return { x: fill(x.shape, ([n = 0, t = 0, c = 0]) => at(x, n, t, c) * at(mask, n, t)), mask };
    },
  };
};

export const embedding = (dice: Dice, classes: number): Stage => {
  const output_dim = dice.whole(1, 3);
  return {
    className: 'Embedding',
    config: { input_dim: classes, output_dim, mask_zero: true },
    run: ({ x }, weight) => ({
      x: fill([...x.shape, output_dim], ([n = 0, t = 0, c = 0]) => at(weight('embeddings'), at(x, n, t), c)),
      mask: map(x, (token) => (token === 0 ? 0 : 1)),
    }),
  };
};

const rowsOfOne = ({ shape, data }: NumberArray): NumberArray => ({
  shape: [shape[0] ?? 0, data.length / (shape[0] ?? 1), 1],
  data,
});

/** What keeps the mask, and what drops it. */
export const between = (dice: Dice, origin: Origin): Stage => {
  const units = dice.whole(1, 3);
  const dense = (x: NumberArray, weight: Weights) => add(matmul(x, weight('kernel')), weight('bias'));
  return dice.pick<Stage>([
    { className: 'Dropout', config: { rate: 0.5 }, run: (value) => value },
    {
      className: 'Dense',
      config: { units, activation: 'tanh', use_bias: true },
      run: ({ x, mask }, weight) => ({ x: activate(origin, 'tanh', dense(x, weight)), mask }),
    },
    {
      className: 'LeakyReLU',
      config: origin === 'keras3' ? { negative_slope: 0.3 } : { alpha: 0.3 },
      run: ({ x, mask }) => ({ x: map(x, (one) => (one > 0 ? one : 0.3 * one)), mask }),
    },
    {
      className: 'TimeDistributed',
      config: {
        layer: { class_name: 'Dense', config: { name: 'inner', units, activation: 'linear', use_bias: true } },
      },
      run: ({ x, mask }, weight) => ({ x: dense(x, weight), mask }),
    },
    { className: 'Reshape', config: { target_shape: [-1, 1] }, run: ({ x }) => ({ x: rowsOfOne(x), mask: null }) },
  ]);
};

export const recurrent = (dice: Dice, origin: Origin, return_sequences: boolean, kind?: string): Stage => {
  const cell = drawCell(dice, origin, kind);
  const go_backwards = dice.once(3);
  return {
    className: cell.kind,
    config: { ...cell.config, return_sequences, go_backwards },
    run: ({ x, mask }, weight) => {
      const first = range(cell.states).map(() => zeros([x.shape[0] ?? 0, cell.units]));
      const options = {
        returnSequences: return_sequences,
        goBackwards: go_backwards,
        ...(mask === null ? {} : { mask }),
      };
      return { x: recur(x, first, cell.step, weight, options).output, mask: return_sequences ? mask : null };
    },
  };
};

const reversed = (x: NumberArray) =>
  stack(
    range(x.shape[1] ?? 0)
      .reverse()
      .map((time) => take(x, 1, time)),
    1,
  );

/** Keras has zeros where the mask is 0. */
export const bidirectional = (dice: Dice, origin: Origin): Stage => {
  const cell = drawCell(dice, origin);
  const layer = { class_name: cell.kind, config: { name: 'inner', ...cell.config, return_sequences: true } };
  return {
    className: 'Bidirectional',
    config: { merge_mode: 'concat', layer },
    run: ({ x, mask }, weight) => {
      const first = range(cell.states).map(() => zeros([x.shape[0] ?? 0, cell.units]));
      const run = (direction: string) =>
        recur(x, first, cell.step, (name) => weight(`${direction}_inner/${name}`), {
          returnSequences: true,
          goBackwards: direction === 'backward',
          ...(mask === null ? {} : { mask }),
        }).output;
      const both = concat([run('forward'), reversed(run('backward'))], -1);
      const isZeroed = mask !== null && origin !== 'tfjs';
      return {
        x: isZeroed ? fill(both.shape, ([n = 0, t = 0, c = 0]) => at(both, n, t, c) * at(mask, n, t)) : both,
        mask,
      };
    },
  };
};

export const average = (origin: Origin): Stage => ({
  className: 'GlobalAveragePooling1D',
  config: {},
  run: ({ x, mask }) => {
    const [rows = 0, times = 0, width = 0] = x.shape;
    const counts = (n: number, t: number) => (mask === null || origin === 'tfjs' ? 1 : at(mask, n, t));
    const mean = ([n = 0, c = 0]: readonly number[]) => {
      const all = range(times).reduce((sum, t) => sum + counts(n, t), 0);
      return range(times).reduce((sum, t) => sum + at(x, n, t, c) * counts(n, t), 0) / all;
    };
    return { x: fill([rows, width], mean), mask: null };
  },
});

export const repeat: Stage = {
  className: 'RepeatVector',
  config: { n: 3 },
  run: ({ x }) => ({ x: fill([x.shape[0] ?? 0, 3, x.shape[1] ?? 0], ([n = 0, , c = 0]) => at(x, n, c)), mask: null }),
};
