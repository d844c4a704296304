/** Windows that slide over space: how much is padded, and how many fit. As TensorFlow's `same` and `valid`. */

export type Padding = 'same' | 'valid' | 'causal';

export interface Sliding {
  readonly window: readonly number[];
  readonly strides: readonly number[];
  readonly rates: readonly number[];
  readonly padding: Padding;
  /** Cells before and after in each direction, beside `padding: 'valid'`. */
  readonly pads?: readonly (readonly [number, number])[];
}

export interface Fit {
  readonly space: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Null where a window does not fit in. */
export function fitWindows(
  space: readonly number[],
  { window, strides, rates, padding, pads = [] }: Sliding,
): Fit | null {
  const sides = space.map((side, axis) => {
    const stride = strides[axis] ?? 1;
    const reach = ((window[axis] ?? 1) - 1) * (rates[axis] ?? 1) + 1;
    if (padding === 'same') {
      const count = Math.ceil(side / stride);
      const needed = Math.max((count - 1) * stride + reach - side, 0);
      const before = Math.floor(needed / 2);
      return { count, before, after: needed - before };
    }
    const [before, after] = pads[axis] ?? [padding === 'causal' ? reach - 1 : 0, 0];
    return { count: Math.floor((side + before + after - reach) / stride) + 1, before, after };
  });
  if (sides.some(({ count }) => count <= 0)) return null;
  return {
    space: sides.map(({ count }) => count),
    before: sides.map(({ before }) => before),
    after: sides.map(({ after }) => after),
  };
}
