/** A function's outputs by weight: the points for each, and which one the summary mentions. */
import { describe, expect, test } from '@jest/globals';
import { judgeComparison } from '../../../../grader/checks/judging/comparison.js';
import type { Truth } from '../../../../grader/checks/judging/outputs.js';
import { callsOf, type PlannedCall } from '../../../../grader/checks/asking/calls.js';
import type { InputAfter, ObservedOutput } from '../../../../grader/protocol/worker.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { ProbeOutcome } from '../../../../grader/stages/observation.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { observe, outputOf } from '../../../support/function-checks.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

/** Weights of 1, 2 and 3 and 4 for purity: ten points, a point for each. */
const CHECK: CheckOf<'forward'> = {
  ...{
    kind: 'forward',
    id: 'f',
    title: 'f',
    points: 10,
    target: 'forward',
    network: 'line',
    at: ['generic'],
    purity: 4,
  },
  outputs: [
    { name: 'a', of: 'a', weight: 1 },
    { name: 'b', of: 'b', weight: 2 },
    { name: 'c', of: 'c', weight: 3 },
  ],
};
/** In the network c comes first, then a, then b. */
const ORDER = ['c', 'a', 'b'];
const RIGHT = { a: [1, 2, 3], b: [4, -5, 6], c: [-7, 8, 9.5] };

type Outputs = Readonly<Record<string, unknown>>;
interface Answer {
  readonly outputs?: Outputs;
  readonly after?: Readonly<Record<string, InputAfter>>;
}

const { rubric: LINE, sampleSets } = makeResolvedRubric([]);
const network = LINE.networks?.['line'];
const given = sampleSets.get('generic')?.[0]?.values;
if (network === undefined || given === undefined) throw new Error('the rubric has no network');

const truth: Truth = {
  right: Object.fromEntries(Object.entries(RIGHT).map(([name, values]) => [name, float64([3], values)])),
  scale: {},
  directions: [],
  point: { network, given, right: {}, of: 'values', isGeneric: true },
};

function judged(answer: (call: PlannedCall) => Answer | null, change: Partial<typeof CHECK> = {}) {
  const check = { ...CHECK, ...change };
  const rubric = makeResolvedRubric([check]);
  const outcomes = callsOf(check, rubric).map((call): [string, ProbeOutcome] => {
    const given = answer(call);
    if (given === null) return [call.id, { status: 'failed', error: { code: 'RUNTIME_ERROR', message: 'boom' } }];
    const outputs = Object.fromEntries(
      Object.entries(given.outputs ?? RIGHT).map(([name, value]): [string, ObservedOutput] => [name, observe(value)]),
    );
    return [
      call.id,
      { status: 'returned', returned: { outputs, keys: Object.keys(outputs), inputsAfter: given.after ?? {} } },
    ];
  });
  const seen = { files: [], documents: new Map(), models: new Map(), dataSets: new Map(), outcomes: new Map(outcomes) };
  return judgeComparison(
    check,
    seen,
    rubric,
    () => truth,
    (_network, of) => ORDER.indexOf(of),
  );
}
const always = (outputs: Outputs, change?: Partial<typeof CHECK>) => judged(() => ({ outputs }), change);
const WRONG = [50, 0, 1];

describe('points', () => {
  test('every output its weight, purity its own', () => {
    const right = always(RIGHT);
    expect(right.earned).toBeCloseTo(10, 12);
    expect(right).not.toHaveProperty('review');
    expect(right).not.toHaveProperty('hint');
    expect(right.evidence).not.toHaveProperty('error');
    expect(right.evidence).toMatchObject({
      type: 'comparison',
      outputs: [
        { name: 'a', verdict: 'match', earned: 1, possible: 1 },
        { name: 'b', verdict: 'match', earned: 2, possible: 2 },
        { name: 'c', verdict: 'match', earned: 3, possible: 3 },
        { name: 'purity', verdict: 'match', earned: 4, possible: 4, error: null, notes: [] },
      ],
      // two points, of which the last is called again, and then the first
      samples: [
        { id: 'generic-0', seed: null },
        { id: 'generic-1', seed: null },
      ],
      calls: 4,
    });
    expect(outputOf(right, 'purity').sentence).toBe('inputs unchanged, same answers when called again');
  });
  test.each<[string, Outputs, number]>([
    ['a', { ...RIGHT, a: WRONG }, 9],
    ['b', { ...RIGHT, b: WRONG }, 8],
    ['c', { ...RIGHT, c: WRONG }, 7],
    ['a and c', { ...RIGHT, a: WRONG, c: WRONG }, 6],
  ])('%s wrong costs its weight', (_name, outputs, earned) => {
    expect(always(outputs).earned).toBeCloseTo(earned, 12);
  });
  test('purity earns nothing if no output is right', () => {
    const none = always({ a: WRONG, b: WRONG, c: WRONG });
    expect(none.earned).toBe(0);
    expect(outputOf(none, 'purity')).toMatchObject({ verdict: 'not-assessable', sentence: 'nothing right to repeat' });
  });
  test.each([
    ['full', 10],
    ['half', 8.5],
    ['none', 7],
  ] as const)('an imprecise output earns its share, %s, and is for a person to look at', (undecided, earned) => {
    const outputs = { ...RIGHT, c: RIGHT.c.map((value) => value * 1.004) };
    const imprecise = always(outputs, { undecided });
    expect(imprecise.earned).toBeCloseTo(earned, 12);
    expect(imprecise.review).toBe('imprecise outputs: c');
  });
});

describe('the summary', () => {
  test('of right outputs', () => {
    expect(always(RIGHT).summary).toBe('all 3 outputs right');
    expect(always(RIGHT, { outputs: [{ name: 'b', of: 'b', weight: 1 }] }).summary).toBe('b is right');
  });
  test('the first note is given with its output', () => {
    const column = (values: readonly number[]) => values.map((value) => [value]);
    expect(always({ ...RIGHT, b: column(RIGHT.b), c: column(RIGHT.c) }).summary).toBe(
      'all right; b: shape [3, 1] was taken as [3]',
    );
  });
  test('an imprecise one comes before notes', () => {
    const outputs = { ...RIGHT, a: RIGHT.a.map((value) => [value]), c: RIGHT.c.map((value) => value * 1.004) };
    expect(always(outputs).summary).toMatch(/^all count, but c is imprecise \(relative error /);
  });
  test('the first that is wrong by the order of the network, not of the rubric', () => {
    expect(always({ ...RIGHT, a: WRONG, c: WRONG }).summary).toMatch(/^c differs .* \(2 of 3 outputs wrong\)$/);
    expect(always({ ...RIGHT, b: WRONG, a: WRONG }).summary).toMatch(/^a differs .* \(2 of 3 outputs wrong\)$/);
    expect(always({ ...RIGHT, b: WRONG }).summary).toMatch(/^b differs \(relative error [^()]*\)$/);
  });
  test('an output that counts half is one of those to speak of', () => {
    const outputs = { ...RIGHT, a: WRONG, c: RIGHT.c.map((value) => value * 1.004) };
    expect(always(outputs, { undecided: 'half' }).summary).toMatch(/^c imprecise .*\(2 of 3 outputs wrong\)$/);
  });
  test('the hint belongs to the output in the summary', () => {
    const { hint } = always({ ...RIGHT, a: [NaN, 1, 2] });
    expect(hint).toMatch(/^Print the values step by step/);
  });
});

describe('purity', () => {
  const impure = (outputs: Outputs, change?: Partial<typeof CHECK>) =>
    judged(() => ({ outputs, after: { x: { kind: 'changed' } } as never }), change);
  const SAID = 'changes its input x: copy it (tf.clone, slice) before you write to it';

  test('costs only its weight, and is in the summary if all else is right', () => {
    const judgement = impure(RIGHT);
    expect(judgement.earned).toBeCloseTo(6, 12);
    expect(judgement.summary).toBe(`all outputs right, but the function ${SAID}`);
    expect(outputOf(judgement, 'purity')).toMatchObject({ verdict: 'impure', earned: 0, possible: 4, sentence: SAID });
    expect(judgement.hint).toMatch(/^Who still needs the tensors .*\?$/);
    expect(outputOf(judgement, 'purity').mistakes).toEqual([{ name: 'input-changed', claim: 'one' }]);
  });
  test('of one output', () => {
    const one = impure(RIGHT, { outputs: [{ name: 'b', of: 'b', weight: 1 }] });
    expect(one.summary).toBe(`b is right, but the function ${SAID}`);
  });
  test('is reported after wrong outputs', () => {
    expect(impure({ ...RIGHT, b: WRONG }).summary).toMatch(/^b differs \(.*\); the function changes its input x/);
    expect(always({ ...RIGHT, b: WRONG }).summary).not.toContain('the function');
  });
  test('an impure function with nothing right is impure, and earns nothing', () => {
    const none = impure({ a: WRONG, b: WRONG, c: WRONG });
    expect(none.earned).toBe(0);
    expect(outputOf(none, 'purity').verdict).toBe('impure');
  });
});

describe('one number for everything', () => {
  const ones = { outputs: [{ name: 'a', of: 'one', weight: 1 }, ...CHECK.outputs.slice(1)] };
  const byAccident = (outputs: Outputs, change: Partial<typeof CHECK> = ones) => {
    const check = { ...CHECK, ...change };
    const rubric = makeResolvedRubric([check]);
    const outcomes = callsOf(check, rubric).map((call): [string, ProbeOutcome] => {
      const observed = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, observe(value)]));
      return [call.id, { status: 'returned', returned: { outputs: observed, keys: [], inputsAfter: {} } }];
    });
    const seen = {
      files: [],
      documents: new Map(),
      models: new Map(),
      dataSets: new Map(),
      outcomes: new Map(outcomes),
    };
    const right = { ...truth.right, one: float64([3], [1, 1, 1]) };
    return judgeComparison(
      check,
      seen,
      rubric,
      () => ({ ...truth, right }),
      () => 0,
    );
  };

  test('a right output among wrong ones that are the same number is right by accident', () => {
    const judgement = byAccident({ a: [1, 1, 1], b: [1, 1, 1], c: [1, 1, 1] });
    expect(judgement.earned).toBe(0);
    expect(outputOf(judgement, 'a')).toMatchObject({
      verdict: 'not-assessable',
      sentence: 'is right by accident: everything that was answered is the same number',
    });
    expect(outputOf(judgement, 'b').verdict).toBe('different');
  });
  test('another number anywhere shows that something was computed', () => {
    expect(outputOf(byAccident({ a: [1, 1, 1], b: [1, 1, 1], c: [1, 1, 2] }), 'a').verdict).toBe('match');
  });
  test('if every output is right, the number is accepted', () => {
    const all = { outputs: ['a', 'b', 'c'].map((name) => ({ name, of: 'one', weight: 1 })) };
    expect(byAccident({ a: [1, 1, 1], b: [1, 1, 1], c: [1, 1, 1] }, all).earned).toBeCloseTo(10, 12);
  });
});

describe('calls that fail', () => {
  test('the error is in the summary and in the evidence', () => {
    const judgement = judged(() => null);
    expect(judgement).toMatchObject({
      earned: 0,
      summary: 'boom',
      evidence: { error: { code: 'RUNTIME_ERROR', message: 'boom' }, calls: 4 },
    });
  });
  test('a failure the second time costs purity, and is the summary', () => {
    const judgement = judged(({ repeat }) => (repeat ? null : {}));
    expect(judgement.earned).toBeCloseTo(6, 12);
    expect(judgement.summary).toBe('fails when it is called again with the same inputs: boom');
  });
});
