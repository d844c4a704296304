/**
 * One operation of a graph that is translated: its attributes, as tf.js's converter reads them, and its operands. What
 * cannot be read is refused by the name of the operation; nothing is guessed.
 */
import { showName } from '../../files/names.js';
import { sizeOf } from '../../tensor/tensor.js';
import { field, listField } from '../../text/fields.js';
import { Untranslatable } from '../../translation/untranslatable.js';
import type { Constant, GraphBuilder } from '../building/graph.js';
import { placeOf } from '../building/joining.js';
import type { Value } from '../building/values.js';
import type { Known, Layout } from './known.js';

/** The outputs; most operations have one. */
export type OperationRule = (call: OperationCall) => Known | readonly Known[];

export class OperationCall {
  readonly graph: GraphBuilder;
  readonly op: string;
  readonly operands: readonly Known[];
  readonly #name: string;
  readonly #attributes: unknown;

  constructor(
    graph: GraphBuilder,
    node: { name: string; op: string; attributes: unknown },
    operands: readonly Known[],
  ) {
    this.graph = graph;
    this.op = node.op;
    this.operands = operands;
    this.#name = node.name;
    this.#attributes = node.attributes;
  }

  /** Says which operation cannot be translated and why: `with …`. */
  refuse(why: string): Untranslatable {
    return new Untranslatable(`the operation ${showName(this.#name)} (${showName(this.op)}) ${why}`);
  }

  /** An operand that is computed from the examples. */
  value(index: number): Value {
    const operand = this.operands[index];
    if (operand?.kind === 'value') return operand.value;
    throw this.refuse(`whose operand ${String(index)} is not computed from the examples`);
  }

  constant(index: number): Constant {
    const operand = this.operands[index];
    if (operand?.kind === 'constant') return operand.constant;
    throw this.refuse(`whose operand ${String(index)} is not a constant`);
  }

  layout(index: number): Layout {
    const operand = this.operands[index];
    if (operand?.kind === 'layout') return operand;
    throw this.refuse(`whose operand ${String(index)} depends on the examples`);
  }

  /** Whole numbers that do not depend on how many examples there are. */
  wholes(index: number): readonly number[] {
    const { entries } = this.layout(index);
    if (entries.every((entry) => typeof entry === 'number')) return entries;
    throw this.refuse(`whose operand ${String(index)} depends on the number of examples`);
  }

  /** Axes of an example, from an operand. */
  axes(index: number, rank: number): readonly number[] {
    return this.wholes(index).map((written) => this.axis(written, rank));
  }

  axis(written: unknown, rank: number): number {
    const place = placeOf(written, rank);
    if (place === null) throw this.refuse('along an axis that is not one of an example');
    return place;
  }

  /** A constant of this many numbers, whatever its shape. */
  numbers(index: number, count: number): Float32Array {
    const { values, shape } = this.constant(index);
    if (values.length === count && sizeOf(shape) === count) return values;
    throw this.refuse(`whose operand ${String(index)} has ${String(values.length)} numbers, not ${String(count)}`);
  }

  number(key: string, otherwise: number): number {
    const attribute = this.#attribute(key);
    if (attribute === undefined) return otherwise;
    const written = field(attribute, 'f') ?? field(attribute, 'i');
    const value = typeof written === 'string' ? Number(written) : written;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.refuse(`with ${key} that is not a number`);
  }

  flag(key: string, otherwise: boolean): boolean {
    const attribute = this.#attribute(key);
    const written = attribute === undefined ? otherwise : (field(attribute, 'b') ?? false);
    if (typeof written === 'boolean') return written;
    throw this.refuse(`with ${key} that is neither true nor false`);
  }

  /** A list of whole numbers; empty where there is none. */
  list(key: string): readonly number[] {
    const numbers = listField(field(this.#attribute(key), 'list'), 'i').map(Number);
    if (numbers.every((one) => Number.isSafeInteger(one))) return numbers;
    throw this.refuse(`with ${key} that are not whole numbers`);
  }

  /** By its name, or its number. */
  type(key: string): unknown {
    return field(this.#attribute(key), 'type');
  }

  /** In lower case. */
  text(key: string, otherwise: string): string {
    const attribute = this.#attribute(key);
    return attribute === undefined ? otherwise : this.#decoded(field(attribute, 's'));
  }

  texts(key: string): readonly string[] {
    return listField(field(this.#attribute(key), 'list'), 's').map((one) => this.#decoded(one));
  }

  #attribute(key: string): unknown {
    return field(this.#attributes, key);
  }

  /** Base64, or character codes. */
  #decoded(written: unknown): string {
    if (typeof written === 'string') return atob(written).toLowerCase();
    if (Array.isArray(written) && written.length < 100)
      return String.fromCharCode(...(written as number[])).toLowerCase();
    throw this.refuse('with a text that cannot be read');
  }
}
