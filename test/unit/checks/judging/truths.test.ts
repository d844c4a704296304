/** The right tensors at a sample: the values of a network, and the gradients of its loss, against a calculation by hand. */
import { expect, test } from '@jest/globals';
import { gradientsAt, valuesAt } from '../../../../grader/checks/judging/truths.js';
import { QUIZ2, quiz2Point } from '../../../support/quiz2-network.js';

const numbers = (tensors: Readonly<Record<string, { readonly values: ArrayLike<number> }>>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, { values }]) => [name, Array.from(values)]));

test('the values of all nodes, and of nothing that was given', () => {
  const { right, directions, point } = valuesAt(QUIZ2, quiz2Point());
  expect(numbers(right)).toEqual({ z1: [1, -1], z2: [1, 0], yhat: [1], loss: [0.5] });
  expect(directions).toEqual([]);
  expect(point).toMatchObject({ of: 'values', right });
});

test('the gradients by everything that the loss depends on', () => {
  const { right, scale, point } = gradientsAt(QUIZ2, quiz2Point());
  expect(numbers(right)).toMatchObject({
    yhat: [-1],
    z2: [-1, 1],
    z1: [-1, 0],
    W1: [-1, 0, 0, 0],
    w2: [-1, 0],
    x: [-1, 2],
  });
  expect(Object.keys(scale)).toEqual(Object.keys(right));
  expect(point.of).toBe('gradients');
});
