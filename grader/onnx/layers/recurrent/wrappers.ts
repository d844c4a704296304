/** Layers around layers: Bidirectional and TimeDistributed. */
import { asRecord, field, textField } from '../../../text/fields.js';
import { between, withNumber } from '../../building/arithmetic.js';
import { int } from '../../building/attributes.js';
import { backwards } from '../../building/time.js';
import { plain, valueOf, type Value } from '../../building/values.js';
import type { LayerCall, LayerRule } from '../call.js';

const RECURRENT = new Set(['SimpleRNN', 'LSTM', 'GRU', 'GRUResetAfter', 'RNN']);

/** The backward layer is made from the forward one, as tf.js makes it. */
export const bidirectional: LayerRule = (call) => {
  const layer = call.option('layer');
  const config = asRecord(field(layer, 'config'));
  const [className, name] = [textField(layer, 'className') ?? '', textField(config, 'name') ?? ''];
  if (!RECURRENT.has(className)) throw call.refuse('around a layer that is not recurrent');
  if (field(config, 'returnState') === true) throw call.refuse('with return_state');
  if (field(config, 'stateful') === true) throw call.refuse('with stateful');
  const goes = (direction: string, goBackwards: boolean): Value => {
    const node = { className, config: { ...config, goBackwards } };
    return one(call, call.inner(node, [call.input], `${call.prefix}${direction}_${name}/`));
  };
  const isBackwards = field(config, 'goBackwards') === true;
  const [ahead, back] = [goes('forward', isBackwards), goes('backward', !isBackwards)];
  return merged(call, ahead, field(config, 'returnSequences') === true ? backwards(call.graph, back) : back);
};

function merged(call: LayerCall, ahead: Value, back: Value): Value | readonly Value[] {
  const { graph } = call;
  const mode = call.option('mergeMode');
  switch (mode === undefined ? 'concat' : mode) {
    case null:
      return [ahead, back];
    case 'concat': {
      const [a, b] = [plain(graph, ahead), plain(graph, back)];
      const sides = a.sides.map((side, at) => (at === a.sides.length - 1 ? side + (b.sides.at(-1) ?? 0) : side));
      return valueOf(graph.node('Concat', [a.name, b.name], { axis: int(-1) }), sides);
    }
    case 'sum':
      return between(graph, 'Add', ahead, back);
    case 'ave':
      return withNumber(graph, 'Mul', between(graph, 'Add', ahead, back), 0.5);
    case 'mul':
      return between(graph, 'Mul', ahead, back);
    default:
      throw call.refuse('with a merge_mode that is not known');
  }
}

function one(call: LayerCall, values: readonly Value[]): Value {
  const [value] = values;
  if (value === undefined || values.length !== 1) throw call.refuse('around a layer of several outputs');
  return value;
}

/** [N, T, …]: each step of each example is an example for the layer inside. */
export const timeDistributed: LayerRule = (call) => {
  const { graph } = call;
  const x = plain(graph, call.input);
  const [length = 0, ...sides] = x.sides;
  if (sides.length === 0) throw call.refuse('with an input without steps');
  const steps = valueOf(graph.node('Reshape', [x.name, graph.integers([-1, ...sides])]), sides);
  const before = graph.macs;
  const out = plain(graph, one(call, call.inner(call.option('layer'), [steps], call.prefix)));
  graph.count((length - 1) * (graph.macs - before));
  return valueOf(graph.node('Reshape', [out.name, graph.integers([-1, length, ...out.sides])]), [length, ...out.sides]);
};
