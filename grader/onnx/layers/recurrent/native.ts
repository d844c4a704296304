/**
 * ONNX's own operators LSTM, GRU and RNN, which run a cell over a whole series, where they have its activations. Weights
 * are [1, gates * units, …] there, with gates in the order i, o, f, c and z, r, h.
 */
import { camelCase } from '../../../models/spelling.js';
import { sizeOf } from '../../../tensor/tensor.js';
import { int, texts } from '../../building/attributes.js';
import { transposed } from '../../building/arrays.js';
import { plain, valueOf, type Value } from '../../building/values.js';
import type { LayerCall } from '../call.js';
import { activationsOf, biasesOf, GATES, weightsOf, type CellWeights, type Kind } from './cells.js';

/** Activations whose parameters are ONNX's defaults. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['tanh', 'Tanh'],
  ['sigmoid', 'Sigmoid'],
  ['relu', 'Relu'],
  ['softsign', 'Softsign'],
  ['hardSigmoid', 'HardSigmoid'],
]);

const ORDERS: Readonly<Record<Kind, readonly number[]>> = {
  SimpleRNN: [0],
  GRU: [0, 1, 2],
  GRUResetAfter: [0, 1, 2],
  LSTM: [0, 3, 1, 2],
};

export interface Recurred {
  /** [N, T, units] */
  readonly all: Value;
  /** The last states, [N, units]. */
  readonly last: readonly Value[];
}

/** null where ONNX does not have the activations. */
export function runNative(call: LayerCall, kind: Kind, series: Value): Recurred | null {
  const { activation, recurrentActivation } = activationsOf(call, kind);
  const [act, gate] = [activation, recurrentActivation].map((one) =>
    typeof one === 'string' ? NAMES.get(camelCase(one)) : undefined,
  );
  if (act === undefined || (kind !== 'SimpleRNN' && gate === undefined)) return null;
  const activations = { SimpleRNN: [act], GRU: [gate, act], GRUResetAfter: [gate, act], LSTM: [gate, act, act] }[kind];
  const { graph } = call;
  const x = plain(graph, series);
  const [length = 0, wide = 0] = x.sides;
  const weights = weightsOf(call, kind, wide);
  const { units } = weights;
  const operands = [
    graph.transpose(x.name, [1, 0, 2]),
    graph.weight(gateRows(weights.kernel, wide, units, ORDERS[kind]), [1, GATES[kind] * units, wide]),
    graph.weight(gateRows(weights.recurrent, units, units, ORDERS[kind]), [1, GATES[kind] * units, units]),
    ...(weights.bias === null ? [] : [graph.weight(biasRow(kind, weights), [1, 2 * GATES[kind] * units])]),
  ];
  const isLong = kind === 'LSTM';
  const [y = '', ...states] = graph.nodes(
    kind.replace('ResetAfter', '').replace('SimpleRNN', 'RNN'),
    operands,
    isLong ? 3 : 2,
    {
      hidden_size: int(units),
      activations: texts(activations.map((one) => one ?? '')),
      ...(kind === 'GRUResetAfter' ? { linear_before_reset: int(1) } : {}),
    },
  );
  graph.count(length * sizeOf([units, GATES[kind]]) * (wide + units));
  const rows = graph.transpose(y, [2, 0, 1, 3]);
  const all = valueOf(graph.node('Reshape', [rows, graph.integers([-1, length, units])]), [length, units]);
  const last = states.map((name) => valueOf(graph.node('Squeeze', [name, graph.integers([0])]), [units]));
  return { all, last };
}

/** [rows, gates * units] turned to [gates * units, rows], with the gates in another order. */
function gateRows(matrix: Float32Array, rows: number, units: number, order: readonly number[]): Float32Array {
  return inOrder(transposed(matrix, [rows, order.length * units], [1, 0]), order);
}

/** Equal parts in another order. */
function inOrder(values: Float32Array, order: readonly number[]): Float32Array {
  const size = values.length / order.length;
  const out = new Float32Array(values.length);
  for (const [place, gate] of order.entries()) out.set(values.subarray(gate * size, (gate + 1) * size), place * size);
  return out;
}

/** Of the input, and then of the state. */
function biasRow(kind: Kind, weights: CellWeights): Float32Array {
  const { input, state } = biasesOf(kind, weights);
  const size = GATES[kind] * weights.units;
  const row = new Float32Array(2 * size);
  if (input !== null) row.set(inOrder(input, ORDERS[kind]));
  if (state !== null) row.set(inOrder(state, ORDERS[kind]), size);
  return row;
}
