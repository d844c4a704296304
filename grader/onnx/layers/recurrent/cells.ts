/**
 * Recurrent cells, one step of them: formulas of Keras 3 (keras.layers.LSTMCell, GRUCell, SimpleRNNCell) and of tf.js's
 * own. Gates lie side by side in the kernels: i, f, c, o, and z, r, h.
 */
import { activate } from '../../activations/activate.js';
import { oneMinus } from '../../activations/formulas.js';
import { between } from '../../building/arithmetic.js';
import { int } from '../../building/attributes.js';
import { transposed } from '../../building/arrays.js';
import { valueOf, type Value } from '../../building/values.js';
import type { LayerCall } from '../call.js';
import { product } from '../dense.js';

export interface Cell {
  /** Sides of its states; the first is the output. */
  readonly states: readonly (readonly number[])[];
  /** The new states, and what goes out. */
  readonly step: (x: Value, states: readonly Value[]) => { readonly output: Value; readonly states: readonly Value[] };
}

/** What a layer such as LSTM, or a cell such as LSTMCell, says of a cell for inputs of some width. */
export interface CellWeights {
  readonly units: number;
  readonly kernel: Float32Array;
  readonly recurrent: Float32Array;
  readonly bias: Float32Array | null;
}

export type Kind = 'SimpleRNN' | 'GRU' | 'GRUResetAfter' | 'LSTM';

export const GATES: Readonly<Record<Kind, number>> = { SimpleRNN: 1, GRU: 3, GRUResetAfter: 3, LSTM: 4 };

/** Of a layer's class or a cell's; null for another one. */
export function kindOf(className: string): Kind | null {
  const bare = className.replace(/Cell$/, '');
  return Object.hasOwn(GATES, bare) ? (bare as Kind) : null;
}

export function weightsOf(call: LayerCall, kind: Kind, wide: number): CellWeights {
  const units = call.whole('units');
  const gates = GATES[kind] * units;
  const kernel = call.weight('kernel', [wide, gates]);
  const recurrent = call.weight('recurrent_kernel', [units, gates]);
  const shape = kind === 'GRUResetAfter' ? [2, gates] : [gates];
  return { units, kernel, recurrent, bias: call.flag('useBias', true) ? call.weight('bias', shape) : null };
}

/** Where no activation is written, this one acts. */
const GATE_DEFAULT: Readonly<Record<Kind, string>> = {
  SimpleRNN: 'hardSigmoid',
  GRU: 'hardSigmoid',
  LSTM: 'hardSigmoid',
  GRUResetAfter: 'sigmoid',
};

export interface Activations {
  readonly activation: unknown;
  readonly recurrentActivation: unknown;
}

export function activationsOf(call: LayerCall, kind: Kind): Activations {
  const activation = call.option('activation');
  // tf.js's SimpleRNN takes null as not written, its other cells as linear
  const isMissing = activation === undefined || (kind === 'SimpleRNN' && activation === null);
  const gate = call.option('recurrentActivation');
  return {
    activation: isMissing ? 'tanh' : activation,
    recurrentActivation: gate === undefined ? GATE_DEFAULT[kind] : gate,
  };
}

/** Columns of a matrix [rows, wide]. */
export function columns(matrix: Float32Array, wide: number, from: number, count: number): Float32Array {
  const rows = matrix.length / wide;
  const turned = transposed(matrix, [rows, wide], [1, 0]).subarray(from * rows, (from + count) * rows);
  return transposed(turned, [count, rows], [1, 0]);
}

export function cellOf(call: LayerCall, kind: Kind, wide: number): Cell {
  const { graph } = call;
  const weights = weightsOf(call, kind, wide);
  const { activation, recurrentActivation } = activationsOf(call, kind);
  const act = (x: Value) => activate(graph, activation, x, (why) => call.refuse(why));
  const gate = (x: Value) => activate(graph, recurrentActivation, x, (why) => call.refuse(why));
  const add = (a: Value, b: Value) => between(graph, 'Add', a, b);
  const times = (a: Value, b: Value) => between(graph, 'Mul', a, b);
  const { units, kernel, recurrent } = weights;
  const split = (x: Value, count: number): Value[] => {
    const names = graph.nodes('Split', [x.name], count, { axis: int(1), num_outputs: int(count) });
    return names.map((name) => valueOf(name, [units]));
  };
  const simple: Cell['step'] = (x, [h]) => {
    const output = act(add(product(graph, x, kernel, weights.bias), product(graph, h as Value, recurrent, null)));
    return { output, states: [output] };
  };
  const longShort: Cell['step'] = (x, [h, c]) => {
    const all = add(product(graph, x, kernel, weights.bias), product(graph, h as Value, recurrent, null));
    const [i, f, g, o] = split(all, 4) as [Value, Value, Value, Value];
    const next = add(times(gate(f), c as Value), times(gate(i), act(g)));
    const output = times(gate(o), act(next));
    return { output, states: [output, next] };
  };
  const gated: Cell['step'] = (x, [h]) => {
    const [xz, xr, xh] = split(product(graph, x, kernel, biases.input), 3) as [Value, Value, Value];
    const state = h as Value;
    const [hz, hr, hh] = fromState(state);
    const z = gate(add(xz, hz));
    const r = gate(add(xr, hr));
    const inner = hh === null ? product(graph, times(r, state), candidate, null) : times(r, hh);
    const output = add(times(z, state), times(oneMinus(graph, z), act(add(xh, inner))));
    return { output, states: [output] };
  };
  const biases = biasesOf(kind, weights);
  const isAfter = kind === 'GRUResetAfter';
  const ofGates = kind === 'GRU' ? columns(recurrent, 3 * units, 0, 2 * units) : recurrent;
  const candidate = kind === 'GRU' ? columns(recurrent, 3 * units, 2 * units, units) : recurrent;
  /** With `reset_after`, the candidate's part too. */
  const fromState = (h: Value): [Value, Value, Value | null] => {
    const [z, r, last] = split(product(graph, h, ofGates, biases.state), isAfter ? 3 : 2) as [Value, Value, Value?];
    return [z, r, last ?? null];
  };
  const step = { SimpleRNN: simple, LSTM: longShort, GRU: gated, GRUResetAfter: gated }[kind];
  return { states: kind === 'LSTM' ? [[units], [units]] : [[units]], step };
}

/** With `reset_after` there are two rows: for the input and for the state. */
export function biasesOf(
  kind: Kind,
  { bias }: CellWeights,
): { input: Float32Array | null; state: Float32Array | null } {
  if (kind !== 'GRUResetAfter' || bias === null) return { input: bias, state: null };
  return { input: bias.slice(0, bias.length / 2), state: bias.slice(bias.length / 2) };
}
