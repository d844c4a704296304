/**
 * Follow-through marks in code: an output that is wrong only because an earlier one was wrong is recalculated in float64
 * from the student's own float32 values, at all samples of a check. Does not give points. Relies on recomputation.ts.
 *
 * The tolerance is that of the comparison rule with the recalculated value as its reference. Own values that are huge do
 * not widen it: the floor comes from the right tensors alone.
 */
import type { TensorData } from '../../tensor/tensor.js';
import { isAssessable } from './assessable.js';
import { matches } from '../closeness.js';
import type { Hypothesis } from '../mistakes/hypotheses.js';
import { distinct, localOf } from '../mistakes/local.js';
import type { Made } from '../mistakes/mistake.js';
import { answered, recomputationOf, singlesOf, truthAt, withZeros, type OwnPoint } from './own-point.js';
import { keyOf, parseKey, type Recomputation, type StepName } from './recomputation.js';

export type { OwnPoint } from './own-point.js';

export type OwnVerdict =
  | { readonly verdict: 'followed-through'; readonly from: readonly StepName[] }
  /** It follows, but from own values at which the step shows nothing: zeros, constants, copies. */
  | { readonly verdict: 'not-assessable' }
  /** Known mistakes in this one step, made at the student's own values. */
  | { readonly verdict: 'slip'; readonly made: readonly Made[] }
  | null;

export class OwnValues {
  readonly #points: readonly { readonly point: OwnPoint; readonly recomputation: Recomputation }[];
  readonly #wrong: ReadonlySet<string>;
  readonly #largest: number;

  /** `wrong`: the keys of the answers that are wrong at some sample. All points must have the same keys. */
  constructor(points: readonly OwnPoint[], wrong: ReadonlySet<string>, largest: number) {
    this.#points = points.map((point) => ({ point, recomputation: recomputationOf(point, point.given) }));
    this.#wrong = wrong;
    this.#largest = largest;
  }

  /** Judges an output that is wrong. */
  judge(step: StepName): OwnVerdict {
    const mixes = this.#mixesBefore(step);
    for (const own of mixes) {
      const recomputed = this.#compute(step, own);
      if (!this.#explains(step, recomputed)) continue;
      if (!this.#isAssessable(step, own, recomputed)) return { verdict: 'not-assessable' };
      return { verdict: 'followed-through', from: [...own].map(parseKey) };
    }
    if (!this.#isGeneric()) return null;
    for (const own of mixes) {
      const made = this.#slipsFrom(step, own);
      if (made.length > 0) return { verdict: 'slip', made };
    }
    return null;
  }

  /** The sets of own values from which the step may have been calculated, the one with the most first. */
  #mixesBefore(step: StepName): readonly ReadonlySet<string>[] {
    const [first] = this.#points;
    if (first === undefined) return [];
    const before = [...first.recomputation.answersBefore(step)].filter((key) => this.#wrong.has(key));
    const values = before.filter((key) => parseKey(key).kind === 'value');
    const gradients = before.filter((key) => parseKey(key).kind === 'gradient');
    // a function for gradients calculates its values as a whole, or uses the right ones
    const [mixed, together] = step.kind === 'value' ? [values, []] : [gradients, values];
    const choices = subsetsOf(mixed.slice(0, MOST_MIXED)).map((own) => [...own, ...mixed.slice(MOST_MIXED)]);
    const all = together.length === 0 ? choices : choices.flatMap((own) => [[...own, ...together], own]);
    return all.filter((own) => own.length > 0).map((own) => new Set(own));
  }

  /** The answers of all earlier steps, from which this one may have been copied. */
  #allBefore(step: StepName): ReadonlySet<string> {
    // where numbers are alike by accident, nobody can tell which was first
    if (!this.#isGeneric())
      return new Set([...(this.#points[0]?.point.answers.keys() ?? [])].filter((key) => key !== keyOf(step)));
    const found = new Set<string>();
    const visit = (key: string) => {
      for (const before of this.#points[0]?.recomputation.answersBefore(parseKey(key)) ?? []) {
        if (found.has(before)) continue;
        found.add(before);
        visit(before);
      }
    };
    visit(keyOf(step));
    return found;
  }

  #isGeneric(): boolean {
    return this.#points.some(({ point }) => point.isGeneric);
  }

  #compute(step: StepName, own: ReadonlySet<string>): readonly TensorData[] {
    return this.#points.map(({ recomputation }) => recomputation.compute(step, own));
  }

  #explains(step: StepName, recomputed: readonly TensorData[]): boolean {
    return this.#points.every(({ point }, place) => {
      const [answer, reference] = [point.answers.get(keyOf(step)), recomputed[place]];
      return answer !== undefined && reference !== undefined && this.#areAlike(answer, reference);
    });
  }

  #areAlike(a: TensorData, reference: TensorData): boolean {
    return matches(a.values, { reference, largest: this.#largest });
  }

  #isAssessable(step: StepName, own: ReadonlySet<string>, recomputed: readonly TensorData[]): boolean {
    const areAlike = (a: TensorData, reference: TensorData) => this.#areAlike(a, reference);
    const earlier = this.#allBefore(step);
    const plain = this.#points.map(({ point }, place) => ({
      truth: truthAt(point, step),
      recomputed: recomputed[place] ?? truthAt(point, step),
      given: Object.values(point.given),
      others: answered(point, earlier),
      used: answered(point, usedBy(step, own, point)),
    }));
    return (
      isAssessable(plain, areAlike) &&
      this.#showsGiven(step, own, recomputed) &&
      this.#showsMistakes(step, own, recomputed)
    );
  }

  /** Every input and parameter that counts in this step at the right values counts at the student's own, too. */
  #showsGiven(step: StepName, own: ReadonlySet<string>, recomputed: readonly TensorData[]): boolean {
    const truths = this.#points.map(({ point }) => truthAt(point, step));
    const names = Object.keys(this.#points[0]?.point.given ?? {});
    return names.every((name) => {
      const without = this.#points.map(({ point }) => recomputationOf(point, withZeros(point.given, name)));
      const counts = (from: ReadonlySet<string>, expected: readonly TensorData[]) =>
        this.#areApart(
          without.map((one) => one.compute(step, from)),
          expected,
        );
      return !counts(NONE, truths) || counts(own, recomputed);
    });
  }

  /**
   * Every mistake that this step shows at the right values is seen at the student's own, too. One that was made before
   * need not show again: a relu on the output has masked the gradient already.
   */
  #showsMistakes(step: StepName, own: ReadonlySet<string>, recomputed: readonly TensorData[]): boolean {
    const truths = this.#points.map(({ point }) => truthAt(point, step));
    return this.#waysAtAll().every((ways) => {
      const mistake = ways[0]?.made[0].mistake;
      if (mistake === undefined || mistake.fromElsewhere === true || mistake.subtle === true) return true;
      const isSeen = (from: ReadonlySet<string>, expected: readonly TensorData[]) =>
        this.#areApart(this.#rewritten(step, from, ways), expected);
      return (
        !isSeen(NONE, truths) || isSeen(own, recomputed) || [...own].some((key) => this.#wasMade(key, mistake.name))
      );
    });
  }

  /** Whether a mistake, in some way, explains an answer. */
  #wasMade(key: string, mistake: string): boolean {
    return this.#waysAtAll().some((ways) => {
      if (ways[0]?.made[0].mistake.name !== mistake) return false;
      return this.#explains(parseKey(key), this.#rewritten(parseKey(key), NONE, ways));
    });
  }

  #rewritten(step: StepName, own: ReadonlySet<string>, ways: readonly Hypothesis[]): readonly TensorData[] {
    return this.#points.map(({ recomputation }, place) => {
      const rewrite = ways[place]?.rewrite;
      return recomputation.compute(step, own, rewrite === undefined ? {} : { rewrite });
    });
  }

  /** Each way to make a mistake that exists at all samples, as it is at each of them. */
  #waysAtAll() {
    const [first, ...others] = this.#points.map(({ point }) => singlesOf(point));
    return [...(first?.values() ?? [])].flatMap((one) => {
      const rest = others.flatMap((ways) => ways.get(one.key) ?? []);
      return rest.length === others.length ? [[one, ...rest]] : [];
    });
  }

  #slipsFrom(step: StepName, own: ReadonlySet<string>): readonly Made[] {
    const right = this.#compute(step, own);
    const local = localOf(step.kind).filter(({ change }) => {
      const changed = right.flatMap((one) => change(one) ?? []);
      return changed.length === right.length && this.#isSlip(step, right, changed);
    });
    const ruled = this.#waysAtAll().filter((ways) => this.#isSlip(step, right, this.#rewritten(step, own, ways)));
    // a mistake that changes values as well would show in them
    const inThisStep = ruled.filter(([one]) => step.kind === 'value' || one?.rewrite.forward === undefined);
    return distinct(
      local,
      (inThisStep.length > 0 ? inThisStep : ruled).flatMap(([one]) => one?.made ?? []),
    );
  }

  #isSlip(step: StepName, right: readonly TensorData[], altered: readonly TensorData[]): boolean {
    return this.#areApart(altered, right) && this.#explains(step, altered);
  }

  /** Whether they differ at some sample. */
  #areApart(altered: readonly TensorData[], expected: readonly TensorData[]): boolean {
    return expected.some((one, place) => altered[place] !== undefined && !this.#areAlike(altered[place], one));
  }
}

/** Mixes are tried over at most this many wrong outputs; the others are used as the student gave them. */
const MOST_MIXED = 4;
const NONE: ReadonlySet<string> = new Set();

/** The subsets of a list, the whole first, the empty one last. */
function subsetsOf(keys: readonly string[]): readonly (readonly string[])[] {
  const masks = Array.from({ length: 2 ** keys.length }, (_subset, index) => 2 ** keys.length - 1 - index);
  return masks.map((mask) => keys.filter((_key, bit) => (mask >> bit) & 1));
}

/** Operations whose gradient is calculated from their own output. */
const FROM_OUTPUT: readonly string[] = ['sigmoid', 'tanh', 'softmax'];

/** The answers that the calculation of a step reads. */
function usedBy({ kind, of }: StepName, own: ReadonlySet<string>, { network }: OwnPoint): ReadonlySet<string> {
  if (kind === 'value') return own;
  const unread = network.nodes.filter((node) => node.of.includes(of) && !FROM_OUTPUT.includes(node.op));
  return new Set([...own].filter((key) => !unread.some(({ name }) => key === keyOf({ kind: 'value', of: name }))));
}
