/** Operations of graphs over space: pooling, padding, resizing. */
import { fromPlanes, planesOf, storedAxis } from '../building/values.js';
import { bilinear, nearest, picked, type Alignment } from '../layers/resizing.js';
import { slide } from '../layers/sliding.js';
import { text } from '../building/attributes.js';
import type { OperationCall, OperationRule } from './call.js';
import { computed } from './known.js';
import { slidingOf, windowOf } from './windows.js';

const pooling =
  (operator: 'MaxPool' | 'AveragePool'): OperationRule =>
  (call) => {
    const x = planesOf(call.graph, call.value(0), false);
    const sliding = slidingOf(call, windowOf(call, x.space.length));
    if (sliding.pads !== undefined) throw call.refuse('with numbers as padding');
    const out = slide(call.graph, x, sliding, { operator, operands: [], channels: x.channels, macs: 0 });
    if (out === null) throw call.refuse('with a window that does not fit into its input');
    return computed(fromPlanes(out, false));
  };

/** Pad, PadV2 and MirrorPad; the examples are not padded. */
const padding: OperationRule = (call) => {
  const { graph } = call;
  const x = call.value(0);
  const pads = call.wholes(1);
  const rank = x.sides.length + 1;
  if (pads.length !== 2 * rank || pads.some((one) => one < 0) || pads[0] !== 0 || pads[1] !== 0) {
    throw call.refuse('with paddings that are not translated');
  }
  const stored = Array.from({ length: 2 * rank }, () => 0);
  for (const [place, cells] of pads.entries()) stored[storedAxis(x, place >> 1) + (place % 2) * rank] = cells;
  const { mode, operands } = modeOf(call);
  const sides = x.sides.map((side, at) => side + (pads[2 * at + 2] ?? 0) + (pads[2 * at + 3] ?? 0));
  const name = graph.node('Pad', [x.name, graph.integers(stored), ...operands], { mode: text(mode) });
  return computed({ ...x, sides, name });
};

function modeOf(call: OperationCall): { readonly mode: string; readonly operands: readonly string[] } {
  if (call.op !== 'MirrorPad') {
    const value = call.op === 'PadV2' ? (call.numbers(2, 1)[0] ?? 0) : 0;
    return { mode: 'constant', operands: [call.graph.number(value)] };
  }
  const mode = call.text('mode', '');
  if (mode !== 'reflect') throw call.refuse(`with the mode ${mode}`);
  return { mode, operands: [] };
}

function alignmentOf(call: OperationCall): Alignment {
  const [corners, halves] = [call.flag('align_corners', false), call.flag('half_pixel_centers', false)];
  if (corners && halves) throw call.refuse('with align_corners and half_pixel_centers at once');
  return corners ? 'align_corners' : halves ? 'half_pixel' : 'asymmetric';
}

const resizing =
  (isBilinear: boolean): OperationRule =>
  (call) => {
    const x = planesOf(call.graph, call.value(0), false);
    const space = call.wholes(1);
    if (x.space.length !== 2 || space.length !== 2 || space.some((side) => side < 1))
      throw call.refuse('to sides that are not translated');
    const alignment = alignmentOf(call);
    const out = isBilinear
      ? bilinear(call.graph, x, space, alignment)
      : picked(call.graph, x, space, nearest(alignment));
    return computed(fromPlanes(out, false));
  };

export const SPACE: ReadonlyMap<string, OperationRule> = new Map<string, OperationRule>([
  ['MaxPool', pooling('MaxPool')],
  ['MaxPool3D', pooling('MaxPool')],
  ['AvgPool', pooling('AveragePool')],
  ['AvgPool3D', pooling('AveragePool')],
  ['Pad', padding],
  ['PadV2', padding],
  ['MirrorPad', padding],
  ['ResizeBilinear', resizing(true)],
  ['ResizeNearestNeighbor', resizing(false)],
]);
