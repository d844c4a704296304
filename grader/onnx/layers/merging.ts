/** Add, Multiply, Average, Maximum, Minimum, Subtract and Concatenate. */
import { between, spreadSides, withNumber } from '../building/arithmetic.js';
import { joined, placeOf } from '../building/joining.js';
import { reshaped } from '../building/values.js';
import type { LayerRule } from './call.js';

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['Add', 'Add'],
  ['Multiply', 'Mul'],
  ['Average', 'Add'],
  ['Maximum', 'Max'],
  ['Minimum', 'Min'],
  ['Subtract', 'Sub'],
]);

export const merging: LayerRule = (call) => {
  const { graph, inputs, className } = call;
  const rank = Math.max(...inputs.map(({ sides }) => sides.length));
  // axes that an input lacks come after the batch
  const alike = inputs.map((one) => reshaped(graph, one, [...onesFor(rank - one.sides.length), ...one.sides]));
  const [first, ...rest] = alike;
  if (first === undefined || rest.length === 0) throw call.refuse(`with ${String(inputs.length)} inputs`);
  if (className === 'Subtract' && rest.length !== 1) throw call.refuse(`with ${String(inputs.length)} inputs`);
  const merged = rest.reduce((all, one) => {
    if (spreadSides(all.sides, one.sides) === null) throw call.refuse('with inputs of shapes that do not fit together');
    return between(graph, OPERATORS.get(className) ?? '', all, one);
  }, first);
  return className === 'Average' ? withNumber(graph, 'Div', merged, inputs.length) : merged;
};

const onesFor = (count: number): number[] => Array.from({ length: count }, () => 1);

export const concatenate: LayerRule = (call) => {
  const { inputs } = call;
  const [first] = inputs;
  if (first === undefined || inputs.length < 2) throw call.refuse(`with ${String(inputs.length)} inputs`);
  const axis = placeOf(call.number('axis', -1), first.sides.length + 1);
  if (axis === null) throw call.refuse('with an axis that its inputs do not have');
  return joined(call.graph, inputs, axis);
};
