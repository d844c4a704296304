/** Accuracy: the sentences of the summary, flags, and the shapes and names of a model's outputs. */
import { describe, expect, test } from '@jest/globals';
import { creditBeyondIdle } from '../../../../grader/kinds/accuracy/idle.js';
import { judgeAccuracy } from '../../../../grader/kinds/accuracy/judge.js';
import { isTelling } from '../../../../grader/kinds/accuracy/other-reading.js';
import { confusionOf, countCorrect, countOfMostFrequent } from '../../../../grader/kinds/accuracy/predictions.js';
import { percent } from '../../../../grader/text/percent.js';
import { remarkOnTrust } from '../../../../grader/checks/judging/trust.js';
import { remarkOnForm, remarkOnOutputs } from '../../../../grader/kinds/accuracy/remarks.js';
import type { ObservedOutput } from '../../../../grader/protocol/worker.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { ProbeOutcome, TrustFinding } from '../../../../grader/stages/observation.js';
import type { ResolvedRubric } from '../../../../grader/stages/resolved.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

const CHECK: CheckOf<'accuracy'> = {
  ...{ kind: 'accuracy', id: 'acc', title: 'Accuracy', points: 10, target: 'model', data: 'heldout' },
  ramp: { from: 0.5, to: 0.9 },
};
const LABELS = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0];
/** Right but for the first `wrong`. */
const outputs = (wrong: number) => LABELS.map((label, row) => ((label === 1) === row >= wrong ? 0.9 : 0.1));

interface Given {
  readonly check?: Partial<typeof CHECK>;
  readonly trust?: readonly TrustFinding[];
  readonly shape?: number[];
  readonly output?: ObservedOutput | null;
  readonly classes?: readonly string[];
}

function judged(
  values: readonly number[],
  { check: change = {}, trust, shape = [10, 1], output, classes }: Given = {},
) {
  const check = { ...CHECK, ...change };
  const resolved = makeResolvedRubric([check]);
  const examples = { dtype: 'float32' as const, shape: [10, 2], values: new Float32Array(20) };
  const set = { examples, divisor: 1, labels: Int32Array.from(LABELS), classes: 2, digest: '1'.repeat(64) };
  const targets = { model: { kind: 'model' as const, path: 'm.json', input: [2], outputs: [1, 2] } };
  const data = classes === undefined ? {} : { data: { heldout: { kind: 'images', classes } } as never };
  const rubric: ResolvedRubric = {
    ...resolved,
    rubric: { ...resolved.rubric, targets, ...data },
    data: new Map([['heldout', set]]),
  };
  const numbers: ObservedOutput = {
    ...{ kind: 'numbers', form: 'tensor', data: { dtype: 'float32', shape, values: Float32Array.from(values) } },
  };
  const value = output === undefined ? numbers : output;
  const outcome: ProbeOutcome = {
    status: 'returned',
    returned: { outputs: value === null ? {} : { value }, keys: [], inputsAfter: {} },
    ...(trust === undefined ? {} : { trust }),
  };
  const facts = { format: 'layers-model', parameters: 3, fileBytes: 1, layers: [], inputShape: [2], weights: [] };
  const seen = {
    ...{ files: [], documents: new Map(), dataSets: new Map() },
    models: new Map([['m.json', { status: 'admitted', facts }]]) as never,
    outcomes: new Map([['model@heldout#0', outcome]]),
  };
  return judgeAccuracy(check, seen, rubric);
}
// Wilson's interval of 7 of 10
const SEVEN = '70.0 % right (7 of 10, 95 % interval 39.7 % to 89.2 %)';

describe('the summary', () => {
  test('of a part of the points says from where all are given; of all of them it does not', () => {
    expect(judged(outputs(3)).summary).toBe(`${SEVEN}; full points from 90.0 %`);
    expect(judged(outputs(1)).summary).not.toContain('full points');
    expect(judged(outputs(3))).not.toHaveProperty('review');
  });
  test('what is not plausible is so from the bound on', () => {
    const below = (share: number) => judged(outputs(3), { check: { below: share } });
    expect(below(0.7)).toMatchObject({
      earned: 0,
      summary: `${SEVEN}; not plausible: a model of this kind stays below 70.0 %`,
      review: 'an accuracy of 70.0 % is not plausible',
    });
    expect(below(0.71).earned).toBeCloseTo(5, 12);
  });
  test('outputs that are others each time count for nothing, and are flagged', () => {
    const chance = judged(outputs(3), { trust: [{ kind: 'not-repeatable', difference: 0.5 }] });
    expect(chance.earned).toBe(0);
    expect(chance.summary).toMatch(/^70\.0 % right .*; with the same examples again, it gives other outputs/);
    expect(chance.summary).not.toContain('full points');
    expect(chance.review).toMatch(/^with the same examples again/);
  });
  test('other findings are flagged, and cost nothing', () => {
    const trust = [{ kind: 'changes-weights' }, { kind: 'changes-input' }] as const;
    expect(judged(outputs(3), { trust })).toMatchObject({
      review: 'it changes its own weights while it predicts; it changes the examples that it gets',
      summary: `${SEVEN}; it changes its own weights while it predicts; it changes the examples that it gets; full points from 90.0 %`,
    });
    expect(judged(outputs(3), { trust }).earned).toBeCloseTo(5, 12);
  });
  test('classes have names where the data set has', () => {
    const ones = LABELS.map(() => 0.9);
    expect(judged(ones, { classes: ['cat', 'dog'] }).summary).toContain('it predicts class 1 (dog) for every example');
    expect(judged(ones).summary).toContain('it predicts class 1 for every example');
  });
});

test('the evidence has the interval, the ramp, each class and the data', () => {
  const { evidence } = judged(outputs(3));
  expect(evidence).toMatchObject({
    ...{ type: 'accuracy', correct: 7, total: 10, ramp: { from: 0.5, to: 0.9 } },
    interval: { lower: expect.closeTo(0.3968, 4) as unknown, upper: expect.closeTo(0.8922, 4) as unknown, level: 0.95 },
    // the first three are of classes 1, 0 and 1
    perClass: [
      { label: 0, correct: 4, total: 5 },
      { label: 1, correct: 3, total: 5 },
    ],
    confusion: [[4, 1], [2, 3]], // prettier-ignore
    data: { name: 'heldout', digest: '1'.repeat(64) },
  });
});

describe('unusable outputs', () => {
  test('nothing, or not numbers', () => {
    const error = (message: string) => ({
      ...{ earned: 0, summary: message },
      evidence: { error: { code: 'RUNTIME_ERROR', message } },
    });
    expect(judged([], { output: null })).toMatchObject(error('m.json gave nothing, expected numbers'));
    expect(judged([], { output: { kind: 'unusable', found: 'a string' } })).toMatchObject(
      error('m.json gave a string, expected numbers'),
    );
  });
  test('one class too many', () => {
    expect(judged(new Array<number>(30).fill(0), { shape: [10, 3] })).toMatchObject({
      summary:
        'm.json gave outputs of shape [10, 3], expected [10, 1] or [10, 2]: do its labels count from 1, so that class 0 is never used?',
      evidence: { error: { code: 'RUNTIME_ERROR' } },
    });
  });
  test('a check without data is a fault of the grader', () => {
    expect(() => judged(outputs(0), { check: { data: 'other' } })).toThrow('data set other was not resolved');
  });
});

describe('remarks', () => {
  const predictions = (classes: number[], nonFinite = 0, areProbabilities = true) => ({
    ...{ classes: Int32Array.from(classes), nonFinite, areProbabilities, margins: new Float64Array(classes.length) },
  });
  test('of outputs', () => {
    expect(remarkOnOutputs(predictions([0, 1]), [])).toEqual([]);
    expect(remarkOnOutputs(predictions([1, 1]), ['a', 'b'])).toEqual(['it predicts class 1 (b) for every example']);
    expect(remarkOnOutputs(predictions([-1, -1], 2), [])).toEqual(['2 outputs are not finite and count as wrong']);
    expect(remarkOnOutputs(predictions([-1, 1], 1), [])).toEqual(['1 output is not finite and counts as wrong']);
  });
  test.each<[number, number, 'logits' | 'probabilities' | undefined, boolean, string | null]>([
    [1, 2, undefined, false, 'outputs outside [0, 1] were read as logits'],
    [1, 2, undefined, true, null],
    [1, 3, undefined, false, null],
    [1, 2, 'probabilities', true, null],
    [
      3,
      3,
      'logits',
      true,
      'its outputs are probabilities, expected logits: the largest output is the same, but a loss that applies softmax again learns slowly',
    ],
    [3, 3, 'logits', false, null],
    [
      3,
      3,
      'probabilities',
      false,
      'its outputs are not probabilities: they were read as logits; the largest output is the same',
    ],
    [3, 3, 'probabilities', true, null],
    [3, 3, undefined, false, null],
    [3, 3, undefined, true, null],
  ])('of width %p for %p classes, if %p are expected and probabilities are %p', (width, count, gives, are, said) => {
    expect(remarkOnForm(predictions([0], 0, are), width, count, gives)).toEqual(said === null ? [] : [said]);
  });
  test('of trust', () => {
    const batch = (difference: number, changed: number) =>
      remarkOnTrust({ kind: 'depends-on-batch', difference, changed });
    expect(batch(0.1234, 0)).toContain('(by 12 % of their spread), so it got each example alone');
    expect(batch(0.5, 1)).toContain('(by 50 % of their spread; 1 of the repeated examples gets another class)');
    expect(batch(0.5, 2)).toContain('; 2 of the repeated examples get another class)');
    expect(batch(Infinity, 0)).toContain('(by more than can be told)');
    expect(percent(0.12345)).toBe('12.3 %');
  });
});

describe('counts', () => {
  const of = (...numbers: number[]) => Int32Array.from(numbers);
  test('by hand', () => {
    expect(countCorrect(of(0, 1, 2), of(0, 2, 2))).toBe(2);
    expect(countOfMostFrequent(of(1, 0, 1, 2, 1))).toBe(3);
    expect(countOfMostFrequent(of())).toBe(0);
    expect(confusionOf(of(0, 1, 1, 5), of(0, 0, -1, 1), 2)).toEqual([[1, 0], [1, 0]]); // prettier-ignore
  });
  test('what names one class for everything earns nothing, one more right does', () => {
    const labels = of(1, 1, 1, 0, 0);
    const ramp = { from: 0.2, to: 1 };
    expect(creditBeyondIdle(3, labels, ramp)).toEqual({
      credit: 0,
      remarks: ['no better than naming one class for every example (60.0 %), which earns nothing'],
    });
    expect(creditBeyondIdle(4, labels, ramp).credit).toBeCloseTo(0.75, 12);
    expect(creditBeyondIdle(4, labels, ramp).remarks).toEqual([]);
    // the ramp gives nothing anyway
    expect(creditBeyondIdle(1, labels, ramp)).toEqual({ credit: 0, remarks: [] });
    // of one class there is no other to name
    expect(creditBeyondIdle(3, of(1, 1, 1), ramp)).toEqual({ credit: 1, remarks: [] });
  });
  test('another reading tells something from a half on, and fifteen hundredths more', () => {
    expect(isTelling(0.35, 0.5)).toBe(true);
    expect(isTelling(0.36, 0.5)).toBe(false);
    expect(isTelling(0.1, 0.49)).toBe(false);
    expect(isTelling(0.7, 0.86)).toBe(true);
  });
});
