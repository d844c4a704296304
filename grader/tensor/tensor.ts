/**
 * Tensors of the grader itself: a dtype, a shape and a flat row-major typed array. The frames of the worker use the
 * same form. Must not depend on a tensor library.
 */

export const BYTES_PER_ELEMENT = { float32: 4, float64: 8, int32: 4, bool: 1, uint8: 1 } as const;
export type DType = keyof typeof BYTES_PER_ELEMENT;

export type TensorValues = Float32Array | Float64Array | Int32Array | Uint8Array;

/** `values.length` equals the product of `shape`; a scalar has shape `[]` and one value. */
export interface TensorData {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly values: TensorValues;
}

/** Nested numbers of YAML or JSON: a number, or an array of these. */
export type Nested = number | readonly Nested[];

/** The number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** A typed array of `length` zeros for `dtype`. */
export function zeros(dtype: DType, length: number): TensorValues {
  switch (dtype) {
    case 'float32':
      return new Float32Array(length);
    case 'float64':
      return new Float64Array(length);
    case 'int32':
      return new Int32Array(length);
    case 'bool':
    case 'uint8':
      return new Uint8Array(length);
  }
}

/** Builds a float64 tensor; throws a RangeError when `values` does not fill `shape`. */
export function float64(shape: readonly number[], values: ArrayLike<number>): TensorData {
  if (values.length !== sizeOf(shape)) {
    throw new RangeError(
      `a tensor of shape [${shape.join(', ')}] needs ${String(sizeOf(shape))} values, got ${String(values.length)}`,
    );
  }
  return { dtype: 'float64', shape: [...shape], values: Float64Array.from(values) };
}

/** Why nested numbers are not a tensor: the position of the first problem, and the problem. */
export interface NestedProblem {
  /** e.g. `[1][0]`; empty for the value itself. */
  readonly at: string;
  readonly found: string;
}

/**
 * Reads nested arrays of numbers into a float64 tensor. Ragged rows, strings, null and objects are problems and must
 * not become zeros. Non-finite numbers are kept; the comparison judges them.
 */
export function fromNested(value: unknown): { ok: true; tensor: TensorData } | { ok: false; problem: NestedProblem } {
  const shape: number[] = [];
  for (let probe: unknown = value; Array.isArray(probe); probe = (probe as unknown[])[0]) {
    shape.push(probe.length);
    if (shape.length > 8) return { ok: false, problem: { at: '', found: 'more than 8 levels of nesting' } };
  }
  const values: number[] = [];
  const problem = flatten(value, shape, 0, values);
  return problem ? { ok: false, problem } : { ok: true, tensor: float64(shape, values) };
}

function flatten(value: unknown, shape: readonly number[], depth: number, out: number[]): NestedProblem | null {
  if (depth === shape.length) {
    if (typeof value === 'number') {
      out.push(value);
      return null;
    }
    return { at: '', found: describe(value) };
  }
  if (!Array.isArray(value))
    return { at: '', found: `${describe(value)} where an array of ${String(shape[depth])} is expected` };
  if (value.length !== shape[depth]) {
    return { at: '', found: `a row of ${String(value.length)} where the first row has ${String(shape[depth])}` };
  }
  for (const [index, item] of (value as unknown[]).entries()) {
    const problem = flatten(item, shape, depth + 1, out);
    // the position is assembled on the way back, because the numbers of a valid tensor do not need it
    if (problem) return { at: `[${String(index)}]${problem.at}`, found: problem.found };
  }
  return null;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${String(value.length)}`;
  if (typeof value === 'string') return `a string (${JSON.stringify(value.slice(0, 20))})`;
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}
