import { describe, expect, test } from '@jest/globals';
import { judgeAccuracy } from '../../../../grader/kinds/accuracy/judge.js';
import type { Judgement } from '../../../../grader/checks/judging/judge.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { ProbeOutcome } from '../../../../grader/stages/observation.js';
import type { ResolvedRubric } from '../../../../grader/stages/resolved.js';
import type { ModelAdmission } from '../../../../grader/stages/submission.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

const CHECK: CheckOf<'accuracy'> = {
  kind: 'accuracy',
  id: 'acc',
  title: 'Accuracy',
  points: 10,
  target: 'model',
  data: 'heldout',
  ramp: { from: 0.5, to: 0.9 },
};
const LABELS = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0];
const RIGHT = LABELS.map((label) => (label === 1 ? 0.9 : 0.1));
const ADMITTED: ModelAdmission = {
  status: 'admitted',
  facts: { format: 'layers-model', parameters: 3, fileBytes: 100, layers: [], inputShape: [2], weights: [] },
};

function rubricWith(check: CheckOf<'accuracy'>): ResolvedRubric {
  const resolved = makeResolvedRubric([check]);
  const examples = { dtype: 'float32' as const, shape: [10, 2], values: new Float32Array(20) };
  const set = { examples, divisor: 1, labels: Int32Array.from(LABELS), classes: 2, digest: '1'.repeat(64) };
  const targets = { model: { kind: 'model' as const, path: 'model/model.json', input: [2], outputs: [1, 2] } };
  return { ...resolved, rubric: { ...resolved.rubric, targets }, data: new Map([['heldout', set]]) };
}

function judgeOutcome(outcome: ProbeOutcome, check = CHECK, admission = ADMITTED): Judgement {
  const seen = {
    files: [],
    documents: new Map(),
    models: new Map([['model/model.json', admission]]),
    dataSets: new Map(),
    outcomes: new Map([['model@heldout#0', outcome]]),
  };
  return judgeAccuracy(check, seen, rubricWith(check));
}

function judgeOutputs(values: readonly number[], shape = [10, 1], check = CHECK): Judgement {
  const data = { dtype: 'float32' as const, shape, values: Float32Array.from(values) };
  const outputs = { value: { kind: 'numbers' as const, form: 'tensor' as const, data } };
  return judgeOutcome({ status: 'returned', returned: { outputs, keys: ['value'], inputsAfter: {} } }, check);
}

/** `RIGHT` with the first `wrong` answers turned round. */
const withWrong = (wrong: number) => RIGHT.map((value, row) => (row < wrong ? 1 - value : value));

describe('right predictions', () => {
  test('probabilities: all right is all points, with integers and the confusion matrix', () => {
    const judgement = judgeOutputs(RIGHT);
    expect(judgement.earned).toBe(10);
    expect(judgement.evidence).toMatchObject({
      type: 'accuracy',
      correct: 10,
      total: 10,
      confusion: [
        [5, 0],
        [0, 5],
      ],
      perClass: [
        { label: 0, correct: 5, total: 5 },
        { label: 1, correct: 5, total: 5 },
      ],
    });
  });

  // as a sigmoid of ONNX Runtime gives it for numbers near 17.7, and a tanh that is scaled to [0, 1] on either side
  test.each([1 + 2 ** -23, -(2 ** -23)])('a probability of %p is rounded, and no logit', (odd) => {
    const rounded = RIGHT.map((value, row) => (row === (odd > 1 ? 0 : 1) ? odd : value));
    const { earned, summary } = judgeOutputs(rounded);
    expect(earned).toBe(10);
    expect(summary).not.toContain('logits');
  });
  test('a probability of 1.0001 is none', () => {
    expect(judgeOutputs([1.0001, ...RIGHT.slice(1)]).summary).toContain('were read as logits');
  });
  test('logits: above 0 is inside, and a note says that they were read so', () => {
    const judgement = judgeOutputs(LABELS.map((label) => (label === 1 ? 0.2 : -3)));
    expect(judgement.earned).toBe(10);
    expect(judgement.summary).toContain('outputs outside [0, 1] were read as logits');
  });

  test('scores of two classes: the larger one wins', () => {
    const scores = LABELS.flatMap((label) => (label === 1 ? [-2, 7] : [0.3, 0.2]));
    expect(judgeOutputs(scores, [10, 2]).earned).toBe(10);
  });

  test('on the ramp: 7 of 10 are half way from .5 to .9', () => {
    const judgement = judgeOutputs(withWrong(3));
    expect(judgement.earned).toBeCloseTo(5, 12);
    expect(judgement.summary).toContain('70.0 % right (7 of 10');
    expect(judgement.summary).toContain('full points from 90.0 %');
  });

  test('a near miss: 5 of 10 is the foot of the ramp, one more earns', () => {
    expect(judgeOutputs(withWrong(5)).earned).toBe(0);
    expect(judgeOutputs(withWrong(4)).earned).toBeCloseTo(2.5, 12);
    expect(judgeOutputs(withWrong(1)).earned).toBe(10);
  });
});

describe('wrong predictions', () => {
  test('NaN is wrong, whichever the label, and counted', () => {
    const judgement = judgeOutputs(RIGHT.map((value, row) => (row < 2 ? NaN : value)));
    expect(judgement.evidence).toMatchObject({ correct: 8, confusion: [[4, 0], [0, 4]] }); // prettier-ignore
    expect(judgement.summary).toContain('2 outputs are not finite and count as wrong');
    expect(judgeOutputs(RIGHT.map(() => NaN)).earned).toBe(0);
    expect(judgeOutputs([...new Array<number>(19).fill(0), Infinity], [10, 2]).summary).toContain(
      '1 output is not finite and counts as wrong',
    );
  });

  test('a constant prediction is named, and earns only what its share of the labels is worth', () => {
    const judgement = judgeOutputs(RIGHT.map(() => 0.7));
    expect(judgement.earned).toBe(0);
    expect(judgement.summary).toContain('it predicts class 1 for every example');
    // a probability of exactly a half decides for nothing
    expect(judgeOutputs(RIGHT.map(() => 0.5)).summary).toContain('it predicts class 0 for every example');
  });

  test('classes the wrong way round are named when a model is good but for that', () => {
    const swapped = judgeOutputs(RIGHT.map((value) => 1 - value));
    expect(swapped.earned).toBe(0);
    expect(swapped.summary).toContain('with the two classes swapped it would be 100.0 %: which one is 1?');
    expect(judgeOutputs(RIGHT.map(() => 0.9)).summary).not.toContain('swapped');
    expect(judgeOutputs(RIGHT).summary).not.toContain('swapped');
  });
  test('a wrong shape says both', () => {
    for (const shape of [[10], [2, 5], [1, 10], [10, 1, 1], [5, 2]]) {
      const { earned, summary } = judgeOutputs(RIGHT, shape);
      expect(earned).toBe(0);
      expect(summary).toBe(`model/model.json gave outputs of shape [${shape.join(', ')}], expected [10, 1] or [10, 2]`);
    }
  });

  test('implausible accuracy earns nothing and is flagged', () => {
    const check = { ...CHECK, below: 1 };
    const judgement = judgeOutputs(RIGHT, [10, 1], check);
    expect(judgement.earned).toBe(0);
    expect(judgement.summary).toContain('not plausible');
    expect(judgement.review).toBe('an accuracy of 100.0 % is not plausible');
    const plausible = judgeOutputs(withWrong(1), [10, 1], check);
    expect(plausible.earned).toBe(10);
    expect(plausible.review).toBeUndefined();
  });
});

describe('a model that was not run', () => {
  const outcome = { status: 'failed', error: { code: 'TIME_LIMIT', message: 'took longer than 8 s' } } as ProbeOutcome;
  test('is missing, was rejected, or failed: its own sentence', () => {
    const missing = judgeOutcome(outcome, CHECK, { status: 'missing', sentence: 'model/model.json was not handed in' });
    expect(missing).toMatchObject({ earned: 0, evidence: { type: 'error', error: { code: 'MISSING_FILE' } } });
    const rejected = judgeOutcome(outcome, CHECK, { status: 'rejected', sentence: 'weight 3 is NaN', facts: null });
    expect(rejected).toMatchObject({
      earned: 0,
      summary: 'weight 3 is NaN',
      evidence: { error: { code: 'MODEL_REJECTED' } },
    });
    expect(judgeOutcome(outcome)).toMatchObject({ earned: 0, summary: 'took longer than 8 s' });
  });
});
