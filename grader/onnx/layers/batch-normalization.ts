/** BatchNormalization as it is outside training, over any axis. */
import { float } from '../building/attributes.js';
import { withConstant } from '../building/arithmetic.js';
import { placeOf } from '../building/joining.js';
import { onesOf } from '../building/graph.js';
import { storedAxis } from '../building/values.js';
import type { LayerCall, LayerRule } from './call.js';

/** An axis of the input, counted from the batch; never the batch itself. */
export function axisOf(call: LayerCall, written: unknown): number {
  const axis = placeOf(written, call.input.sides.length + 1);
  if (axis !== null) return axis;
  throw call.refuse('with an axis that its input does not have');
}

export const batchNormalization: LayerRule = (call) => {
  const { graph, input: x } = call;
  const written = call.option('axis') ?? -1;
  const list = [written].flat();
  if (list.length !== 1) throw call.refuse(`over ${String(list.length)} axes at once`);
  const axis = axisOf(call, list[0]);
  const side = x.sides[axis - 1] ?? 0;
  const weight = (part: string) => call.weight(part, [side]);
  const gamma = call.flag('scale', true) ? weight('gamma') : onesOf([side]);
  const beta = call.flag('center', true) ? weight('beta') : new Float32Array(side);
  const [mean, variance] = [weight('moving_mean'), weight('moving_variance')];
  const epsilon = call.number('epsilon', 1e-3);
  if (storedAxis(x, axis) === 1) {
    const operands = [gamma, beta, mean, variance].map((values) => graph.weight(values, [side]));
    const name = graph.node('BatchNormalization', [x.name, ...operands], { epsilon: float(epsilon) });
    return { ...x, name };
  }
  const shape = x.sides.map((one, at) => (at + 1 === axis ? one : 1));
  const scale = gamma.map((value, at) => value / Math.sqrt((variance[at] ?? 0) + epsilon));
  const shift = beta.map((value, at) => value - (mean[at] ?? 0) * (scale[at] ?? 0));
  const scaled = withConstant(graph, 'Mul', x, { values: scale, shape });
  return withConstant(graph, 'Add', scaled, { values: shift, shape });
};
