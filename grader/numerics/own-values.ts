/**
 * Follow-through marks in code: an output that is wrong only because an earlier one was wrong is recalculated in float64
 * from the student's own float32 values, at all samples of a check. Does not give points. Relies on recomputation.ts.
 *
 * The tolerance is that of the comparison rule with the recalculated value as its reference. Own values that are huge do
 * not widen it: the floor comes from the right tensors alone.
 */
import type { Network } from '../schema/network.js';
import type { TensorData } from '../tensor/tensor.js';
import { isAssessable } from './assessable.js';
import { matches } from './closeness.js';
import { singlesAt } from './mistakes/hypotheses.js';
import { LOCAL } from './mistakes/local.js';
import type { Made } from './mistakes/mistake.js';
import type { Values } from './network.js';
import { keyOf, parseKey, Recomputation, type Manner, type StepName } from './recomputation.js';

/** One sample: the right tensors, and what the student's functions returned, by key, in the shapes of the right ones. */
export interface OwnPoint {
  readonly network: Network;
  readonly given: Values;
  readonly values: Values;
  readonly gradients: Values;
  readonly answers: ReadonlyMap<string, TensorData>;
  /** Whether it was chosen to tell mistakes apart. */
  readonly isGeneric: boolean;
}

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
    this.#points = points.map((point) => {
      const { network, given, answers } = point;
      return {
        point,
        recomputation: new Recomputation({ network, given, answers, truthOf: (step) => truthAt(point, step) }),
      };
    });
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
    if (!this.#points.some(({ point }) => point.isGeneric)) return null;
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

  #compute(step: StepName, own: ReadonlySet<string>, manner?: Manner): readonly TensorData[] {
    return this.#points.map(({ recomputation }) => recomputation.compute(step, own, manner));
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
    const plain = this.#points.map(({ point }, place) => ({
      truth: truthAt(point, step),
      recomputed: recomputed[place] ?? truthAt(point, step),
      given: Object.values(point.given),
      others: [...point.answers]
        .filter(([key]) => key !== keyOf(step))
        .map(([key, answer]) => ({ answer, truth: truthAt(point, parseKey(key)) })),
    }));
    return isAssessable(plain, areAlike) && this.#showsMistakes(step, own, recomputed);
  }

  /** Every mistake that this step shows at the right values is seen at the student's own, too. */
  #showsMistakes(step: StepName, own: ReadonlySet<string>, recomputed: readonly TensorData[]): boolean {
    const truths = this.#points.map(({ point }) => truthAt(point, step));
    return this.#waysAtAll().every((ways) => {
      if (ways.some(({ made }) => made.some(({ mistake }) => mistake.fromElsewhere))) return true;
      const manner = (place: number): Manner => ({ ...(ways[place] && { rewrite: ways[place].rewrite }) });
      const at = (from: ReadonlySet<string>, expected: readonly TensorData[]) =>
        this.#points.some(({ recomputation }, place) => {
          const [altered, right] = [recomputation.compute(step, from, manner(place)), expected[place]];
          return right !== undefined && !this.#areAlike(altered, right);
        });
      return !at(NONE, truths) || at(own, recomputed);
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
    const local = LOCAL.filter(({ change }) => {
      const changed = right.flatMap((one) => change(one) ?? []);
      return changed.length === right.length && this.#isSlip(step, right, changed);
    }).map((mistake) => ({ mistake, at: null }));
    const ruled = this.#waysAtAll().filter((ways) => {
      const altered = this.#points.map(({ recomputation }, place) =>
        recomputation.compute(step, own, { ...(ways[place] && { rewrite: ways[place].rewrite }) }),
      );
      return this.#isSlip(step, right, altered);
    });
    // a mistake that changes values as well would show in them
    const inThisStep = ruled.filter(([one]) => step.kind === 'value' || one?.rewrite.forward === undefined);
    const made = (inThisStep.length > 0 ? inThisStep : ruled).flatMap(([one]) => one?.made ?? []);
    return [...local, ...made].filter(
      ({ mistake }, index, all) => all.findIndex((one) => one.mistake.name === mistake.name) === index,
    );
  }

  #isSlip(step: StepName, right: readonly TensorData[], altered: readonly TensorData[]): boolean {
    const differs = right.some((one, place) => altered[place] !== undefined && !this.#areAlike(altered[place], one));
    return differs && this.#explains(step, altered);
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

function truthAt({ values, gradients, given }: OwnPoint, { kind, of }: StepName): TensorData {
  const truth = (kind === 'value' ? values : gradients)[of] ?? given[of];
  if (truth === undefined) throw new Error(`no ${kind} of ${of} in the network`);
  return truth;
}

const points = new WeakMap<OwnPoint, ReturnType<typeof singlesAt>>();

function singlesOf(point: OwnPoint): ReturnType<typeof singlesAt> {
  const found = points.get(point) ?? singlesAt({ ...point, right: point.values, of: 'values' });
  points.set(point, found);
  return found;
}
