/**
 * Where two tensors with the same number of values differ: the five worst places, and a map of block means. For tensors
 * that are too large to be listed. Pure; values that are not finite are allowed.
 */
import { placeOf } from '../../numerics/compare.js';
import type { Difference } from '../../schema/evidence.js';
import { sizeOf } from '../../tensor/tensor.js';
import { valueOf } from '../telling/shown.js';

const MOST_PLACES = 5;
/** Blocks of a map along each side. */
const MOST_BLOCKS = 24;

/** `got` is in the order of `expected`, whose shape counts. */
export function differenceOf(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  shape: readonly number[],
): Difference {
  const apart = Float64Array.from(expected, (value, index) => distance(got[index] ?? NaN, value));
  return {
    worst: worstPlaces(apart).map((index) => ({
      at: [...placeOf(index, shape)],
      got: valueOf(got[index] ?? NaN),
      expected: valueOf(expected[index] ?? NaN),
    })),
    map: mapOf(apart, shape),
  };
}

/** Equal infinities do not differ; NaN differs from everything, by NaN. */
function distance(got: number, expected: number): number {
  return got === expected ? 0 : Math.abs(got - expected);
}

/** Places that differ, the worst first: NaN, then by size; among equals, the earlier one. */
function worstPlaces(apart: Float64Array): readonly number[] {
  const rank = (index: number) => {
    const by = apart[index] ?? 0;
    return Number.isNaN(by) ? Infinity : Math.min(by, Number.MAX_VALUE);
  };
  const worst: number[] = [];
  for (let index = 0; index < apart.length; index += 1) {
    const by = rank(index);
    if (by === 0) continue;
    if (worst.length === MOST_PLACES && by <= rank(worst[MOST_PLACES - 1] ?? 0)) continue;
    const place = worst.findIndex((other) => rank(other) < by);
    worst.splice(place < 0 ? worst.length : place, 0, index);
    worst.length = Math.min(worst.length, MOST_PLACES);
  }
  return worst;
}

/** A matrix of [first side, product of the others]; a vector is one row. */
function mapOf(apart: Float64Array, shape: readonly number[]): NonNullable<Difference['map']> {
  const rows = shape.length < 2 ? 1 : (shape[0] ?? 1);
  const columns = sizeOf(shape.length < 2 ? shape : shape.slice(1));
  const down = bounds(rows);
  const across = bounds(columns);
  return {
    rows,
    columns,
    values: down.map((rowRange) => across.map((range) => valueOf(meanIn(apart, columns, rowRange, range)))),
  };
}

type Range = readonly [from: number, to: number];

/** A side cut into at most MOST_BLOCKS ranges, as equal as whole numbers allow. */
function bounds(side: number): readonly Range[] {
  const blocks = Math.min(side, MOST_BLOCKS);
  const start = (block: number) => Math.floor((block * side) / blocks);
  return Array.from({ length: blocks }, (_block, block) => [start(block), start(block + 1)]);
}

function meanIn(values: Float64Array, width: number, [top, bottom]: Range, [left, right]: Range): number {
  let sum = 0;
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) sum += values[row * width + column] ?? 0;
  }
  return sum / ((bottom - top) * (right - left));
}
