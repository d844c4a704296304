/**
 * Follow-through on a chain that was worked by hand: x = (2, 1), W1 = [[1, -1], [2, 3]], b1 = (1, -2), w2 = (3, -1),
 * b2 = 1, y = 5. So z1 = z2 = (2, 5), yhat = 2, loss = 4.5, dyhat = -3, dz2 = dz1 = (-9, 3), dx = (-3, 18),
 * dW1 = [[-18, -9], [6, 3]].
 */
import { describe, expect, test } from '@jest/globals';
import { Chain, keyOf, type StepName, type StepVerdict } from '../../../../grader/numerics/following/follow-through.js';
import type { Values } from '../../../../grader/numerics/network.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';
import { QUIZ2 } from '../../../support/quiz2-network.js';

const GIVEN = {
  x: float64([1, 2], [2, 1]),
  y: float64([1, 1], [5]),
  W1: float64([2, 2], [1, -1, 2, 3]),
  b1: float64([2], [1, -2]),
  w2: float64([1, 2], [3, -1]),
  b2: float64([1], [1]),
};

type Answer = number | readonly number[] | readonly (readonly number[])[];
type Answers = Readonly<Record<string, Answer>>;

function tensorOf(answer: Answer): TensorData {
  if (typeof answer === 'number') return float64([], [answer]);
  const flat = answer.flat();
  return Array.isArray(answer[0])
    ? float64([answer.length, flat.length / answer.length], flat)
    : float64([flat.length], flat);
}

/** `z1` is the value of z1, `dz1` the gradient with respect to it. */
function stepOf(name: string): StepName {
  return name.startsWith('d') ? { kind: 'gradient', of: name.slice(1) } : { kind: 'value', of: name };
}

/** The verdict on the last of the answers. */
function judgeLast(answers: Answers, given: Values = GIVEN): StepVerdict {
  const all = Object.entries(answers);
  const [name = '', answer = NaN] = all.at(-1) ?? [];
  const chain = new Chain(QUIZ2, given, new Map(all.map(([key, value]) => [keyOf(stepOf(key)), tensorOf(value)])));
  return chain.judge(stepOf(name), tensorOf(answer));
}

describe('a right answer', () => {
  test.each<[Answers]>([
    [{ z1: [2, 5] }],
    [{ z2: [2, 5] }],
    [{ yhat: 2 }],
    [{ loss: 4.5 }],
    [{ dyhat: -3 }],
    [{ dz1: [-9, 3] }],
    [{ dx: [-3, 18] }],
    [
      {
        dW1: [
          [-18, -9],
          [6, 3],
        ],
      },
    ],
  ])('%j', (answers) => {
    expect(judgeLast(answers)).toMatchObject({ verdict: 'right', consistent: true });
  });

  test('after a wrong one from which it does not follow is right, and not consistent', () => {
    expect(judgeLast({ z1: [3, 5], z2: [2, 5] })).toMatchObject({ verdict: 'right', consistent: false });
  });
});

describe('what follows from a wrong answer', () => {
  test.each<[string, Answers, StepVerdict['verdict']]>([
    ['the next value', { z1: [3, 5], z2: [3, 5] }, 'followed-through'],
    ['through relu', { z1: [-1, 5], z2: [0, 5] }, 'followed-through'],
    ['a value after one that was not asked for', { z1: [3, 4], yhat: 3 * 3 - 4 + 1 }, 'followed-through'],
    [
      'from the true one, and from the own one after it',
      { z1: [9, 9], z2: [1, 5], yhat: 3 - 5 + 1 },
      'followed-through',
    ],
    // z2 = (0, 5), so yhat = -4, dyhat = -9, dz2 = (-27, 9)
    ['a gradient by the own mask, and by all that would follow', { z1: [-1, 5], dz1: [0, 9] }, 'followed-through'],
    ['a gradient by own gradient and true mask: either slope would do', { dz2: [-8, 3], dz1: [-8, 3] }, 'trivial'],
    ['a gradient after own values and an own gradient', { z1: [-1, 5], dz2: [-8, 3], dz1: [0, 3] }, 'followed-through'],
    // 3 * 3 - 5 + 1 is y itself: then the loss is 0, and anybody could write 0
    ['a loss that is 0 by accident', { z1: [3, 5], z2: [3, 5], yhat: 5, loss: 0 }, 'degenerate'],
    ['something else altogether', { z1: [3, 5], z2: [7, 7] }, 'wrong'],
  ])('%s', (_what, answers, verdict) => {
    expect(judgeLast(answers).verdict).toBe(verdict);
  });
});

/** The names of the mistakes that are found in the last answer; none if it is not a slip. */
function slipsIn(answers: Answers, given?: Values): readonly string[] {
  const judged = judgeLast(answers, given);
  return judged.verdict === 'slip' ? judged.made.map(({ mistake }) => mistake.name) : [];
}

describe('a slip is named', () => {
  test.each<[Answers, ...string[]]>([
    // without b2 = 1, half of 2
    [{ yhat: 1 }, 'step-half', 'bias-missing'],
    [{ dyhat: 3 }, 'step-sign-flipped'],
    [{ dyhat: -6 }, 'step-twice'],
    [{ dyhat: -1.5 }, 'step-half'],
    // dz1 W1^T in place of dz1 W1
    [{ dx: [-12, -9] }, 'input-gradient-transposed'],
    [
      {
        dW1: [
          [-18, 6],
          [-9, 3],
        ],
      },
      'step-transposed',
    ],
    [{ z1: [-1, 5], dz2: [-8, 3], dz1: [-8, 0] }, 'relu-inverted-mask'],
  ])('%j', (answers, ...names) => {
    expect(slipsIn(answers)).toEqual(names);
  });
});

test('the hint of a slip fits the kind of step', () => {
  const hintOf = (answers: Answers) => {
    const judged = judgeLast(answers);
    return judged.verdict === 'slip' ? judged.made[0]?.mistake.hint : null;
  };
  expect(hintOf({ yhat: 1 })).toMatch(/^Which constants does the formula of this step have/);
  expect(hintOf({ dyhat: -1.5 })).toMatch(/^Which constants do the derivatives/);
});

test('the gradient that passes through relu where it is flat is named', () => {
  // b1 = (-4, -2) makes z1 = (-3, 5): the first unit is off
  const given = { ...GIVEN, b1: float64([2], [-4, -2]) };
  expect(slipsIn({ dz2: [-8, 3], dz1: [-8, 3] }, given)).toEqual(['relu-no-mask']);
  expect(judgeLast({ dz2: [-8, 3], dz1: [0, 3] }, given).verdict).toBe('followed-through');
});

describe('what cannot be compared', () => {
  test.each<[Answers, StepVerdict['verdict']]>([
    [{ z1: [2, 5, 0] }, 'wrong-shape'],
    [{ yhat: [2, 2] }, 'wrong-shape'],
    [{ z1: [2, NaN] }, 'non-finite'],
    [{ loss: Infinity }, 'non-finite'],
  ])('%j', (answers, verdict) => {
    expect(judgeLast(answers).verdict).toBe(verdict);
  });

  test('an answer of another shape is not what later steps start from', () => {
    expect(judgeLast({ z1: [2, 5, 0], z2: [2, 5] })).toMatchObject({ verdict: 'right', consistent: true });
  });
});

test('more wrong answers than are mixed are taken as they were given', () => {
  // z1, z2, yhat, loss, dyhat are all wrong; dz2 follows from the own dyhat
  const answers = { z1: [3, 6], z2: [4, 4], yhat: 7, loss: 1, dyhat: -2, dz2: [-6, 2] };
  expect(judgeLast(answers).verdict).toBe('followed-through');
});
