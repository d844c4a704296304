/**
 * Calculates what a step of a chain would be from some of the student's own answers and the true values of the others.
 * Steps that were not answered are calculated in turn. Does not judge.
 */
import type { Network, NetworkNode } from '../../schema/network.js';
import { float64, type TensorData } from '../../tensor/tensor.js';
import { backwardShare } from '../gradients.js';
import { applyNode, lossNodeOf, operandsOf, type Values } from '../network.js';
import type { Rewrite, SlopeRule } from '../ops/op.js';
import { passBack } from '../reverse-pass.js';

/** A value of the network, or the gradient of the loss with respect to it. */
export interface StepName {
  readonly kind: 'value' | 'gradient';
  readonly of: string;
}

/** The key of a step in `answers`. */
export function keyOf({ kind, of }: StepName): string {
  return `${kind} ${of}`;
}

export function parseKey(key: string): StepName {
  const [kind, of = ''] = key.split(' ');
  return { kind: kind === 'value' ? 'value' : 'gradient', of };
}

/** How a step is calculated: with a mistake in it, or with other slopes at kinks. */
export interface Manner {
  readonly rewrite?: Rewrite;
  readonly slope?: SlopeRule;
}

/** The values of one sample, and the answers to one chain. */
export interface Answered {
  readonly network: Network;
  readonly given: Values;
  /** By key, in the shape of the truth. */
  readonly answers: ReadonlyMap<string, TensorData>;
  readonly truthOf: (step: StepName) => TensorData;
}

export class Recomputation {
  readonly #network: Network;
  readonly #given: Values;
  readonly #answers: Answered['answers'];
  readonly #truthOf: Answered['truthOf'];

  constructor({ network, given, answers, truthOf }: Answered) {
    this.#network = network;
    this.#given = given;
    this.#answers = answers;
    this.#truthOf = truthOf;
  }

  /** The step from the answers in `own`, by key; every other answer is replaced by the truth. */
  compute({ kind, of }: StepName, own: ReadonlySet<string>, manner: Manner = {}): TensorData {
    const values = this.#valuesFrom(own);
    if (kind === 'gradient') return this.#gradient(of, values, own, manner);
    const node = this.#network.nodes.find(({ name }) => name === of);
    if (node === undefined) return this.#truthOf({ kind, of });
    return applyNode(node, operandsOf(node, values), manner.rewrite);
  }

  /** The operands of a node, as later steps use them. */
  operandsOf(node: NetworkNode, own: ReadonlySet<string>): readonly TensorData[] {
    return operandsOf(node, this.#valuesFrom(own));
  }

  /** The answers that a step depends on directly, or through steps that were not answered. */
  answersBefore(step: StepName, found = new Set<string>()): ReadonlySet<string> {
    for (const before of this.#stepsBefore(step)) {
      const key = keyOf(before);
      if (this.#answers.has(key)) found.add(key);
      else this.answersBefore(before, found);
    }
    return found;
  }

  consumersOf(name: string): readonly NetworkNode[] {
    return this.#network.nodes.filter((node) => node.of.includes(name));
  }

  #stepsBefore({ kind, of }: StepName): readonly StepName[] {
    const value = (name: string): StepName => ({ kind: 'value', of: name });
    if (kind === 'value') return this.#network.nodes.find(({ name }) => name === of)?.of.map(value) ?? [];
    return this.consumersOf(of).flatMap((node) => [
      ...node.of.map(value),
      value(node.name),
      { kind: 'gradient', of: node.name },
    ]);
  }

  #valuesFrom(own: ReadonlySet<string>): Values {
    const values: Record<string, TensorData> = {};
    for (const [of, value] of Object.entries(this.#given))
      values[of] = this.#answerTo({ kind: 'value', of }, own) ?? value;
    for (const node of this.#network.nodes) {
      const answer = this.#answerTo({ kind: 'value', of: node.name }, own);
      values[node.name] = answer ?? applyNode(node, operandsOf(node, values));
    }
    return values;
  }

  /** The value that later steps use if this one was answered; null if it was not. */
  #answerTo(step: StepName, own: ReadonlySet<string>): TensorData | null {
    const key = keyOf(step);
    const answer = this.#answers.get(key);
    if (answer === undefined) return null;
    return own.has(key) ? answer : this.#truthOf(step);
  }

  #gradient(of: string, values: Values, own: ReadonlySet<string>, { rewrite, slope }: Manner): TensorData {
    const after = this.#after(of);
    const share = backwardShare(values, rewrite, slope);
    const gradients = passBack(
      this.#network.nodes.filter(({ name }) => name !== of && after.has(name)),
      { name: lossNodeOf(this.#network).name, seed: float64([], [1]) },
      (node, upstream, index, found) => (after.has(node.of[index] ?? '') ? share(node, upstream, index, found) : null),
      (name, gradient) => this.#answerTo({ kind: 'gradient', of: name }, own) ?? gradient,
    );
    return gradients[of] ?? this.#truthOf({ kind: 'gradient', of });
  }

  /** The value itself and what depends on it: only through these does a gradient come back to it. */
  #after(name: string): ReadonlySet<string> {
    const after = new Set([name]);
    for (const node of this.#network.nodes) if (node.of.some((one) => after.has(one))) after.add(node.name);
    return after;
  }
}
