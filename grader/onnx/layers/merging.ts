/** Add, Multiply, Average, Maximum, Minimum, Subtract and Concatenate. */
import { between, spreadSides, withNumber } from '../building/arithmetic.js';
import { int } from '../building/attributes.js';
import { plain, reshaped, storedAxis, turned, valueOf, type Value } from '../building/values.js';
import type { LayerCall, LayerRule } from './call.js';

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
  const rank = first.sides.length + 1;
  const written = call.number('axis', -1);
  const axis = written < 0 ? written + rank : written;
  if (!Number.isSafeInteger(axis) || axis < 1 || axis >= rank)
    throw call.refuse('with an axis that its inputs do not have');
  checkOthers(call, first, axis);
  return joined(call, inputs, axis);
};

function checkOthers(call: LayerCall, first: Value, axis: number): void {
  const others = ({ sides }: Value) => sides.filter((_, at) => at + 1 !== axis).join();
  const fits = (one: Value) => one.sides.length === first.sides.length && others(one) === others(first);
  if (!call.inputs.every(fits)) throw call.refuse('with inputs of shapes that do not fit together');
}

function joined({ graph }: LayerCall, inputs: readonly Value[], axis: number): Value {
  const isTurned = inputs.some((one) => one.isTurned);
  const stored = inputs.map((one) => (isTurned ? turned(graph, one) : plain(graph, one)));
  const total = inputs.reduce((sum, { sides }) => sum + (sides[axis - 1] ?? 0), 0);
  const sides = (stored[0]?.sides ?? []).map((side, at) => (at + 1 === axis ? total : side));
  const like = valueOf('', sides, isTurned);
  return {
    ...like,
    name: graph.node(
      'Concat',
      stored.map(({ name }) => name),
      { axis: int(storedAxis(like, axis)) },
    ),
  };
}
