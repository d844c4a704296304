/** Tensors of which the sides are known, and of small ones the numbers. Throws Uncounted for what is not. Pure. */
import { WIDTHS, type OnnxTensor } from '../format/model.js';
import { sizeOf } from '../../tensor/tensor.js';

/** Something in the graph is not known, so that its work is not either. Never leaves onnx/work.ts. */
export class Uncounted extends Error {}

export type Sides = readonly number[];

export interface Result {
  readonly sides: Sides;
  /** Whole numbers, if these are known: shapes, axes and bounds are computed with them. */
  readonly whole?: readonly number[] | undefined;
  /** Fractional numbers of a constant, such as scales. */
  readonly fractional?: readonly number[] | undefined;
}

export interface Sized extends Result {
  /** It comes from the input. What comes from constants alone is computed once, not for each example. */
  readonly isFed: boolean;
}

/** Of a tensor whose numbers are known. Shapes and paddings have no more. */
export const MOST_NUMBERS = 64;
/** More than any library takes; keeps a chain of operations that each add a side linear. */
const MOST_RANK = 16;

/** The result itself. Throws for one that cannot be. */
export function checkedResult(result: Result): Result {
  const { sides } = result;
  const isPossible = sides.length <= MOST_RANK && sides.every((side) => Number.isSafeInteger(side) && side >= 0);
  if (!isPossible || !Number.isSafeInteger(sizeOf(sides))) throw new Uncounted();
  return result;
}

export function sizedConstant(tensor: OnnxTensor): Sized {
  const known = { sides: tensor.shape, isFed: false };
  if (sizeOf(tensor.shape) > MOST_NUMBERS) return known;
  const numbers = numbersOf(tensor);
  if (numbers === null) return known;
  return tensor.type === 'float32' ? { ...known, fractional: numbers } : { ...known, whole: numbers };
}

/** Bounds such as the largest int64 are rounded, which cuts at the same place. */
function numbersOf({ type, shape, bytes }: OnnxTensor): readonly number[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = {
    int64: (at: number) => Number(view.getBigInt64(at, true)),
    int32: (at: number) => view.getInt32(at, true),
    bool: (at: number) => view.getUint8(at),
    float32: (at: number) => view.getFloat32(at, true),
  } satisfies Partial<Record<OnnxTensor['type'], (at: number) => number>>;
  if (!Object.hasOwn(read, type)) return null;
  const readOne = read[type as keyof typeof read];
  return Array.from({ length: sizeOf(shape) }, (_, index) => readOne(index * WIDTHS[type]));
}

/** Of several tensors together, whose sides are aligned at the end, and equal or 1. */
export function broadcast(shapes: readonly Sides[]): Sides {
  const rank = Math.max(0, ...shapes.map((sides) => sides.length).slice(0, MOST_OPERANDS));
  if (shapes.length > MOST_OPERANDS) throw new Uncounted();
  const together = Array.from({ length: rank }, () => 1);
  for (const sides of shapes) {
    for (const [at, side] of sides.entries()) {
      const place = rank - sides.length + at;
      const known = together[place] ?? 1;
      if (side !== known && side !== 1 && known !== 1) throw new Uncounted();
      if (known === 1) together[place] = side;
    }
  }
  return together;
}

/** Arguments of one call in JavaScript. */
const MOST_OPERANDS = 10_000;

/** An axis as written, which may count from the end. */
export function axisOf(written: number, rank: number): number {
  const axis = written < 0 ? written + rank : written;
  if (!Number.isSafeInteger(axis) || axis < 0 || axis >= rank) throw new Uncounted();
  return axis;
}

/** Each of them once. */
export function axesOf(written: readonly number[], rank: number): ReadonlySet<number> {
  const axes = new Set(written.map((one) => axisOf(one, rank)));
  if (axes.size !== written.length) throw new Uncounted();
  return axes;
}

export function sideAt(sides: Sides, axis: number): number {
  const side = sides[axis];
  if (side === undefined) throw new Uncounted();
  return side;
}
