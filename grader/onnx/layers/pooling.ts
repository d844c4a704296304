/** Pooling in windows, and over all of space; cells of padding do not count. */
import { fromPlanes, planesOf, valueOf, reshaped } from '../building/values.js';
import type { LayerRule } from './call.js';
import { NO_WINDOW } from './convolution.js';
import { directionsOf, poolingOf, slide } from './sliding.js';

/** MaxPooling1D, AveragePooling2D, … */
export const pooling: LayerRule = (call) => {
  const { graph, isChannelsFirst } = call;
  const x = planesOf(graph, call.inputOf(directionsOf(call) + 1), isChannelsFirst);
  const operator = call.className.startsWith('Max') ? 'MaxPool' : 'AveragePool';
  const out = slide(graph, x, poolingOf(call), { operator, operands: [], channels: x.channels, macs: 0 });
  if (out === null) throw call.refuse(NO_WINDOW);
  return fromPlanes(out, isChannelsFirst);
};

/** GlobalMaxPooling1D, GlobalAveragePooling2D, … */
export const globalPooling: LayerRule = (call) => {
  const { graph, isChannelsFirst } = call;
  const { name, channels, space } = planesOf(graph, call.inputOf(directionsOf(call) + 1), isChannelsFirst);
  const operator = call.className.includes('Max') ? 'GlobalMaxPool' : 'GlobalAveragePool';
  const out = { name: graph.node(operator, [name]), channels, space: space.map(() => 1) };
  if (call.flag('keepdims', false)) return fromPlanes(out, isChannelsFirst);
  return reshaped(graph, valueOf(out.name, [channels, ...out.space]), [channels]);
};
