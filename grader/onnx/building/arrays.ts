/** Moves the axes of arrays of numbers, as fast as copying allows: weights may have millions of numbers. */

export type Numbers = Float32Array | Int32Array | Uint8Array;

/** Row-major steps of a shape. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return strides;
}

/** Axis k of the result is axis order[k] of the array. */
export function transposed(values: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const out = new Float32Array(values.length);
  const { sides, along } = withFewerAxes(shape, order);
  const [inner = 1, innerStep = 1] = [sides.pop(), along.pop()];
  const starts = startsOf(sides, along);
  let to = 0;
  for (const start of starts) {
    for (let at = 0, place = start; at < inner; at += 1, place += innerStep) out[to++] = values[place] ?? 0;
  }
  return out;
}

/** Sides of the result and steps in the array; axes that stay behind each other are one, for longer rows. */
function withFewerAxes(shape: readonly number[], order: readonly number[]): { sides: number[]; along: number[] } {
  const steps = stridesOf(shape);
  const [sides, along]: [number[], number[]] = [[], []];
  for (const [place, axis] of order.entries()) {
    const follows = place > 0 && order[place - 1] === axis - 1;
    const [side, step] = [shape[axis] ?? 1, steps[axis] ?? 1];
    sides.push(follows ? (sides.pop() ?? 1) * side : side);
    if (follows) along.pop();
    along.push(step);
  }
  return { sides, along };
}

/** Where each row of the result begins in the array. */
function startsOf(sides: readonly number[], along: readonly number[]): Float64Array {
  let starts = Float64Array.of(0);
  for (const [axis, side] of sides.entries()) {
    const next = new Float64Array(starts.length * side);
    const step = along[axis] ?? 1;
    let to = 0;
    for (const start of starts) for (let at = 0; at < side; at += 1) next[to++] = start + at * step;
    starts = next;
  }
  return starts;
}

/** The order that undoes another. */
export const inverseOf = (order: readonly number[]): number[] => order.map((_, axis) => order.indexOf(axis));

export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
