/** Operations of Keras 3 that sum, arrange or join; the examples stay along the first axis. */
import { sizeOf } from '../../../tensor/tensor.js';
import { field } from '../../../text/fields.js';
import { joined, placeOf, reducedOver } from '../../building/joining.js';
import { plain, reshaped, valueOf, type Value } from '../../building/values.js';
import { matrixProduct, product } from '../dense.js';
import { item } from './item.js';
import { allValues, isValue, onlyValue, type Operation, type OperationRule } from './operand.js';

/** Axes of an example. */
function axesOf({ settings, refuse }: Operation, rank: number): readonly number[] {
  const written = field(settings, 'axis') ?? null;
  const axes = written === null ? [null] : [written].flat().map((axis) => placeOf(axis, rank));
  if (axes.length > 0 && axes.every((axis) => axis !== null)) return [...new Set(axes)];
  throw refuse('over axes other than those of an example');
}

function axisOf(operation: Operation, written: unknown, rank: number): number {
  const axis = placeOf(written, rank);
  if (axis === null) throw operation.refuse('along an axis that an example does not have');
  return axis;
}

const reduction =
  (operator: string): OperationRule =>
  (operation) => {
    const x = onlyValue(operation);
    const keeps = field(operation.settings, 'keepdims') === true;
    return reducedOver(operation.graph, operator, x, axesOf(operation, x.sides.length + 1), keeps);
  };

const reshape: OperationRule = (operation) => {
  const { graph, settings, refuse } = operation;
  const x = onlyValue(operation);
  const written = [field(settings, 'newshape')].flat();
  const [examples, ...rest] = written.map((side) => (side === null ? -1 : side));
  const known = rest.filter((side): side is number => Number.isSafeInteger(side) && Number(side) > 0);
  const open = rest.length - known.length;
  const left = sizeOf(x.sides) / sizeOf(known);
  const isRead = examples === -1 && open <= 1 && rest.every((side) => side === -1 || known.includes(Number(side)));
  // an open side in front is that of the examples only if the others hold an example
  const keepsExamples =
    written[0] === null ? Number.isSafeInteger(left) && (open === 1 || left === 1) : open === 0 && left === 1;
  if (!isRead || !keepsExamples) throw refuse('to a shape in which the examples are not the first axis');
  return reshaped(
    graph,
    x,
    rest.map((side) => (side === -1 ? left : Number(side))),
  );
};

const transpose: OperationRule = (operation) => {
  const { graph, settings, refuse } = operation;
  const x = plain(graph, onlyValue(operation));
  const axes = [field(settings, 'axes') ?? []]
    .flat()
    .map((axis) => (axis === 0 ? 0 : placeOf(axis, x.sides.length + 1)));
  const order = axes.filter((axis) => axis !== null);
  if (order[0] !== 0 || order.length !== x.sides.length + 1 || new Set(order).size !== order.length) {
    throw refuse('with axes among which the examples are not the first');
  }
  return valueOf(
    graph.transpose(x.name, order),
    order.slice(1).map((axis) => x.sides[axis - 1] ?? 1),
  );
};

const expandDims: OperationRule = (operation) => {
  const x = onlyValue(operation);
  const axis = axisOf(operation, field(operation.settings, 'axis'), x.sides.length + 2);
  return reshaped(operation.graph, x, [...x.sides.slice(0, axis - 1), 1, ...x.sides.slice(axis - 1)]);
};

const squeeze: OperationRule = (operation) => {
  const x = onlyValue(operation);
  const axes = axesOf(operation, x.sides.length + 1);
  if (axes.some((axis) => x.sides[axis - 1] !== 1)) throw operation.refuse('of an axis that is not 1');
  return reshaped(
    operation.graph,
    x,
    x.sides.filter((_, at) => !axes.includes(at + 1)),
  );
};

const concatenate: OperationRule = (operation) => {
  const values = allValues(operation);
  const axis = axisOf(operation, field(operation.settings, 'axis') ?? -1, (values[0]?.sides.length ?? 0) + 1);
  return joined(operation.graph, values, axis);
};

const stack: OperationRule = (operation) => {
  const { graph, settings } = operation;
  const values = allValues(operation);
  const axis = axisOf(operation, field(settings, 'axis') ?? 0, (values[0]?.sides.length ?? 0) + 2);
  const wide = values.map((x) => reshaped(graph, x, [...x.sides.slice(0, axis - 1), 1, ...x.sides.slice(axis - 1)]));
  return joined(graph, wide, axis);
};

/** Of matrices of each example, or of a tensor and a constant matrix. */
const matmul: OperationRule = ({ graph, operands, refuse }) => {
  const [a, b] = operands;
  if (!isValue(a) || b === undefined || operands.length !== 2) throw refuse('with operands other than two tensors');
  if (isValue(b)) {
    if (!areFitting(a, b)) throw refuse('with operands that do not fit');
    return matrixProduct(graph, a, b);
  }
  if (b.shape.length !== 2 || b.shape[0] !== a.sides.at(-1))
    throw refuse('with a constant that is not a fitting matrix');
  return product(graph, a, b.values, null);
};

function areFitting(a: Value, b: Value): boolean {
  const outer = ({ sides }: Value) => sides.slice(0, -2).join();
  const areMatrices = a.sides.length === b.sides.length && a.sides.length > 1;
  return areMatrices && b.sides.at(-2) === a.sides.at(-1) && outer(a) === outer(b);
}

export const SHAPING: ReadonlyMap<string, OperationRule> = new Map([
  ['Mean', reduction('ReduceMean')],
  ['Sum', reduction('ReduceSum')],
  ['Max', reduction('ReduceMax')],
  ['Amax', reduction('ReduceMax')],
  ['Min', reduction('ReduceMin')],
  ['Amin', reduction('ReduceMin')],
  ['Prod', reduction('ReduceProd')],
  ['Reshape', reshape],
  ['Transpose', transpose],
  ['ExpandDims', expandDims],
  ['Squeeze', squeeze],
  ['Concatenate', concatenate],
  ['Stack', stack],
  ['Matmul', matmul],
  ['GetItem', item],
]);
