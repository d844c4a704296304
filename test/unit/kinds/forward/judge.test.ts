import { describe, expect, test } from '@jest/globals';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { FORWARD, judgeFunction, outputOf } from '../../../support/function-checks.js';
import { forwardByHand, type Slips } from '../../../support/handmade-backprop.js';

type Values = ReturnType<typeof forwardByHand>;
const judgeSlips = (slips: Slips) =>
  judgeFunction(FORWARD, ({ sample }) => ({ returned: forwardByHand(sample, { round: Math.fround, ...slips }) }));
const judgeChanged = (change: (values: Values) => Record<string, unknown>) =>
  judgeFunction(FORWARD, ({ sample }) => ({ returned: change(forwardByHand(sample, { round: Math.fround })) }));

// five equal weights of ten points: four outputs and purity
test('a right answer earns everything', () => {
  expect(judgeSlips({})).toMatchObject({ earned: 10, summary: 'all 4 outputs right' });
});

test('a single output is reported by name', () => {
  const check = { ...FORWARD, outputs: FORWARD.outputs.filter(({ name }) => name === 'loss') };
  const judged = judgeFunction(check, ({ sample }) => ({ returned: forwardByHand(sample, { round: Math.fround }) }));
  expect(judged).toMatchObject({ earned: 10, summary: 'loss is right' });
});

describe('mistakes', () => {
  test('a bias left out is named at the first value that it spoils, and z1 at batches is where', () => {
    const judged = judgeSlips({ noBias: true });
    expect(judged.summary).toContain('z1 is the result without the biases');
    expect(judged.earned).toBe(0);
  });
  test('a sum instead of the mean affects only the loss', () => {
    const judged = judgeSlips({ sum: true });
    expect(judged.earned).toBeCloseTo(8, 12);
    expect(judged.summary).toContain('loss is B times the right answer');
  });
  test('the half left out of the loss', () => {
    const judged = judgeSlips({ factor: 2 });
    expect(judged.earned).toBeCloseTo(8, 12);
    expect(judged.summary).toContain('loss is twice the right answer');
  });
  test('relu left out', () => {
    const judged = judgeChanged((values) => ({ ...values, z2: values.z1 }));
    expect(judged.earned).toBeCloseTo(8, 12);
    expect(outputOf(judged, 'z2').verdict).toBe('different');
  });
});

test('the first wrong value on the way to the loss is named, however the rubric lists the outputs', () => {
  const check = { ...FORWARD, outputs: [...FORWARD.outputs].reverse() };
  const told = (change: (values: Values) => Record<string, unknown>) =>
    judgeFunction(check, ({ sample }) => ({ returned: change(forwardByHand(sample, { round: Math.fround })) })).summary;
  expect(told((values) => ({ ...values, z1: values.z2, yhat: values.yhat.map(([y = 0]) => [2 * y]) }))).toMatch(/^z1 /);
  expect(told((values) => ({ ...values, z2: values.z1, loss: 2 * values.loss }))).toMatch(/^z2 /);
});

describe('shapes', () => {
  test('yhat as [B], and the loss in brackets, count with a note', () => {
    const judged = judgeChanged((values) => ({ ...values, yhat: values.yhat.flat(), loss: [[values.loss]] }));
    expect(judged.earned).toBe(10);
    expect(outputOf(judged, 'yhat').notes).toHaveLength(1);
    expect(outputOf(judged, 'loss').notes).toHaveLength(1);
  });
  test('a loss for every example is not averaged', () => {
    const judged = judgeFunction(FORWARD, ({ sample }) => {
      const values = forwardByHand(sample);
      const y = sample.values['y'] ?? float64([], []);
      return {
        returned: { ...values, loss: values.yhat.map(([yhat = NaN], row) => (yhat - (y.values[row] ?? NaN)) ** 2 / 2) },
      };
    });
    expect(outputOf(judged, 'loss')).toMatchObject({ earned: 0 });
    expect(outputOf(judged, 'loss').sentence).toMatch(/not averaged|expected a single number|shape/);
  });
  test('a transposed z1 is not accepted as z1', () => {
    const judged = judgeChanged(({ z1, ...others }) => ({
      ...others,
      z1: z1[0]?.map((_, j) => z1.map((row) => row[j])),
    }));
    expect(outputOf(judged, 'z1')).toMatchObject({ verdict: 'transposed', earned: 0 });
    expect(judged.earned).toBeCloseTo(8, 12);
  });
});

test('a misspelt key is missing, and the similar one is named', () => {
  const judged = judgeChanged(({ yhat, ...others }) => ({ ...others, yHat: yhat }));
  expect(outputOf(judged, 'yhat')).toMatchObject({ verdict: 'missing', earned: 0 });
  expect(judged.summary).toContain('(rename yHat)');
});

test('NaN in a loss, as log(0) leaves it', () => {
  const judged = judgeChanged((values) => ({ ...values, loss: NaN }));
  expect(outputOf(judged, 'loss')).toMatchObject({ verdict: 'non-finite', sentence: 'is NaN', error: null });
  expect(judged.earned).toBeCloseTo(8, 12);
});
