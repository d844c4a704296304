/** What is asked of counts: at most so many, growing at most so fast. Pure. */
import { lookUp } from '../../checks/rules/rule.js';
import type { Evidence } from '../../schema/report.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import type { CountEvidence } from './counts.js';
import { exponentOf, factorOf } from './growth.js';
import type { OperationsCheck } from './schema.js';

type Told = Extract<Evidence, { type: 'operations' }>;
type Counts = ReadonlyMap<string, readonly CountEvidence[]>;

export interface Judged {
  readonly ok: boolean;
  readonly sentence: string;
  readonly evidence: Partial<Pick<Told, 'bound' | 'growth'>>;
  /** For staff. */
  readonly review?: string;
}

export function judgeBound({ at, most }: NonNullable<OperationsCheck['bound']>, counts: Counts): Judged {
  const { operations, exact, notCounted } = largestAt(at, counts);
  const ok = operations > 0 && operations <= most && exact;
  const evidence = { bound: { at, most, operations, exact, ok } };
  const asked = `at most ${String(most)} asked`;
  if (operations === 0 && exact) return { ok, evidence, sentence: nothingAt(at) };
  const cost = `costs ${exact ? '' : 'at least '}${told(operations)} at ${at}, ${asked}`;
  return { ok, evidence, sentence: exact || operations > most ? cost : `${cost}: ${uncounted(notCounted)}` };
}

export function judgeGrowth(
  { from, to, most }: NonNullable<OperationsCheck['growth']>,
  counts: Counts,
  rubric: ResolvedRubric,
): Judged {
  const [before, after] = [largestAt(from, counts), largestAt(to, counts)];
  const factor = factorBetween(from, to, rubric);
  const exponent = rounded(exponentOf(before.operations, after.operations, factor));
  const exact = before.exact && after.exact;
  const ok = exponent !== null && exponent <= most && exact;
  const evidence = { growth: { from, to, factor, most, exponent, exact, ok } };
  if (exponent === null) return { ok, evidence, sentence: nothingAt(before.operations === 0 ? from : to) };
  const grows = `grows as n^${String(exponent)} from ${from} (${told(before.operations)}) to ${to} (${told(after.operations)}), at most n^${String(most)} asked`;
  const sentence = exact ? grows : `${grows}: ${uncounted([...before.notCounted, ...after.notCounted])}`;
  const withIndices = rounded(
    exponentOf(before.operations + before.onIndices, after.operations + after.onIndices, factor),
  );
  if (!ok || withIndices === null || withIndices <= most) return { ok, evidence, sentence };
  return { ok, evidence, sentence, review: `arithmetic within indices grows faster (n^${String(withIndices)})` };
}

function factorBetween(from: string, to: string, { rubric }: ResolvedRubric): number {
  const [first, last] = [lookUp(rubric.sampleSets, from), lookUp(rubric.sampleSets, to)];
  const sizes = first === undefined || last === undefined ? null : factorOf(first, last);
  if (sizes?.ok !== true) throw new Error('sizes that the rules of the rubric do not let pass');
  return sizes.factor;
}

/** The largest count at the samples of a set; none of them is exact if one is not. */
function largestAt(set: string, counts: Counts): CountEvidence {
  const all = counts.get(set) ?? [];
  const [largest] = [...all].sort((a, b) => b.operations - a.operations);
  if (largest === undefined) throw new Error(`nothing was counted at ${set}`);
  return {
    ...largest,
    exact: all.every(({ exact }) => exact),
    notCounted: [...new Set(all.flatMap(({ notCounted }) => notCounted))],
  };
}

function told(operations: number): string {
  return `${String(operations)} ${operations === 1 ? 'operation' : 'operations'}`;
}

function nothingAt(set: string): string {
  return `no operation was counted at ${set}, so the result was not computed in the call`;
}

function uncounted(what: readonly string[]): string {
  return `not counted is what was computed by ${[...new Set(what)].join(', ')}; use plain arithmetic or usual operations of tf.js`;
}

function rounded(exponent: number | null): number | null {
  return exponent === null ? null : Math.round(exponent * 100) / 100;
}
