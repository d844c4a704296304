/** Judges one output of a function over all points: by the comparison rule, and by known mistakes where it is wrong. */
import { distance } from 'fastest-levenshtein';
import { compareTensors, infinityNorm, matches, type Comparison, type Expected } from '../numerics/compare.js';
import { MISTAKES, type Alternatives, type Mistake } from '../numerics/mistakes.js';
import type { Values } from '../numerics/network.js';
import { align, type ObservedTensor } from '../numerics/shapes.js';
import type { OutputEvidence } from '../schema/report.js';
import type { CallResult } from './calls.js';

/** The right tensors at one point, and what a mistake would make of them. */
export interface Truth {
  readonly right: Values;
  readonly scale: Values;
  readonly directions: readonly Values[];
  readonly alternatives: Alternatives;
}

export interface JudgedOutput {
  readonly verdict: OutputEvidence['verdict'];
  readonly error: number | null;
  readonly sentence: string;
  readonly notes: readonly string[];
  readonly hint: string | null;
}

interface AtPoint {
  readonly truth: Truth;
  readonly expected: Expected;
  readonly observed: ObservedTensor;
  readonly comparison: Comparison;
}

const FAILED = (verdict: OutputEvidence['verdict'], sentence: string): JudgedOutput => ({
  verdict,
  error: null,
  sentence,
  notes: [],
  hint: null,
});

/**
 * One output called `name` in what was returned, which is the tensor `of` of the network. `results` and `truths` go
 * together, one for each first call of a point.
 */
export function judgeOutput(
  name: string,
  of: string,
  results: readonly CallResult[],
  truths: readonly Truth[],
): JudgedOutput {
  const points: AtPoint[] = [];
  for (const [index, { outcome }] of results.entries()) {
    const truth = truths[index];
    if (truth === undefined) throw new Error('a call without a reference');
    if (outcome.status === 'failed') return FAILED('missing', 'no value: the call failed');
    const output = Object.hasOwn(outcome.returned.outputs, name) ? outcome.returned.outputs[name] : undefined;
    if (output === undefined) return FAILED('missing', missingSentence(name, outcome.returned.keys));
    if (output.kind === 'unusable') return FAILED('unusable', `is ${output.found}, expected numbers`);
    const expected = expectedOf(truth, of);
    points.push({ truth, expected, observed: output, comparison: compareTensors(output, expected) });
  }
  return judgePoints(of, points);
}

function judgePoints(of: string, points: readonly AtPoint[]): JudgedOutput {
  const worst = points.reduce<Comparison | null>((found, { comparison }) => worseOf(found, comparison), null);
  if (worst === null) return FAILED('missing', 'was never called');
  const errors = points.flatMap(({ comparison }) => (comparison.error === null ? [] : [comparison.error]));
  const notes = [...new Set(points.flatMap(({ comparison }) => comparison.notes))];
  const error = errors.length === points.length ? Math.max(...errors) : null;
  if (worst.verdict !== 'different' && worst.verdict !== 'wrong-shape') {
    return { verdict: worst.verdict, error, sentence: worst.sentence, notes, hint: HINTS[worst.verdict] ?? null };
  }
  const found = explain(of, points);
  if (found.length === 0) return { verdict: worst.verdict, error, sentence: worst.sentence, notes, hint: null };
  const sentence = found.map((mistake) => mistake.sentence).join(', or ');
  const verdict = found.length === 1 && isScale(found[0]) ? 'scaled' : worst.verdict;
  return { verdict, error, sentence, notes, hint: found.length === 1 ? (found[0]?.hint ?? null) : null };
}

const HINTS: Partial<Record<OutputEvidence['verdict'], string>> = {
  transposed:
    'Which index counts outputs and which counts inputs? Compare with the shape of what it is the gradient of.',
  'not-summed': 'It is used once per example: how do the uses combine in its gradient?',
  'non-finite':
    'Print the values step by step: which is the first that is not finite, and what was divided by or logged?',
};

function isScale(mistake: Mistake | undefined): boolean {
  return mistake !== undefined && /^(sign|sum|divided|factor)/.test(mistake.name);
}

/** The mistakes that give the observed values at every point, where the right values do not. */
function explain(of: string, points: readonly AtPoint[]): readonly Mistake[] {
  return MISTAKES.filter((mistake) => points.every((point) => isExplainedBy(mistake, of, point)));
}

function isExplainedBy(mistake: Mistake, of: string, { truth, expected, observed }: AtPoint): boolean {
  const alternative = mistake.alternative(truth.alternatives)?.[of];
  if (alternative === undefined) return false;
  const aligned = align(observed, alternative);
  return aligned.kind === 'same' && matches(aligned.values, { ...expected, reference: alternative, directions: [] });
}

function expectedOf(truth: Truth, of: string): Expected {
  const reference = truth.right[of];
  if (reference === undefined) throw new Error(`the network has no ${of}`);
  return {
    reference,
    scale: truth.scale[of],
    largest: Math.max(...Object.values(truth.right).map(infinityNorm)),
    directions: truth.directions.flatMap((direction) => direction[of] ?? []),
  };
}

const SEVERITY: readonly Comparison['verdict'][] = [
  'match',
  'undecided',
  'different',
  'transposed',
  'not-summed',
  'wrong-shape',
  'non-finite',
];

/** The comparison to speak of: the most telling verdict, the larger error among equals. */
function worseOf(a: Comparison | null, b: Comparison): Comparison {
  if (a === null) return b;
  // a transpose at one point and another error at the next is no transpose
  const both = [a.verdict, b.verdict];
  if (both.includes('transposed') && both.includes('different')) return a.verdict === 'different' ? a : b;
  const rank = SEVERITY.indexOf(b.verdict) - SEVERITY.indexOf(a.verdict);
  return rank > 0 || (rank === 0 && (b.error ?? 0) > (a.error ?? 0)) ? b : a;
}

function missingSentence(name: string, keys: readonly string[]): string {
  if (keys.length === 0) return 'is missing: the function returned no keys';
  const nearest = [...keys].sort((a, b) => distance(a, name) - distance(b, name))[0] ?? '';
  const near = distance(nearest.toLowerCase(), name.toLowerCase()) <= 2 ? `; did you mean ${name} by ${nearest}?` : '';
  return `is missing: returned keys are ${keys.slice(0, 12).join(', ')}${near}`;
}

/** Credit in [0, 1] for a verdict, with the rubric's choice for what is undecided. */
export function creditOf(verdict: OutputEvidence['verdict'], undecided: 'full' | 'half' | 'none'): number {
  if (verdict === 'match') return 1;
  if (verdict !== 'undecided') return 0;
  return { full: 1, half: 0.5, none: 0 }[undecided];
}
