/** Judges outputs of a function over all samples: compares them, and names known mistakes if they are wrong. */
import { distance } from 'fastest-levenshtein';
import { infinityNorm, type Expected } from '../../numerics/closeness.js';
import { compareTensors, findNonFinite, type Comparison } from '../../numerics/compare.js';
import { explain, type Case, type Claim, type Plain } from '../../numerics/claims.js';
import { rightValues, type Point } from '../../numerics/mistakes/hypotheses.js';
import { overflowsAt } from '../../numerics/mistakes/overflows.js';
import type { Values } from '../../numerics/network.js';
import { FAR_MORE } from '../../protocol/worker.js';
import type { OutputEvidence } from '../../schema/evidence.js';
import type { Plainest } from './beside.js';
import type { CallResult } from './calls.js';
import { explained, type Explained } from './explained.js';
import { hintOn, NON_FINITE } from './hints.js';

/** The right tensors at one sample, and the point at which known mistakes are made. */
export interface Truth {
  readonly right: Values;
  readonly scale: Values;
  readonly directions: readonly Values[];
  readonly point: Point;
  /** Places of gradients that do not matter, by the name of the tensor. */
  readonly undetermined?: ReadonlyMap<string, ReadonlySet<number>>;
}

export interface JudgedOutput {
  readonly verdict: OutputEvidence['verdict'];
  readonly error: number | null;
  readonly sentence: string;
  readonly notes: readonly string[];
  readonly hint: string | null;
  /** Where the sentence is plainest. */
  readonly plainest: Plainest | null;
  /** The known mistakes that explain it; absent if there are none. */
  readonly mistakes?: OutputEvidence['mistakes'];
}

const FAILED = (
  verdict: OutputEvidence['verdict'],
  sentence: string,
  plainest: Plainest | null = null,
): JudgedOutput => ({ verdict, error: null, sentence, notes: [], hint: null, plainest });

/** An output to be judged: `name` in what the function returns, the tensor `of` of the network. */
export interface NamedOutput {
  readonly name: string;
  readonly of: string;
}

/** An output that has numbers at all samples. */
interface WithNumbers {
  readonly of: string;
  readonly cases: readonly Case[];
  readonly comparisons: readonly Comparison[];
}

/**
 * Judges outputs together, because one mistake shows in several of them. `results` and `truths` correspond, one for
 * each first call of a sample.
 */
export function judgeOutputs(
  outputs: readonly NamedOutput[],
  results: readonly CallResult[],
  truths: readonly Truth[],
): readonly JudgedOutput[] {
  const read = outputs.map((output) => readOutput(output, results, truths));
  const comparable = read.filter((one): one is WithNumbers => 'cases' in one && one.comparisons.every(isComparable));
  const found = explain(
    comparable.map(({ of, cases, comparisons }) => ({ of, cases, isWrong: comparisons.some(isDifferent) })),
  );
  return read.map((one) => {
    if (!('cases' in one)) return one;
    const place = comparable.indexOf(one);
    return judgeSamples(one, place < 0 ? null : (found[place] ?? null));
  });
}

/** Judges one output by itself. */
export function judgeOutput(
  output: NamedOutput,
  results: readonly CallResult[],
  truths: readonly Truth[],
): JudgedOutput {
  const [judged] = judgeOutputs([output], results, truths);
  if (judged === undefined) throw new Error('an output without a judgement');
  return judged;
}

function isComparable({ verdict, error }: Comparison): boolean {
  return error !== null && (verdict === 'match' || verdict === 'undecided' || isDifferent({ verdict }));
}

function isDifferent({ verdict }: Pick<Comparison, 'verdict'>): boolean {
  return verdict === 'different' || verdict === 'transposed';
}

function readOutput(
  { name, of }: NamedOutput,
  results: readonly CallResult[],
  truths: readonly Truth[],
): JudgedOutput | WithNumbers {
  const failed = results.filter(({ outcome }) => outcome.status === 'failed').length;
  if (failed > 0) {
    const where = failed === results.length ? '' : ` at ${String(failed)} of ${String(results.length)} samples`;
    const place = results.findIndex(({ outcome }) => outcome.status === 'failed');
    return FAILED('missing', `has no value${where}: the call failed`, nothingAt(place, of, truths[place]));
  }
  const cases: Case[] = [];
  const comparisons: Comparison[] = [];
  for (const [index, { outcome }] of results.entries()) {
    const truth = truths[index];
    if (truth === undefined || outcome.status === 'failed') throw new Error('a call without a reference');
    const output = Object.hasOwn(outcome.returned.outputs, name) ? outcome.returned.outputs[name] : undefined;
    const nothing = nothingAt(index, of, truth);
    if (output === undefined) return FAILED('missing', missingSentence(name, outcome.returned.keys), nothing);
    if (output.kind === 'unusable') return FAILED('unusable', unusableSentence(output.found), nothing);
    const expected = expectedOf(truth, of);
    comparisons.push(compareTensors(output, expected));
    cases.push({ point: truth.point, expected, observed: output });
  }
  return { of, cases, comparisons };
}

function judgeSamples({ of, cases, comparisons }: WithNumbers, found: Claim | Plain | null): JudgedOutput {
  const place = findWorst(comparisons);
  const [comparison, worst] = [comparisons[place], cases[place]];
  if (comparison === undefined || worst === undefined) return FAILED('missing', 'was never called');
  const { verdict, sentence } = comparison;
  const { observed, expected } = worst;
  const { reference, directions = [] } = expected;
  const plainest: Plainest = { place, got: observed, expected: reference, directions };
  const errors = comparisons.flatMap(({ error }) => error ?? []);
  const error = errors.length === comparisons.length ? Math.max(...errors) : null;
  // the same remark at every sample, with other sizes, adds nothing
  const notes = comparisons.map((one) => one.notes).find((some) => some.length > 0) ?? [];
  const why = found === null ? null : explained(found);
  if (verdict === 'non-finite') return notFinite({ error, sentence, notes, plainest }, cases, of);
  return { ...wordsFor({ verdict, sentence }, why, cases), error, notes, plainest, ...namedIn(why) };
}

/** That it is transposed is plain: the mistake is not told, but named besides, for a class. */
function wordsFor(
  { verdict, sentence }: Pick<Comparison, 'verdict' | 'sentence'>,
  why: Explained | null,
  cases: readonly Case[],
): Pick<JudgedOutput, 'verdict' | 'sentence' | 'hint'> {
  if (why === null || verdict !== 'different') {
    return { verdict, sentence, hint: hintOn(verdict, cases[0]?.point.of ?? 'gradients') };
  }
  return { verdict: why.isScaled ? 'scaled' : verdict, sentence: why.sentence, hint: why.hint };
}

function namedIn(why: Explained | null): Pick<JudgedOutput, 'mistakes'> {
  return why === null || why.mistakes.length === 0 ? {} : { mistakes: why.mistakes };
}

/** Values that are not finite, with what explains all of them where that is known. */
function notFinite(
  judged: Pick<JudgedOutput, 'error' | 'sentence' | 'notes' | 'plainest'>,
  cases: readonly Case[],
  of: string,
): JudgedOutput {
  const broken = cases.filter(({ observed }) => findNonFinite(observed.data) !== null);
  const each = broken.map(({ point, observed }) => {
    return overflowsAt(point.network, { of, quantity: point.of, values: rightValues(point) }, observed.data);
  });
  const found = (each[0] ?? []).filter((one) => each.every((some) => some.includes(one)));
  if (found.length === 0) return { ...judged, verdict: 'non-finite', hint: NON_FINITE };
  const claim = found.length === 1 ? 'one' : 'several';
  const sentence = `${judged.sentence}: it ${found.map((one) => one.sentence).join(', or ')}`;
  const mistakes = found.map(({ name }) => ({ name, claim }) as const);
  return { ...judged, verdict: 'non-finite', sentence, hint: found[0]?.hint ?? null, mistakes };
}

/** Where nothing came that could be compared. */
function nothingAt(place: number, of: string, truth: Truth | undefined): Plainest | null {
  return truth === undefined ? null : { place, got: null, expected: expectedOf(truth, of).reference };
}

function expectedOf(truth: Truth, of: string): Expected {
  const reference = truth.right[of];
  if (reference === undefined) throw new Error(`the network has no ${of}`);
  return {
    reference,
    scale: truth.scale[of],
    largest: Math.max(...Object.values(truth.right).map(infinityNorm)),
    directions: truth.directions.flatMap((direction) => direction[of] ?? []),
    undetermined: truth.undetermined?.get(of),
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
  if (verdict === 'match' || verdict === 'followed-through') return 1;
  if (verdict !== 'undecided') return 0;
  return { full: 1, half: 0.5, none: 0 }[undecided];
}
