/** Layers that work number by number: activations, PReLU, Rescaling, and what only acts in training. */
import { activate } from '../activations/activate.js';
import { ACTIVATION_RULES } from '../activations/rectified.js';
import { storedLike, withConstant } from '../building/arithmetic.js';
import { constantOf, type Constant } from '../building/graph.js';
import type { LayerCall, LayerRule } from './call.js';

export const activation: LayerRule = (call) =>
  activate(call.graph, call.option('activation'), call.input, (why) => call.refuse(why));

/** ReLU, LeakyReLU, ELU, ThresholdedReLU, Softmax. */
export const activationLayer: LayerRule = (call) => {
  const { graph, input: x, config, className } = call;
  const rule = ACTIVATION_RULES.get(className);
  if (rule === undefined) throw call.refuse('that is not known');
  return rule({ graph, x, config, refuse: (why) => call.refuse(why) });
};

/** One slope for each place, or for all along the shared axes. */
export const parametricReLU: LayerRule = (call) => {
  const { graph, input: x } = call;
  const shared = [call.option('sharedAxes') ?? []].flat();
  const shape = x.sides.map((side, at) => (shared.includes(at + 1) ? 1 : side));
  const slopes = storedLike(graph, x, { values: call.weight('alpha', shape), shape });
  return { ...x, name: graph.node('PRelu', [x.name, slopes]) };
};

/** scale * x + offset; lists are along the last axis. */
export const rescaling: LayerRule = (call) => {
  const { graph, input: x } = call;
  const scaled = withConstant(graph, 'Mul', x, numbersAlong(call, 'scale'));
  return withConstant(graph, 'Add', scaled, numbersAlong(call, 'offset', 0));
};

function numbersAlong(call: LayerCall, key: string, otherwise?: number): Constant {
  const list = [call.option(key) ?? otherwise].flat();
  const wide = call.input.sides.at(-1) ?? 1;
  const areNumbers = list.every((one): one is number => typeof one === 'number' && Number.isFinite(one));
  if (!areNumbers || (list.length !== 1 && list.length !== wide)) {
    throw call.refuse(`with ${key} that is neither a number nor one for each channel`);
  }
  return constantOf(
    list,
    call.input.sides.map((_, at, sides) => (at === sides.length - 1 ? list.length : 1)),
  );
}

export const identity: LayerRule = ({ inputs }) => inputs;
