/** What there is to be held against a wrong answer: single mistakes, and the same at another point. */
import { describe, expect, test } from '@jest/globals';
import { rewrittenGradients } from '../../../../grader/numerics/gradients.js';
import { sameAt, singlesAt, type Hypothesis, type Point } from '../../../../grader/numerics/mistakes/hypotheses.js';
import { MISTAKES } from '../../../../grader/numerics/mistakes/index.js';
import { valuesOf, type Values } from '../../../../grader/numerics/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { variantsOf } from '../../../support/golden-mistakes.js';
import { QUIZ2 } from '../../../support/quiz2-network.js';

const given = (batch: number, hidden = 2): Values => ({
  x: float64([batch, 2], [1, -2, 3, 0.5].slice(0, 2 * batch)),
  y: float64([batch, 1], [2, -1].slice(0, batch)),
  W1: float64([hidden, 2], [1, 2, -3, 4, 5, 6].slice(0, 2 * hidden)),
  b1: float64([hidden], [10, 1, -3].slice(0, hidden)),
  w2: float64([1, hidden], [1, -1, 2].slice(0, hidden)),
  b2: float64([1], [0.5]),
});
function pointAt(values: Values, of: Point['of'] = 'gradients'): Point {
  const right = of === 'values' ? valuesOf(QUIZ2, values) : rewrittenGradients(QUIZ2, values, {});
  return { network: QUIZ2, given: values, right, of, isGeneric: true };
}
const POINT = pointAt(given(2));

function named(all: ReadonlyMap<string, Hypothesis>, name: string): Hypothesis {
  const found = [...all.values()].find(({ made: [{ mistake }] }) => mistake.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('single mistakes', () => {
  test('are all ways of all mistakes, in the order of the list', () => {
    const ways = MISTAKES.flatMap(({ name }) => variantsOf(name, QUIZ2, given(2)).map(({ at }) => [name, at]));
    const found = [...singlesAt(POINT).values()];
    expect(found.map(({ made }) => made.map(({ mistake, at }) => [mistake.name, at]))).toEqual(
      ways.map((one) => [one]),
    );
    expect(found.map(({ key }) => key)).toEqual([...singlesAt(POINT).keys()]);
  });
  test('are made once for each point, and their tensors too', () => {
    expect(singlesAt(POINT)).toBe(singlesAt(POINT));
    expect(singlesAt(pointAt(given(2)))).not.toBe(singlesAt(POINT));
    const one = named(singlesAt(POINT), 'sign-flipped');
    expect(one.tensors()).toBe(one.tensors());
  });
  test('give values or gradients, as the point asks', () => {
    // z1 = (1 - 4 + 10, -3 - 8 + 1) = (7, -10), without the biases (-3, -11)
    const values = named(singlesAt(pointAt(given(1), 'values')), 'bias-missing').tensors();
    expect(values['z1']).toEqual(float64([1, 2], [-3, -11]));
    // yhat = 0, dl/dyhat = -2
    const gradients = named(singlesAt(pointAt(given(1))), 'bias-missing').tensors();
    expect(gradients['yhat']).toEqual(float64([1, 1], [-2]));
  });
});

describe('at another point', () => {
  const alone = pointAt(given(1));
  test('it is the same mistake, made there', () => {
    const one = named(singlesAt(POINT), 'relu-no-mask');
    expect(sameAt(alone, one)).toBe(named(singlesAt(alone), 'relu-no-mask'));
  });
  test('where it cannot be made, all is right', () => {
    const sum = named(singlesAt(POINT), 'times-batch');
    expect(() => named(singlesAt(alone), 'times-batch')).toThrow('no times-batch');
    expect(sameAt(alone, sum).tensors()).toBe(alone.right);
    expect(sameAt(alone, sum).made).toEqual(sum.made);
    // W1 is [3, 2] there
    const wide = pointAt(given(2, 3));
    expect(sameAt(wide, named(singlesAt(POINT), 'weight-not-transposed')).tensors()).toBe(wide.right);
  });
});
