/** Slice and StridedSlice: of sides, and of tensors along the axes of an example. */
import { taken } from '../building/joining.js';
import { reshaped, type Value } from '../building/values.js';
import type { OperationCall, OperationRule } from './call.js';
import { computed, listLayout, scalarLayout, type Layout } from './known.js';

/** A range along one axis, as written. */
interface Range {
  readonly begin: number | null;
  readonly end: number | null;
  readonly stride: number;
  readonly isShrunk: boolean;
}

/** `input[begin:end:stride]`; operands: input, begin, end, strides. */
export const stridedSlice: OperationRule = (call) => {
  for (const key of ['ellipsis_mask', 'new_axis_mask']) {
    if (call.number(key, 0) !== 0) throw call.refuse(`with ${key}`);
  }
  const [begins, ends, strides] = [call.wholes(1), call.wholes(2), call.wholes(3)];
  const isIn = (key: string, axis: number) => ((call.number(key, 0) >> axis) & 1) === 1;
  const ranges = begins.map((begin, axis): Range => ({
    begin: isIn('begin_mask', axis) ? null : begin,
    end: isIn('end_mask', axis) ? null : (ends[axis] ?? null),
    stride: strides[axis] ?? 1,
    isShrunk: isIn('shrink_axis_mask', axis),
  }));
  const [operand] = call.operands;
  if (operand?.kind === 'layout') return ofSides(call, operand, ranges);
  // tf.js then takes the first places of the axes that it drops
  if (ranges.some(({ isShrunk }) => isShrunk) && ranges.some(({ stride }) => stride !== 1)) {
    throw call.refuse('with places and strides at once');
  }
  return computed(ofValue(call, call.value(0), ranges));
};

function placesIn(length: number, { begin, end, stride, isShrunk }: Range): number[] {
  const fromEnd = (place: number) => (place < 0 ? place + length : place);
  if (isShrunk) return [fromEnd(begin ?? 0)];
  const [least, most] = stride > 0 ? [0, length] : [-1, length - 1];
  const clamp = (place: number) => Math.min(most, Math.max(least, place));
  const first = begin === null ? (stride > 0 ? 0 : length - 1) : clamp(fromEnd(begin));
  const last = end === null ? (stride > 0 ? length : -1) : clamp(fromEnd(end));
  return Array.from({ length: Math.max(0, Math.ceil((last - first) / stride)) }, (_, index) => first + index * stride);
}

function ofSides(call: OperationCall, { entries, isScalar }: Layout, ranges: readonly Range[]): Layout {
  const [range] = ranges;
  if (isScalar || range === undefined || ranges.length !== 1) throw call.refuse('of sides that is not translated');
  const found = placesIn(entries.length, range).map((place) => entries[place]);
  if (!found.every((entry) => entry !== undefined)) throw call.refuse('of sides that are not there');
  return range.isShrunk ? scalarLayout(found[0] ?? 1) : listLayout(found);
}

function ofValue(call: OperationCall, x: Value, [examples, ...ranges]: readonly Range[]): Value {
  const keepsAll =
    examples?.isShrunk === false && examples.stride === 1 && (examples.begin ?? 0) === 0 && examples.end === null;
  if (examples === undefined || !keepsAll || ranges.length > x.sides.length)
    throw call.refuse('that picks among the examples');
  const sliced = ranges.reduce((from, range, at) => {
    const length = x.sides[at] ?? 0;
    const places = placesIn(length, range);
    if (places.length === 0 || places.some((place) => place < 0 || place >= length))
      throw call.refuse('of an empty range');
    const isAll = places.length === length && places.every((place, index) => place === index);
    return isAll ? from : taken(call.graph, from, at + 1, places);
  }, x);
  const sides = sliced.sides.filter((_, at) => ranges[at]?.isShrunk !== true);
  return sides.length === sliced.sides.length ? sliced : reshaped(call.graph, sliced, sides);
}

/** Operands: input, where it begins, and how much of it; -1 is the rest. */
export const slice: OperationRule = (call) => {
  const [begins, sizes] = [call.wholes(1), call.wholes(2)];
  const ranges = begins.map((begin, axis): Range => {
    const size = sizes[axis] ?? -1;
    return { begin, end: size === -1 ? null : begin + size, stride: 1, isShrunk: false };
  });
  const [operand] = call.operands;
  if (operand?.kind === 'layout') return ofSides(call, operand, ranges);
  return computed(ofValue(call, call.value(0), ranges));
};
