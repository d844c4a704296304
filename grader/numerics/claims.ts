/**
 * Says which known mistakes explain wrong tensors. A mistake is claimed for a set of outputs only if it explains all of
 * them at every sample: those that are wrong, and those that are right, which it must leave alone. Where none does, an
 * output is explained by itself. At samples that do not tell mistakes apart, only one mistake that explains all outputs
 * is claimed. Relies on the caller having compared the outputs with the right values.
 */
import { infinityNorm } from './closeness.js';
import { factorOf, isConstant, isZero, matchesTimes } from './alone.js';
import { explainsOutput, pointsOf, singlesThat, type Compared } from './explaining.js';
import { sameAt, type Hypothesis, type Point } from './mistakes/hypotheses.js';
import type { Made, Mistake } from './mistakes/mistake.js';
import { findPairs, type Pair } from './pairs.js';

export type { Case, Compared } from './explaining.js';

export interface Claim {
  /** `scaled`: the result with the mistake, times a constant. */
  readonly claim: 'one' | 'several' | 'pair' | 'scaled';
  /** Of `pair` both, of `several` all that explain it. */
  readonly made: readonly Made<Mistake>[];
  readonly factor?: number;
}

/** What an output shows that needs no list of mistakes. */
export type Plain = { readonly plain: 'zero' | 'constant' } | { readonly plain: 'factor'; readonly factor: number };

/** For each wrong output, in order, what explains it; null if nothing does. Right outputs have null. */
export function explain(outputs: readonly Compared[]): readonly (Claim | Plain | null)[] {
  // of zeros alone nobody can tell where they come from
  const isNothing = outputs.every(({ cases, isWrong }) => isWrong && isZero(cases));
  const together = !isNothing && outputs.some(({ isWrong }) => isWrong) ? explainTogether(outputs) : null;
  const right = outputs.filter(({ isWrong }) => !isWrong);
  return outputs.map((output) => {
    if (!output.isWrong) return null;
    return together ?? explainAlone(output, right, outputs.length === 1);
  });
}

function explainTogether(outputs: readonly Compared[]): Claim | null {
  const points = pointsOf(outputs);
  const singles = singlesThat(points, (hypotheses) => outputs.every((one) => explainsOutput(one, hypotheses)));
  if (singles.length > 0) return claimOf(singles);
  if (!points.some(({ isGeneric }) => isGeneric)) return null;
  return pairClaim(findPairs(outputs)) ?? findScaled(outputs, points);
}

/** A pair is claimed only if no other gives the same numbers, which would be as likely. */
function pairClaim(pairs: readonly Pair[]): Claim | null {
  const [pair] = pairs;
  const nameOf = (one: Pair) => one.map(({ made: [{ mistake }] }) => mistake.name).join(' & ');
  if (pair === undefined || pairs.some((other) => nameOf(other) !== nameOf(pair))) return null;
  const made = pair.map(({ made: [{ mistake }] }, index) =>
    placed(
      mistake,
      pairs.map((one) => one[index]?.made[0].at ?? null),
    ),
  );
  return { claim: 'pair', made };
}

/** `right`: the outputs that are right, which speak against mistakes that would change them. */
function explainAlone(output: Compared, right: readonly Compared[], isOnly: boolean): Claim | Plain | null {
  if (isZero(output.cases)) return { plain: 'zero' };
  if (isConstant(output.cases)) return { plain: 'constant' };
  const points = pointsOf([output]);
  if (!points.some(({ isGeneric }) => isGeneric)) return factorClaim(output);
  // a factor of the loss would be in all outputs
  const isWhole = right.length === 0 && isOnly;
  const found = singlesThat(points, (hypotheses) => explainsOutput(output, hypotheses)).filter(
    ({ made: [{ mistake }] }) => isWhole || mistake.kind !== 'scale',
  );
  const likely = found.filter((hypothesis) => {
    const hypotheses = points.map((point) => sameAt(point, hypothesis));
    return right.every((one) => explainsOutput(one, hypotheses));
  });
  if (found.length > 0) return claimOf(likely.length > 0 ? likely : found);
  return factorClaim(output);
}

function factorClaim({ cases }: Compared): Plain | null {
  const factor = factorOf(cases);
  return factor === null ? null : { plain: 'factor', factor };
}

/** One mistake, in one place or in every place, or several that give the same numbers. */
function claimOf(found: readonly Hypothesis[]): Claim {
  const all = found.flatMap((one) => one.made);
  const mistakes = [...new Set(all.map(({ mistake }) => mistake))];
  const made = mistakes.map((mistake) => {
    const ways = all.filter((one) => one.mistake === mistake);
    return placed(
      mistake,
      ways.map(({ at }) => at),
    );
  });
  return { claim: made.length === 1 ? 'one' : 'several', made };
}

/** A mistake, with its place only if it is the only one that explains the numbers. */
function placed(mistake: Mistake, places: readonly (string | null)[]): Claim['made'][number] {
  const [at = null, ...others] = places;
  return { mistake, at: others.every((other) => other === at) ? at : null };
}

/** A mistake times a constant, which is one and the same for all outputs at all samples. */
function findScaled(outputs: readonly Compared[], points: readonly Point[]): Claim | null {
  const wrong = outputs.filter(({ isWrong }) => isWrong);
  // a mistake must be seen in more than one number, or a constant explains anything
  if (wrong.length < outputs.length || numbersIn(wrong) < LEAST_NUMBERS) return null;
  // nor must it be one that leaves all outputs alone, or multiplies them
  if (isMultiple(wrong)) return null;
  const factors = new Map<Mistake, number>();
  const found = singlesThat(points, (hypotheses) => {
    const mistake = hypotheses[0]?.made[0]?.mistake;
    if (mistake === undefined || mistake.kind === 'scale') return false;
    const by = factorBetween(wrong[0], hypotheses);
    if (by === null || !wrong.every((one) => explainsScaled(one, hypotheses, by))) return false;
    // the first is the one that is made in most places
    if (!factors.has(mistake)) factors.set(mistake, by);
    return true;
  });
  const [factor] = factors.values();
  const claim = found.length === 0 ? null : claimOf(found);
  return claim?.claim === 'one' && factor !== undefined ? { ...claim, claim: 'scaled', factor } : null;
}

/** Whether all outputs are the right ones times one constant. */
function isMultiple(outputs: readonly Compared[]): boolean {
  const cases = outputs.flatMap((one) => one.cases);
  return (
    factorOf(
      cases.filter(({ expected }) => infinityNorm(expected.reference) > 0),
      1,
    ) !== null
  );
}

const LEAST_NUMBERS = 6;

function numbersIn(outputs: readonly Compared[]): number {
  const cases = outputs.flatMap((one) => one.cases);
  return cases.reduce((sum, { expected }) => sum + expected.reference.values.length, 0);
}

function factorBetween(output: Compared | undefined, hypotheses: readonly Hypothesis[]): number | null {
  const [one] = output?.cases ?? [];
  const alternative = hypotheses[0]?.tensors()[output?.of ?? ''];
  if (one === undefined || alternative === undefined || infinityNorm(alternative) === 0) return null;
  return factorOf([{ ...one, expected: { ...one.expected, reference: alternative } }], 1);
}

function explainsScaled({ of, cases }: Compared, hypotheses: readonly Hypothesis[], factor: number): boolean {
  return cases.every(({ observed, expected }, place) => {
    const reference = hypotheses[place]?.tensors()[of];
    return reference !== undefined && matchesTimes(factor, { observed, expected: { ...expected, reference } });
  });
}
