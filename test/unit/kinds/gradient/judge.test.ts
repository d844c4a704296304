import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlannedCall } from '../../../../grader/checks/asking/calls.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { BACKWARD, FUNCTION_RUBRIC, judgeFunction, outputOf, type Answer } from '../../../support/function-checks.js';
import { backwardByHand, transposed, type Slips } from '../../../support/handmade-backprop.js';

type Gradients = ReturnType<typeof backwardByHand>;

/** The outputs of a right function in single precision, as in a tensor of tf.js. */
const right = (call: PlannedCall, slips: Slips = {}): Gradients =>
  backwardByHand(call.sample, { round: Math.fround, ...slips });
const judgeSlips = (slips: Slips) => judgeFunction(BACKWARD, (call) => ({ returned: right(call, slips) }));
const judgeChanged = (change: (gradients: Gradients, call: PlannedCall) => Record<string, unknown>) =>
  judgeFunction(BACKWARD, (call) => ({ returned: change(right(call), call) }));

test('a right answer earns everything, in single and in double precision', () => {
  expect(judgeSlips({})).toMatchObject({ earned: 9, summary: 'all 8 outputs right' });
  expect(judgeSlips({ round: (value) => value }).earned).toBe(9);
});

describe('near misses', () => {
  const off = (share: number) =>
    judgeChanged((gradients) => ({
      ...gradients,
      dx: gradients.dx.map((row) => row.map((value) => value * (1 + share))),
    }));
  test('within rounding all counts', () => {
    expect(off(5e-4).earned).toBe(9);
  });
  test('between rounding and a mistake it counts, says so, and asks for a person to look', () => {
    const judged = off(4e-3);
    expect(judged.earned).toBe(9);
    expect(judged.summary).toMatch(/^all count, but dx is imprecise/);
    expect(judged.review).toBe('imprecise outputs: dx');
  });
  test('a twentieth off is wrong', () => {
    const judged = off(0.05);
    expect(judged.earned).toBeCloseTo(8, 12);
    expect(outputOf(judged, 'dx')).toMatchObject({ verdict: 'scaled', earned: 0 });
  });
});

describe('mistakes', () => {
  test.each<[string, Slips, number, string]>([
    // dyhat and all that comes of it; at one example a sum is a mean, which must not make it pass
    ['sum instead of mean', { sum: true }, 0, 'dyhat is B times the right answer'],
    ['sign', { sign: true }, 0, 'dyhat is the right answer with its sign flipped'],
    ['factor 2', { factor: 2 }, 0, 'dyhat is twice the right answer'],
    // dz1, dW1, db1, dx of eight, with purity of nine equal weights
    ['mask left out', { mask: 'none' }, 5, 'dz1 is the result if relu passes the gradient on everywhere'],
    ['mask inverted', { mask: 'inverted' }, 5, 'dz1 is the result with the inverted relu mask (4 of 8 outputs wrong)'],
    ['dW1 transposed', { transposeDw1: true }, 8, 'dW1 is the transpose of the right matrix'],
  ])('%s', (_name, slips, earned, said) => {
    const judged = judgeSlips(slips);
    expect(judged.earned).toBeCloseTo(earned, 12);
    expect(judged.summary).toContain(said);
  });
  test('an output of another shape says nothing about the mistake in the others', () => {
    const judged = judgeFunction(BACKWARD, (call) => ({ returned: { ...right(call, { mask: 'none' }), dx: [[1]] } }));
    expect(outputOf(judged, 'dx')).toMatchObject({ verdict: 'wrong-shape' });
    // by itself, dW1 could come from the gradient before the mask
    const [one] = outputOf(judged, 'dW1').mistakes ?? [];
    expect(one).toEqual({ name: 'relu-no-mask', claim: 'one' });
  });
  test('a gradient that is not summed over the batch', () => {
    const judged = judgeChanged((gradients) => ({ ...gradients, db1: gradients.dz1 }));
    expect(outputOf(judged, 'db1')).toMatchObject({ verdict: 'not-summed', earned: 0 });
    expect(judged.earned).toBeCloseTo(8, 12);
  });
});

describe('the mistake that is named first is the one nearest to the loss, however the rubric lists the outputs', () => {
  const listed = [...BACKWARD.outputs].reverse();
  const told = (slips: Slips, outputs = listed) =>
    judgeFunction({ ...BACKWARD, outputs }, (call) => ({ returned: right(call, slips) })).summary;
  test('a node before those that it is made from', () => {
    expect(told({ factor: 2 })).toMatch(/^dyhat is twice the right answer \(8 of 8 outputs wrong\)/);
    expect(told({ mask: 'none' })).toMatch(/^dz1 is the result if relu passes/);
  });
  test('a parameter after the node that it belongs to, and before earlier nodes', () => {
    const both = judgeFunction({ ...BACKWARD, outputs: listed }, (call) => {
      const gradients = right(call, { mask: 'none' });
      return { returned: { ...gradients, dw2: gradients.dw2.map((row) => row.map((value) => -value)) } };
    });
    expect(both.summary).toMatch(/^dw2 is the right answer with its sign flipped/);
    expect(told({ transposeDw1: true })).toMatch(/^dW1 is the transpose/);
  });
});

describe('must not pass by accident', () => {
  const zeros = (value: unknown): unknown => (Array.isArray(value) ? value.map(zeros) : 0);
  const all = (gradients: Gradients, change: (value: unknown) => unknown) =>
    Object.fromEntries(Object.entries(gradients).map(([name, value]) => [name, change(value)]));
  test('zeros: doing nothing earns nothing', () => {
    const judged = judgeChanged((gradients) => all(gradients, zeros));
    expect(judged.earned).toBe(0);
    expect(outputOf(judged, 'purity')).toMatchObject({ verdict: 'not-assessable', earned: 0 });
    expect(outputOf(judged, 'dx').sentence).toBe('is zero everywhere');
  });
  test('the inputs handed back', () => {
    const echo = judgeFunction(BACKWARD, ({ sample }) => {
      const names = { dyhat: 'y', dz2: 'x', dz1: 'x', dW1: 'W1', db1: 'b1', dw2: 'w2', db2: 'b2', dx: 'x' };
      const returned = Object.entries(names).map(([name, of]) => {
        const data = sample.values[of] ?? float64([], [0]);
        return [name, { kind: 'numbers', form: 'tensor', data }];
      });
      return { returned: Object.fromEntries(returned) as Record<string, unknown> };
    });
    expect(echo.earned).toBe(0);
  });
  test('right at one sample only', () => {
    const judged = judgeFunction(BACKWARD, (call) => ({
      returned: right(call, call.sample.id.startsWith('square') ? { mask: 'none' } : {}),
    }));
    expect(outputOf(judged, 'dz1').earned).toBe(0);
    expect(outputOf(judged, 'dz2').earned).toBeCloseTo(1, 12);
  });
  test('the right shape of a transpose with other numbers is a wrong shape', () => {
    const judged = judgeChanged((gradients) => ({
      ...gradients,
      dW1: transposed(gradients.dW1).map((row) => row.map((value) => value + 1)),
    }));
    expect(outputOf(judged, 'dW1').verdict).not.toBe('match');
    expect(outputOf(judged, 'dW1').earned).toBe(0);
  });
});

describe('values that cannot be compared', () => {
  test.each<[string, unknown, string, RegExp]>([
    ['NaN', [[NaN]], 'non-finite', /NaN/],
    ['the largest doubles', 1.7e308, 'wrong-shape', /single number/],
    ['a string', 'three', 'unusable', /expected numbers/],
    ['nothing', undefined, 'missing', /missing|not among/],
  ])('%s', (_name, value, verdict, sentence) => {
    const judged = judgeChanged((gradients) => {
      const { dW1: _dropped, ...others } = gradients;
      return value === undefined ? others : { ...others, dW1: value };
    });
    expect(outputOf(judged, 'dW1')).toMatchObject({ verdict, earned: 0 });
    expect(outputOf(judged, 'dW1').sentence).toMatch(sentence);
    expect(judged.earned).toBeCloseTo(8, 12);
  });
  test('a call that fails only for batches is reported and costs all outputs there', () => {
    const error = { code: 'RUNTIME_ERROR', message: 'boom', file: 'backprop.ts', line: 14, column: 9 } as const;
    const judged = judgeFunction(BACKWARD, (call): Answer => {
      return (call.sample.values['x']?.shape[0] ?? 1) === 1 ? { returned: right(call) } : { error };
    });
    expect(judged.earned).toBe(0);
    expect(judged.summary).toBe('fails with more than one example: boom (backprop.ts:14:9)');
  });
});

describe('purity', () => {
  test('a changed input costs its weight and is named', () => {
    const judged = judgeFunction(BACKWARD, (call) => ({
      returned: right(call),
      after: { W1: { kind: 'changed' } },
    }));
    expect(judged.earned).toBeCloseTo(8, 12);
    expect(judged.summary).toContain('changes its input W1');
  });
  test('a disposed input too', () => {
    const judged = judgeFunction(BACKWARD, (call) => ({ returned: right(call), after: { x: { kind: 'disposed' } } }));
    expect(judged.summary).toContain('disposes of its input x');
    expect(judged.earned).toBeCloseTo(8, 12);
  });
  test('an answer that is another the second time is state, and the first one counts', () => {
    const judged = judgeFunction(BACKWARD, (call) => ({
      returned: call.repeat ? right(call, { factor: 2 }) : right(call),
    }));
    expect(judged.earned).toBeCloseTo(8, 12);
    expect(judged.summary).toContain('adds its results up over calls');
    expect(outputOf(judged, 'purity').mistakes).toEqual([{ name: 'gradients-accumulate', claim: 'one' }]);
  });
});

describe('full marks with a note', () => {
  test('dw2 as a column, dx without its batch side, a flat typed array, additional keys', () => {
    const judged = judgeChanged((gradients) => ({
      ...gradients,
      dw2: transposed(gradients.dw2),
      db2: gradients.db2[0],
      dW1: { kind: 'numbers', form: 'typed-array', data: float64([gradients.dW1.flat().length], gradients.dW1.flat()) },
      anything: 'else',
    }));
    expect(judged.earned).toBe(9);
    expect(judged.summary).toMatch(/^all right; /);
    for (const name of ['dw2', 'db2', 'dW1']) expect(outputOf(judged, name).notes).toHaveLength(1);
  });
});

test('for any outputs, the points are in [0, 9], and NaN is never right', () => {
  const number = fc.double({ noDefaultInfinity: false });
  const value = fc.oneof(
    number,
    fc.array(number, { maxLength: 6 }),
    fc.array(fc.array(number, { maxLength: 4 }), { maxLength: 6 }),
  );
  const names = Object.keys(
    backwardByHand(FUNCTION_RUBRIC.sampleSets.get('seed')?.[0] ?? { id: '', seed: null, values: {} }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (changes) => {
      const judged = judgeChanged((gradients) => ({ ...gradients, ...changes }));
      expect(judged.earned).toBeGreaterThanOrEqual(0);
      expect(judged.earned).toBeLessThanOrEqual(9 + 1e-12);
      for (const [name, changed] of Object.entries(changes)) {
        const { earned, error } = outputOf(judged, name);
        expect(error === null || Number.isFinite(error)).toBe(true);
        if ([changed].flat(2).some((one) => !Number.isFinite(one))) expect(earned).toBe(0);
      }
    }),
    { numRuns: 200 },
  );
});
