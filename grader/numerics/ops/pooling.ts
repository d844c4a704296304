/**
 * Pooling of images [B, H, W, C] as in TensorFlow. The mean is over the cells of a window that lie inside the image. Of
 * several equal maxima, the first one, row by row, gets the gradient, as in TensorFlow, tf.js and PyTorch; a network is
 * not differentiable there.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type Op } from './op.js';
import { sideOf, sidesOf, slide } from './windows.js';

const WINDOW = 2;

interface Windows {
  readonly outputShape: readonly number[];
  /** The indices of the input in the window of output `index`. */
  readonly cellsOf: (index: number) => readonly number[];
}

function windowsOf(x: TensorData, node: NetworkNode): Windows {
  const [batch = 0, height = 0, width = 0, channels = 0] = sidesOf(x.shape, 4, `${node.name}: its input`);
  const strided = { ...node, strides: node.strides ?? node.window ?? WINDOW };
  const rows = slide(height, sideOf(node.window, 0, WINDOW), 0, strided).cells;
  const columns = slide(width, sideOf(node.window, 1, WINDOW), 1, strided).cells;
  const inside = (cells: readonly number[] | undefined) => (cells ?? []).filter((cell) => cell >= 0);
  return {
    outputShape: [batch, rows.length, columns.length, channels],
    cellsOf: (index) => {
      const channel = index % channels;
      const place = Math.floor(index / channels);
      const image = Math.floor(place / (rows.length * columns.length));
      const down = inside(rows[Math.floor(place / columns.length) % rows.length]);
      const across = inside(columns[place % columns.length]);
      return down.flatMap((row) =>
        across.map((column) => ((image * height + row) * width + column) * channels + channel),
      );
    },
  };
}

/** Adds the gradient of each output to the cells of its window. */
function spread(
  x: TensorData,
  node: NetworkNode,
  share: (cells: readonly number[], index: number) => readonly number[],
): TensorData {
  const { outputShape, cellsOf } = windowsOf(x, node);
  const out = build(x.shape, () => 0);
  const places = outputShape.reduce((product, side) => product * side, 1);
  for (let index = 0; index < places; index += 1) {
    const cells = cellsOf(index);
    for (const [k, value] of share(cells, index).entries()) {
      const cell = cells[k] ?? -1;
      out.values[cell] = at(out, cell) + value;
    }
  }
  return out;
}

function largest(x: TensorData, cells: readonly number[]): number {
  return cells.reduce((most, cell) => Math.max(most, at(x, cell)), -Infinity);
}

/**
 * The least difference, over all windows, between the two largest cells; max pooling has a kink where it is 0. After a
 * relu, a window that is off as a whole does not count: whichever of its cells gets the gradient, relu stops it.
 */
export function smallestLead(x: TensorData, node: NetworkNode, isAfterRelu = false): number {
  const { outputShape, cellsOf } = windowsOf(x, node);
  const places = outputShape.reduce((product, side) => product * side, 1);
  return Array.from({ length: places }, (_, index) => {
    const [first = 0, second = -Infinity] = cellsOf(index)
      .map((cell) => at(x, cell))
      .sort((left, right) => right - left);
    return isAfterRelu && first === 0 ? Infinity : first - second;
  }).reduce((least, lead) => Math.min(least, lead), Infinity);
}

/** The cells of windows that have nothing but zeros. */
export function cellsOfZeroWindows(x: TensorData, node: NetworkNode): ReadonlySet<number> {
  const { outputShape, cellsOf } = windowsOf(x, node);
  const places = outputShape.reduce((product, side) => product * side, 1);
  const windows = Array.from({ length: places }, (_, index) => cellsOf(index));
  return new Set(windows.filter((cells) => cells.every((cell) => at(x, cell) === 0)).flat());
}

function toMaxima(x: TensorData, upstream: TensorData, node: NetworkNode): TensorData {
  return spread(x, node, (cells, index) => {
    const most = largest(x, cells);
    const first = cells.findIndex((cell) => at(x, cell) === most);
    return cells.map((_, place) => (place === first ? at(upstream, index) : 0));
  });
}

export const maxPool: Op = {
  operands: [1, 1],
  isLoss: false,
  apply: (operands, node) => pool(operand(operands, 0), node, largest),
  // the rounding of all cells that might be the maximum
  applyScale: (scales, _operands, node) => pool(operand(scales, 0), node, largest),
  vjp: ({ node, operands, upstream }) => toMaxima(operand(operands, 0), upstream, node),
  vjpScale: ({ node, operands, upstream }) => toMaxima(operand(operands, 0), upstream, node),
};

function pool(
  x: TensorData,
  node: NetworkNode,
  value: (x: TensorData, cells: readonly number[]) => number,
): TensorData {
  const { outputShape, cellsOf } = windowsOf(x, node);
  return build(outputShape, (index) => value(x, cellsOf(index)));
}

function mean(x: TensorData, cells: readonly number[]): number {
  return cells.reduce((sum, cell) => sum + at(x, cell), 0) / cells.length;
}

function toAll(x: TensorData, upstream: TensorData, node: NetworkNode): TensorData {
  return spread(x, node, (cells, index) => cells.map(() => at(upstream, index) / cells.length));
}

export const avgPool: Op = {
  operands: [1, 1],
  isLoss: false,
  apply: (operands, node) => pool(operand(operands, 0), node, mean),
  applyScale: (scales, _operands, node) => pool(operand(scales, 0), node, mean),
  vjp: ({ node, operands, upstream }) => toAll(operand(operands, 0), upstream, node),
  vjpScale: ({ node, operands, upstream }) => toAll(operand(operands, 0), upstream, node),
};

function globalMean(x: TensorData, node: NetworkNode): TensorData {
  const [batch = 0, height = 0, width = 0, channels = 0] = sidesOf(x.shape, 4, `${node.name}: its input`);
  const cells = height * width;
  return build([batch, channels], (index) => {
    const start = Math.floor(index / channels) * cells * channels + (index % channels);
    let sum = 0;
    for (let cell = 0; cell < cells; cell += 1) sum += at(x, start + cell * channels);
    return sum / cells;
  });
}

function globalSpread(x: TensorData, upstream: TensorData): TensorData {
  const [, height = 0, width = 0, channels = 0] = x.shape;
  const image = height * width * channels;
  return build(x.shape, (index) => {
    const place = Math.floor(index / image) * channels + (index % channels);
    return at(upstream, place) / (height * width);
  });
}

export const globalAvgPool: Op = {
  operands: [1, 1],
  isLoss: false,
  apply: (operands, node) => globalMean(operand(operands, 0), node),
  applyScale: (scales, _operands, node) => globalMean(operand(scales, 0), node),
  vjp: ({ operands, upstream }) => globalSpread(operand(operands, 0), upstream),
  vjpScale: ({ operands, upstream }) => globalSpread(operand(operands, 0), upstream),
};
