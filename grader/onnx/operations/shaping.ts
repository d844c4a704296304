/** Operations of graphs that arrange, join or sum; the examples stay along the first axis. Shapes are worked out here. */
import { sizeOf } from '../../tensor/tensor.js';
import { int } from '../building/attributes.js';
import { BATCH } from '../building/graph.js';
import { joined, reducedOver, taken } from '../building/joining.js';
import { plain, reshaped, storedAxis, valueOf, type Value } from '../building/values.js';
import type { OperationCall, OperationRule } from './call.js';
import { computed, listLayout, scalarLayout, type Layout, type Side } from './known.js';

const same: OperationRule = (call) => {
  const [operand] = call.operands;
  if (operand === undefined) throw call.refuse('without an operand');
  return operand;
};

/** By their names, or their numbers in DataType: what tf.js computes with as float32. */
const FLOATS = new Set<unknown>(['DT_FLOAT', 'DT_HALF', 1, 19]);

/** Sides stay sides, and float32 stays what it is; whole numbers of examples are not translated. */
const cast: OperationRule = (call) => {
  const [operand] = call.operands;
  if (operand?.kind === 'layout') return operand;
  if (operand !== undefined && FLOATS.has(call.type('DstT'))) return operand;
  throw call.refuse('to a type other than float32');
};

const shape: OperationRule = (call) => listLayout([BATCH, ...call.value(0).sides]);

/** -1 is the remaining side; the examples must stay the first axis. */
const reshape: OperationRule = (call) => {
  const x = call.value(0);
  const [examples, ...rest] = call.layout(1).entries;
  const sides = rest.filter((side) => typeof side === 'number');
  const known = sides.filter((side) => side > 0);
  const open = sides.length - known.length;
  const left = sizeOf(x.sides) / sizeOf(known);
  const isOpen = examples === BATCH && open === 1 && Number.isSafeInteger(left);
  const isWhole = (examples === BATCH || examples === -1) && open === 0 && left === 1;
  if (sides.length !== rest.length || sides.some((side) => side < 1 && side !== -1) || (!isOpen && !isWhole)) {
    throw call.refuse('to a shape in which the examples are not the first axis');
  }
  return computed(
    reshaped(
      call.graph,
      x,
      sides.map((side) => (side === -1 ? left : side)),
    ),
  );
};

const squeeze: OperationRule = (call) => {
  const x = call.value(0);
  const written = call.list('squeeze_dims').length > 0 ? call.list('squeeze_dims') : call.list('axis');
  if (written.length === 0) throw call.refuse('of all axes, among which the examples may be');
  const axes = written.map((axis) => call.axis(axis, x.sides.length + 1));
  if (axes.some((axis) => x.sides[axis - 1] !== 1)) throw call.refuse('of an axis that is not 1');
  return computed(
    reshaped(
      call.graph,
      x,
      x.sides.filter((_, at) => !axes.includes(at + 1)),
    ),
  );
};

const expandDims: OperationRule = (call) => {
  const x = call.value(0);
  const [axis = 0] = call.axes(1, x.sides.length + 2);
  return computed(reshaped(call.graph, x, [...x.sides.slice(0, axis - 1), 1, ...x.sides.slice(axis - 1)]));
};

const transpose: OperationRule = (call) => {
  const x = plain(call.graph, call.value(0));
  const order = call.wholes(1);
  const isOrder = order.length === x.sides.length + 1 && order.every((_, axis) => order.includes(axis));
  if (!isOrder || order[0] !== 0) throw call.refuse('that moves the examples');
  return computed(
    valueOf(
      call.graph.transpose(x.name, order),
      order.slice(1).map((axis) => x.sides[axis - 1] ?? 1),
    ),
  );
};

/** The axis is the last operand. */
const concat: OperationRule = (call) => {
  const parts = call.operands.slice(0, -1);
  const layouts = parts.filter((part): part is Layout => part.kind === 'layout');
  const [written = 0] = call.wholes(call.operands.length - 1);
  if (layouts.length === parts.length) {
    if (written !== 0 && written !== -1) throw call.refuse('of sides along an axis that they do not have');
    return listLayout(layouts.flatMap(({ entries }) => entries));
  }
  const values = parts.map((_, index) => call.value(index));
  return computed(joined(call.graph, values, call.axis(written, (values[0]?.sides.length ?? 0) + 1)));
};

/** Side by side along a new axis; of sides: a list. */
const pack: OperationRule = (call) => {
  const layouts = call.operands.filter((part): part is Layout => part.kind === 'layout' && part.isScalar);
  const written = call.number('axis', 0);
  if (layouts.length === call.operands.length) return listLayout(layouts.flatMap(({ entries }) => entries));
  const values = call.operands.map((_, index) => call.value(index));
  const axis = call.axis(written, (values[0]?.sides.length ?? 0) + 2);
  const wide = values.map((x) =>
    reshaped(call.graph, x, [...x.sides.slice(0, axis - 1), 1, ...x.sides.slice(axis - 1)]),
  );
  return computed(joined(call.graph, wide, axis));
};

const reduction =
  (operator: string): OperationRule =>
  (call) => {
    const [operand] = call.operands;
    const keeps = call.flag('keep_dims', false);
    if (operand?.kind === 'layout' && operator === 'ReduceProd') return scalarLayout(productOf(call, operand));
    const x = call.value(0);
    const axes = call.axes(1, x.sides.length + 1);
    if (axes.length === 0) return computed(x);
    return computed(reducedOver(call.graph, operator, x, [...new Set(axes)], keeps));
  };

function productOf(call: OperationCall, { entries }: Layout): Side {
  const numbers = entries.filter((entry) => typeof entry === 'number');
  const whole = sizeOf(numbers);
  if (numbers.length === entries.length) return whole;
  if (numbers.length === entries.length - 1 && whole === 1) return BATCH;
  throw call.refuse('of a multiple of the number of examples');
}

/** Equal parts along an axis, the first operand. */
const split: OperationRule = (call) => {
  const { graph } = call;
  const x = call.value(1);
  const [axis = 0] = call.axes(0, x.sides.length + 1);
  const count = call.number('num_split', 1);
  const side = (x.sides[axis - 1] ?? 0) / count;
  if (!Number.isSafeInteger(side) || side < 1) throw call.refuse('into parts that are not equal');
  const attributes = { axis: int(storedAxis(x, axis)), num_outputs: int(count) };
  const sides = x.sides.map((one, at) => (at + 1 === axis ? side : one));
  return graph
    .nodes('Split', [x.name], count, attributes)
    .map((name): ReturnType<typeof computed> => computed({ ...x, name, sides }));
};

const gather: OperationRule = (call) => {
  const x: Value = call.value(0);
  const [axis = 0] = call.axes(2, x.sides.length + 1);
  const indices = call.layout(1);
  const places = call.wholes(1);
  const length = x.sides[axis - 1] ?? 0;
  if (indices.isScalar || places.some((place) => place < 0 || place >= length))
    throw call.refuse('of places that are not translated');
  return computed(taken(call.graph, x, axis, places));
};

export const SHAPING: ReadonlyMap<string, OperationRule> = new Map<string, OperationRule>([
  ...['Identity', 'StopGradient', 'PreventGradient', 'Snapshot'].map((name): [string, OperationRule] => [name, same]),
  ['Cast', cast],
  ['Shape', shape],
  ['Reshape', reshape],
  ['Squeeze', squeeze],
  ['ExpandDims', expandDims],
  ['Transpose', transpose],
  ['ConcatV2', concat],
  ['Pack', pack],
  ['Split', split],
  ['GatherV2', gather],
  ['Mean', reduction('ReduceMean')],
  ['Sum', reduction('ReduceSum')],
  ['Max', reduction('ReduceMax')],
  ['Min', reduction('ReduceMin')],
  ['Prod', reduction('ReduceProd')],
]);
