/**
 * Windows that slide over images [B, H, W, C], as TensorFlow places them: `valid` windows are inside the image; `same`
 * gives ceil(side / stride) windows and pads as needed, with the odd cell at the end.
 */
import type { NetworkNode } from '../../schema/network.js';

export interface Sliding {
  /** The windows along one axis; each has the index of a cell of the input for every tap, or -1 outside the image. */
  readonly cells: readonly (readonly number[])[];
}

/** The windows of `taps` cells along an axis of `side` cells. Throws a RangeError if there is none. */
export function slide(side: number, taps: number, axis: 0 | 1, node: NetworkNode): Sliding {
  const stride = sideOf(node.strides, axis, 1);
  const dilation = sideOf(node.dilation, axis, 1);
  const reach = (taps - 1) * dilation + 1;
  const isSame = node.padding === 'same';
  const places = isSame ? Math.ceil(side / stride) : Math.floor((side - reach) / stride) + 1;
  if (places < 1) {
    throw new RangeError(`${node.name}: a window of ${String(reach)} is larger than its input of ${String(side)}`);
  }
  const padding = isSame ? Math.max(0, (places - 1) * stride + reach - side) : 0;
  const before = Math.floor(padding / 2);
  const cells = Array.from({ length: places }, (_, place) =>
    Array.from({ length: taps }, (_tap, tap) => {
      const cell = place * stride - before + tap * dilation;
      return cell >= 0 && cell < side ? cell : -1;
    }),
  );
  return { cells };
}

/** One number for both axes, or one for each. */
export function sideOf(value: number | readonly number[] | undefined, axis: 0 | 1, usual: number): number {
  if (value === undefined) return usual;
  return typeof value === 'number' ? value : (value[axis] ?? usual);
}

/** The sides of a tensor of this rank. Throws a RangeError for any other rank. */
export function sidesOf(shape: readonly number[], rank: number, what: string): readonly number[] {
  if (shape.length === rank) return shape;
  throw new RangeError(`${what} has ${String(shape.length)} axes, expected ${String(rank)}`);
}
