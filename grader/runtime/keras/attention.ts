/** Attention, MultiHeadAttention and EinsumDense of Keras 3, without masks. For inference and gradients. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { activationOf, Computed, type Shape } from './computed.js';

const allOf = (inputShape: Shape | Shape[]): Shape[] =>
  inputShape.every((one) => Array.isArray(one)) ? inputShape : [inputShape];

/** Query [N, Q, D], value [N, V, E] and key [N, V, D] (default: the value) -> [N, Q, E]. */
class Attention extends Computed {
  static readonly className = 'Attention';
  #scale: LayerVariable | null = null;

  override build(): void {
    if (this.options['useScale'] === true) this.#scale = this.weight('scale', []);
    this.built = true;
  }

  override compute([query, value, key = value]: readonly tf.Tensor[]): tf.Tensor {
    const scores = tf.matMul(query as tf.Tensor, key as tf.Tensor, false, true);
    const scaled = this.#scale === null ? scores : tf.mul(scores, this.#scale.read());
    return tf.matMul(tf.softmax(scaled, -1), value as tf.Tensor);
  }
}

interface Projection {
  readonly kernel: LayerVariable;
  readonly bias: LayerVariable | null;
}
type Part = 'query' | 'key' | 'value';

/** Query [N, Q, D], value and key [N, V, E] -> [N, Q, D]; the heads are concatenated. */
class MultiHeadAttention extends Computed {
  static readonly className = 'MultiHeadAttention';
  #parts: Readonly<Record<Part, Projection>> | null = null;
  #output: Projection | null = null;

  override build(inputShape: Shape | Shape[]): void {
    const [query = [], value = query, key = value] = allOf(inputShape);
    const { numHeads, keyDim, valueDim } = this.options as Record<string, number>;
    const heads = numHeads ?? 1;
    const [size, valueSize] = [keyDim ?? 1, valueDim ?? keyDim ?? 1];
    const project = (name: string, shape: Shape, bias: Shape): Projection => ({
      kernel: this.weight(`${name}/kernel`, shape),
      bias: this.options['useBias'] === false ? null : this.weight(`${name}/bias`, bias),
    });
    const into = (name: string, from: Shape, to: number) => project(name, [from.at(-1) ?? 0, heads, to], [heads, to]);
    this.#parts = {
      query: into('query', query, size),
      key: into('key', key, size),
      value: into('value', value, valueSize),
    };
    const written = this.options['outputShape'];
    const wide = written === undefined || written === null ? (query.at(-1) ?? 0) : Number([written].flat()[0]);
    this.#output = project('attention_output', [heads, valueSize, wide], [wide]);
    this.built = true;
  }

  override compute([query, value = query, key = value]: readonly tf.Tensor[]): tf.Tensor {
    if (this.#parts === null || this.#output === null) throw new Error('the layer has not been built');
    const [q, k, v] = [split(query, this.#parts.query), split(key, this.#parts.key), split(value, this.#parts.value)];
    const scale = 1 / Math.sqrt(q.shape[3] ?? 1);
    const weights = tf.softmax(tf.matMul(tf.mul(q, scale), k, false, true), -1);
    const joined = tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]);
    const [rows = 1, places = 1, heads = 1, size = 1] = joined.shape;
    const kernel = this.#output.kernel.read();
    const wide = kernel.shape[2] ?? 1;
    const flat = tf.matMul(tf.reshape(joined, [rows * places, heads * size]), tf.reshape(kernel, [heads * size, wide]));
    return plus(tf.reshape(flat, [rows, places, wide]), this.#output.bias);
  }
}

/** [N, T, D] -> [N, heads, T, size]. */
function split(input: tf.Tensor | undefined, { kernel, bias }: Projection): tf.Tensor {
  const x = input as tf.Tensor3D;
  const read = kernel.read();
  const [, heads = 1, size = 1] = read.shape;
  const flat = tf.matMul(
    tf.reshape(x, [x.shape[0] * x.shape[1], x.shape[2]]),
    tf.reshape(read, [x.shape[2], heads * size]),
  );
  return tf.transpose(plus(tf.reshape(flat, [x.shape[0], x.shape[1], heads, size]), bias), [0, 2, 1, 3]);
}

const plus = (x: tf.Tensor, bias: LayerVariable | null) => (bias === null ? x : tf.add(x, bias.read()));

/** Axes are named by letters. */
const lettersOf = (labels: string): string[] => labels.split('');

/** tf.einsum of the input and a kernel, a bias along named axes, and an activation. */
class EinsumDense extends Computed {
  static readonly className = 'EinsumDense';
  #kernel: LayerVariable | null = null;
  #bias: LayerVariable | null = null;
  #equation = '';
  /** Public because the facts of a loaded model name it. */
  readonly activation = activationOf(this.options['activation']);

  override build(inputShape: Shape): void {
    const { input, kernel, output } = this.#labels(inputShape.length);
    const written = this.numbers('outputShape', 1, 0);
    const sides = new Map<string, number | null>();
    // the last sides of the output are written; the others are those of the input
    for (const [back, side] of [...written].reverse().entries()) sides.set(output.at(-1 - back) ?? '', side);
    for (const [axis, label] of lettersOf(input).entries())
      sides.set(label, inputShape[axis] ?? sides.get(label) ?? null);
    const sidesOf = (labels: string) => lettersOf(labels).map((label) => sides.get(label) ?? null);
    this.#kernel = this.weight('kernel', sidesOf(kernel));
    const biased = this.options['biasAxes'];
    if (typeof biased === 'string') {
      const from = Math.min(...lettersOf(biased).map((label) => output.indexOf(label)));
      const shape = lettersOf(output.slice(from)).map((label) =>
        biased.includes(label) ? (sides.get(label) ?? null) : 1,
      );
      this.#bias = this.weight('bias', shape);
    }
    this.#equation = `${input},${kernel}->${output}`;
    this.built = true;
  }

  override compute([x]: readonly tf.Tensor[]): tf.Tensor {
    if (this.#kernel === null) throw new Error('the layer has not been built');
    const product = tf.einsum(this.#equation, x as tf.Tensor, this.#kernel.read());
    return this.activation.apply(plus(product, this.#bias));
  }

  /** With letters in place of `...`. */
  #labels(rank: number): { readonly input: string; readonly kernel: string; readonly output: string } {
    const equation = String(this.options['equation']).replaceAll(' ', '');
    const [left = '', right = ''] = equation.split('->');
    const [first = '', second = ''] = left.split(',');
    const free = lettersOf('ABCDEFGH').filter((letter) => !equation.includes(letter));
    const dots = free.slice(0, Math.max(0, rank - first.replace('...', '').length)).join('');
    const filled = (labels: string) => labels.replace('...', dots);
    return { input: filled(first), kernel: filled(second), output: filled(right) };
  }
}

export function registerAttention(): void {
  for (const one of [Attention, MultiHeadAttention, EinsumDense]) tf.serialization.registerClass(one);
}
