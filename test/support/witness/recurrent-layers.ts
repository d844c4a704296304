/** Draws recurrent layers, cells, stacks of cells, both directions, and layers over time. */
import { activate, drawOrigin, drawScalarActivation } from './activations.js';
import {
  add,
  concat,
  map,
  matmul,
  multiply,
  stack,
  take,
  toChannelsFirst,
  toChannelsLast,
  type NumberArray,
} from './array.js';
import { drawCell, type Cell, type Step } from './cells.js';
import { range, type Dice, type Drawn, type Family, type Origin } from './drawing.js';
import { recur, zeros } from './recurrence.js';
import { convolve, type Padding } from './windows.js';

interface Sequence {
  readonly return_sequences: boolean;
  readonly go_backwards: boolean;
  readonly return_state: boolean;
  readonly stateful: boolean;
  readonly unroll: boolean;
}

const drawSequence = (dice: Dice): Sequence => ({
  return_sequences: dice.once(2),
  go_backwards: dice.once(3),
  return_state: dice.once(3),
  stateful: false,
  unroll: dice.once(3),
});

const options = ({ return_sequences, go_backwards }: Sequence) => ({
  returnSequences: return_sequences,
  goBackwards: go_backwards,
});

const drawInput = (dice: Dice) => [2, dice.whole(1, 4), dice.whole(1, 3)];

function layerOf(
  origin: Origin,
  className: string,
  config: object,
  inputs: readonly number[][],
  outputs: number,
  compute: Drawn['compute'],
): Drawn {
  const layer = { class_name: className, name: 'it', config: config as Record<string, unknown>, from: ['in0'] };
  return { origin, layers: [layer], inputs, outputs, compute };
}

const recurrent =
  (kind: string): Family =>
  (dice) => {
    const origin = drawOrigin(dice);
    const [cell, sequence] = [drawCell(dice, origin, kind), drawSequence(dice)];
    const outputs = sequence.return_state ? 1 + cell.states : 1;
    return layerOf(origin, kind, { ...cell.config, ...sequence }, [drawInput(dice)], outputs, ([x], weight) => {
      const first = range(cell.states).map(() => zeros([x?.shape[0] ?? 0, cell.units]));
      const { output, states } = recur(
        x as NumberArray,
        first,
        cell.step,
        (name) => weight(`it/${name}`),
        options(sequence),
      );
      return sequence.return_state ? [output, ...states] : [output];
    });
  };

const asCell = ({ kind, config }: Cell, name: string) => ({ class_name: `${kind}Cell`, config: { name, ...config } });

/** RNN around one cell, or around some, which the states of tf.js and Keras count from the last. */
const aroundCells: Family = (dice) => {
  const origin = drawOrigin(dice);
  const cells = range(dice.whole(1, 3)).map(() => drawCell(dice, origin));
  const sequence = drawSequence(dice);
  const isStack = cells.length > 1 || dice.once(2);
  const described = cells.map((cell, index) => asCell(cell, `cell${String(index)}`));
  const cell = isStack ? { class_name: 'StackedRNNCells', config: { name: 'stack', cells: described } } : described[0];
  const step: Step = (x, states, weight) => {
    let [input, from] = [x, 0];
    const next = cells.flatMap(({ step: one, states: count }, index) => {
      const name = isStack ? `RNNCell_${String(index)}/` : '';
      const made = one(input, states.slice(from, from + count), (part) => weight(name + part));
      from += count;
      input = made[0] as NumberArray;
      return made;
    });
    return next;
  };
  const count = cells.reduce((sum, { states }) => sum + states, 0);
  const outputs = sequence.return_state ? 1 + count : 1;
  return layerOf(origin, 'RNN', { ...sequence, cell }, [drawInput(dice)], outputs, ([x], weight) => {
    const rows = x?.shape[0] ?? 0;
    const first = cells.flatMap(({ units, states }) => range(states).map(() => zeros([rows, units])));
    // the output is that of the last cell
    const place = first.length - (cells.at(-1)?.states ?? 1);
    const last: NumberArray[] = [];
    const watched: Step = (input, states, of) => {
      const next = step(input, states, of);
      last.push(next[place] as NumberArray);
      return next;
    };
    const { states } = recur(x as NumberArray, first, watched, (name) => weight(`it/${name}`), options(sequence));
    const output = sequence.return_sequences ? stack(last, 1) : (last.at(-1) as NumberArray);
    if (!sequence.return_state) return [output];
    let to = states.length;
    const lastFirst = [...cells].reverse().flatMap((one) => {
      to -= one.states;
      return states.slice(to, to + one.states);
    });
    return [output, ...lastFirst];
  });
};

const MERGED: Readonly<Record<string, (a: NumberArray, b: NumberArray) => NumberArray>> = {
  concat: (a, b) => concat([a, b], -1),
  sum: add,
  ave: (a, b) => map(add(a, b), (value) => value / 2),
  mul: multiply,
};

const reversed = (x: NumberArray) =>
  stack(
    range(x.shape[1] ?? 0)
      .reverse()
      .map((time) => take(x, 1, time)),
    1,
  );

const bidirectional: Family = (dice) => {
  const origin = drawOrigin(dice);
  const cell = drawCell(dice, origin);
  const sequence = { ...drawSequence(dice), go_backwards: false, return_state: false };
  const merge_mode = dice.pick([...Object.keys(MERGED), null]);
  const config = { name: 'inner', ...cell.config, ...sequence };
  const drawn = { merge_mode, layer: { class_name: cell.kind, config } };
  return layerOf(origin, 'Bidirectional', drawn, [drawInput(dice)], merge_mode === null ? 2 : 1, ([x], weight) => {
    const first = range(cell.states).map(() => zeros([x?.shape[0] ?? 0, cell.units]));
    const [ahead, back] = ['forward', 'backward'].map((direction) => {
      const of = (name: string) => weight(`it/${direction}_inner/${name}`);
      const goBackwards = direction === 'backward';
      return recur(x as NumberArray, first, cell.step, of, { returnSequences: sequence.return_sequences, goBackwards })
        .output;
    }) as [NumberArray, NumberArray];
    const turned = sequence.return_sequences ? reversed(back) : back;
    return merge_mode === null ? [ahead, turned] : [(MERGED[merge_mode] as (typeof MERGED)[string])(ahead, turned)];
  });
};

const overTime: Family = (dice) => {
  const origin = drawOrigin(dice);
  const units = dice.whole(1, 4);
  const activation = drawScalarActivation(dice, origin);
  const shape = [2, dice.whole(1, 3), ...range(dice.whole(1, 2)).map(() => dice.whole(2, 3))];
  const layer = { class_name: 'Dense', config: { name: 'inner', units, activation, use_bias: true } };
  return layerOf(origin, 'TimeDistributed', { layer }, [shape], 1, ([x], weight) => [
    activate(origin, activation, add(matmul(x as NumberArray, weight('it/kernel')), weight('it/bias'))),
  ]);
};

const convolutional: Family = (dice) => {
  const origin = drawOrigin(dice);
  const sequence = { ...drawSequence(dice), unroll: false };
  const isFirst = dice.once(3);
  const filters = dice.whole(1, 2);
  const window = [dice.whole(1, 3), dice.whole(1, 3)];
  const dilated = dice.once(3);
  const pair = (least: number, most: number) => [dice.whole(least, most), dice.whole(least, most)];
  const sliding = {
    window,
    strides: dilated ? [1, 1] : pair(1, 2),
    dilation: dilated ? pair(1, 2) : [1, 1],
    padding: dice.pick<Padding>(['same', 'valid']),
  };
  const [use_bias, activation, recurrent_activation] = [
    !dice.once(3),
    dice.pick(['tanh', 'relu']),
    dice.pick(['sigmoid', 'hard_sigmoid']),
  ];
  const config = {
    ...{
      filters,
      kernel_size: window,
      strides: sliding.strides,
      padding: sliding.padding,
      dilation_rate: sliding.dilation,
    },
    ...{ data_format: isFirst ? 'channels_first' : 'channels_last', use_bias, activation, recurrent_activation },
    ...{ unit_forget_bias: true, dropout: dice.pick([0, 0.2]), recurrent_dropout: dice.pick([0, 0.2]), ...sequence },
  };
  const [channels, height, width] = [dice.whole(1, 2), dice.whole(5, 6), dice.whole(5, 6)];
  const input = [2, dice.whole(1, 3), ...(isFirst ? [channels, height, width] : [height, width, channels])];
  const gate = (x: NumberArray) => activate(origin, recurrent_activation, x);
  const act = (x: NumberArray) => activate(origin, activation, x);
  const part = (x: NumberArray, index: number) =>
    concat(
      range(filters).map((one) => stack([take(x, x.shape.length - 1, index * filters + one)], x.shape.length - 1)),
      -1,
    );
  const still = { window, strides: [1, 1], dilation: [1, 1], padding: 'same' } as const;
  const step: Step = (x, [h, c], weight) => {
    const fromInput = convolve(x, weight('kernel'), sliding);
    const z = add(
      use_bias ? add(fromInput, weight('bias')) : fromInput,
      convolve(h as NumberArray, weight('recurrent_kernel'), still),
    );
    const next = add(multiply(gate(part(z, 1)), c as NumberArray), multiply(gate(part(z, 0)), act(part(z, 2))));
    return [multiply(gate(part(z, 3)), act(next)), next];
  };
  return layerOf(origin, 'ConvLSTM2D', config, [input], sequence.return_state ? 3 : 1, ([x], weight) => {
    const of = (name: string) => weight(`it/${name}`);
    const each = (array: NumberArray, turn: (x: NumberArray) => NumberArray) =>
      stack(
        range(array.shape[1] ?? 0).map((time) => turn(take(array, 1, time))),
        1,
      );
    const frames = isFirst ? each(x as NumberArray, toChannelsLast) : (x as NumberArray);
    const state = map(convolve(take(frames, 1, 0), zeros([...window, channels, filters]), sliding), () => 0);
    const { output, states } = recur(frames, [state, state], step, of, options(sequence));
    const back = isFirst ? toChannelsFirst : (array: NumberArray) => array;
    const shown = sequence.return_sequences ? each(output, back) : back(output);
    return sequence.return_state ? [shown, ...states.map(back)] : [shown];
  });
};

export const RECURRENT: Readonly<Record<string, Family>> = {
  SimpleRNN: recurrent('SimpleRNN'),
  LSTM: recurrent('LSTM'),
  GRU: recurrent('GRU'),
  RNN: aroundCells,
  Bidirectional: bidirectional,
  TimeDistributed: overTime,
  ConvLSTM2D: convolutional,
};
