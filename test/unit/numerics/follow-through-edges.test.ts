/** Follow-through at its edges: other shapes, mixes of own and true answers, and words. By hand on Quiz 2. */
import { describe, expect, test } from '@jest/globals';
import { Chain } from '../../../grader/numerics/following/follow-through.js';
import { float64 } from '../../../grader/tensor/tensor.js';
import { GIVEN, gradient, judgeLast, one, row, value, type Step } from '../../support/answered-chain.js';
import { QUIZ2 } from '../../support/quiz2-network.js';

describe('right answers', () => {
  test('another shape is noted, the same is not', () => {
    expect(judgeLast([[value('z1'), float64([2, 1], [2, 5])]])).toEqual({
      ...{ verdict: 'right', consistent: true },
      note: 'shape [2, 1] was taken as [2]',
    });
    expect(judgeLast([[value('z1'), float64([2], [2, 5])]])).toEqual({
      verdict: 'right',
      consistent: true,
      note: null,
    });
  });
  test('after right answers, gradients too, nothing is followed', () => {
    const steps: Step[] = [
      [value('yhat'), one(2)],
      [gradient('yhat'), one(-3)],
      [gradient('z2'), row(-9, 3)],
      [gradient('z1'), row(-9, 3)],
    ];
    expect(judgeLast(steps)).toEqual({ verdict: 'right', consistent: true, note: null });
  });
  test('an answer that is not finite is no answer for later steps', () => {
    expect(
      judgeLast([
        [value('z1'), row(NaN, 5)],
        [value('z2'), row(2, 5)],
      ]),
    ).toMatchObject({ consistent: true });
    expect(
      judgeLast([
        [value('z1'), row(3, 5)],
        [value('z2'), row(2, 5)],
      ]),
    ).toMatchObject({ consistent: false });
  });
  test('the truth is that of values and of gradients, by name', () => {
    const chain = new Chain(QUIZ2, GIVEN, new Map());
    expect(chain.truthOf(value('z1'))).toEqual(row(2, 5));
    expect(chain.truthOf(gradient('z1'))).toEqual(row(-9, 3));
    expect(chain.truthOf(value('x'))).toEqual(GIVEN.x);
    expect(() => chain.truthOf(gradient('q'))).toThrow('no gradient of q in the network');
  });
});

describe('mixes', () => {
  test('own gradient and true mask, where the own mask would be another', () => {
    const steps: Step[] = [
      [value('z1'), row(-1, 5)],
      [gradient('z2'), row(-8, 3)],
    ];
    // the true mask is on everywhere, which does not show whether it was used
    expect(judgeLast([...steps, [gradient('z1'), row(-8, 3)]])).toEqual({ verdict: 'trivial' });
    expect(judgeLast([...steps, [gradient('z1'), row(0, 3)]])).toEqual({ verdict: 'followed-through' });
  });
  test('a gradient from a true value and an own gradient', () => {
    const steps: Step[] = [
      [value('z2'), row(4, 4)],
      [gradient('yhat'), one(-2)],
    ];
    // dw2 is dyhat z2: own both, the own gradient alone, the own value alone, another
    const judged = [row(-8, -8), row(-4, -10), row(-12, -12), row(-6, -6)].map(
      (answer) => judgeLast([...steps, [gradient('w2'), answer]]).verdict,
    );
    expect(judged).toEqual(['followed-through', 'followed-through', 'followed-through', 'wrong']);
  });
});

describe('words', () => {
  test('a wrong vector is no slip: what it does is told', () => {
    expect(judgeLast([[gradient('b1'), float64([2], [70, 80])]])).toEqual({
      verdict: 'wrong',
      sentence: 'is wrong, and does not follow from the steps before it either',
    });
  });
  test('another shape and the transpose are told apart', () => {
    const wide = { ...GIVEN, x: row(2, 1, 0), W1: float64([2, 3], [1, -1, 0, 2, 3, 0]) };
    // dW1 is (-9, 3)' (2, 1, 0)
    expect(judgeLast([[gradient('W1'), float64([3, 2], [-18, 6, -9, 3, 0, 0])]], wide)).toEqual({
      verdict: 'transposed',
      sentence: 'is transposed: it has shape [3, 2], expected shape [2, 3]',
    });
    expect(judgeLast([[gradient('W1'), float64([3, 2], [-18, 6, -9, 3, 0, 1])]], wide)).toEqual({
      verdict: 'wrong-shape',
      sentence: 'has shape [3, 2], expected shape [2, 3]',
    });
  });
  test('what is not finite is told with its place', () => {
    expect(judgeLast([[value('z1'), row(2, Infinity)]])).toEqual({
      verdict: 'non-finite',
      sentence: 'is Infinity at [0, 1] (1 of 2 values are not finite)',
    });
  });
});
