/**
 * What a wrong program is: a function from the tensors of a sample to the values of a network's nodes and the gradients
 * of its loss, in float32, with mistakes that can be switched on. Independent of the reference engine: nothing here may
 * import from grader/numerics.
 */

/** Row-major; `values.length` is the product of `shape`, 1 for a scalar of shape []. */
export interface Tensor32 {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Class labels, each in 0 … C - 1. */
export interface Labels32 {
  readonly shape: readonly number[];
  readonly values: Int32Array;
}

/** Inputs, labels and parameters by name. */
export type Given = Readonly<Record<string, Tensor32 | Labels32>>;

export interface Outputs {
  /** By node, the loss (shape []) included. */
  readonly values: Readonly<Record<string, Tensor32>>;
  /** Of the loss by each input that is not a label, each parameter and each node but the loss. */
  readonly gradients: Readonly<Record<string, Tensor32>>;
}

/** `mistakes`: ids of the catalogue, `id`, `id:variant`, `id@place` or `id:variant@place`; see switches.ts. */
export type Program = (given: Given, mistakes: ReadonlySet<string>) => Outputs;

/** A network as a rubric describes it. Letters stand for sizes. */
export interface NetworkJson {
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly labels?: Readonly<
    Record<string, { readonly shape: readonly (number | string)[]; readonly classes: string }>
  >;
  readonly parameters: Readonly<Record<string, readonly (number | string)[]>>;
  readonly nodes: readonly NodeJson[];
}

export interface NodeJson {
  readonly name: string;
  readonly op: string;
  readonly of: readonly string[];
  readonly [option: string]: unknown;
}

export function isTensor(value: Tensor32 | Labels32 | undefined): value is Tensor32 {
  return value?.values instanceof Float32Array;
}

/** Throws for a name that is missing or a label. */
export function tensorOf(given: Given, name: string): Tensor32 {
  const value = given[name];
  if (!isTensor(value)) throw new Error(`${name} is not given as a float32 tensor`);
  return value;
}

/** Throws for a name that is missing or not a label. */
export function labelsOf(given: Given, name: string): Labels32 {
  const value = given[name];
  if (value?.values instanceof Int32Array) return { shape: value.shape, values: value.values };
  throw new Error(`${name} is not given as labels`);
}
