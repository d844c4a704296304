/** What is claimed for wrong outputs: mistakes made in PyTorch, and numbers without a list of mistakes. */
import { describe, expect, test } from '@jest/globals';
import { explain } from '../../../grader/numerics/claims.js';
import type { Values } from '../../../grader/numerics/network.js';
import type { ObservedTensor } from '../../../grader/numerics/shapes.js';
import type { Network } from '../../../grader/schema/network.js';
import { float64 } from '../../../grader/tensor/tensor.js';
import { claims, compared, gradientsAt, valuesAt } from '../../support/claimed.js';
import { givenOf, GOLDEN } from '../../support/golden-mistakes.js';

describe('mistakes made in PyTorch', () => {
  const [golden] = GOLDEN;
  if (golden === undefined) throw new Error('no golden network');
  const sample = gradientsAt(golden.network, givenOf(golden));
  const outputs = (name: string, at: string | null, names = Object.keys(golden.gradients), way = 0) => {
    const found = golden.mistakes.find((one) => one.mistake === name && one.at === at && one.way === way);
    return names.map((of) => {
      const { shape, values } = found?.gradients[of] ?? golden.gradients[of] ?? { shape: [], values: [NaN] };
      return compared(of, [sample], () => float64(shape, values));
    });
  };
  const all = golden.mistakes.filter(({ gradients }) => Object.keys(gradients).length > 0);
  test.each(all.map(({ mistake, at, way }) => [mistake, at, way] as const))(
    '%s at %p (way %i) is the only one that is claimed, at its place',
    (name, at, way) => {
      const found = claims(...outputs(name, at, undefined, way)).filter((one) => one !== null);
      const wanted = `one: ${name}${at === null ? '' : ` at ${at}`}`;
      // at this sample, relu is off for all that the first example would give these biases
      const same = `several: ${name} at ${at ?? ''}, bias-gradient-of-one-example at ${at ?? ''}`;
      expect([...new Set(found)].map((one) => (one === same ? wanted : one))).toEqual([wanted]);
    },
  );
  test('where several places explain what is seen, none is named', () => {
    // cut at the first relu or at the second layer, the gradient of W1 is zero, and that of W3 right
    expect(claims(...outputs('detached', 'a1', ['W1', 'W3']))).toEqual(['one: detached', null]);
    // that of W2 is right only if it is cut below the second layer
    expect(claims(...outputs('detached', 'a1', ['W1', 'W2', 'W3']))).toEqual(['one: detached', null, null]);
  });
  test('a right output that the mistake would change speaks against it: then each is explained alone', () => {
    const wrong = outputs('relu-no-mask', null, ['W1', 'W2']);
    expect(claims(...wrong)).toEqual(['one: relu-no-mask', 'one: relu-no-mask']);
    const right = outputs('none', null, ['z1']);
    expect(claims(...wrong, ...right)[2]).toBeNull();
    const [first, second] = claims(...wrong, ...right);
    // that of W2 can be wrong without that of z1; made at both layers, it would not give this W1
    expect(second).toBe('one: weight-gradient-before-mask');
    // of this, nothing else is known
    expect(first).toBe('one: relu-no-mask');
  });
});

describe('a value or a gradient by itself', () => {
  const LINE: Network = {
    inputs: { x: ['B', 1], y: ['B', 1] },
    parameters: { W: [1, 1] },
    nodes: [
      { name: 'yhat', op: 'linear', of: ['x', 'W'] },
      { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
    ],
  };
  /** yhat = (0.5, 1, 1.5, 2, 2.5), dl/dyhat = (0.1, 0, 0.3, 0, 0.3), dl/dx half of it. */
  const GIVEN: Values = {
    x: float64([5, 1], [1, 2, 3, 4, 5]),
    y: float64([5, 1], [0, 1, 0, 2, 1]),
    W: float64([1, 1], [0.5]),
  };
  const YHAT = [0.5, 1, 1.5, 2, 2.5];
  const value = (numbers: readonly number[], shape = [5, 1]) =>
    compared('yhat', [valuesAt(LINE, GIVEN)], () => float64(shape, numbers));
  const by = (factor: number, of: string, right: readonly number[]) =>
    compared(of, [gradientsAt(LINE, GIVEN)], () =>
      float64(
        [right.length, 1],
        right.map((one) => factor * one),
      ),
    );
  const DYHAT = [0.1, 0, 0.3, 0, 0.3];

  test('a scale is a mistake of the loss and the gradients, not of the values before', () => {
    expect(claims(value(YHAT.map((one) => 2 * one)))).toEqual(['times 2.00']);
    expect(claims(value(YHAT.map((one) => -one)))).toEqual(['times -1.00']);
    const loss = compared('loss', [valuesAt(LINE, GIVEN)], () => float64([], [1.15]));
    // (0.25 + 0 + 2.25 + 0 + 2.25) / 10 = 0.475
    expect(claims({ ...loss, cases: loss.cases.map((one) => ({ ...one, observed: numbers(0.95) })) })).toEqual([
      'one: factor-2',
    ]);
    expect(claims(loss)).toEqual([null]);
  });
  const numbers = (one: number): ObservedTensor => ({ form: 'number', data: float64([], [one]) });

  test.each<[number, string]>([
    [-1, 'one: sign-flipped'],
    [2, 'one: factor-2'],
    [0.5, 'one: factor-half'],
    [5, 'one: times-batch'],
    [0.2, 'one: divided-by-batch-twice'],
    [3, 'times 3.00'],
  ])('known factors come before a constant: times %p is %s', (factor, claim) => {
    expect(claims(by(factor, 'yhat', DYHAT))).toEqual([claim]);
  });
  test('all that give the same numbers are claimed, in the order of the list', () => {
    // with two examples, a sum over the batch is twice the mean, and dividing again is half of it
    const given = { ...GIVEN, x: float64([2, 1], [1, 2]), y: float64([2, 1], [0, 3]) };
    const times = (factor: number) =>
      // dl/dyhat = (0.25, -1)
      compared('yhat', [gradientsAt(LINE, given)], () => float64([2, 1], [0.25 * factor, -factor]));
    expect(claims(times(2))).toEqual(['several: times-batch, factor-2']);
    expect(claims(times(0.5))).toEqual(['several: divided-by-batch-twice, factor-half']);
  });
  test('a constant times what a mistake leaves alone is a constant, not the mistake', () => {
    // weights that are updated early change neither of these; with the constant they are seven numbers
    const both = [by(3, 'yhat', DYHAT), by(3, 'y', [-0.1, 0, -0.3, 0, -0.3])];
    expect(claims(...both)).toEqual(['times 3.00', 'times 3.00']);
  });
  test('a transposed or reshaped tensor is another one, except for a side of 1', () => {
    expect(
      claims(
        value(
          YHAT.map((one) => 2 * one),
          [5],
        ),
      ),
    ).toEqual(['times 2.00']);
    expect(claims(value([...YHAT, 0], [6]))).toEqual([null]);
  });
  test('numbers that do not depend on the inputs', () => {
    const other = { ...GIVEN, x: float64([5, 1], [2, 1, 4, 3, 6]) };
    const samples = [valuesAt(LINE, GIVEN), valuesAt(LINE, other)];
    expect(claims(compared('yhat', samples, () => float64([5, 1], [7, 8, 9, 1, 2])))).toEqual(['constant']);
    expect(claims(compared('yhat', samples, (place) => float64([5, 1], [7, 8, 9, 1, place])))).toEqual([null]);
  });
  test('what is not a number, or zero at one sample of two, is claimed by nobody', () => {
    expect(claims(value(YHAT.map(() => NaN)))).toEqual([null]);
    const samples = [valuesAt(LINE, GIVEN), valuesAt(LINE, GIVEN)];
    expect(
      claims(
        compared('yhat', samples, (place) =>
          float64(
            [5, 1],
            YHAT.map(() => place),
          ),
        ),
      ),
    ).toEqual([null]);
  });
  test('no output, no claim', () => {
    expect(explain([])).toEqual([]);
  });
});
