/**
 * The hinge loss, a mean over rows. For class labels, that of several classes (Crammer and Singer's margins, as
 * torch.nn.MultiMarginLoss with p = 1 and margin 1): the sum over classes k other than the label y of max(0, 1 - out_y +
 * out_k), divided by the number of classes. For values y, -1 or 1: the sum over a row of max(0, 1 - y out). It has a kink
 * where a margin is 0, and the slope there is that of the inactive side unless a caller requests another.
 */
import { float64, type TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, type Op, type VjpCall } from './op.js';

/** The terms max(0, margin) of the loss, one for each element of the output. */
interface Terms {
  /** 1 - y out, or 1 - out_y + out_k; -Infinity for the label itself, which is not a term. */
  readonly margin: (index: number) => number;
  /** The same sum with every term positive. */
  readonly scale: (index: number, scales: readonly TensorData[]) => number;
  /** The factor of each term in the loss. */
  readonly weight: number;
}

function termsOf([out, target]: readonly [TensorData, TensorData]): Terms {
  const [rows, columns] = matrixSides(out);
  if (target.dtype !== 'int32') {
    return {
      margin: (index) => 1 - at(target, index) * at(out, index),
      scale: (index, [outs, targets]) =>
        outs === undefined || targets === undefined ? NaN : 1 + at(targets, index) * at(outs, index),
      weight: 1 / rows,
    };
  }
  const labelled = (index: number) => index - (index % columns) + at(target, Math.floor(index / columns));
  return {
    margin: (index) => (index === labelled(index) ? -Infinity : 1 - at(out, labelled(index)) + at(out, index)),
    scale: (index, [outs]) =>
      outs === undefined || index === labelled(index) ? 0 : 1 + at(outs, labelled(index)) + at(outs, index),
    weight: 1 / (rows * columns),
  };
}

const pairOf = (operands: readonly TensorData[]) => [operand(operands, 0), operand(operands, 1)] as const;

/** The margins of a hinge node and their scales, in the shape of its first operand; a kink is where a margin is 0. */
export function marginsOf(operands: readonly TensorData[]): TensorData {
  const { margin } = termsOf(pairOf(operands));
  return build(operand(operands, 0).shape, margin);
}

export function marginScales(scales: readonly TensorData[], operands: readonly TensorData[]): TensorData {
  const { scale } = termsOf(pairOf(operands));
  return build(operand(operands, 0).shape, (index) => scale(index, scales));
}

function total(operands: readonly TensorData[], term: (index: number, terms: Terms) => number): TensorData {
  const terms = termsOf(pairOf(operands));
  let sum = 0;
  for (let index = 0; index < operand(operands, 0).values.length; index += 1) {
    if (terms.margin(index) > 0) sum += term(index, terms);
  }
  return float64([], [sum * terms.weight]);
}

/** `from` has the operands or their scales; `sign` is that of a gradient that lowers a margin. */
function gradient(
  { node, operands, upstream, index, slope }: VjpCall,
  from: readonly TensorData[],
  sign: 1 | -1,
): TensorData {
  const [out, target] = pairOf(operands);
  const { margin, weight } = termsOf([out, target]);
  const [, columns] = matrixSides(out);
  const slopeAt = (place: number) => {
    const z = margin(place);
    const usual = z > 0 ? 1 : 0;
    return slope === undefined || z === -Infinity ? usual : slope(node, z, place, usual);
  };
  const by = (place: number) => at(upstream, 0) * weight * slopeAt(place);
  if (target.dtype !== 'int32') {
    const other = operand(from, 1 - index);
    return build(operand(operands, index).shape, (place) => sign * by(place) * at(other, place));
  }
  const result = build(out.shape, () => 0);
  for (let place = 0; place < out.values.length; place += 1) {
    const labelled = place - (place % columns) + at(target, Math.floor(place / columns));
    const pull = by(place);
    result.values[place] = at(result, place) + pull;
    result.values[labelled] = at(result, labelled) + sign * pull;
  }
  return result;
}

export const hinge: Op = {
  operands: [2, 2],
  isLoss: true,
  apply: (operands) => total(operands, (index, { margin }) => margin(index)),
  applyScale: (scales, operands) => total(operands, (index, { scale }) => scale(index, scales)),
  vjp: (call) => gradient(call, call.operands, -1),
  vjpScale: (call) => gradient(call, call.scales, 1),
};
