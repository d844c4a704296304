/** What becomes of gradients that tf.js differentiated where they were asked for by hand. */
import { expect, test } from '@jest/globals';
import type { Differentiator } from '../../../../grader/protocol/differentiators.js';
import { byHandOnly } from '../../../../grader/checks/judging/by-hand.js';
import type { Judgement } from '../../../../grader/checks/judging/judge.js';
import type { ProbeOutcome } from '../../../../grader/stages/observation.js';
import { BACKWARD, judgeFunction, outputOf } from '../../../support/function-checks.js';
import { backwardByHand } from '../../../support/handmade-backprop.js';

const RIGHT = judgeFunction(BACKWARD, (call) => ({ returned: backwardByHand(call.sample, {}) }));
const HALF_WRONG = judgeFunction(BACKWARD, (call) => ({
  returned: { ...backwardByHand(call.sample, {}), dx: [[9, 9, 9]] },
}));

/** An outcome of a call in which these differentiated. */
const after = (...differentiated: Differentiator[]): ProbeOutcome => ({
  status: 'returned',
  returned: {
    ...{ outputs: {}, keys: [], inputsAfter: {} },
    ...(differentiated.length === 0 ? {} : { differentiated }),
  },
});
const judged = (judgement: Judgement, ...outcomes: ProbeOutcome[]) => byHandOnly('hand', outcomes, judgement);

test('what was calculated by hand is judged as ever', () => {
  expect(judged(RIGHT, after(), after())).toBe(RIGHT);
});

test('without by: hand, what differentiated does not matter', () => {
  expect(byHandOnly(undefined, [after('tf.grads')], RIGHT)).toBe(RIGHT);
});

test('nothing is earned, by any output or by purity, and the sentence says with what it was computed', () => {
  const found = judged(RIGHT, after('tf.grads'));
  expect(found).toMatchObject({
    earned: 0,
    summary: 'the gradient is computed with tf.grads; this check asks for it by hand',
    hint: expect.stringMatching(/\?$/),
  });
  if (found.evidence.type !== 'comparison') throw new Error(found.evidence.type);
  expect(found.evidence.outputs.map(({ earned }) => earned)).toEqual(new Array(9).fill(0));
  expect(outputOf(found, 'dx')).toMatchObject({
    verdict: 'not-assessable',
    sentence: 'does not count: computed with tf.grads',
  });
});

test('in a repeated call alone as well', () => {
  expect(judged(RIGHT, after(), after(), after('tf.grad')).earned).toBe(0);
});

test('several are listed', () => {
  expect(judged(RIGHT, after('tf.grad'), after('model.fit', 'tf.grad')).summary).toContain(
    'with tf.grad and model.fit;',
  );
  expect(judged(RIGHT, after('tf.grad', 'tf.grads', 'model.fit')).summary).toContain(
    'with tf.grad, tf.grads and model.fit;',
  );
});

test('what is wrong besides is told as before', () => {
  const found = judged(HALF_WRONG, after('tf.grad'));
  expect(found.earned).toBe(0);
  expect(outputOf(found, 'dx')).toEqual(outputOf(HALF_WRONG, 'dx'));
});

test('calls that failed say nothing', () => {
  const error = { code: 'RUNTIME_ERROR', message: 'backward threw' } as const;
  const failed = judgeFunction({ ...BACKWARD, by: 'hand' }, () => ({ error }));
  expect(failed).toMatchObject({ earned: 0, summary: 'backward threw' });
  const refused: Judgement = { earned: 0, summary: 'missing', evidence: { type: 'error', error } };
  expect(judged(refused, after('tf.grad'))).toBe(refused);
});

test('the check of an own gradient notices it through the observations of its calls', () => {
  const judgement = judgeFunction({ ...BACKWARD, by: 'hand' }, (call) => ({
    returned: backwardByHand(call.sample, {}),
    differentiated: ['tf.grad'],
  }));
  expect(judgement).toMatchObject({ earned: 0, summary: expect.stringContaining('with tf.grad;') });
});
