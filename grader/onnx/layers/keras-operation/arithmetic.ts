/** Operations of Keras 3 on each number: of one tensor, and of two operands whose sides of 1 spread as in NumPy. */
import { field } from '../../../text/fields.js';
import { along, FORMULAS, type Formula } from '../../activations/formulas.js';
import { between, clip, constantWith, each, numberWith, withConstant } from '../../building/arithmetic.js';
import { float } from '../../building/attributes.js';
import type { Constant, GraphBuilder } from '../../building/graph.js';
import { placeOf } from '../../building/joining.js';
import type { Value } from '../../building/values.js';
import { aligned, isValue, onlyValue, type Operation, type OperationRule } from './operand.js';

const two =
  (operator: string): OperationRule =>
  ({ graph, operands, refuse }) => {
    const [a, b] = operands;
    if (a === undefined || b === undefined || operands.length !== 2)
      throw refuse('with a number of operands other than two');
    if (isValue(a))
      return isValue(b)
        ? ofTensors(graph, operator, a, b, refuse)
        : withConstant(graph, operator, a, alike(b, a, refuse));
    if (isValue(b)) return constantWith(graph, operator, alike(a, b, refuse), b);
    throw refuse('with constants only');
  };

function ofTensors(graph: GraphBuilder, operator: string, a: Value, b: Value, refuse: Operation['refuse']): Value {
  // NumPy would add the missing axis before that of the examples
  if (a.sides.length !== b.sides.length) throw refuse('with operands of different numbers of axes');
  return between(graph, operator, a, b);
}

function alike(constant: Constant, { sides }: Value, refuse: Operation['refuse']): Constant {
  const found = aligned(constant, sides.length);
  if (found === null) throw refuse('with constants of more axes than an example has');
  return found;
}

export const TWO_OPERANDS: ReadonlyMap<string, OperationRule> = new Map([
  ['Add', two('Add')],
  ['Subtract', two('Sub')],
  ['Multiply', two('Mul')],
  ['Divide', two('Div')],
  ['TrueDivide', two('Div')],
  ['Power', two('Pow')],
  ['Maximum', two('Max')],
  ['Minimum', two('Min')],
]);

const by =
  (formula: Formula): OperationRule =>
  (operation) =>
    formula(operation.graph, onlyValue(operation));
const operator = (name: string) => by((graph, x) => each(graph, name, x));
const activation = (name: string) => by(FORMULAS.get(name) ?? ((_, x) => x));

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

const leaky: OperationRule = (operation) => {
  const written = field(operation.settings, 'negativeSlope') ?? 0.2;
  const slope = number(written);
  if (slope === null) throw operation.refuse('with negative_slope that is not a number');
  return each(operation.graph, 'LeakyRelu', onlyValue(operation), { alpha: float(slope) });
};

const clipped: OperationRule = (operation) => {
  const [least, most] = [number(field(operation.settings, 'xMin')), number(field(operation.settings, 'xMax'))];
  if (least === null || most === null) throw operation.refuse('with bounds that are not numbers');
  return clip(operation.graph, onlyValue(operation), least, most);
};

const soft =
  (name: 'Softmax' | 'LogSoftmax'): OperationRule =>
  (operation) => {
    const x = onlyValue(operation);
    const written = [field(operation.settings, 'axis') ?? -1].flat();
    const axis = written.length === 1 ? placeOf(written[0], x.sides.length + 1) : null;
    if (axis === null) throw operation.refuse('along axes other than one of an example');
    return along(operation.graph, name, x, axis);
  };

export const ONE_OPERAND: ReadonlyMap<string, OperationRule> = new Map([
  ['Negative', operator('Neg')],
  ['Absolute', operator('Abs')],
  ['Square', by((graph, x) => between(graph, 'Mul', x, x))],
  ['Sqrt', operator('Sqrt')],
  ['Rsqrt', by((graph, x) => numberWith(graph, 'Div', 1, each(graph, 'Sqrt', x)))],
  ['Reciprocal', operator('Reciprocal')],
  ['Exp', operator('Exp')],
  ['Log', operator('Log')],
  ['Sin', operator('Sin')],
  ['Cos', operator('Cos')],
  ['Tanh', operator('Tanh')],
  ['Relu', activation('relu')],
  ['Relu6', activation('relu6')],
  ['Sigmoid', activation('sigmoid')],
  ['Silu', activation('silu')],
  ['Softplus', activation('softplus')],
  ['LeakyRelu', leaky],
  ['Clip', clipped],
  ['Softmax', soft('Softmax')],
  ['LogSoftmax', soft('LogSoftmax')],
]);
