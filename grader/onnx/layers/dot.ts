/** Dot: sums the products along one axis of each of two inputs. */
import { sizeOf } from '../../tensor/tensor.js';
import { between, clip, each, reduce } from '../building/arithmetic.js';
import { plain, reshaped, valueOf, type Value } from '../building/values.js';
import type { LayerCall, LayerRule } from './call.js';
import { matrixProduct } from './dense.js';

/** The smallest sum of squares by which tf.js divides. */
const LEAST = 1e-7;

export const dot: LayerRule = (call) => {
  const { graph, inputs } = call;
  if (inputs.length !== 2) throw call.refuse(`with ${String(inputs.length)} inputs`);
  const written = call.option('axes');
  const axes = Array.isArray(written) ? (written as unknown[]) : [written, written];
  const [a, b] = inputs.map((one, index) => {
    if (one.sides.length > 2) throw call.refuse('with an input of more than two axes');
    const axis = axisOf(call, one, axes[index]);
    return { axis, x: plain(graph, call.flag('normalize', false) ? normalized(call, one, axis) : one) };
  }) as [Operand, Operand];
  if (a.x.sides[a.axis - 1] !== b.x.sides[b.axis - 1]) throw call.refuse('with axes of different lengths');
  const inner = a.x.sides[a.axis - 1] ?? 1;
  const [rows, columns] = [a, b].map(({ x, axis }) => x.sides.filter((_, at) => at + 1 !== axis)) as [
    number[],
    number[],
  ];
  const left = arranged(call, a, 2, [sizeOf(rows), inner]);
  const right = arranged(call, b, 1, [inner, sizeOf(columns)]);
  const product = matrixProduct(graph, left, right);
  const sides = [...rows, ...columns];
  return reshaped(graph, product, sides.length === 0 ? [1] : sides);
};

interface Operand {
  readonly x: Value;
  readonly axis: number;
}

function axisOf(call: LayerCall, { sides }: Value, written: unknown): number {
  const axis = typeof written === 'number' && written < 0 ? written + sides.length + 1 : written;
  if (Number.isSafeInteger(axis) && Number(axis) > 0 && Number(axis) <= sides.length) return Number(axis);
  throw call.refuse('with axes that its inputs do not have');
}

function normalized({ graph }: LayerCall, x: Value, axis: number): Value {
  const squares = reduce(graph, 'ReduceSum', between(graph, 'Mul', x, x), [axis]);
  return between(graph, 'Div', x, each(graph, 'Sqrt', clip(graph, squares, LEAST, null)));
}

/** A matrix with the summed axis in this place. */
function arranged({ graph }: LayerCall, { x, axis }: Operand, place: 1 | 2, matrix: readonly number[]): Value {
  if (x.sides.length < 2 || axis === place) return reshaped(graph, x, matrix);
  return valueOf(graph.transpose(x.name, [0, 2, 1]), matrix);
}
