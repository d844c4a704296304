/**
 * One call of a layer that is translated: its options, as tf.js reads them, its inputs and weights. What cannot be read is
 * refused by the name of the layer; nothing is guessed.
 */
import { showName } from '../../files/names.js';
import { asRecord, field, textField, type JsonRecord } from '../../text/fields.js';
import { Untranslatable } from '../../translation/untranslatable.js';
import { knownClass } from '../../models/vocabulary.js';
import type { GraphBuilder } from '../building/graph.js';
import type { Value } from '../building/values.js';
import type { Weights } from '../weights/weights.js';

/** What comes out of a layer; most have one output. */
export type LayerRule = (call: LayerCall) => Value | readonly Value[];

/** Translates a layer that lies in another one. `prefix` begins the names of its weights; a model's layers have their own. */
export type Inner = (node: unknown, inputs: readonly Value[], prefix: string) => readonly Value[];

interface Parts {
  readonly graph: GraphBuilder;
  readonly weights: Weights;
  readonly className: string;
  readonly name: string;
  /** Keys in camelCase. */
  readonly config: JsonRecord;
  readonly inputs: readonly Value[];
  readonly prefix: string;
  readonly inner: Inner;
}

export class LayerCall {
  readonly graph: GraphBuilder;
  readonly className: string;
  readonly config: JsonRecord;
  readonly inputs: readonly Value[];
  readonly prefix: string;
  readonly inner: Inner;
  readonly #name: string;
  readonly #weights: Weights;

  constructor({ graph, weights, className, name, config, inputs, prefix, inner }: Parts) {
    this.graph = graph;
    this.className = className;
    this.config = config;
    this.inputs = inputs;
    this.prefix = prefix;
    this.inner = inner;
    this.#name = name;
    this.#weights = weights;
  }

  /** What lies in the description of this layer, such as a cell; `prefix` begins the names of its weights. */
  within(node: unknown, prefix: string): LayerCall {
    const config = asRecord(field(node, 'config'));
    return new LayerCall({
      ...{ graph: this.graph, weights: this.#weights, inputs: this.inputs, inner: this.inner, config, prefix },
      className: textField(node, 'className') ?? '',
      name: textField(config, 'name') ?? this.#name,
    });
  }

  /** Says which layer cannot be translated and why: `with …`. */
  refuse(why: string): Untranslatable {
    return new Untranslatable(`the layer ${showName(this.#name)} (${showName(knownClass(this.className))}) ${why}`);
  }

  /** The only input. */
  get input(): Value {
    const [input] = this.inputs;
    if (input === undefined || this.inputs.length !== 1) {
      throw this.refuse(`with ${String(this.inputs.length)} inputs`);
    }
    return input;
  }

  /** The only input, which must have this many sides without the batch. */
  inputOf(rank: number): Value {
    const { input } = this;
    if (input.sides.length !== rank) {
      throw this.refuse(`with an input of ${String(input.sides.length)} axes for each example, not ${String(rank)}`);
    }
    return input;
  }

  weight(part: string, shape: readonly number[]): Float32Array {
    const found = this.#weights.find(`${this.prefix}${part}`, shape);
    if (found === null) throw this.refuse(`without its weight ${showName(`${this.prefix}${part}`)}`);
    return found;
  }

  shapeOfWeight(part: string): readonly number[] {
    const shape = this.#weights.shapeOf(`${this.prefix}${part}`);
    if (shape === null) throw this.refuse(`without its weight ${showName(`${this.prefix}${part}`)}`);
    return shape;
  }

  option(key: string): unknown {
    return field(this.config, key);
  }

  isSet(key: string): boolean {
    return (this.option(key) ?? null) !== null;
  }

  flag(key: string, otherwise: boolean): boolean {
    const written = this.option(key) ?? otherwise;
    if (typeof written === 'boolean') return written;
    throw this.refuse(`with ${key} that is neither true nor false`);
  }

  number(key: string, otherwise?: number): number {
    const written = this.option(key) ?? otherwise;
    if (typeof written === 'number' && Number.isFinite(written)) return written;
    throw this.refuse(`with ${key} that is not a number`);
  }

  /** A positive whole number. */
  whole(key: string, otherwise?: number): number {
    const written = this.number(key, otherwise);
    if (Number.isSafeInteger(written) && written > 0) return written;
    throw this.refuse(`with ${key} of ${String(written)}`);
  }

  /** A positive whole number for each direction; one number is for all of them. */
  wholes(key: string, count: number, otherwise?: number): readonly number[] {
    const written = this.option(key) ?? otherwise;
    const list = Array.isArray(written) ? (written as unknown[]) : Array.from({ length: count }, () => written);
    const areWhole = list.every((one): one is number => Number.isSafeInteger(one) && Number(one) > 0);
    if (areWhole && list.length === count) return list;
    throw this.refuse(`with ${key} that are not ${String(count)} positive whole numbers`);
  }

  /** One of some words, in either spelling. */
  word<T extends string>(key: string, known: readonly T[], otherwise: T): T {
    const written = this.option(key) ?? otherwise;
    const found = known.find((one) => one === written);
    if (found !== undefined) return found;
    throw this.refuse(`with ${key} that is not one of ${known.join(', ')}`);
  }

  /** Whether the layer itself has its channels before its space. */
  get isChannelsFirst(): boolean {
    const known = ['channelsLast', 'channels_last', 'channelsFirst', 'channels_first'] as const;
    return /first$/i.test(this.word('dataFormat', known, 'channelsLast'));
  }
}
