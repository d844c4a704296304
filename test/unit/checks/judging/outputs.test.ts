/** One output at several samples: which comparison is reported, and how. */
import { describe, expect, test } from '@jest/globals';
import type { CallResult } from '../../../../grader/checks/judging/calls.js';
import {
  creditOf,
  judgeOutput,
  judgeOutputs,
  unusableSentence,
  type Truth,
} from '../../../../grader/checks/judging/outputs.js';
import { hintOn } from '../../../../grader/checks/judging/hints.js';
import type { ObservedOutput } from '../../../../grader/protocol/worker.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';
import { observe } from '../../../support/function-checks.js';

const network = makeResolvedRubric([]).rubric.networks?.['line'];
if (network === undefined) throw new Error('the rubric has no network');

/** yhat = x W. */
function truth(x: readonly number[], y: readonly number[]): Truth {
  const given = { x: float64([x.length, 1], x), y: float64([y.length, 1], y), W: float64([1, 1], [0.5]) };
  const yhat = float64(
    [x.length, 1],
    x.map((value) => value / 2),
  );
  const loss = float64([], [x.reduce((sum, value, row) => sum + (value / 2 - (y[row] ?? NaN)) ** 2 / 2, 0) / x.length]);
  const right = { yhat, loss };
  return {
    right,
    scale: {},
    directions: [],
    point: { network: network as never, given, right, of: 'values', isGeneric: true },
  };
}
const YHAT = { name: 'yhat', of: 'yhat' };
const TRUTHS = [truth([1, 2], [1, 2]), truth([3, 5], [4, 4])];
const RIGHT = [
  [[0.5], [1]],
  [[1.5], [2.5]],
];

function result(outputs: Readonly<Record<string, unknown>> | null, index = 0): CallResult {
  const call = { id: String(index), sample: { id: `p${String(index)}`, seed: null, values: {} }, repeat: false };
  if (outputs === null) {
    return { call, outcome: { status: 'failed', error: { code: 'RUNTIME_ERROR', message: 'boom' } } };
  }
  const observed = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, observe(value)]));
  return {
    call,
    outcome: { status: 'returned', returned: { outputs: observed, keys: Object.keys(outputs), inputsAfter: {} } },
  };
}
/** The judgement of `yhat` when these are its values at the two points. */
const judged = (...values: readonly unknown[]) =>
  judgeOutput(
    YHAT,
    values.map((value, index) => result({ yhat: value }, index)),
    TRUTHS,
  );

test('right at both samples: the larger error is reported', () => {
  expect(judged(...RIGHT)).toMatchObject({ verdict: 'match', error: 0, sentence: 'right', notes: [], hint: null });
  // off by 1e-6 of 2.5 at the second sample, where the largest value is 2.5
  expect(judged(RIGHT[0], [[1.5], [2.5 + 2.5e-6]]).error).toBeCloseTo(1e-6, 9);
  expect(judged([[0.5], [1 + 2e-6]], RIGHT[1]).error).toBeCloseTo(2e-6, 9);
});

describe('values that cannot be compared', () => {
  test('every call failed, or some of them', () => {
    const failed = { verdict: 'missing', error: null, notes: [], hint: null };
    expect(judgeOutput(YHAT, [result(null), result(null)], TRUTHS)).toMatchObject({
      plainest: { place: 0, got: null },
      ...failed,
      sentence: 'has no value: the call failed',
    });
    expect(judgeOutput(YHAT, [result({ yhat: RIGHT[0] }), result(null)], TRUTHS)).toMatchObject({
      plainest: { place: 1, got: null },
      ...failed,
      sentence: 'has no value at 1 of 2 samples: the call failed',
    });
  });
  test('no call at all', () => {
    expect(judgeOutput(YHAT, [], [])).toMatchObject({ verdict: 'missing', sentence: 'was never called' });
  });
  test('not numbers', () => {
    expect(judged('three', RIGHT[1])).toMatchObject({
      verdict: 'unusable',
      sentence: expect.stringMatching(/^is .*, expected numbers$/) as unknown,
    });
    expect(unusableSentence('far more than expected')).toBe('is far more than expected');
    expect(unusableSentence('text')).toBe('is text, expected numbers');
  });
  test('a reference that is not there is a fault of the grader', () => {
    expect(() => judgeOutput(YHAT, [result({ yhat: RIGHT[0] })], [])).toThrow('a call without a reference');
    expect(() => judgeOutput({ name: 'yhat', of: 'z9' }, [result({ yhat: RIGHT[0] })], TRUTHS)).toThrow(
      'the network has no z9',
    );
  });
});

describe('a key that is missing', () => {
  const said = (name: string, keys: readonly string[]) =>
    judgeOutput({ name, of: 'yhat' }, [result(Object.fromEntries(keys.map((key) => [key, 1])))], TRUTHS).sentence;

  test.each<[string, readonly string[], string]>([
    ['yhat', [], 'is missing: the function returned no keys'],
    ['yhat', ['loss', 'z'], 'is missing: returned keys: loss, z; expected yhat'],
    ['yhat', ['z', 'YHAT'], 'is missing: returned keys: z, YHAT; expected yhat (rename YHAT)'],
    ['yhat', ['yhatt'], 'is missing: returned keys: yhatt; expected yhat (rename yhatt)'],
    ['yhat', ['Yhatt'], 'is missing: returned keys: Yhatt; expected yhat (rename Yhatt)'],
    ['yhat', ['yhatts'], 'is missing: returned keys: yhatts; expected yhat'],
    // of case before of a letter
    ['yhat', ['yhatt', 'yHat'], 'is missing: returned keys: yhatt, yHat; expected yhat (rename yHat)'],
    // of three letters one is a third of the name
    ['dz1', ['dz2'], 'is missing: returned keys: dz2; expected dz1'],
    ['dz11', ['dz12'], 'is missing: returned keys: dz12; expected dz11 (rename dz12)'],
    ['toString', ['a'], 'is missing: returned keys: a; expected toString'],
  ])('%s among %p', (name, keys, sentence) => {
    expect(said(name, keys)).toBe(sentence);
  });
  test('twelve keys of forty characters are shown', () => {
    const keys = Array.from({ length: 13 }, (_, index) => `${'k'.repeat(38)}${String(index + 10)}x`);
    const shown = keys.map((key) => key.slice(0, 40));
    expect(said('yhat', keys.slice(0, 12))).toBe(
      `is missing: returned keys: ${shown.slice(0, 12).join(', ')}; expected yhat`,
    );
    expect(said('yhat', keys)).toBe(`is missing: returned keys: ${shown.slice(0, 12).join(', ')}, …; expected yhat`);
  });
});

describe('which sample is reported', () => {
  test('values that are not finite are reported first, at any sample', () => {
    const sentence = 'is NaN at [0, 0] (1 of 2 values are not finite)';
    const hint =
      'Print the values step by step: which is the first that is not finite, and what was divided by or logged?';
    expect(judged([[9], [9]], [[NaN], [1]])).toMatchObject({
      ...{ verdict: 'non-finite', error: null, sentence, notes: [], hint },
      plainest: { place: 1, got: { data: { shape: [2, 1] } } },
    });
    expect(judged([[NaN], [1]], [[1], [2], [3]])).toMatchObject({ verdict: 'non-finite' });
  });
  test('a wrong shape comes before wrong numbers', () => {
    expect(judged([[7], [-2]], [[1], [2], [3]])).toMatchObject({ verdict: 'wrong-shape', error: null, hint: null });
  });
  test('the sentence has the larger of two errors, and the evidence the largest of all', () => {
    const judgedTwice = judged([[7], [-2]], [[90], [-7]]);
    // (90 - 1.5) / 2.5 and (7 - 0.5) / 1
    expect(judgedTwice).toMatchObject({ verdict: 'different', sentence: 'differs (relative error 35)' });
    expect(judgedTwice.error).toBeCloseTo(35.4, 9);
    const turned = judged([[90], [-2]], [[7], [-7]]);
    expect(turned.sentence).toBe('differs (relative error 90)');
    expect(turned.error).toBeCloseTo(89.5, 9);
  });
  test('wrong at one sample is wrong, imprecise at one sample is imprecise', () => {
    expect(judged(RIGHT[0], [[9], [2.5]])).toMatchObject({ verdict: 'different' });
    expect(judged([[0.5], [1.004]], RIGHT[1])).toMatchObject({
      verdict: 'undecided',
      sentence: 'imprecise (relative error 4.0e-3): check eps, regularisation, precision',
      hint: null,
    });
  });
  test('the first sample that has notes gives them', () => {
    expect(judged(RIGHT[0], RIGHT[1]?.flat()).notes).toEqual(['shape [2] was taken as [2, 1]']);
    expect(judged(RIGHT[0]?.flat(), RIGHT[1]).notes).toEqual(['shape [2] was taken as [2, 1]']);
  });
});

describe('known mistakes', () => {
  /** The judgement of the loss, which is 0.3125 and (6.25 + 2.25) / 4 = 2.125. */
  const lossTimes = (factor: number) =>
    judgeOutput(
      { name: 'loss', of: 'loss' },
      [0.3125, 2.125].map((loss, index) => result({ loss: factor * loss }, index)),
      TRUTHS,
    );
  test('a constant times a value is told with the constant, and is a scale', () => {
    expect(judged([[1], [2]], [[3], [5]])).toMatchObject({
      verdict: 'scaled',
      sentence: 'is twice the right answer',
      hint: 'Which constant factor, or which sign, does the answer have that the derivative does not have?',
    });
    expect(judged([[1], [2]], [[3], [5]])).not.toHaveProperty('mistakes');
  });
  test('all mistakes that explain it are reported, without a hint for any of them', () => {
    // at two examples a sum for a mean is also twice the right answer
    const { verdict, sentence, hint, mistakes } = lossTimes(2);
    expect(verdict).toBe('scaled');
    expect(sentence).toBe(
      'is B times the right answer: a sum over the batch, but the loss is a mean, or is twice the right answer',
    );
    expect(hint).toBeNull();
    expect(mistakes).toEqual([
      { name: 'times-batch', claim: 'several' },
      { name: 'factor-2', claim: 'several' },
    ]);
  });
  test('one that explains it gives its hint', () => {
    const { verdict, sentence, hint, mistakes } = lossTimes(-1);
    expect(verdict).toBe('scaled');
    expect(sentence).toBe('is the right answer with its sign flipped');
    expect(hint).toBe('Which of y and yhat is subtracted from which, and what is the sign of its derivative?');
    expect(mistakes).toEqual([{ name: 'sign-flipped', claim: 'one' }]);
  });
  test('outputs are explained together: what one of them does not show, another tells', () => {
    // without its sign yhat is right, so that it is the loss alone
    const answers = [result({ yhat: RIGHT[0], loss: -0.3125 }, 0), result({ yhat: RIGHT[1], loss: -2.125 }, 1)];
    const [yhat, loss] = judgeOutputs([YHAT, { name: 'loss', of: 'loss' }], answers, TRUTHS);
    expect(yhat).toMatchObject({ verdict: 'match', hint: null });
    expect(yhat).not.toHaveProperty('mistakes');
    expect(loss).toMatchObject({ verdict: 'scaled', mistakes: [{ name: 'sign-flipped', claim: 'one' }] });
  });
  test('an output that cannot be compared does not keep the others from being explained', () => {
    const answers = [result({ yhat: 'three', loss: -0.3125 }, 0), result({ yhat: 'four', loss: -2.125 }, 1)];
    const judgements = judgeOutputs([YHAT, { name: 'loss', of: 'loss' }], answers, TRUTHS);
    expect(judgements.map(({ verdict }) => verdict)).toEqual(['unusable', 'scaled']);
  });
  test('zeros are different, not scaled', () => {
    expect(judged([[0], [0]], [[0], [0]])).toMatchObject({ verdict: 'different', sentence: 'is zero everywhere' });
  });
});

describe('a per-example value that is not averaged over the batch', () => {
  // their mean is the loss: 0.3125
  const perExample: ObservedOutput = { kind: 'numbers', form: 'tensor', data: float64([2], [0.125, 0.5]) };
  const judgedAs = (of: Truth['point']['of']) => {
    const [first] = TRUTHS.map((one) => ({ ...one, point: { ...one.point, of } }));
    return judgeOutput({ name: 'loss', of: 'loss' }, [result({ loss: perExample })], first ? [first] : []);
  };
  test('has a hint of its own if it is a gradient', () => {
    const { sentence, hint } = judgedAs('gradients');
    expect(sentence).toBe('is not averaged over the batch: it has shape [2], expected a single number');
    expect(hint).toBe(hintOn('not-summed', 'gradients'));
  });
  test('leaves the hint to the rubric if it is a value, such as a loss', () => {
    expect(judgedAs('values').hint).toBeNull();
  });
});

test.each([
  ['match', 'none', 1],
  ['undecided', 'full', 1],
  ['undecided', 'half', 0.5],
  ['undecided', 'none', 0],
  ['different', 'full', 0],
  ['impure', 'full', 0],
] as const)('%s earns, where what is undecided earns %s: %p', (verdict, undecided, credit) => {
  expect(creditOf(verdict, undecided)).toBe(credit);
});
