/** `x[:, 0]`, `x[..., 1:3]`: positions and ranges along the axes of an example, as Python reads them. */
import { field, isRecord, listField } from '../../../text/fields.js';
import { taken } from '../../building/joining.js';
import { plain, reshaped } from '../../building/values.js';
import { onlyValue, type Operation, type OperationRule } from './operand.js';

const isFlag = (part: unknown, key: string) => field(part, key) === true;
const wholeOrNull = (part: unknown, key: string): number | null => {
  const value = field(part, key);
  return Number.isSafeInteger(value) ? Number(value) : null;
};
const isAll = (part: unknown) =>
  field(part, 'place') === undefined && ['start', 'stop', 'step'].every((key) => wholeOrNull(part, key) === null);

export const item: OperationRule = (operation) => {
  const { graph, refuse } = operation;
  let x = plain(graph, onlyValue(operation));
  let axis = 1;
  for (const part of partsOf(operation, x.sides.length + 1)) {
    if (isFlag(part, 'fresh')) x = reshaped(graph, x, [...x.sides.slice(0, axis - 1), 1, ...x.sides.slice(axis - 1)]);
    else {
      const length = x.sides[axis - 1];
      if (length === undefined) throw refuse('with more positions than axes');
      const places = isAll(part) ? null : placesOf(length, part);
      if (places?.some((place) => place < 0 || place >= length) === true)
        throw refuse('with a position outside of its axis');
      if (places?.length === 0) throw refuse('with an empty range');
      if (places !== null) x = taken(graph, x, axis, places);
      if (wholeOrNull(part, 'place') !== null) {
        x = reshaped(
          graph,
          x,
          x.sides.filter((_, at) => at + 1 !== axis),
        );
        continue;
      }
    }
    axis += 1;
  }
  return x;
};

/** Without the first, which must take all examples; `...` is filled up. */
function partsOf({ settings, refuse }: Operation, rank: number): readonly object[] {
  const parts = listField(settings, 'parts');
  if (!parts.every(isRecord)) throw refuse('with an index that cannot be read');
  const named = parts.filter((part) => !isFlag(part, 'fresh') && !isFlag(part, 'rest')).length;
  const rest = Array.from({ length: Math.max(0, rank - named) }, () => ({}));
  const [examples, ...filled] = parts.flatMap((part): readonly object[] => (isFlag(part, 'rest') ? rest : [part]));
  if (examples !== undefined && isAll(examples) && !isFlag(examples, 'fresh')) return filled;
  throw refuse('with an index that picks among the examples');
}

function placesOf(length: number, part: object): readonly number[] {
  const place = wholeOrNull(part, 'place');
  if (place === null) return placesIn(length, part);
  return [place < 0 ? place + length : place];
}

function placesIn(length: number, range: unknown): number[] {
  const by = wholeOrNull(range, 'step') ?? 1;
  const [least, most] = by > 0 ? [0, length] : [-1, length - 1];
  const bound = (key: string, otherwise: number) => {
    const written = wholeOrNull(range, key);
    if (written === null) return otherwise;
    return Math.min(most, Math.max(least, written < 0 ? written + length : written));
  };
  const first = bound('start', by > 0 ? least : most);
  const end = bound('stop', by > 0 ? most : least);
  return Array.from({ length: Math.max(0, Math.ceil((end - first) / by)) }, (_, index) => first + index * by);
}
