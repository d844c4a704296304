/**
 * Metrics, compared with the values that the documentation of scikit-learn prints for its examples, and with what is
 * computed by hand.
 */
import { describe, expect, test } from '@jest/globals';
import {
  crossEntropyOfLogits,
  crossEntropyOfProbabilities,
  entropyOf,
  f1Scores,
  LEAST_PROBABILITY,
  macroF1,
  macroF1OfConstant,
  squaredErrors,
  variances,
} from '../../../grader/numerics/metrics.js';

describe('mean squared error', () => {
  test('the examples of sklearn.metrics.mean_squared_error', () => {
    expect(squaredErrors([2.5, 0, 2, 8], [3, -0.5, 2, 7], 1)).toEqual([0.375]);
    const [first, second] = squaredErrors([0, 2, -1, 2, 8, -5], [0.5, 1, -1, 1, 7, -6], 2);
    // multioutput='raw_values': array([0.41666667, 1.])
    expect(first).toBeCloseTo(0.41666667, 8);
    expect(second).toBe(1);
  });
  test('the best constant has the variance of each column', () => {
    // 1, 2, 3, 6 have the mean 3 and the variance (4 + 1 + 0 + 9) / 4
    expect(variances([1, 5, 2, 5, 3, 5, 6, 5], 2)).toEqual([3.5, 0]);
  });
});

describe('cross-entropy', () => {
  test('the example of sklearn.metrics.log_loss', () => {
    // ham is 0, spam 1
    const probabilities = [0.1, 0.9, 0.9, 0.1, 0.8, 0.2, 0.35, 0.65];
    const { loss } = crossEntropyOfProbabilities(probabilities, [1, 0, 0, 1], 2);
    // 0.21616...
    expect(loss.toFixed(5)).toBe('0.21616');
    const single = [0.9, 0.1, 0.2, 0.65];
    expect(crossEntropyOfProbabilities(single, [1, 0, 0, 1], 1).loss).toBeCloseTo(loss, 12);
  });
  test('logits by hand: log(1 + e^-2) for a distance of 2', () => {
    expect(crossEntropyOfLogits([1, -1, 0, 2], [0, 1], 2).loss).toBeCloseTo(Math.log1p(Math.exp(-2)), 12);
    expect(crossEntropyOfLogits([2, -2], [1, 0], 1).loss).toBeCloseTo(Math.log1p(Math.exp(-2)), 12);
    // log 3 for logits that are equal, whatever their size
    expect(crossEntropyOfLogits([1e30, 1e30, 1e30], [1], 3).loss).toBeCloseTo(Math.log(3), 12);
  });
  test('logits that are far wrong cost their distance, without overflow', () => {
    expect(crossEntropyOfLogits([-3e4, 3e4], [0], 2)).toEqual({ loss: 6e4, clipped: 0 });
    expect(crossEntropyOfLogits([3e4], [0], 1).loss).toBe(3e4);
  });
  test('a probability of 0 counts as 1e-7, and is counted', () => {
    const { loss, clipped } = crossEntropyOfProbabilities([0, 1, 1, 0], [0, 0], 2);
    expect(clipped).toBe(1);
    expect(loss).toBeCloseTo(-Math.log(LEAST_PROBABILITY) / 2, 12);
  });
  test('a row whose sum is more than 1 gains nothing', () => {
    expect(crossEntropyOfProbabilities([0.5005, 0.5005], [0], 2).loss).toBeCloseTo(Math.log(2), 12);
    // a loss is never below 0, and that of the other class is finite
    expect(crossEntropyOfProbabilities([1 + 2 ** -23], [1], 1)).toEqual({ loss: 0, clipped: 0 });
    expect(crossEntropyOfProbabilities([1 + 2 ** -23], [0], 1)).toEqual({ loss: -Math.log(1e-7), clipped: 1 });
  });
  test('the best constant has the entropy of the labels', () => {
    expect(entropyOf([0, 0, 1, 1], 2)).toBeCloseTo(Math.log(2), 12);
    // -(3/4 log 3/4 + 1/4 log 1/4)
    expect(entropyOf([0, 0, 0, 2], 3)).toBeCloseTo(0.5623351446188083, 12);
    expect(entropyOf([1, 1], 2)).toBe(0);
  });
});

describe('macro F1', () => {
  const LABELS = [0, 1, 2, 0, 1, 2];
  test('the example of sklearn.metrics.f1_score', () => {
    const scores = f1Scores(LABELS, [0, 2, 1, 0, 0, 1], 3);
    // average=None: array([0.8, 0. , 0. ]); average='macro': 0.267
    expect(scores).toEqual([0.8, 0, 0]);
    expect(macroF1(scores).toFixed(3)).toBe('0.267');
  });
  test('a class that is nowhere does not count; one that is predicted or not recognised does', () => {
    expect(f1Scores(LABELS, LABELS, 4)).toEqual([1, 1, 1, null]);
    expect(macroF1(f1Scores(LABELS, LABELS, 4))).toBe(1);
    expect(f1Scores([0, 0], [0, 1], 2)).toEqual([2 / 3, 0]);
    // -1 is no class
    expect(f1Scores([0, 0], [0, -1], 2)).toEqual([2 / 3, null]);
  });
  test('the best constant is the class with most examples', () => {
    const labels = [0, 0, 0, 1];
    const byHand = [0, 1].map((label) =>
      macroF1(
        f1Scores(
          labels,
          labels.map(() => label),
          2,
        ),
      ),
    );
    expect(macroF1OfConstant(labels, 2)).toBeCloseTo(Math.max(...byHand), 12);
    // 2 * 3 / (4 + 3) / 2
    expect(macroF1OfConstant(labels, 2)).toBeCloseTo(3 / 7, 12);
    expect(macroF1OfConstant([2, 2], 3)).toBe(1);
  });
});
