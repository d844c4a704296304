/**
 * Convolution (cross-correlation) of images [B, H, W, C] as in TensorFlow:
 *
 *   y[n, i, j, d] = b[d] + sum over a, e, c of x[n, i s + a r - p, j s + e r - p, c] w[a, e, c, d]
 *
 * with w [kh, kw, C, D]. Depthwise with w [kh, kw, C, M]: output channel c M + m sees input channel c alone.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type Op } from './op.js';
import { slide, sidesOf } from './windows.js';

interface Geometry {
  readonly outputShape: readonly [number, number, number, number];
  /** Calls `term` for every product x[xAt] w[wAt] of the sums, with the index of its output. */
  readonly visit: (term: (xAt: number, wAt: number, yAt: number) => void) => void;
}

type Layout = 'full' | 'depthwise';

function geometryOf(x: TensorData, w: TensorData, node: NetworkNode, layout: Layout): Geometry {
  const [batch = 0, height = 0, width = 0, channels = 0] = sidesOf(x.shape, 4, `${node.name}: its input`);
  const [tall = 0, wide = 0, inputs = 0, last = 0] = sidesOf(w.shape, 4, `${node.name}: its filter`);
  if (inputs !== channels) {
    throw new RangeError(
      `${node.name}: its filter is for ${String(inputs)} channels, its input has ${String(channels)}`,
    );
  }
  const rows = slide(height, tall, 0, node).cells;
  const columns = slide(width, wide, 1, node).cells;
  const outputs = layout === 'full' ? last : channels * last;
  const visitCell = (
    xStart: number,
    wStart: number,
    yStart: number,
    term: (xAt: number, wAt: number, yAt: number) => void,
  ) => {
    for (let channel = 0; channel < channels; channel += 1) {
      const shift = layout === 'full' ? 0 : channel * last;
      for (let d = 0; d < last; d += 1) term(xStart + channel, wStart + channel * last + d, yStart + shift + d);
    }
  };
  return {
    outputShape: [batch, rows.length, columns.length, outputs],
    visit: (term) => {
      for (let image = 0; image < batch; image += 1) {
        for (const [i, cellsDown] of rows.entries()) {
          for (const [j, cellsAcross] of columns.entries()) {
            const yStart = ((image * rows.length + i) * columns.length + j) * outputs;
            for (const [a, row] of cellsDown.entries()) {
              for (const [e, column] of cellsAcross.entries()) {
                if (row < 0 || column < 0) continue;
                const xStart = ((image * height + row) * width + column) * channels;
                visitCell(xStart, (a * wide + e) * channels * last, yStart, term);
              }
            }
          }
        }
      }
    },
  };
}

function convolve(operands: readonly TensorData[], node: NetworkNode, layout: Layout): TensorData {
  const [x, w, bias] = [operand(operands, 0), operand(operands, 1), operands[2]];
  const { outputShape, visit } = geometryOf(x, w, node, layout);
  const out = build(outputShape, (index) => (bias === undefined ? 0 : at(bias, index % outputShape[3])));
  visit((xAt, wAt, yAt) => {
    out.values[yAt] = at(out, yAt) + at(x, xAt) * at(w, wAt);
  });
  return out;
}

function gradient(
  operands: readonly TensorData[],
  upstream: TensorData,
  index: number,
  node: NetworkNode,
  layout: Layout,
): TensorData {
  const [x, w] = [operand(operands, 0), operand(operands, 1)];
  const { outputShape, visit } = geometryOf(x, w, node, layout);
  const out = build(index === 0 ? x.shape : index === 1 ? w.shape : [outputShape[3]], () => 0);
  if (index === 2) {
    for (const [flat, value] of upstream.values.entries()) {
      const channel = flat % outputShape[3];
      out.values[channel] = at(out, channel) + value;
    }
    return out;
  }
  visit((xAt, wAt, yAt) => {
    const place = index === 0 ? xAt : wAt;
    const other = index === 0 ? at(w, wAt) : at(x, xAt);
    out.values[place] = at(out, place) + at(upstream, yAt) * other;
  });
  return out;
}

function convolution(layout: Layout): Op {
  return {
    operands: [2, 3],
    isLoss: false,
    apply: (operands, node) => convolve(operands, node, layout),
    applyScale: (scales, _operands, node) => convolve(scales, node, layout),
    vjp: ({ node, operands, upstream, index }) => gradient(operands, upstream, index, node, layout),
    vjpScale: ({ node, scales, upstream, index }) => gradient(scales, upstream, index, node, layout),
  };
}

export const conv2d = convolution('full');
export const depthwiseConv2d = convolution('depthwise');
