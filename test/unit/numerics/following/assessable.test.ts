/** Whether a step that follows from own values shows anything: each kind of hollow tensor, and its honest neighbour. */
import { describe, expect, test } from '@jest/globals';
import { isAssessable, type Following } from '../../../../grader/numerics/following/assessable.js';
import { matches } from '../../../../grader/numerics/closeness.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';

const areAlike = (a: TensorData, reference: TensorData) => matches(a.values, { reference, largest: 5 });
const matrix = (...rows: number[][]) => float64([rows.length, rows[0]?.length ?? 0], rows.flat());

const TRUTH = matrix([1, 2], [-3, 0.5], [0.25, 4]);
const OWN = matrix([3, -1], [2, 2.5], [-4, 1]);
const step = (change: Partial<Following>): Following => ({
  ...{ truth: TRUTH, recomputed: OWN, given: [], others: [], used: [], ...change },
});
const isShown = (...steps: Partial<Following>[]) => isAssessable(steps.map(step), areAlike);

test('numbers that are their own are assessable, at one sample and at several', () => {
  expect(isShown({})).toBe(true);
  expect(isShown({}, { recomputed: matrix([1, 5], [2, -2.5], [4, 1]) })).toBe(true);
});

describe('zeros', () => {
  const zeros = matrix([0, 0], [0, 0], [0, 0]);
  test('show nothing, but some zeros do', () => {
    expect(isShown({ recomputed: zeros })).toBe(false);
    expect(isShown({ recomputed: matrix([1, 0], [0, 2], [0, 0]) })).toBe(true);
  });
  test('at all samples: what is zero at one and not at the other depends on something', () => {
    expect(isShown({ recomputed: zeros }, { recomputed: zeros })).toBe(false);
    expect(isShown({ recomputed: zeros }, {})).toBe(true);
  });
  test('as does what would be accepted as zero', () => {
    expect(isShown({ recomputed: matrix([1e-9, -1e-9], [1e-9, 2e-9], [3e-9, 0]) })).toBe(false);
  });
});

describe('one number', () => {
  const sevens = matrix([7, 7], [7, 7], [7, 7]);
  test('everywhere shows nothing unless the right answer is one number, too', () => {
    expect(isShown({ recomputed: sevens })).toBe(false);
    const ones = matrix([1, 1], [1, 1], [1, 1]);
    // rows that are the same are a reason of their own, but the right ones are as well
    expect(isShown({ recomputed: sevens, truth: ones })).toBe(true);
  });
  test('that is the only one is compared with those of other samples', () => {
    const scalar = (value: number, truth: number) => ({
      recomputed: float64([], [value]),
      truth: float64([], [truth]),
    });
    expect(isShown(scalar(7, 1))).toBe(true);
    expect(isShown(scalar(7, 1), scalar(8, 2))).toBe(true);
    expect(isShown(scalar(7, 1), scalar(7, 2))).toBe(false);
  });
});

describe('the same row', () => {
  const same = matrix([1, 2], [1, 2], [1, 2]);
  test('for every example shows nothing, unless that is right', () => {
    expect(isShown({ recomputed: same })).toBe(false);
    expect(isShown({ recomputed: same, truth: matrix([3, 4], [3, 4], [3, 4]) })).toBe(true);
  });
  test('in a matrix from which it is calculated, but not in a column', () => {
    const used = (answer: TensorData, truth: TensorData) => isShown({ used: [{ answer, truth }] });
    expect(used(same, TRUTH)).toBe(false);
    expect(used(matrix([1], [1], [1]), matrix([1], [2], [3]))).toBe(true);
  });
  test('of a vector or of a single row there is no other', () => {
    expect(isShown({ recomputed: float64([3], [1, 2, 3]), truth: float64([3], [4, 5, 7]) })).toBe(true);
    expect(isShown({ recomputed: matrix([1, 2]), truth: matrix([3, -4]) })).toBe(true);
  });
});

describe('one example alone', () => {
  test('in the step', () => {
    expect(isShown({ recomputed: matrix([0, 0], [2, 3], [0, 0]) })).toBe(false);
    expect(isShown({ recomputed: matrix([1, -1], [2e6, 3e6], [4, 0]) })).toBe(false);
    expect(isShown({ recomputed: matrix([0, 0], [2, 3], [0, 1]) })).toBe(true);
  });
  test('unless that is right', () => {
    expect(isShown({ recomputed: matrix([0, 0], [2, 3], [0, 0]), truth: matrix([0, 0], [1, 5], [0, 0]) })).toBe(true);
  });
  test('in a value from which the step is calculated', () => {
    const used = (answer: TensorData) => isShown({ used: [{ answer, truth: TRUTH }] });
    expect(used(matrix([0, 0], [0, 0], [5, 6]))).toBe(false);
    expect(used(OWN)).toBe(true);
  });
  test('or one unit alone', () => {
    expect(isShown({ recomputed: matrix([0, 3], [0, 2], [0, -4]) })).toBe(false);
    expect(isShown({ recomputed: matrix([1, 3e6], [2, 2e6], [5, -4e6]) })).toBe(false);
    expect(isShown({ used: [{ answer: matrix([0, 3], [0, 2], [0, -4]), truth: TRUTH }] })).toBe(false);
  });
  test('in a single row zeros are usual, and numbers beside which the others vanish are not', () => {
    const row = (...values: number[]) => isShown({ recomputed: matrix(values), truth: matrix([1, 2]) });
    expect(row(5, 0)).toBe(true);
    expect(row(5e6, 1)).toBe(false);
  });
});

describe('numbers that depend on sizes only', () => {
  const x = (...values: number[]) => [float64([values.length], values)];
  const elsewhere = matrix([2, 2], [-3, 0.5], [0.25, 4]);
  test('are the same at two samples of the same sizes', () => {
    expect(isShown({ given: x(1, 2, 3) }, { given: x(4, 5, 6), truth: elsewhere })).toBe(false);
    expect(isShown({ given: x(1, 2, 3) }, { given: x(4, 5, 6, 7), truth: elsewhere })).toBe(true);
  });
  test('but may be if the right ones are', () => {
    expect(isShown({ given: x(1, 2, 3) }, { given: x(4, 5, 6) })).toBe(true);
  });
});

describe('copies', () => {
  test('of what is given, in any shape', () => {
    expect(isShown({ given: [float64([6], OWN.values)] })).toBe(false);
    expect(isShown({ given: [float64([5], OWN.values.slice(0, 5))] })).toBe(true);
  });
  test('of another answer, unless the right ones are copies, too', () => {
    const at = (truth: TensorData) => ({ others: [{ answer: OWN, truth }] });
    expect(isShown(at(matrix([1, 2], [3, 4], [5, 6])))).toBe(false);
    // 6 numbers may be alike by chance, 12 at two samples not
    expect(isShown(at(TRUTH))).toBe(false);
    const twice = [
      at(TRUTH),
      { ...at(TRUTH), recomputed: scaledBy(OWN, 2), others: [{ answer: scaledBy(OWN, 2), truth: TRUTH }] },
    ];
    expect(isShown(...twice)).toBe(true);
  });
  test('at every sample', () => {
    const others = [{ answer: OWN, truth: matrix([1, 2], [3, 4], [5, 6]) }];
    expect(isShown({ others }, { others, recomputed: matrix([1, 5], [2, -2.5], [4, 1]) })).toBe(true);
  });
});

function scaledBy(tensor: TensorData, factor: number): TensorData {
  return float64(tensor.shape, [...tensor.values].map((value) => factor * value)); // prettier-ignore
}

describe('multiples', () => {
  const long = float64([8], [1, -2, 3, 5, -8, 0.5, 2, 7]);
  const other = float64([8], [2, 2, -1, 4, 1, 0, -3, 1]);
  const third = float64([8], [1, 1, 2, 0, 0, 0, 3, 4]);
  const at = (answer: TensorData, truth: TensorData, change: Partial<Following> = {}) =>
    isShown({ recomputed: scaledBy(long, 3), truth: other, others: [{ answer, truth }], ...change });
  test('of another answer show nothing', () => {
    expect(at(long, third)).toBe(false);
    expect(at(float64([8], [1, -2, 3, 5, -8, 0.5, 2, 7.5]), third)).toBe(true);
  });
  test('nor if they are so large that their squares overflow', () => {
    expect(at(scaledBy(long, 1e200), third)).toBe(false);
  });
  test('unless the right one is a multiple, too', () => {
    expect(at(long, scaledBy(other, 0.5))).toBe(true);
  });
  test('of what is given may be right: without its mask, db1 is db2 w2', () => {
    expect(at(other, other, { given: [long] })).toBe(true);
  });
  test('of zeros only zeros are', () => {
    expect(at(scaledBy(long, 0), third)).toBe(true);
  });
  test('of few numbers say nothing', () => {
    const others = [{ answer: matrix([1, 2, 3]), truth: matrix([3, 1, 1]) }];
    expect(isShown({ recomputed: matrix([2, 4, 6]), truth: matrix([1, 0, 5]), others })).toBe(true);
  });
});
