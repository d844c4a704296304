/** Shapes of convolutions, pooling and normalisation. */
import type { NetworkNode } from '../../../schema/network.js';
import { sideOf } from '../windows.js';
import {
  given,
  lastSide,
  mayEqual,
  Misfit,
  needsSides,
  needsVector,
  product,
  tell,
  type Operand,
  type Shape,
  type ShapeRule,
  type Side,
} from './shape.js';

const IMAGES = ['B', 'H', 'W', 'C'];
/** The usual window of pooling. */
const WINDOW = 2;

/** The number of windows of `taps` cells along an axis of images. Throws if there is none. */
function placesOf(x: Operand, taps: Side, axis: 0 | 1, node: NetworkNode): Side {
  const side = x.shape[axis + 1] ?? 1;
  const [stride, dilation] = [sideOf(node.strides, axis, 1), sideOf(node.dilation, axis, 1)];
  const isSame = node.padding === 'same';
  if (isSame && stride === 1) return side;
  if (isSame) return typeof side === 'number' ? Math.ceil(side / stride) : `ceil(${side} / ${String(stride)})`;
  if (typeof taps === 'string') return `places of ${taps} in ${String(side)}`;
  const reach = (taps - 1) * dilation + 1;
  if (typeof side === 'string') {
    if (stride > 1) return `floor((${side} - ${String(reach)}) / ${String(stride)}) + 1`;
    return reach === 1 ? side : `${side} - ${String(reach - 1)}`;
  }
  if (reach > side) {
    throw new Misfit(`${tell(x)}: a window of ${String(reach)} is larger than its side of ${String(side)}`);
  }
  return Math.floor((side - reach) / stride) + 1;
}

function convolved(operands: readonly Operand[], node: NetworkNode, isDepthwise: boolean): Shape {
  const [x, filter, bias] = [given(operands, 0), given(operands, 1), operands[2]];
  needsSides(x, IMAGES);
  needsSides(filter, ['kh', 'kw', 'C', isDepthwise ? 'M' : 'D']);
  const [tall = 1, wide = 1, channels = 1, last = 1] = filter.shape;
  if (!mayEqual(channels, lastSide(x))) {
    throw new Misfit(`${tell(x, filter)}: the third side of ${filter.name} must be the channels of ${x.name}`);
  }
  const outputs = isDepthwise ? product([lastSide(x), last]) : last;
  if (bias !== undefined) needsVector(bias, outputs, filter);
  return [x.shape[0] ?? 1, placesOf(x, tall, 0, node), placesOf(x, wide, 1, node), outputs];
}

export const convolutionShape: ShapeRule = (operands, node) => convolved(operands, node, false);
export const depthwiseShape: ShapeRule = (operands, node) => convolved(operands, node, true);

export const poolingShape: ShapeRule = (operands, node) => {
  const x = given(operands, 0);
  needsSides(x, IMAGES);
  const strided = { ...node, strides: node.strides ?? node.window ?? WINDOW };
  const places = ([0, 1] as const).map((axis) => placesOf(x, sideOf(node.window, axis, WINDOW), axis, strided));
  return [x.shape[0] ?? 1, ...places, lastSide(x)];
};

export const globalPoolingShape: ShapeRule = (operands) => {
  const x = given(operands, 0);
  needsSides(x, IMAGES);
  return [x.shape[0] ?? 1, lastSide(x)];
};

/** x, and vectors with a number for each channel. */
export const normalisedShape: ShapeRule = (operands) => {
  const x = given(operands, 0);
  if (x.shape.length === 0) throw new Misfit(`${tell(x)}, expected one side or more`);
  for (const vector of operands.slice(1)) needsVector(vector, lastSide(x), x);
  return x.shape;
};
