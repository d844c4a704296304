/** Where the own values of a check come from: its own outputs, and the forward checks at the same samples. */
import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../grader/kinds/index.js';
import { callsOf } from '../../../../grader/checks/asking/calls.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { OutputEvidence } from '../../../../grader/schema/evidence.js';
import type { ProbeOutcome } from '../../../../grader/stages/observation.js';
import type { ReferenceSample, ResolvedRubric } from '../../../../grader/stages/resolved.js';
import { BACKWARD, FORWARD, FUNCTION_RUBRIC, observe } from '../../../support/function-checks.js';
import { backwardByHand, forwardByHand, type Slips } from '../../../support/handmade-backprop.js';

type Returned = Readonly<Record<string, unknown>>;
interface Functions {
  readonly forward: (sample: ReferenceSample) => Returned | null;
  readonly backward: (sample: ReferenceSample) => Returned;
}

const float32: Slips = { round: Math.fround };

/** The verdict on each output of backward, after forward was called as well. */
function verdicts(
  { forward, backward }: Functions,
  change: Partial<CheckOf<'forward'>> = {},
  at = ['generic', 'square'],
) {
  const checks: [CheckOf<'forward'>, CheckOf<'gradient'>] = [
    { ...FORWARD, target: 'g', at: ['generic', 'square'], 'follow-through': true, ...change },
    { ...BACKWARD, at, 'follow-through': true },
  ];
  const rubric: ResolvedRubric = { ...FUNCTION_RUBRIC, rubric: { ...FUNCTION_RUBRIC.rubric, checks: [...checks] } };
  const outcomes = checks.flatMap((check) =>
    callsOf(check, rubric).map(({ id, sample }): [string, ProbeOutcome] => {
      const given = check.kind === 'forward' ? forward(sample) : backward(sample);
      if (given === null) return [id, { status: 'failed', error: { code: 'RUNTIME_ERROR', message: 'boom' } }];
      const outputs = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, observe(value)]));
      return [id, { status: 'returned', returned: { outputs, keys: Object.keys(given), inputsAfter: {} } }];
    }),
  );
  const seen = { files: [], documents: new Map(), models: new Map(), dataSets: new Map(), outcomes: new Map(outcomes) };
  const { evidence } = judge(checks[1], seen, rubric);
  const outputs: readonly OutputEvidence[] = evidence.type === 'comparison' ? evidence.outputs : [];
  return Object.fromEntries(outputs.map(({ name, verdict }) => [name, verdict]));
}

const noBias: Slips = { ...float32, noBias: true };
const withoutBias: Functions = {
  forward: (sample) => forwardByHand(sample, noBias),
  backward: (sample) => backwardByHand(sample, noBias),
};
const FOLLOWED = 'followed-through';

describe('gradients after a forward pass without biases', () => {
  const gradients = ['dyhat', 'dz2', 'dz1', 'dW1', 'db1', 'dw2', 'db2', 'dx'];
  test('follow from the values that the forward function returned', () => {
    const found = verdicts(withoutBias);
    expect(gradients.map((name) => found[name])).toEqual(gradients.map(() => FOLLOWED));
  });
  test('do not if those values are not known at all samples', () => {
    const failed = verdicts({ ...withoutBias, forward: (sample) => (sample.id === 'square-0' ? null : forwardByHand(sample, noBias)) }); // prettier-ignore
    expect(failed['dyhat']).not.toBe(FOLLOWED);
    expect(verdicts(withoutBias, { at: ['generic'] })['dyhat']).not.toBe(FOLLOWED);
    expect(verdicts({ ...withoutBias, forward: (sample) => ({ ...forwardByHand(sample, noBias), yhat: NaN }) })['dyhat']).not.toBe(FOLLOWED); // prettier-ignore
  });
  test('nor if the forward function returned others', () => {
    const right = verdicts({ ...withoutBias, forward: (sample) => forwardByHand(sample, float32) });
    expect(right['dyhat']).not.toBe(FOLLOWED);
  });
  test('nor from the values of another network', () => {
    const { networks = {} } = FUNCTION_RUBRIC.rubric;
    expect(Object.keys(networks)).toEqual(['quiz2']);
    expect(verdicts(withoutBias, { outputs: [] })['dyhat']).not.toBe(FOLLOWED);
  });
});

describe('gradients after a wrong one', () => {
  test('follow from it, and the first is not paid', () => {
    const found = verdicts({
      forward: (sample) => forwardByHand(sample, float32),
      backward: (sample) => backwardByHand(sample, { ...float32, sum: true }),
    });
    expect(found).toMatchObject({ dyhat: 'scaled', dz2: FOLLOWED, dz1: FOLLOWED, dx: FOLLOWED, purity: 'match' });
  });
  test('but right ones are right, whatever was before them', () => {
    const found = verdicts({
      forward: (sample) => forwardByHand(sample, float32),
      backward: (sample) => ({ ...backwardByHand(sample, float32), dz2: [[1]] }),
    });
    expect(found).toMatchObject({ dyhat: 'match', dz1: 'match', dz2: 'wrong-shape' });
  });
  test('of the transposed gradient nothing follows', () => {
    const found = verdicts({
      forward: (sample) => forwardByHand(sample, float32),
      backward: (sample) => backwardByHand(sample, { ...float32, transposeDw1: true }),
    });
    expect(Object.values(found).filter((verdict) => verdict !== 'match')).toHaveLength(1);
  });
});

test('everything wrong and independent earns nothing', () => {
  const numbers = (shape: number[], seed: number): unknown =>
    shape.length === 0
      ? Math.sin(seed)
      : Array.from({ length: shape[0] ?? 0 }, (_, i) => numbers(shape.slice(1), 10 * seed + i + 1));
  const shapeOf = (value: unknown): number[] => (Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : []);
  const independent = (right: Returned) =>
    Object.fromEntries(Object.entries(right).map(([name, value], index) => [name, numbers(shapeOf(value), index + 3)]));
  const found = verdicts({
    forward: (sample) => independent(forwardByHand(sample)),
    backward: (sample) => independent(backwardByHand(sample)),
  });
  expect(Object.values(found)).not.toContain(FOLLOWED);
  expect(Object.values(found)).not.toContain('match');
});
