/** One operation as a rule for its work sees it: operands with their sides, and attributes. Pure. */
import type { OnnxAttribute, OnnxNode } from '../format/model.js';
import { Uncounted, type Result, type Sized } from './sized.js';

/** The results of an operation, in order; those of which nothing is known are left out at the end. */
export type Rule = (call: WorkCall) => readonly Result[];

export class WorkCall {
  readonly #node: OnnxNode;
  /** null: left out. */
  readonly #operands: readonly (Sized | null)[];
  #macs = 0;

  constructor(node: OnnxNode, operands: readonly (Sized | null)[]) {
    this.#node = node;
    this.#operands = operands;
  }

  get operator(): string {
    return this.#node.operator;
  }

  get outputCount(): number {
    return this.#node.outputs.length;
  }

  /** All of them, none of which may be left out. */
  get operands(): readonly Sized[] {
    return this.#operands.map((operand) => operand ?? refuse());
  }

  get isFed(): boolean {
    return this.#operands.some((operand) => operand?.isFed === true);
  }

  get macs(): number {
    return this.#macs;
  }

  operand(index: number): Sized {
    return this.optional(index) ?? refuse();
  }

  optional(index: number): Sized | null {
    return this.#operands[index] ?? null;
  }

  /** Adds multiply-adds. */
  count(macs: number): void {
    this.#macs += macs;
  }

  int(name: string, otherwise: number): number {
    const attribute = this.attribute(name);
    if (attribute === undefined) return otherwise;
    return attribute.kind === 'int' ? attribute.value : refuse();
  }

  text(name: string, otherwise: string): string {
    const attribute = this.attribute(name);
    if (attribute === undefined) return otherwise;
    return attribute.kind === 'string' ? attribute.value : refuse();
  }

  ints(name: string): readonly number[] | null {
    const attribute = this.attribute(name);
    if (attribute === undefined) return null;
    return attribute.kind === 'ints' ? attribute.values : refuse();
  }

  /** Whole numbers that are an attribute in older versions of the operators, and an operand in newer ones. */
  list(name: string, index: number): readonly number[] | null {
    const operand = this.optional(index);
    if (operand === null) return this.ints(name);
    return operand.whole ?? refuse();
  }

  attribute(name: string): OnnxAttribute | undefined {
    const { attributes } = this.#node;
    return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  }
}

export function refuse(): never {
  throw new Uncounted();
}
