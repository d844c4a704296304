/** Whether a model may be run, and what to do about an input of another shape; answers that are one number. */
import { describe, expect, test } from '@jest/globals';
import { refusalOf, refusalToRun } from '../../../../grader/checks/judging/admitted.js';
import { areOneNumber } from '../../../../grader/checks/judging/one-number.js';
import { writtenSample } from '../../../../grader/checks/judging/written-sample.js';
import type { ModelAdmission } from '../../../../grader/stages/submission.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

const admitted = (inputShape: readonly (number | null)[] | null): ModelAdmission => ({
  status: 'admitted',
  facts: { format: 'layers-model', parameters: 4, fileBytes: 1, layers: [], inputShape, weights: [] },
});
const toRun = (expected: readonly (number | null)[] | null, input: readonly number[]) =>
  refusalToRun(admitted(expected), { kind: 'model', path: 'm.json', input: [...input], outputs: [1] })?.message ?? null;

describe('a model that is not admitted', () => {
  const error = { code: 'TIME_LIMIT', message: 'too slow' } as const;
  test.each<[ModelAdmission, string, string]>([
    [{ status: 'not-loaded', error } as ModelAdmission, 'TIME_LIMIT', 'too slow'],
    [{ status: 'missing', sentence: 'no file' }, 'MISSING_FILE', 'no file'],
    [{ status: 'rejected', sentence: 'too big' } as ModelAdmission, 'MODEL_REJECTED', 'too big'],
  ])('%#: has a reason', (admission, code, message) => {
    expect(refusalOf(admission)).toEqual({ code, message });
    const target = { kind: 'model', path: 'm.json', input: [2], outputs: [1] } as const;
    expect(refusalToRun(admission, { ...target, input: [2], outputs: [1] })).toEqual({ code, message });
  });
  test('an admitted one is not refused, one that was not planned is a fault of the grader', () => {
    expect(refusalOf(admitted([2]))).toBeNull();
    expect(() => refusalOf(undefined)).toThrow('a model was not planned to be examined');
  });
});

describe('examples of a shape', () => {
  test.each<[readonly (number | null)[] | null, readonly number[]]>([
    [null, [2]],
    [[2], [2]],
    [
      [null, 3],
      [7, 3],
    ],
    [
      [4, null],
      [4, 9],
    ],
    [[], []],
  ])('%p takes %p', (expected, input) => {
    expect(toRun(expected, input)).toBeNull();
  });
  test.each<[readonly (number | null)[], readonly number[], string]>([
    [[3], [2], '[null, 3], the data are [null, 2]'],
    [[2, 2], [2], '[null, 2, 2], the data are [null, 2]'],
    [[2], [2, 2], '[null, 2], the data are [null, 2, 2]'],
    // one side fits, the other does not
    [[28, 27], [28, 28], '[null, 28, 27], the data are [null, 28, 28]'],
    [[27, 28], [28, 28], '[null, 27, 28], the data are [null, 28, 28]'],
    // as many numbers, in another form
    [
      [784],
      [28, 28],
      '[null, 784], the data are [null, 28, 28]: let it begin with a Flatten layer that takes [28, 28]',
    ],
    [[28, 28], [784], '[null, 28, 28], the data are [null, 784]: let it begin with a Reshape layer that takes [784]'],
    [
      [28, 28, 1],
      [28, 28],
      '[null, 28, 28, 1], the data are [null, 28, 28]: let it begin with a Reshape layer that takes [28, 28]',
    ],
    [[3, 4, 5], [4, 5, 3], '[null, 3, 4, 5], the data are [null, 4, 5, 3]: the channels are last here'],
    [[5, 4, 3], [4, 5, 3], '[null, 5, 4, 3], the data are [null, 4, 5, 3]: the height is first here'],
    [[5, 3, 4], [4, 5, 3], '[null, 5, 3, 4], the data are [null, 4, 5, 3]'],
    [[2, 6], [3, 4], '[null, 2, 6], the data are [null, 3, 4]'],
    [[2, 6], [2, 2, 3], '[null, 2, 6], the data are [null, 2, 2, 3]'],
    // a side that may be anything says nothing of the number of values
    [[null, 4, 3], [4, 5, 3], '[null, null, 4, 3], the data are [null, 4, 5, 3]'],
    [[null, 1], [1, 5], '[null, null, 1], the data are [null, 1, 5]'],
  ])('%p does not take %p', (expected, input, said) => {
    expect(toRun(expected, input)).toBe(`m.json expects examples of shape ${said}`);
  });
  test('it is the model that is rejected', () => {
    const target = { kind: 'model' as const, path: 'm.json', input: [3], outputs: [1] };
    expect(refusalToRun(admitted([2]), target)?.code).toBe('MODEL_REJECTED');
  });
});

test.each<[boolean, readonly (readonly number[])[]]>([
  [true, [[1], [1], [1]]],
  [true, [[1, 1], [], [1]]],
  [true, [[], [2], [2]]],
  // two numbers may well be the same
  [false, [[1], [1]]],
  [false, [[1], [1], [2]]],
  [false, [[1], [1, 2], [1]]],
  [false, [[2], [1], [1]]],
  [false, [[], [], []]],
  [false, [[NaN], [NaN], [NaN]]],
])('that all is one number is %p of %j', (expected, answers) => {
  expect(areOneNumber(answers.map((values) => float64([values.length], values)))).toBe(expected);
});

describe('the sample that answers are about', () => {
  const rubric = makeResolvedRubric([]);
  test('is the first of its set, as it was written where it was', () => {
    const first = rubric.sampleSets.get('generic')?.[0];
    expect(writtenSample('generic', rubric)).toBe(first?.values);
    const written = { x: float64([1], [0.1]) };
    const sampleSets = new Map([['typed', [{ id: 't', seed: null, values: {}, written }]]]);
    expect(writtenSample('typed', { ...rubric, sampleSets })).toBe(written);
  });
  test('a set that is not there is a fault of the grader', () => {
    expect(() => writtenSample('nowhere', rubric)).toThrow('no sample in nowhere');
  });
});
