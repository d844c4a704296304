/** ConvLSTM2D: an LSTM whose products are convolutions. Gates lie side by side in the kernels: i, f, c, o. */
import { sizeOf } from '../../../tensor/tensor.js';
import { activate } from '../../activations/activate.js';
import { between } from '../../building/arithmetic.js';
import { int } from '../../building/attributes.js';
import { fromPlanes, planesOf, type Planes, type Value } from '../../building/values.js';
import type { LayerCall, LayerRule } from '../call.js';
import { kernelOrder, NO_WINDOW } from '../convolution.js';
import { slide, slidingOf } from '../sliding.js';
import { fitWindows, type Sliding } from '../windows.js';
import { activationsOf, type Cell } from './cells.js';
import { recurrence, unrolled } from './recurrent.js';

export const convolutionalRecurrent: LayerRule = (call) => {
  const series = call.inputOf(4);
  return recurrence(call, series, (fed) => unrolled(call, fed, cellOf(call, fed.sides.slice(1))));
};

/** States are kept as the layer has its images. */
function cellOf(call: LayerCall, sides: readonly number[]): Cell {
  const { graph, isChannelsFirst } = call;
  const filters = call.whole('filters');
  const sliding = slidingOf(call);
  const [channels = 1, ...space] = isChannelsFirst ? sides : [sides.at(-1) ?? 1, ...sides.slice(0, -1)];
  const fit = fitWindows(space, sliding);
  if (fit === null) throw call.refuse(NO_WINDOW);
  const ones = sliding.window.map(() => 1);
  const still: Sliding = { window: sliding.window, strides: ones, rates: ones, padding: 'same' };
  const fromInput = convolution(call, 'kernel', channels, filters, sliding, call.flag('useBias', true));
  const fromState = convolution(call, 'recurrent_kernel', filters, filters, still, false);
  const { activation, recurrentActivation } = activationsOf(call, 'LSTM');
  const act = (x: Value) => activate(graph, activation, x, (why) => call.refuse(why));
  const gate = (x: Value) => activate(graph, recurrentActivation, x, (why) => call.refuse(why));
  const times = (a: Value, b: Value) => between(graph, 'Mul', a, b);
  const state = isChannelsFirst ? [filters, ...fit.space] : [...fit.space, filters];
  return {
    states: [state, state],
    step: (x, [h, c]) => {
      const all = graph.node('Add', [fromInput(x).name, fromState(h as Value).name]);
      const parts = graph.nodes('Split', [all], 4, { axis: int(1), num_outputs: int(4) });
      const [i, f, g, o] = parts.map((name) =>
        fromPlanes({ name, channels: filters, space: fit.space }, isChannelsFirst),
      ) as [Value, Value, Value, Value];
      const next = between(graph, 'Add', times(gate(f), c as Value), times(gate(i), act(g)));
      const output = times(gate(o), act(next));
      return { output, states: [output, next] };
    },
  };
}

function convolution(
  call: LayerCall,
  part: string,
  channels: number,
  filters: number,
  sliding: Sliding,
  hasBias: boolean,
): (x: Value) => Planes {
  const { graph } = call;
  const shape = [...sliding.window, channels, 4 * filters];
  const kernel = graph.weight(call.weight(part, shape), shape, kernelOrder(2));
  const bias = hasBias ? [graph.weight(call.weight('bias', [4 * filters]), [4 * filters])] : [];
  return (x) => {
    const operands = [kernel, ...bias];
    const macs = channels * sizeOf(sliding.window);
    const operation = { operator: 'Conv', operands, channels: 4 * filters, macs };
    const out = slide(graph, planesOf(graph, x, call.isChannelsFirst), sliding, operation);
    if (out === null) throw call.refuse(NO_WINDOW);
    return out;
  };
}
