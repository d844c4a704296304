/** Recurrent cells step by step, from Keras's documentation: [N, F] and states [N, U] to the output and the new states. */
import { activate, drawScalarActivation } from './activations.js';
import { add, fill, at, map, matmul, multiply, take, type NumberArray } from './array.js';
import type { Dice, Origin } from './drawing.js';

export type Weight = (name: string) => NumberArray;
export type Step = (x: NumberArray, states: readonly NumberArray[], weight: Weight) => readonly NumberArray[];

export interface Cell {
  /** SimpleRNN, LSTM or GRU. */
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly units: number;
  readonly states: number;
  /** The new states; the first is the output. */
  readonly step: Step;
}

/** Columns from `from` on. */
const columns = (x: NumberArray, from: number, count: number) =>
  fill([...x.shape.slice(0, -1), count], (index) => at(x, ...index.slice(0, -1), from + (index.at(-1) ?? 0)));
const sum = (...parts: readonly NumberArray[]) => parts.reduce(add);
const less = (x: NumberArray) => map(x, (value) => 1 - value);

/** Bounded ones: what grows from step to step would be all that is compared. */
const drawBounded = (dice: Dice, origin: Origin) =>
  dice.once(3)
    ? drawScalarActivation(dice, origin)
    : dice.pick(['tanh', 'sigmoid', 'relu', 'hard_sigmoid', 'softsign']);

export function drawCell(dice: Dice, origin: Origin, kind = dice.pick(['SimpleRNN', 'LSTM', 'GRU'])): Cell {
  const units = dice.whole(1, 3);
  const use_bias = !dice.once(3);
  const activation = drawBounded(dice, origin);
  const recurrent_activation = drawBounded(dice, origin);
  const reset_after = origin !== 'tfjs' && dice.once(2);
  const dropout = dice.pick([0, 0.3]);
  const recurrent_dropout = dice.pick([0, 0.3]);
  const config = {
    ...{ units, use_bias, activation, dropout, recurrent_dropout },
    ...(kind === 'SimpleRNN' ? {} : { recurrent_activation, implementation: dice.pick([1, 2]) }),
    ...(kind === 'LSTM' ? { unit_forget_bias: true } : {}),
    ...(kind === 'GRU' ? { reset_after } : {}),
  };
  const act = (x: NumberArray) => activate(origin, activation, x);
  const gate = (x: NumberArray) => activate(origin, recurrent_activation, x);
  const step: Step = (x, states, weight) => {
    const [h, c] = states as [NumberArray, NumberArray];
    const bias = use_bias ? weight('bias') : fill([1], () => 0);
    const part = (array: NumberArray, index: number) => columns(array, index * units, units);
    const biased = (array: NumberArray, row: NumberArray) => (use_bias ? add(array, row) : array);
    const kernel = matmul(x, weight('kernel'));
    const recurrent = weight('recurrent_kernel');
    if (kind === 'SimpleRNN') return [act(add(biased(kernel, bias), matmul(h, recurrent)))];
    if (kind === 'LSTM') {
      const z = add(biased(kernel, bias), matmul(h, recurrent));
      const next = add(multiply(gate(part(z, 1)), c), multiply(gate(part(z, 0)), act(part(z, 2))));
      return [multiply(gate(part(z, 3)), act(next)), next];
    }
    const both = reset_after && use_bias;
    const fromInput = biased(kernel, both ? take(bias, 0, 0) : bias);
    const fromState = both ? add(matmul(h, recurrent), take(bias, 0, 1)) : matmul(h, recurrent);
    const z = gate(add(part(fromInput, 0), part(fromState, 0)));
    const r = gate(add(part(fromInput, 1), part(fromState, 1)));
    const inner = reset_after ? multiply(r, part(fromState, 2)) : matmul(multiply(r, h), part(recurrent, 2));
    const candidate = act(add(part(fromInput, 2), inner));
    return [sum(multiply(z, h), multiply(less(z), candidate))];
  };
  return { kind, config, units, states: kind === 'LSTM' ? 2 : 1, step };
}
