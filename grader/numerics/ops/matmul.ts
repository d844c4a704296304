/**
 * Matrix products: y[.., i, j] = sum over k of a[.., i, k] b[.., k, j]. Both have the same leading sides, or b has none and
 * is used for all of them. `transpose` reads either with its last two sides swapped. Must not broadcast in any other way.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type Op } from './op.js';

interface Layout {
  readonly outputShape: readonly number[];
  /** Calls `term` for every product a[aAt] b[bAt] of the sums, with the index of its output. */
  readonly visit: (term: (aAt: number, bAt: number, yAt: number) => void) => void;
}

/** Whether the first or the second operand is transposed. */
export function isTransposed({ transpose }: NetworkNode, place: 'first' | 'second'): boolean {
  return transpose === place || transpose === 'both';
}

/** The rows and columns of the last two sides, as they are used, and the steps between rows and between columns. */
function matrixOf({ shape }: TensorData, swapped: boolean) {
  const [tall = 1, wide = 1] = shape.slice(-2);
  return swapped
    ? { rows: wide, columns: tall, down: 1, across: wide }
    : { rows: tall, columns: wide, down: wide, across: 1 };
}

function layoutOf(a: TensorData, b: TensorData, node: NetworkNode): Layout {
  const left = matrixOf(a, isTransposed(node, 'first'));
  const right = matrixOf(b, isTransposed(node, 'second'));
  const leading = a.shape.slice(0, -2);
  const matrices = leading.reduce((product, side) => product * side, 1);
  const [aSize, ySize] = [left.rows * left.columns, left.rows * right.columns];
  const bSize = b.shape.length > 2 ? right.rows * right.columns : 0;
  return {
    outputShape: [...leading, left.rows, right.columns],
    visit: (term) => {
      for (let matrix = 0; matrix < matrices; matrix += 1) {
        for (let i = 0; i < left.rows; i += 1) {
          for (let j = 0; j < right.columns; j += 1) {
            const yAt = matrix * ySize + i * right.columns + j;
            for (let k = 0; k < left.columns; k += 1) {
              const aAt = matrix * aSize + i * left.down + k * left.across;
              term(aAt, matrix * bSize + k * right.down + j * right.across, yAt);
            }
          }
        }
      }
    },
  };
}

/** The product of two tensors, as the node's `transpose` says. */
export function productOf(operands: readonly TensorData[], node: NetworkNode): TensorData {
  const [a, b] = [operand(operands, 0), operand(operands, 1)];
  const { outputShape, visit } = layoutOf(a, b, node);
  const out = build(outputShape, () => 0);
  visit((aAt, bAt, yAt) => {
    out.values[yAt] = at(out, yAt) + at(a, aAt) * at(b, bAt);
  });
  return out;
}

/** dA and dB are the products of the gradient with the other operand; a shared b adds up over the leading sides. */
function gradient(operands: readonly TensorData[], upstream: TensorData, index: number, node: NetworkNode): TensorData {
  const [a, b] = [operand(operands, 0), operand(operands, 1)];
  const out = build(operand(operands, index).shape, () => 0);
  layoutOf(a, b, node).visit((aAt, bAt, yAt) => {
    const [place, other] = index === 0 ? [aAt, at(b, bAt)] : [bAt, at(a, aAt)];
    out.values[place] = at(out, place) + at(upstream, yAt) * other;
  });
  return out;
}

export const matmul: Op = {
  operands: [2, 2],
  isLoss: false,
  apply: (operands, node) => productOf(operands, node),
  applyScale: (scales, _operands, node) => productOf(scales, node),
  vjp: ({ node, operands, upstream, index }) => gradient(operands, upstream, index, node),
  vjpScale: ({ node, scales, upstream, index }) => gradient(scales, upstream, index, node),
};
