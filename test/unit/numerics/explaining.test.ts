/** When a mistake explains an output: numbers by hand on yhat = w x, loss = mean (yhat - y)^2 / 2. */
import { describe, expect, test } from '@jest/globals';
import {
  explainsCase,
  explainsOutput,
  pointsOf,
  singlesThat,
  type Case,
  type Compared,
} from '../../../grader/numerics/explaining.js';
import { singlesAt, type Point } from '../../../grader/numerics/mistakes/hypotheses.js';
import { rewrittenGradients } from '../../../grader/numerics/gradients.js';
import type { Network } from '../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../grader/tensor/tensor.js';

const NETWORK: Network = {
  inputs: { x: ['B', 1], y: ['B', 1] },
  parameters: { w: [1, 1], b: [1] },
  nodes: [
    { name: 'yhat', op: 'linear', of: ['x', 'w', 'b'] },
    { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
  ],
};
/** x = (1, 2), y = (0, 1), w = 3, b = 1: yhat = (4, 7), dyhat = (4, 6) / 2 = (2, 3), dw = 2 + 6 = 8, db = 5. */
const given = { x: float64([2, 1], [1, 2]), y: float64([2, 1], [0, 1]), w: float64([1, 1], [3]), b: float64([1], [1]) };
const POINT: Point = {
  ...{ network: NETWORK, given, right: rewrittenGradients(NETWORK, given, {}), of: 'gradients', isGeneric: true },
};
const RIGHT = float64([1, 1], [8]);

const caseOf = (got: TensorData, reference = RIGHT): Case => ({
  observed: { form: 'tensor', data: got },
  expected: { reference, largest: 8 },
  point: POINT,
});
const output = (isWrong: boolean, ...cases: Case[]): Compared => ({ of: 'w', cases, isWrong });

describe('at one sample', () => {
  const wrong = output(true);
  test('a wrong output is explained by the same numbers', () => {
    expect(explainsCase(wrong, caseOf(float64([1, 1], [16])), float64([1, 1], [16]))).toBe(true);
    expect(explainsCase(wrong, caseOf(float64([1, 1], [16.0001])), float64([1, 1], [16]))).toBe(true);
    expect(explainsCase(wrong, caseOf(float64([1, 1], [16.5])), float64([1, 1], [16]))).toBe(false);
  });
  test('in the same shape, but for sides of 1', () => {
    expect(explainsCase(wrong, caseOf(float64([], [16])), float64([1, 1], [16]))).toBe(true);
    expect(explainsCase(wrong, caseOf(float64([2], [16, 16])), float64([1, 1], [16]))).toBe(false);
  });
  test('a right one by what leaves it as it is, whatever was observed', () => {
    expect(explainsCase(output(false), caseOf(float64([1, 1], [8])), float64([1, 1], [8]))).toBe(true);
    expect(explainsCase(output(false), caseOf(float64([1, 1], [8])), float64([1, 1], [16]))).toBe(false);
  });
  test('nothing is explained by a mistake that does not give the tensor', () => {
    expect(explainsCase(wrong, caseOf(RIGHT), undefined)).toBe(false);
  });
});

test('the subgradients of the right answer do not excuse a mistake', () => {
  const { expected, ...rest } = caseOf(float64([1, 1], [18]));
  const kinked = { ...rest, expected: { ...expected, directions: [float64([1, 1], [4])] } };
  expect(explainsCase(output(true), kinked, float64([1, 1], [16]))).toBe(false);
});

test('at several samples, a mistake explains all of them or nothing', () => {
  const [sixteen, eight] = [float64([1, 1], [16]), RIGHT];
  const twice = [...singlesAt(POINT).values()].find(({ made: [{ mistake }] }) => mistake.name === 'factor-2');
  if (twice === undefined) throw new Error('no factor-2');
  expect(explainsOutput(output(true, caseOf(sixteen), caseOf(sixteen)), [twice, twice])).toBe(true);
  expect(explainsOutput(output(true, caseOf(sixteen), caseOf(eight)), [twice, twice])).toBe(false);
  expect(explainsOutput(output(true, caseOf(sixteen), caseOf(sixteen)), [twice])).toBe(false);
});

test('the points are those of the first output', () => {
  expect(pointsOf([output(true, caseOf(RIGHT)), output(true)])).toEqual([POINT]);
  expect(pointsOf([])).toEqual([]);
});

describe('the mistakes at several points', () => {
  const one = { x: float64([1, 1], [1]), y: float64([1, 1], [0]), w: given.w, b: given.b };
  const alone: Point = { ...POINT, given: one, right: rewrittenGradients(NETWORK, one, {}) };
  test('are all that can be made at any, each as it is at each point', () => {
    const found = singlesThat([alone, POINT], (hypotheses) => hypotheses.length === 2);
    expect(found.map(({ key }) => key)).toEqual([...singlesAt(POINT).keys()]);
    // with one example, there is no sum over the batch
    expect([...singlesAt(alone).keys()].some((key) => key.startsWith('times-batch'))).toBe(false);
  });
  test('that explain', () => {
    // dw is 8 and, with one example, (4 - 0) * 1 = 4; the sum over the batch gives 16 and 4
    const found = singlesThat([alone, POINT], ([first, second]) => {
      return first?.tensors()['w']?.values[0] === 4 && second?.tensors()['w']?.values[0] === 16;
    });
    expect(found.map(({ made: [{ mistake }] }) => mistake.name)).toEqual(['times-batch']);
  });
});
