/**
 * Identifies the mistakes that explain a wrong tensor. A mistake is claimed only if it explains the tensor at every
 * sample at which it was requested. Relies on the caller having found that the right values do not explain it.
 */
import { type Expected, infinityNorm, matches } from './closeness.js';
import { MISTAKES, type Alternatives, type Finding, type Mistake } from './mistakes.js';
import type { Values } from './network.js';
import { at, build } from './ops/op.js';
import { align, type ObservedTensor } from './shapes.js';

/** One tensor at one sample: the observed values, the right ones, and those that mistakes would give. */
export interface Case {
  readonly observed: ObservedTensor;
  readonly expected: Expected;
  readonly alternatives: Alternatives;
}

const ZERO: Finding = {
  name: 'zero',
  kind: 'rule',
  sentence: 'is zero everywhere',
  hint: 'Does it still depend on the inputs, or was it filled with zeros, or cut off from them on the way?',
};
const CONSTANT: Finding = {
  name: 'constant',
  kind: 'rule',
  sentence: 'does not depend on the inputs',
  hint: 'Which numbers are written into the code that should be computed from its inputs?',
};

/** With fewer numbers that are not zero, almost anything is "a constant times the right answer". */
const LEAST_PROPORTIONAL = 3;
/** The relative difference allowed between the constants at two samples. */
const SAME_FACTOR = 1e-3;

/** All mistakes that explain tensor `of` in all cases; none when no known mistake does. */
export function diagnose(of: string, cases: readonly Case[]): readonly Finding[] {
  if (cases.every(({ observed }) => infinityNorm(observed.data) === 0)) return [ZERO];
  if (isConstant(cases)) return [CONSTANT];
  const found = MISTAKES.filter((mistake) => cases.every((one) => explains(mistake, of, one)));
  if (found.length > 0) return found;
  const factor = findFactor(cases);
  return factor === null ? [] : [factor];
}

function explains(mistake: Mistake, of: string, { observed, expected, alternatives }: Case): boolean {
  const alternative = alternativeOf(mistake, alternatives)?.[of];
  if (alternative === undefined) return false;
  const aligned = align(observed, alternative);
  return aligned.kind === 'same' && matches(aligned.values, { ...expected, reference: alternative, directions: [] });
}

/** Cached by sample, because every output of a check needs the same alternatives. */
const remembered = new WeakMap<Alternatives, Map<Mistake, Values | null>>();

function alternativeOf(mistake: Mistake, alternatives: Alternatives): Values | null {
  const known = remembered.get(alternatives) ?? new Map<Mistake, Values | null>();
  remembered.set(alternatives, known);
  const found = known.get(mistake);
  if (found !== undefined) return found;
  const made = mistake.alternative(alternatives);
  known.set(mistake, made);
  return made;
}

/** The same numbers at every sample, although the right ones differ. */
function isConstant(cases: readonly Case[]): boolean {
  const [first, ...others] = cases;
  if (first === undefined) return false;
  const same = others.every(({ observed }) => isEqual(observed.data.values, first.observed.data.values));
  return same && others.some(({ expected }) => !isEqual(expected.reference.values, first.expected.reference.values));
}

function isEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, index) => value === b[index]);
}

/** A constant times the right answer: alpha = <g, r> / <r, r>, one and the same at every sample. */
function findFactor(cases: readonly Case[]): Finding | null {
  const numbers = cases.reduce((count, { expected }) => count + expected.reference.values.filter(Boolean).length, 0);
  const factors = cases.map(factorOf);
  const [first] = factors;
  if (numbers < LEAST_PROPORTIONAL || first === undefined || first === null) return null;
  if (!factors.every((factor) => factor !== null && Math.abs(factor - first) <= SAME_FACTOR * Math.abs(first))) {
    return null;
  }
  return {
    name: 'constant factor',
    kind: 'scale',
    sentence: `is the right answer times a constant (${String(Number(first.toPrecision(3)))})`,
    hint: 'Which constant factor is multiplied in that the derivative does not have?',
  };
}

function factorOf({ observed, expected }: Case): number | null {
  const { reference } = expected;
  const aligned = align(observed, reference);
  if (aligned.kind === 'other') return null;
  let product = 0;
  let square = 0;
  for (let index = 0; index < reference.values.length; index += 1) {
    product += (aligned.values[index] ?? NaN) * at(reference, index);
    square += at(reference, index) ** 2;
  }
  const factor = product / square;
  if (!Number.isFinite(factor) || factor === 0) return null;
  const scaled = build(reference.shape, (index) => factor * at(reference, index));
  const scale =
    expected.scale && build(reference.shape, (index) => Math.abs(factor) * at(expected.scale ?? scaled, index));
  const largest = Math.abs(factor) * expected.largest;
  return matches(aligned.values, { reference: scaled, scale, largest }) ? factor : null;
}
