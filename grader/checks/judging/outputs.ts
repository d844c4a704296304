/** Judges one output of a function over all samples: compares it, and names known mistakes if it is wrong. */
import { distance } from 'fastest-levenshtein';
import { infinityNorm, type Expected } from '../../numerics/closeness.js';
import { compareTensors, type Comparison } from '../../numerics/compare.js';
import { diagnose, type Case } from '../../numerics/diagnosis.js';
import type { Alternatives } from '../../numerics/mistakes.js';
import type { Values } from '../../numerics/network.js';
import { FAR_MORE } from '../../protocol/worker.js';
import type { OutputEvidence } from '../../schema/evidence.js';
import type { Plainest } from './beside.js';
import type { CallResult } from './calls.js';

/** The right tensors at one sample, and those that known mistakes would give. */
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
  /** Where the sentence is plainest. */
  readonly plainest: Plainest | null;
}

interface Compared extends Case {
  readonly comparison: Comparison;
}

const FAILED = (
  verdict: OutputEvidence['verdict'],
  sentence: string,
  plainest: Plainest | null = null,
): JudgedOutput => ({ verdict, error: null, sentence, notes: [], hint: null, plainest });

/**
 * Judges the output `name`, which is the tensor `of` of the network. `results` and `truths` correspond, one for each
 * first call of a sample.
 */
export function judgeOutput(
  name: string,
  of: string,
  results: readonly CallResult[],
  truths: readonly Truth[],
): JudgedOutput {
  const failed = results.filter(({ outcome }) => outcome.status === 'failed').length;
  if (failed > 0) {
    const where = failed === results.length ? '' : ` at ${String(failed)} of ${String(results.length)} samples`;
    const place = results.findIndex(({ outcome }) => outcome.status === 'failed');
    return FAILED('missing', `has no value${where}: the call failed`, nothingAt(place, of, truths[place]));
  }
  const compared: Compared[] = [];
  for (const [index, { outcome }] of results.entries()) {
    const truth = truths[index];
    if (truth === undefined || outcome.status === 'failed') throw new Error('a call without a reference');
    const output = Object.hasOwn(outcome.returned.outputs, name) ? outcome.returned.outputs[name] : undefined;
    const nothing = nothingAt(index, of, truth);
    if (output === undefined) return FAILED('missing', missingSentence(name, outcome.returned.keys), nothing);
    if (output.kind === 'unusable') return FAILED('unusable', unusableSentence(output.found), nothing);
    const expected = expectedOf(truth, of);
    const comparison = compareTensors(output, expected);
    compared.push({ alternatives: truth.alternatives, expected, observed: output, comparison });
  }
  return judgeSamples(of, compared);
}

function judgeSamples(of: string, samples: readonly Compared[]): JudgedOutput {
  const place = findWorst(samples.map(({ comparison }) => comparison));
  const worst = samples[place];
  if (worst === undefined) return FAILED('missing', 'was never called');
  const { verdict, sentence } = worst.comparison;
  const { observed, expected } = worst;
  const { reference, directions = [] } = expected;
  const plainest: Plainest = { place, got: observed, expected: reference, directions };
  const errors = samples.flatMap(({ comparison }) => comparison.error ?? []);
  const error = errors.length === samples.length ? Math.max(...errors) : null;
  // the same remark at every sample, with other sizes, adds nothing
  const notes = samples.map(({ comparison }) => comparison.notes).find((some) => some.length > 0) ?? [];
  const found = verdict === 'different' ? diagnose(of, samples) : [];
  const [first] = found;
  if (first === undefined) return { verdict, error, sentence, notes, hint: HINTS[verdict] ?? null, plainest };
  return {
    verdict: found.every(({ kind }) => kind === 'scale') ? 'scaled' : verdict,
    error,
    sentence: found.map((finding) => finding.sentence).join(', or '),
    notes,
    hint: found.length === 1 ? first.hint : null,
    plainest,
  };
}

/** Where nothing came that could be compared. */
function nothingAt(place: number, of: string, truth: Truth | undefined): Plainest | null {
  return truth === undefined ? null : { place, got: null, expected: expectedOf(truth, of).reference };
}

const HINTS: Partial<Record<OutputEvidence['verdict'], string>> = {
  transposed:
    'Which index counts outputs and which counts inputs? Compare with the shape of what it is the gradient of.',
  'not-summed': 'It is used once per example: how do the uses combine in its gradient?',
  'non-finite':
    'Print the values step by step: which is the first that is not finite, and what was divided by or logged?',
};

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

/**
 * The place of the comparison to report, -1 without any: first those that could not be compared, then those that are wrong in the same way at all
 * samples; a transpose at one sample and another error at the next is not a transpose. Among equals, the largest error.
 */
function findWorst(comparisons: readonly Comparison[]): number {
  const present = (verdict: Comparison['verdict']) => comparisons.some((one) => one.verdict === verdict);
  const speakOf = ORDER.find(present);
  return comparisons.reduce((worst, one, place) => {
    if (one.verdict !== speakOf) return worst;
    return worst < 0 || (one.error ?? 0) > (comparisons[worst]?.error ?? 0) ? place : worst;
  }, -1);
}

const ORDER: readonly Comparison['verdict'][] = [
  'non-finite',
  'wrong-shape',
  'different',
  'not-summed',
  'transposed',
  'undecided',
  'match',
];

/** The sentence about a value that is not numbers, or too many. */
export function unusableSentence(found: string): string {
  return found.endsWith(FAR_MORE) ? `is ${found}` : `is ${found}, expected numbers`;
}

function missingSentence(name: string, keys: readonly string[]): string {
  if (keys.length === 0) return 'is missing: the function returned no keys';
  const shown = keys.slice(0, MOST_KEYS).map((key) => key.slice(0, MOST_CHARACTERS));
  const more = keys.length > MOST_KEYS ? ', …' : '';
  return `is missing: returned keys: ${shown.join(', ')}${more}; expected ${name}${nearSentence(name, shown)}`;
}

/** The key that was meant, if one differs by case or by a letter. */
function nearSentence(name: string, keys: readonly string[]): string {
  const lower = name.toLowerCase();
  const same = keys.find((key) => key.toLowerCase() === lower);
  const near = same ?? keys.find((key) => name.length > 3 && distance(key.toLowerCase(), lower) === 1);
  return near === undefined ? '' : ` (rename ${near})`;
}

/** How many of a student's keys are shown. */
const MOST_KEYS = 12;
const MOST_CHARACTERS = 40;

/** Credit in [0, 1] for a verdict, with the rubric's choice for undecided ones. */
export function creditOf(verdict: OutputEvidence['verdict'], undecided: 'full' | 'half' | 'none'): number {
  if (verdict === 'match') return 1;
  if (verdict !== 'undecided') return 0;
  return { full: 1, half: 0.5, none: 0 }[undecided];
}
