/**
 * Zeros around an image, added at the wrong end: the padding of `same` as a rewrite of a convolution. Must not say whether
 * anybody did so.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type ApplyCall, type Rewrite } from '../ops/op.js';
import { sideOf } from '../ops/windows.js';
import type { Where } from './mistake.js';
import { withOperand } from './rewriting.js';

const FILTER = 1;
export const isConvolution = ({ op }: NetworkNode) => op === 'conv2d' || op === 'depthwise-conv2d';

type Sides = readonly [number, number];
type End = 'start' | 'end';
export const ENDS: readonly End[] = ['start', 'end'];

/** A window [rows, columns] of images [B, H, W, C] from the cell `from`; zeros where it is outside of them. */
function cut(x: TensorData, from: Sides, [tall, wide]: Sides): TensorData {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  return build([batch, tall, wide, channels], (i) => {
    const place = Math.floor(i / channels);
    const column = (place % wide) + from[1];
    const row = (Math.floor(place / wide) % tall) + from[0];
    if (row < 0 || row >= height || column < 0 || column >= width) return 0;
    const image = Math.floor(place / wide / tall);
    return at(x, ((image * height + row) * width + column) * channels + (i % channels));
  });
}

/** The cells of zeros that `same` adds to rows and columns, with strides of 1. */
function paddingOf(node: NetworkNode, filter: TensorData | undefined): Sides {
  const [tall = 1, wide = 1] = filter?.shape ?? [];
  return [(tall - 1) * sideOf(node.dilation, 0, 1), (wide - 1) * sideOf(node.dilation, 1, 1)];
}

/** The cells that come before the image if all are added at one end. */
function cellsBefore(padding: Sides, end: End): Sides {
  return end === 'start' ? padding : [0, 0];
}

/** The whole padding of `same` at one end of rows and columns. */
export function paddedAside(end: End): (where: Where) => Rewrite {
  const padded = <C extends ApplyCall>(call: C): C => {
    const padding = paddingOf(call.node, operand(call.operands, FILTER));
    const [above, left] = cellsBefore(padding, end);
    const grown = (x: TensorData) => {
      const [, height = 0, width = 0] = x.shape;
      return cut(x, [-above, -left], [height + padding[0], width + padding[1]]);
    };
    return { ...call, node: { ...call.node, padding: 'valid' }, operands: withOperand(call.operands, 0, grown) };
  };
  return (where) => ({
    forward: (call, usual) => usual(where(call.node) ? padded(call) : call),
    backward: (call, usual) => {
      if (!where(call.node)) return usual(call);
      const part = usual(padded(call));
      if (part === null || call.index !== 0) return part;
      const [, height = 0, width = 0] = operand(call.operands, 0).shape;
      return cut(part, cellsBefore(paddingOf(call.node, operand(call.operands, FILTER)), end), [height, width]);
    },
  });
}

/** Whether the padding at one end is not what `same` gives, which has the odd cell at the end. */
export const padsOtherwise = (node: NetworkNode, filter: TensorData | undefined, end: End) => {
  const isPadded = isConvolution(node) && node.padding === 'same';
  const isDense = sideOf(node.strides, 0, 1) === 1 && sideOf(node.strides, 1, 1) === 1;
  const padding = paddingOf(node, filter);
  const before = cellsBefore(padding, end);
  return isPadded && isDense && padding.some((cells, axis) => before[axis] !== Math.floor(cells / 2));
};
