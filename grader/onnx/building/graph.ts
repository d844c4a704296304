/**
 * Collects the nodes and constants of an ONNX graph while a model is translated, and counts its multiply-adds. Names are
 * numbered, because those of a submission may be anything. Equal constants and equal transpositions are made once.
 */
import { sizeOf } from '../../tensor/tensor.js';
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from '../format/model.js';
import { bytesOf, inverseOf, transposed } from './arrays.js';
import { ints, type Attributes } from './attributes.js';

/** What onnxruntime-node 1.30 takes. */
const IR_VERSION = 10;
const OPSET = 21;

/** The side of the batch, which is not fixed. */
export const BATCH = 'N';

export class GraphBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers: OnnxTensor[] = [];
  /** Names of small constants and of transposed tensors, by what they are. */
  readonly #known = new Map<string, string>();
  /** Names of large constants, by the array that holds them and the order of its axes. */
  readonly #weights = new WeakMap<Float32Array, Map<string, string>>();
  /** Of a transposed tensor: what it was made from. */
  readonly #sources = new Map<string, { readonly from: string; readonly order: readonly number[] }>();
  #count = 0;
  #macs = 0;

  /** A node with one output, whose name is returned. Inputs may be empty: left out. */
  node(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.nodes(operator, inputs, 1, attributes)[0] ?? '';
  }

  /** Gives a tensor the name of an output of the model. */
  output(name: string, from: string): void {
    this.#nodes.push({ name: '', operator: 'Identity', domain: '', inputs: [from], outputs: [name], attributes: {} });
  }

  /** A node with some outputs. */
  nodes(operator: string, inputs: readonly string[], count: number, attributes: Attributes = {}): readonly string[] {
    const outputs = Array.from({ length: count }, () => this.#name('x'));
    this.#nodes.push({ name: '', operator, domain: '', inputs, outputs, attributes });
    return outputs;
  }

  /** Axis k of the result is axis order[k]. A tensor that is turned back is the first one again. */
  transpose(name: string, order: readonly number[]): string {
    if (order.every((axis, place) => axis === place)) return name;
    const source = this.#sources.get(name);
    if (source?.order.join() === inverseOf(order).join()) return source.from;
    return this.#once(`transpose ${name} ${order.join()}`, () => {
      const made = this.node('Transpose', [name], { perm: ints(order) });
      this.#sources.set(made, { from: name, order });
      return made;
    });
  }

  /** Weights, with their axes in another order if one is given. */
  weight(
    values: Float32Array,
    shape: readonly number[],
    order: readonly number[] = shape.map((_, axis) => axis),
  ): string {
    const names = this.#weights.get(values) ?? new Map<string, string>();
    this.#weights.set(values, names);
    const key = `${shape.join()} ${order.join()}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const isTurned = order.some((axis, place) => axis !== place);
    const turned = isTurned ? transposed(values, shape, order) : values;
    const sides = order.map((axis) => shape[axis] ?? 1);
    const name = this.#initializer('float32', sides, bytesOf(turned));
    names.set(key, name);
    return name;
  }

  /** A scalar. */
  number(value: number): string {
    return this.#once(`number ${String(value)}`, () =>
      this.#initializer('float32', [], bytesOf(Float32Array.of(value))),
    );
  }

  /** Whole numbers, as axes and shapes are written. */
  integers(values: readonly number[]): string {
    return this.#once(`integers ${values.join()}`, () =>
      this.#initializer('int64', [values.length], bytesOf(BigInt64Array.from(values, BigInt))),
    );
  }

  /** One whole number without axes. */
  integer(value: number): string {
    return this.#once(`integer ${String(value)}`, () =>
      this.#initializer('int64', [], bytesOf(BigInt64Array.of(BigInt(value)))),
    );
  }

  /** Adds multiply-adds of one example. */
  count(macs: number): void {
    this.#macs += macs;
  }

  get macs(): number {
    return this.#macs;
  }

  finish(inputs: readonly OnnxValue[], outputs: readonly OnnxValue[]): OnnxModel {
    const [nodes, initializers] = [this.#nodes, this.#initializers];
    const graph = { name: 'model', nodes, initializers, inputs, outputs };
    return { irVersion: IR_VERSION, opset: OPSET, producer: 'tuxgrade', graph };
  }

  #initializer(type: OnnxTensor['type'], shape: readonly number[], bytes: Uint8Array): string {
    const name = this.#name('w');
    this.#initializers.push({ name, type, shape, bytes });
    return name;
  }

  #once(key: string, make: () => string): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = make();
    this.#known.set(key, name);
    return name;
  }

  #name(kind: string): string {
    this.#count += 1;
    return `${kind}${String(this.#count)}`;
  }
}

/** A constant array with its sides. */
export interface Constant {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

export const constantOf = (values: Iterable<number>, shape: readonly number[]): Constant => ({
  values: Float32Array.from(values),
  shape,
});

export const onesOf = (shape: readonly number[]): Float32Array => new Float32Array(sizeOf(shape)).fill(1);
