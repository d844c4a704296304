/**
 * Normalisations by what is measured on the example itself, and by numbers in the description. Written with the simplest
 * operations: ONNX Runtime's own LayerNormalization loses digits where the mean is large.
 */
import { sizeOf } from '../../tensor/tensor.js';
import { between, clip, each, reduce, withConstant, withNumber } from '../building/arithmetic.js';
import type { Constant, GraphBuilder } from '../building/graph.js';
import { plain, reshaped, type Value } from '../building/values.js';
import { axisOf } from './batch-normalization.js';
import type { LayerCall, LayerRule } from './call.js';
import { nestedNumbers } from './nested-numbers.js';

const square = (graph: GraphBuilder, x: Value) => between(graph, 'Mul', x, x);

/** x / sqrt(square + epsilon) */
function over(graph: GraphBuilder, x: Value, meanSquare: Value, epsilon: number): Value {
  return between(graph, 'Div', x, each(graph, 'Sqrt', withNumber(graph, 'Add', meanSquare, epsilon)));
}

/** (x - mean) / sqrt(variance + epsilon), over axes that count from the batch. */
function standardized(graph: GraphBuilder, x: Value, axes: readonly number[], epsilon: number): Value {
  const centred = between(graph, 'Sub', x, reduce(graph, 'ReduceMean', x, axes));
  return over(graph, centred, reduce(graph, 'ReduceMean', square(graph, centred), axes), epsilon);
}

/** A weight along some axes, in their order. */
function along(call: LayerCall, x: Value, part: string, axes: readonly number[]): Constant {
  const shape = x.sides.map((side, at) => (axes.includes(at + 1) ? side : 1));
  return {
    values: call.weight(
      part,
      axes.map((axis) => x.sides[axis - 1] ?? 1),
    ),
    shape,
  };
}

function scaledAndCentred(call: LayerCall, x: Value, axes: readonly number[]): Value {
  const { graph } = call;
  const scaled = call.flag('scale', true) ? withConstant(graph, 'Mul', x, along(call, x, 'gamma', axes)) : x;
  return call.flag('center', true) ? withConstant(graph, 'Add', scaled, along(call, x, 'beta', axes)) : scaled;
}

/** Axes in ascending order, each once. */
function axesOf(call: LayerCall, otherwise: number): readonly number[] {
  const axes = [call.option('axis') ?? otherwise].flat().map((axis) => axisOf(call, axis));
  const isAscending = axes.every((axis, at) => at === 0 || axis > (axes[at - 1] ?? 0));
  if (!isAscending) throw call.refuse('with axes that are not in ascending order');
  return axes;
}

export const layerNormalization: LayerRule = (call) => {
  const axes = axesOf(call, -1);
  const x = call.input;
  return scaledAndCentred(call, standardized(call.graph, x, axes, call.number('epsilon', 1e-3)), axes);
};

/** Over all places, and the channels of a group; -1 groups means one channel in each. */
export const groupNormalization: LayerRule = (call) => {
  const { graph } = call;
  const x = plain(graph, call.input);
  const axis = axisOf(call, call.option('axis') ?? -1);
  const channels = x.sides[axis - 1] ?? 0;
  const written = call.number('groups', 32);
  const groups = written === -1 ? channels : written;
  if (!Number.isSafeInteger(groups) || groups < 1 || channels % groups !== 0)
    throw call.refuse('with groups that do not fit');
  const [before, after] = [x.sides.slice(0, axis - 1), x.sides.slice(axis)];
  const grouped = reshaped(graph, x, [sizeOf(before), groups, channels / groups, sizeOf(after)]);
  const normal = standardized(graph, grouped, [1, 3, 4], call.number('epsilon', 1e-3));
  return scaledAndCentred(call, reshaped(graph, normal, x.sides), [axis]);
};

/** x / sqrt(max(sum of x^2, 1e-12)) */
export const unitNormalization: LayerRule = (call) => {
  const { graph, input: x } = call;
  const axes = [call.option('axis') ?? -1].flat().map((axis) => axisOf(call, axis));
  const sum = reduce(graph, 'ReduceSum', square(graph, x), [...new Set(axes)]);
  return between(graph, 'Div', x, each(graph, 'Sqrt', clip(graph, sum, 1e-12, null)));
};

/** x / sqrt(mean of x^2 + epsilon), times a scale. */
export const rmsNormalization: LayerRule = (call) => {
  const { graph, input: x } = call;
  const axes = axesOf(call, -1);
  const mean = reduce(graph, 'ReduceMean', square(graph, x), axes);
  const normal = over(graph, x, mean, call.number('epsilon', 1e-6));
  return withConstant(graph, 'Mul', normal, along(call, x, 'scale', axes));
};

const LEAST_DEVIATION = 1e-7;

/** (x - mean) / max(sqrt(variance), 1e-7), with numbers for each place along the kept axes. */
export const normalization: LayerRule = (call) => {
  const { graph, input: x } = call;
  const written = call.option('axis');
  const axis = written === undefined ? -1 : written;
  const kept = (axis === null ? [] : [axis].flat()).map((one) => axisOf(call, one)).sort((a, b) => a - b);
  const mean = numbersAlong(call, x, 'mean', kept);
  const variance = numbersAlong(call, x, 'variance', kept);
  const deviation = {
    shape: variance.shape,
    values: variance.values.map((value) => Math.max(Math.sqrt(value), LEAST_DEVIATION)),
  };
  if (call.flag('invert', false)) {
    return withConstant(graph, 'Add', withConstant(graph, 'Mul', x, deviation), mean);
  }
  return withConstant(graph, 'Div', withConstant(graph, 'Sub', x, mean), deviation);
};

/** A weight, or numbers in the description, whose axes are the last of the kept ones. */
function numbersAlong(call: LayerCall, x: Value, key: string, kept: readonly number[]): Constant {
  if (!call.isSet('mean')) return along(call, x, key, kept);
  const found = nestedNumbers(call.option(key));
  if (found === null) throw call.refuse(`with ${key} that is not numbers`);
  const shape = x.sides.map(() => 1);
  for (const [back, side] of [...found.shape].reverse().entries()) {
    const axis = kept.at(-1 - back);
    if (axis === undefined) {
      if (side !== 1) throw call.refuse(`with ${key} that does not fit its axes`);
    } else if (side !== 1 && side !== x.sides[axis - 1]) throw call.refuse(`with ${key} that does not fit its axes`);
    else shape[axis - 1] = side;
  }
  return { values: found.values, shape };
}
