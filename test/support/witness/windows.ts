/** Windows that slide over one to three axes: convolutions and pooling. Arrays are [N, …, C] here. */
import { at, fill, flat, indices, sizeOf, type NumberArray } from './array.js';
import { range } from './drawing.js';

export type Padding = 'same' | 'valid' | 'causal';

export interface Sliding {
  readonly window: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
}

/** [places, cells before the first] along one axis, as TensorFlow pads. */
function along(side: number, axis: number, { window, strides, dilation, padding }: Sliding): readonly [number, number] {
  const reach = ((window[axis] ?? 1) - 1) * (dilation[axis] ?? 1) + 1;
  const stride = strides[axis] ?? 1;
  if (padding === 'causal') return [Math.ceil(side / stride), reach - 1];
  if (padding === 'valid') return [Math.max(0, Math.ceil((side - reach + 1) / stride)), 0];
  const places = Math.ceil(side / stride);
  return [places, Math.floor(Math.max((places - 1) * stride + reach - side, 0) / 2)];
}

/** For every place of the output the cells of the input that are inside, with their place in the window. */
function* cells(x: NumberArray, place: readonly number[], sliding: Sliding): Generator<[number[], number[]]> {
  const sides = x.shape.slice(1, -1);
  for (const offset of indices(sliding.window)) {
    const cell = sides.map((side, axis) => {
      const [, before] = along(side, axis, sliding);
      return (
        (place[axis] ?? 0) * (sliding.strides[axis] ?? 1) + (offset[axis] ?? 0) * (sliding.dilation[axis] ?? 1) - before
      );
    });
    if (cell.every((one, axis) => one >= 0 && one < (sides[axis] ?? 0))) yield [cell, offset];
  }
}

const placesOf = (x: NumberArray, sliding: Sliding) =>
  x.shape.slice(1, -1).map((side, axis) => along(side, axis, sliding)[0]);

/** kernel [window…, C / groups, F] */
export function convolve(x: NumberArray, kernel: NumberArray, sliding: Sliding, groups = 1): NumberArray {
  const channels = (x.shape.at(-1) ?? 0) / groups;
  const filters = kernel.shape.at(-1) ?? 0;
  return fill([x.shape[0] ?? 0, ...placesOf(x, sliding), filters], (index) => {
    const filter = index.at(-1) ?? 0;
    const first = Math.floor(filter / (filters / groups)) * channels;
    let total = 0;
    for (const [cell, offset] of cells(x, index.slice(1, -1), sliding)) {
      for (let c = 0; c < channels; c += 1) {
        total += at(x, index[0] ?? 0, ...cell, first + c) * at(kernel, ...offset, c, filter);
      }
    }
    return total;
  });
}

/** kernel [window…, C, M]; channel c M + m of the output. */
export function depthwise(x: NumberArray, kernel: NumberArray, sliding: Sliding): NumberArray {
  const multiplier = kernel.shape.at(-1) ?? 1;
  const channels = x.shape.at(-1) ?? 0;
  return fill([x.shape[0] ?? 0, ...placesOf(x, sliding), channels * multiplier], (index) => {
    const channel = Math.floor((index.at(-1) ?? 0) / multiplier);
    let total = 0;
    for (const [cell, offset] of cells(x, index.slice(1, -1), sliding)) {
      total +=
        at(x, index[0] ?? 0, ...cell, channel) * at(kernel, ...offset, channel, (index.at(-1) ?? 0) % multiplier);
    }
    return total;
  });
}

/** kernel [window…, F, C]: every cell of the input spreads its window over the output. */
export function transposed(x: NumberArray, kernel: NumberArray, { window, strides, padding }: Sliding): NumberArray {
  const sides = x.shape.slice(1, -1);
  const surplus = sides.map((_, axis) => Math.max((window[axis] ?? 1) - (strides[axis] ?? 1), 0));
  const out = sides.map((side, axis) => side * (strides[axis] ?? 1) + (padding === 'valid' ? (surplus[axis] ?? 0) : 0));
  const before = surplus.map((cut) => (padding === 'valid' ? 0 : Math.floor(cut / 2)));
  const filters = kernel.shape.at(-2) ?? 0;
  const channels = x.shape.at(-1) ?? 0;
  const shape = [x.shape[0] ?? 0, ...out, filters];
  const data = new Float64Array(sizeOf(shape));
  for (const [n = 0, ...cell] of indices(x.shape.slice(0, -1))) {
    for (const offset of indices(window)) {
      const place = cell.map((one, axis) => one * (strides[axis] ?? 1) + (offset[axis] ?? 0) - (before[axis] ?? 0));
      if (!place.every((one, axis) => one >= 0 && one < (out[axis] ?? 0))) continue;
      for (const f of range(filters)) {
        const target = flat(shape, [n, ...place, f]);
        for (const c of range(channels))
          data[target] = (data[target] ?? 0) + at(x, n, ...cell, c) * at(kernel, ...offset, f, c);
      }
    }
  }
  return { shape, data };
}

/** Of the cells inside only. */
export function pool(x: NumberArray, sliding: Sliding, of: (values: readonly number[]) => number): NumberArray {
  return fill([x.shape[0] ?? 0, ...placesOf(x, sliding), x.shape.at(-1) ?? 0], (index) =>
    of([...cells(x, index.slice(1, -1), sliding)].map(([cell]) => at(x, index[0] ?? 0, ...cell, index.at(-1) ?? 0))),
  );
}
