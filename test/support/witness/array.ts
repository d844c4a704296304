/** Dense float64 arrays for the witness: naive loops over indices, without tf.js. */

export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

/** The flat place of an index; NaN beyond an end would hide a mistake, so that throws. */
export function flat(shape: readonly number[], index: readonly number[]): number {
  return shape.reduce((place, side, axis) => {
    const at = index[axis] ?? -1;
    if (at < 0 || at >= side) throw new RangeError(`index ${index.join()} outside of ${shape.join()}`);
    return place * side + at;
  }, 0);
}

export const at = ({ shape, data }: NumberArray, ...index: number[]): number => data[flat(shape, index)] ?? NaN;

/** A new array with `value(index)` everywhere. */
export function fill(shape: readonly number[], value: (index: readonly number[]) => number): NumberArray {
  const data = new Float64Array(sizeOf(shape));
  const index = shape.map(() => 0);
  for (let place = 0; place < data.length; place += 1) {
    data[place] = value(index);
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      index[axis] = 0;
    }
  }
  return { shape: [...shape], data };
}

/** All indices of a shape. */
export function indices(shape: readonly number[]): number[][] {
  const all: number[][] = [];
  fill(shape, (index) => all.push([...index]));
  return all;
}

export const map = ({ shape, data }: NumberArray, change: (value: number) => number): NumberArray => ({
  shape,
  data: data.map(change),
});

export const reshape = ({ data }: NumberArray, shape: readonly number[]): NumberArray => {
  if (sizeOf(shape) !== data.length) throw new RangeError(`${String(data.length)} numbers as ${shape.join()}`);
  return { shape: [...shape], data };
};

/** Axis k of the result is axis order[k] of the array. */
export function permute(x: NumberArray, order: readonly number[]): NumberArray {
  const inverse = x.shape.map((_, axis) => order.indexOf(axis));
  return fill(
    order.map((axis) => x.shape[axis] ?? 0),
    (index) => at(x, ...inverse.map((place) => index[place] ?? 0)),
  );
}

/** The last axis comes second, and back. */
export const toChannelsFirst = (x: NumberArray) => {
  const rank = x.shape.length;
  return permute(x, [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 1)]);
};
export const toChannelsLast = (x: NumberArray) => {
  const rank = x.shape.length;
  return permute(x, [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1]);
};

export function concat(parts: readonly NumberArray[], axis: number): NumberArray {
  const [first] = parts;
  if (first === undefined) throw new RangeError('nothing to concatenate');
  const place = axis < 0 ? axis + first.shape.length : axis;
  const lengths = parts.map(({ shape }) => shape[place] ?? 0);
  const shape = first.shape.map((side, one) => (one === place ? lengths.reduce((a, b) => a + b, 0) : side));
  return fill(shape, (index) => {
    let along = index[place] ?? 0;
    let part = 0;
    while (along >= (lengths[part] ?? Infinity)) along -= lengths[part++] ?? 0;
    return at(parts[part] as NumberArray, ...index.map((side, one) => (one === place ? along : side)));
  });
}

/** All with `axis` at `place`, without it. */
export const take = (x: NumberArray, axis: number, place: number): NumberArray =>
  fill(
    x.shape.filter((_, one) => one !== axis),
    (index) => at(x, ...index.slice(0, axis), place, ...index.slice(axis)),
  );

/** The reverse of taking each. */
export function stack(parts: readonly NumberArray[], axis: number): NumberArray {
  const shape = [...(parts[0]?.shape ?? [])];
  shape.splice(axis, 0, parts.length);
  return fill(shape, (index) => at(parts[index[axis] ?? 0] as NumberArray, ...index.filter((_, one) => one !== axis)));
}

/** Value by value, with sides of 1 spread and axes missing in front. */
export function spread(combine: (a: number, b: number) => number, a: NumberArray, b: NumberArray): NumberArray {
  const rank = Math.max(a.shape.length, b.shape.length);
  const padded = (x: NumberArray) => [...Array.from({ length: rank - x.shape.length }, () => 1), ...x.shape];
  const [left, right] = [padded(a), padded(b)];
  const shape = left.map((side, axis) => Math.max(side, right[axis] ?? 1));
  const pick = (x: NumberArray, sides: readonly number[], index: readonly number[]) =>
    x.data[
      flat(
        sides,
        sides.map((side, axis) => (side === 1 ? 0 : (index[axis] ?? 0))),
      )
    ] ?? NaN;
  return fill(shape, (index) => combine(pick(a, left, index), pick(b, right, index)));
}

export const add = (a: NumberArray, b: NumberArray) => spread((x, y) => x + y, a, b);
export const multiply = (a: NumberArray, b: NumberArray) => spread((x, y) => x * y, a, b);

/** Over some axes, of the values along them. */
export function reduce(
  x: NumberArray,
  axes: readonly number[],
  keep: boolean,
  of: (values: readonly number[]) => number,
): NumberArray {
  const over = axes.map((axis) => (axis < 0 ? axis + x.shape.length : axis));
  const along = indices(over.map((axis) => x.shape[axis] ?? 0));
  const kept = x.shape.map((side, axis) => (over.includes(axis) ? 1 : side));
  const out = fill(kept, (index) =>
    of(
      along.map((places) =>
        at(x, ...index.map((side, axis) => (over.includes(axis) ? (places[over.indexOf(axis)] ?? 0) : side))),
      ),
    ),
  );
  return keep
    ? out
    : reshape(
        out,
        x.shape.filter((_, axis) => !over.includes(axis)),
      );
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]) => sum(values) / values.length;

/** [.., K] by [K, M]. */
export function matmul(x: NumberArray, w: NumberArray): NumberArray {
  const inner = x.shape.at(-1) ?? 0;
  return fill([...x.shape.slice(0, -1), w.shape[1] ?? 0], (index) => {
    let total = 0;
    for (let k = 0; k < inner; k += 1) total += at(x, ...index.slice(0, -1), k) * at(w, k, index.at(-1) ?? 0);
    return total;
  });
}
