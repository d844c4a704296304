/** Mistakes with losses, by hand for two classes; and with which losses they can be made. */
import { describe, expect, test } from '@jest/globals';
import { shiftedLabels } from '../../../../grader/numerics/mistakes/loss-rewrites.js';
import { LOSSES } from '../../../../grader/numerics/mistakes/losses.js';
import { valuesOf, type Values } from '../../../../grader/numerics/network.js';
import type { Network, OpName } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { made, variantsOf } from '../../../support/golden-mistakes.js';
import { int32 } from '../../../support/op-laws.js';

const of = (op: OpName): Network => ({
  ...{ inputs: { z: ['B', 2] }, labels: { t: { shape: ['B'], classes: 2 } }, parameters: {} },
  nodes: [{ name: 'loss', op, of: ['z', 't'] }],
});
const LN3 = Math.log(3);
/** The probabilities are 3/4 and 1/4. */
const given = (label: number): Values => ({ z: float64([1, 2], [LN3, 0]), t: int32([label]) });

function expectMade(name: string, op: OpName, values: Values, loss: number, gradient: readonly number[]): void {
  const found = made(name, of(op), values);
  expect(found.values['loss']?.values[0]).toBeCloseTo(loss, 12);
  for (const [index, one] of gradient.entries()) expect(found.gradients['z']?.values[index]).toBeCloseTo(one, 12);
  expect(found.gradients['z']?.shape).toEqual(values['z']?.shape);
}

describe('another loss', () => {
  test.each<[string, OpName, number, number, number[]]>([
    // (3/4 - 1)^2 + (1/4)^2; its slope by z1 is 2 p1 p2 ((p1 - 1) - p2)
    ['brier-for-cross-entropy', 'cross-entropy', 0, 1 / 8, [-3 / 16, 3 / 16]],
    ['softmax-added', 'one-hot-l2', 0, 1 / 8, [-3 / 16, 3 / 16]],
    ['cross-entropy-for-other-loss', 'brier', 0, Math.log(4 / 3), [-1 / 4, 1 / 4]],
    ['cross-entropy-for-other-loss', 'one-hot-l2', 1, Math.log(4), [3 / 4, -3 / 4]],
    ['softmax-missing', 'cross-entropy', 0, (LN3 - 1) ** 2, [2 * (LN3 - 1), 0]],
    ['softmax-missing', 'brier', 1, LN3 ** 2 + 1, [2 * LN3, -2]],
    ['number-label', 'cross-entropy', 1, (LN3 - 1) ** 2 + 1, [2 * (LN3 - 1), -2]],
    ['number-label', 'brier', 0, LN3 ** 2, [2 * LN3, 0]],
    ['number-label', 'one-hot-l2', 1, (LN3 - 1) ** 2 + 1, [2 * (LN3 - 1), -2]],
    // -log(3/4) - log(1 - 1/2)
    ['sigmoid-cross-entropy', 'cross-entropy', 0, Math.log(8 / 3), [-1 / 4, 1 / 2]],
    // -log(1 - 3/4) - log(1/2)
    ['sigmoid-cross-entropy', 'cross-entropy', 1, Math.log(8), [3 / 4, -1 / 2]],
  ])('%s in place of %s, label %i', (name, op, label, loss, gradient) => {
    expectMade(name, op, given(label), loss, gradient);
  });
  test('of two examples, it is the mean', () => {
    const two = { z: float64([2, 2], [LN3, 0, 5, 7]), t: int32([1, 0]) };
    expectMade('number-label', 'cross-entropy', two, ((LN3 - 1) ** 2 + 1 + 25 + 49) / 2, [LN3 - 1, -1, 5, 7]);
  });
  test('large scores do not overflow', () => {
    const far = { z: float64([1, 2], [1000, -1000]), t: int32([1]) };
    expectMade('sigmoid-cross-entropy', 'cross-entropy', far, 2000, [1, -1]);
  });
});

describe('softmax', () => {
  test('twice: of 3/4 and 1/4 it is q and 1 - q', () => {
    const q = 1 / (1 + Math.exp(-1 / 2));
    const slope = (3 / 16) * 2 * (q - 1);
    expectMade('softmax-twice', 'cross-entropy', given(0), -Math.log(q), [slope, -slope]);
    // 2 (1 - q)^2, of which the slope by the first score of the second softmax is -4 q (1 - q)^2
    const brier = (3 / 16) * -8 * q * (1 - q) ** 2;
    expectMade('softmax-twice', 'brier', given(0), 2 * (1 - q) ** 2, [brier, -brier]);
  });
  test('over the batch: the columns are 3/4, 1/4 and 1/2, 1/2', () => {
    const two = { z: float64([2, 2], [LN3, 0, 0, 0]), t: int32([0, 1]) };
    const gradient = [-1 / 8, 1 / 4, 1 / 8, -1 / 4];
    expectMade('softmax-over-batch', 'cross-entropy', two, Math.log(8 / 3) / 2, gradient);
    // both of the first class: -(log(3/4) + log(1/4)) / 2, and nothing of the second column
    const same = { ...two, t: int32([0, 0]) };
    expectMade('softmax-over-batch', 'cross-entropy', same, Math.log(16 / 3) / 2, [1 / 4, 0, -1 / 4, 0]);
  });
  test('with p (1 - p) everywhere, only the score of the label has a gradient', () => {
    expectMade('softmax-diagonal-jacobian', 'cross-entropy', given(0), Math.log(4 / 3), [-1 / 4, 0]);
    expectMade('softmax-diagonal-jacobian', 'cross-entropy', given(1), Math.log(4), [0, -3 / 4]);
  });
  test('as a node: the gradient times p (1 - p)', () => {
    const network: Network = {
      ...{ inputs: { z: [1, 2], y: [1, 2] }, parameters: {} },
      nodes: [
        { name: 'p', op: 'softmax', of: ['z'] },
        { name: 'loss', op: 'half-squared-error', of: ['p', 'y'] },
      ],
    };
    // p - y is (1, 1/4)
    const values = { z: float64([1, 2], [LN3, 0]), y: float64([1, 2], [-1 / 4, 0]) };
    const { gradients } = made('softmax-diagonal-jacobian', network, values);
    expect(gradients['z']?.values[0]).toBeCloseTo(3 / 16, 12);
    expect(gradients['z']?.values[1]).toBeCloseTo(3 / 64, 12);
    expect(gradients['p']?.values[0]).toBeCloseTo(1, 12);
  });
});

describe('labels', () => {
  test('nothing subtracted: the gradient is p', () => {
    expectMade('one-hot-missing', 'cross-entropy', given(1), Math.log(4), [3 / 4, 1 / 4]);
  });
  test('one class too high; after the last comes the first', () => {
    expectMade('label-off-by-one', 'cross-entropy', given(0), Math.log(4), [3 / 4, -3 / 4]);
    expectMade('label-off-by-one', 'cross-entropy', given(1), Math.log(4 / 3), [-1 / 4, 1 / 4]);
    expectMade('label-off-by-one', 'one-hot-l2', given(0), LN3 ** 2 + 1, [2 * LN3, -2]);
    expectMade('label-off-by-one', 'brier', given(1), 1 / 8, [-3 / 16, 3 / 16]);
  });
  test('the labels that were given stay as they were', () => {
    const values = given(0);
    valuesOf(
      of('brier'),
      values,
      shiftedLabels(1)(() => true),
    );
    expect(values['t']).toEqual(int32([0]));
    expect(
      valuesOf(
        of('brier'),
        values,
        shiftedLabels(1)(() => false),
      ),
    ).toEqual(valuesOf(of('brier'), values));
  });
});

test('which can be made with which loss', () => {
  const which = (op: OpName) =>
    LOSSES.filter(({ name }) => variantsOf(name, of(op), given(0)).length > 0).map(({ name }) => name);
  const labels = ['number-label', 'label-off-by-one'];
  expect(which('cross-entropy')).toEqual(
    LOSSES.map(({ name }) => name).filter(
      (name) => !['softmax-added', 'cross-entropy-for-other-loss', 'absolute-error'].includes(name),
    ),
  );
  expect(which('brier')).toEqual(['softmax-twice', 'softmax-missing', 'cross-entropy-for-other-loss', ...labels]);
  expect(which('one-hot-l2')).toEqual(['softmax-added', 'cross-entropy-for-other-loss', ...labels]);
  expect(which('squared-error')).toEqual(['absolute-error']);
});
