import { describe, expect, test } from '@jest/globals';
import { judgeFunction, LOSS, outputOf } from '../../../support/function-checks.js';
import { forwardByHand, type Slips } from '../../../support/handmade-backprop.js';
import type { PlannedCall } from '../../../../grader/checks/asking/calls.js';

const lossOf = ({ sample }: PlannedCall, slips: Slips = {}) =>
  forwardByHand(sample, { round: Math.fround, ...slips }).loss;
const judgeValue = (value: (call: PlannedCall) => unknown, check = LOSS) =>
  judgeFunction(check, (call) => ({ returned: { value: value(call) } }));

test('a right loss earns everything, in brackets too', () => {
  expect(judgeValue(lossOf)).toMatchObject({ earned: 4, summary: 'right at all samples' });
  expect(judgeValue((call) => [[lossOf(call)]]).earned).toBe(4);
});

describe('wrong ones earn nothing', () => {
  test.each<[string, (call: PlannedCall) => unknown, string]>([
    ['a sum for a mean', (call) => lossOf(call, { sum: true }), 'is B times the right answer'],
    ['the half forgotten', (call) => lossOf(call, { factor: 2 }), 'is twice the right answer'],
    ['a sign', (call) => -lossOf(call), 'with its sign flipped'],
    ['a tenth off', (call) => 1.1 * lossOf(call), 'differs (relative error'],
    ['zero', () => 0, 'is zero everywhere'],
    ['always the same', () => 0.3, 'does not depend on the inputs'],
    ['NaN', () => NaN, 'is NaN'],
    ['a list', () => [1, 2], 'has shape [2], expected a single number'],
    ['the largest double', () => 1.7e308, 'differs|does not depend'],
  ])('%s', (_name, value, said) => {
    const judged = judgeValue(value);
    expect(judged.earned).toBe(0);
    expect(judged.summary).toMatch(new RegExp(said.replace(/[[\]()]/g, '\\$&')));
  });
  test('right at one sample only', () => {
    expect(judgeValue((call) => (call.sample.id.startsWith('square') ? 0.3 : lossOf(call))).earned).toBe(0);
  });
});

test('a right loss that changes its inputs or keeps state earns half', () => {
  const changed = judgeFunction(LOSS, (call) => ({
    returned: { value: lossOf(call) },
    after: { y: { kind: 'changed' } },
  }));
  expect(changed).toMatchObject({ earned: 2 });
  expect(changed.summary).toMatch(/changes its input y.*: half counts$/);
  expect(changed.hint).toMatch(/^Who still needs the tensors .*\?$/);
  expect(outputOf(changed, 'loss').mistakes).toEqual([{ name: 'input-changed', claim: 'one' }]);
  const twice = judgeValue((call) => lossOf(call) * (call.repeat ? 2 : 1));
  expect(twice).toMatchObject({ earned: 2 });
  expect(outputOf(twice, 'loss').mistakes).toEqual([{ name: 'gradients-accumulate', claim: 'one' }]);
});

describe('an absolute bound, as the original homework had', () => {
  const within = { ...LOSS, within: 0.2 };
  test('inside it gives all points, outside none, whatever the share', () => {
    const off = (by: number) => judgeValue((call) => lossOf(call) + by, within);
    expect(off(0.199)).toMatchObject({ earned: 4 });
    expect(off(0.201)).toMatchObject({ earned: 0 });
    expect(outputOf(off(0.1), 'loss').sentence).toBe('within 0.2 of the right loss');
  });
  test('NaN is not near', () => {
    expect(judgeValue(() => NaN, within).earned).toBe(0);
  });
});

test('a call that fails says what the student reads', () => {
  const error = { code: 'RUNTIME_ERROR', message: 'yhat is undefined', file: 'losses.ts', line: 3, column: 1 } as const;
  const judged = judgeFunction(LOSS, () => ({ error }));
  expect(judged).toMatchObject({ earned: 0, summary: 'yhat is undefined (losses.ts:3:1)' });
});
