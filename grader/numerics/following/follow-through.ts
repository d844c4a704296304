/**
 * Follow-through marks: a step of a chain that is wrong only because an earlier step was wrong gets its marks. Each
 * step is recomputed from every mix of the student's own and the true values of the wrong answers before it. Where a
 * step cannot be recomputed from an answer, it is recomputed from the steps before it. Relies on recomputation.ts.
 */
import type { Network, NetworkNode } from '../../schema/network.js';
import { float64, type TensorData } from '../../tensor/tensor.js';
import { infinityNorm } from '../closeness.js';
import { gradientsOf } from '../gradients.js';
import { evaluate, type Values } from '../network.js';
import { singlesAt } from '../mistakes/hypotheses.js';
import { distinct, localOf } from '../mistakes/local.js';
import type { Made } from '../mistakes/mistake.js';
import { isRectifier, slopeBelow } from '../ops/activations.js';
import { at, type SlopeRule } from '../ops/op.js';
import { parseKey, Recomputation, type Manner, type StepName } from './recomputation.js';
import { equalShapes, squeeze } from '../shapes.js';
import { agreesTyped, compareTyped } from '../typed.js';

export { keyOf, type StepName } from './recomputation.js';

export type StepVerdict =
  | { readonly verdict: 'right'; readonly consistent: boolean; readonly note: string | null }
  | { readonly verdict: 'followed-through' }
  /** Agrees with the student's own values, which no longer show whether the step was understood. */
  | { readonly verdict: 'trivial' }
  | { readonly verdict: 'degenerate' }
  /** Known mistakes in this one step that give the answer. */
  | { readonly verdict: 'slip'; readonly made: readonly Made[] }
  | { readonly verdict: 'non-finite' | 'wrong-shape' | 'transposed' | 'wrong'; readonly sentence: string };

/** Mixes are tried over at most this many wrong answers; the others are used as the student gave them. */
const MOST_MIXED = 4;

/** The rounding error of double precision in a sum that is 0 on paper, as a share of its terms. */
const PAPER = 1e-12;

/** The value of a step, given which of the wrong answers before it are used unchanged. */
interface Candidate {
  readonly value: TensorData;
  readonly own: ReadonlySet<string>;
  readonly slope: SlopeRule;
}

/** Judges the answers of one chain at one sample. Create one per submission and call it step by step. */
export class Chain {
  readonly #network: Network;
  readonly #values: Values;
  readonly #scale: Values;
  readonly #gradients: Values;
  readonly #given: Values;
  readonly #recomputation: Recomputation;
  readonly #wrong: ReadonlySet<string>;

  /** `answers`: the usable answers by step (`keyOf`), whatever their shape; missing ones restart from the truth. */
  constructor(network: Network, given: Values, answers: ReadonlyMap<string, TensorData>) {
    this.#network = network;
    this.#given = given;
    const { values, scale } = evaluate(network, given);
    this.#values = values;
    this.#scale = scale;
    this.#gradients = gradientsOf(network, given).gradients;
    const fitting = [...answers].flatMap(([key, answer]): [string, TensorData][] => {
      const fitted = fitTo(answer, this.truthOf(parseKey(key)));
      return fitted === null ? [] : [[key, fitted]];
    });
    const truthOf = (step: StepName) => this.truthOf(step);
    this.#recomputation = new Recomputation({ network, given, answers: new Map(fitting), truthOf });
    this.#wrong = new Set(fitting.filter(([key, answer]) => !this.#isTrue(parseKey(key), answer)).map(([key]) => key));
  }

  judge(step: StepName, answer: TensorData): StepVerdict {
    const truth = this.truthOf(step);
    const comparison = compareTyped(answer, truth);
    if (comparison.verdict === 'match') {
      const note = comparison.notes[0] ?? null;
      return { verdict: 'right', consistent: this.#followsFromOwn(step, answer), note };
    }
    if (comparison.verdict === 'non-finite') return { verdict: 'non-finite', sentence: comparison.sentence };
    const fitted = fitTo(answer, truth);
    if (fitted === null) {
      const verdict = comparison.verdict === 'transposed' ? 'transposed' : 'wrong-shape';
      return { verdict, sentence: comparison.sentence };
    }
    for (const candidate of this.#candidates(step)) {
      if (!agree(fitted, candidate.value)) continue;
      // it uses none of the student's values: the true sample itself lies on a kink
      if (candidate.own.size === 0) return { verdict: 'right', consistent: true, note: null };
      if (this.#isDegenerate(step, candidate)) return { verdict: 'degenerate' };
      return { verdict: this.#isTrivial(step, candidate) ? 'trivial' : 'followed-through' };
    }
    return this.#nameSlip(step, fitted);
  }

  #followsFromOwn(step: StepName, answer: TensorData): boolean {
    return agree(answer, this.#compute(step, this.#wrong));
  }

  /** The step for every mix of own and true values of the wrong answers that it depends on. */
  #candidates(step: StepName): readonly Candidate[] {
    const wrong = this.#wrongBefore(step);
    const mixed = wrong.slice(0, MOST_MIXED);
    const always = wrong.slice(MOST_MIXED);
    const found = [];
    for (let mask = 2 ** mixed.length - 1; mask >= 0; mask -= 1) {
      const own = new Set([...always, ...mixed.filter((_key, bit) => (mask >> bit) & 1)]);
      // the student's pre-activation may lie on the kink of relu, where either slope is a subgradient
      for (const isAbove of [false, true]) {
        const slope: SlopeRule = (node, z, index, usual) =>
          this.#isKink(node, z, index) ? (isAbove ? 1 : slopeBelow(node)) : usual;
        found.push({ value: this.#compute(step, own, { slope }), own, slope });
      }
    }
    return found;
  }

  /** 0 on paper: 0.1 + 0.2 - 0.3 is not exactly 0 in double precision. */
  #isKink(node: NetworkNode, z: number, index: number): boolean {
    const scale = this.#scale[node.of[0] ?? ''];
    return Math.abs(z) <= PAPER * (scale === undefined ? 0 : at(scale, index));
  }

  /**
   * All zero where the truth is not, so that answering 0 shows nothing. A layer whose own operands are not zero was
   * calculated nevertheless: its sum happens to cancel.
   */
  #isDegenerate(step: StepName, { value, own }: Candidate): boolean {
    if (infinityNorm(value) > 0 || infinityNorm(this.truthOf(step)) === 0) return false;
    const node = step.kind === 'value' ? this.#network.nodes.find(({ name }) => name === step.of) : undefined;
    if (node?.op !== 'linear') return true;
    return this.#recomputation
      .operandsOf(node, own)
      .slice(0, 2)
      .some((operand) => infinityNorm(operand) === 0);
  }

  /** A gradient whose own values make a known mistake invisible, such as a mask that is on everywhere. */
  #isTrivial(step: StepName, { value, own, slope }: Candidate): boolean {
    if (step.kind === 'value') return false;
    const consumers = this.#recomputation.consumersOf(step.of);
    if (!consumers.some(({ op }) => isRectifier(op))) return false;
    const ownSlope: SlopeRule = (node, z, index, usual) =>
      consumers.includes(node) ? 1 : slope(node, z, index, usual);
    return agree(this.#compute(step, own, { slope: ownSlope }), value);
  }

  /** The known mistakes that give the answer from the student's own values, or from the true ones. */
  #nameSlip(step: StepName, answer: TensorData): StepVerdict {
    for (const own of [this.#wrong, new Set<string>()]) {
      const made = this.#slipsFrom(step, answer, own);
      if (made.length > 0) return { verdict: 'slip', made };
    }
    return { verdict: 'wrong', sentence: 'is wrong, and does not follow from the steps before it either' };
  }

  #slipsFrom(step: StepName, answer: TensorData, own: ReadonlySet<string>): readonly Made[] {
    const right = this.#compute(step, own);
    const isSlip = (slipped: TensorData | null) => slipped !== null && !agree(slipped, right) && agree(answer, slipped);
    const local = localOf(step.kind).filter(({ change }) => isSlip(change(right)));
    const point = {
      network: this.#network,
      given: this.#given,
      right: this.#values,
      of: 'values',
      isGeneric: false,
    } as const;
    const ruled = [...singlesAt(point).values()].filter(({ rewrite }) => isSlip(this.#compute(step, own, { rewrite })));
    // a mistake that changes values as well would show in the steps of the forward pass
    const inThisStep = ruled.filter(({ rewrite }) => step.kind === 'value' || rewrite.forward === undefined);
    return distinct(
      local,
      (inThisStep.length > 0 ? inThisStep : ruled).flatMap((one) => one.made),
    );
  }

  /** The wrong answers that a step depends on directly, or through values that the rubric does not request. */
  #wrongBefore(step: StepName): readonly string[] {
    return [...this.#recomputation.answersBefore(step)].filter((key) => this.#wrong.has(key));
  }

  #compute(step: StepName, own: ReadonlySet<string>, manner?: Manner): TensorData {
    return this.#recomputation.compute(step, own, manner);
  }

  /** The right value of a step. */
  truthOf({ kind, of }: StepName): TensorData {
    const truth = (kind === 'value' ? this.#values : this.#gradients)[of] ?? this.#given[of];
    if (truth === undefined) throw new Error(`no ${kind} of ${of} in the network`);
    return truth;
  }

  #isTrue(step: StepName, answer: TensorData): boolean {
    return agree(answer, this.truthOf(step));
  }
}

/** The answer in the shape of the truth if their shapes differ only in sides of 1; null otherwise, or if not finite. */
function fitTo(answer: TensorData, truth: TensorData): TensorData | null {
  if (!equalShapes(squeeze(answer.shape), squeeze(truth.shape))) return null;
  if (![...answer.values].every((value) => Number.isFinite(value))) return null;
  return float64(truth.shape, answer.values);
}

function agree(a: TensorData, b: TensorData): boolean {
  return agreesTyped(a.values, b);
}
