/** A loss function: the whole judgement, half credit, and both sides of the absolute bound. */
import { describe, expect, test } from '@jest/globals';
import type { PlannedCall } from '../../../../grader/checks/asking/calls.js';
import { FUNCTION_RUBRIC, judgeFunction, LOSS, outputOf, type Answer } from '../../../support/function-checks.js';
import { forwardByHand } from '../../../support/handmade-backprop.js';

const right = ({ sample }: PlannedCall) => forwardByHand(sample, { round: Math.fround }).loss;
const judged = (answer: (call: PlannedCall) => unknown, check = LOSS, more: Omit<Answer, 'returned'> = {}) =>
  judgeFunction(check, (call) => ({ returned: { value: answer(call) }, ...more }));
const isFirst = ({ sample }: PlannedCall) => sample.id.startsWith('generic');

describe('the judgement', () => {
  test('of what is right names every sample and counts every call', () => {
    const judgement = judged(right);
    expect(judgement).toEqual({
      ...{ earned: 4, summary: 'right at all samples' },
      evidence: {
        type: 'comparison',
        outputs: [
          {
            tensor: { of: 'loss', quantity: 'value' },
            ...{ name: 'loss', verdict: 'match', error: expect.any(Number) as unknown, earned: 4, possible: 4 },
            ...{ sentence: 'right', notes: [] },
          },
        ],
        samples: ['generic', 'square'].map((name) => {
          const [sample] = FUNCTION_RUBRIC.sampleSets.get(name) ?? [];
          return { id: sample?.id, seed: sample?.seed };
        }),
        graph: expect.objectContaining({ inputs: ['x', 'y', 'W1', 'b1', 'w2', 'b2'] }) as unknown,
        calls: 4,
      },
    });
  });
  test('of what is imprecise earns all, says so and asks for a person to look', () => {
    const judgement = judged((call) => right(call) * 1.004);
    expect(judgement.earned).toBe(4);
    expect(judgement.review).toBe('the loss is imprecise');
    expect(judgement.summary).toMatch(/^the loss is imprecise \(relative error /);
  });
  test('of a number in brackets has a note', () => {
    const judgement = judged((call) => [[right(call)]]);
    expect(judgement.summary).toBe('right at all samples; shape [1, 1] was taken as a single number');
    expect(outputOf(judgement, 'loss').notes).toEqual(['shape [1, 1] was taken as a single number']);
  });
  test('of a known mistake has its hint', () => {
    const judgement = judged((call) => -right(call));
    expect(judgement.hint).toMatch(/^Which of y and yhat/);
    expect(judgement.summary).toBe('the loss is the right answer with its sign flipped');
    expect(outputOf(judgement, 'loss')).toMatchObject({ earned: 0, possible: 4 });
  });
  test('of a right loss with changed inputs says that half counts, in the evidence too', () => {
    const judgement = judged(right, LOSS, { after: { y: { kind: 'changed' } } });
    expect(judgement.summary).toBe(
      'right at all samples, but the function changes its input y: copy it (tf.clone, slice) before you write to it: half counts',
    );
    expect(outputOf(judgement, 'loss')).toMatchObject({ earned: 2, possible: 4 });
  });
  test('of a call that fails has the error as evidence', () => {
    const error = { code: 'RUNTIME_ERROR', message: 'boom' } as const;
    expect(judgeFunction(LOSS, () => ({ error })).evidence).toMatchObject({ error, calls: 4 });
  });
  test('only of the repeat: half, and the failure is the summary', () => {
    const error = { code: 'RUNTIME_ERROR', message: 'boom' } as const;
    const judgement = judgeFunction(LOSS, (call) => (call.repeat ? { error } : { returned: { value: right(call) } }));
    expect(judgement).toMatchObject({ earned: 2, summary: 'fails when it is called again with the same inputs: boom' });
  });
});

describe('an absolute bound', () => {
  const within = (bound: number) => ({ ...LOSS, within: bound });
  test('has to hold at every sample', () => {
    expect(judged((call) => right(call) + (isFirst(call) ? 0.3 : 0), within(0.2)).earned).toBe(0);
    expect(judged((call) => right(call) + (isFirst(call) ? 0 : 0.3), within(0.2)).earned).toBe(0);
    expect(judged((call) => right(call) + (isFirst(call) ? -0.1 : 0.1), within(0.2)).earned).toBe(4);
  });
  test('of less than the rounding makes a right loss wrong, and says so', () => {
    const judgement = judged((call) => right(call) + 1e-5, within(1e-9));
    expect(judgement).toMatchObject({ earned: 0, summary: 'the loss differs by 1e-9 or more' });
    expect(outputOf(judgement, 'loss').verdict).toBe('different');
    expect(judged((call) => right(call) * 1.004, within(1e-9)).summary).toBe('the loss differs by 1e-9 or more');
  });
  test('makes a loss right that is different or a multiple by the relative rule', () => {
    expect(
      outputOf(
        judged((call) => right(call) + 0.15, within(0.2)),
        'loss',
      ),
    ).toMatchObject({
      ...{ verdict: 'match', sentence: 'within 0.2 of the right loss', earned: 4 },
    });
    const scaled = judged((call) => right(call) * 1.05, within(100));
    expect(scaled).toMatchObject({ earned: 4, summary: 'right at all samples' });
    expect(scaled).not.toHaveProperty('hint');
  });
  test('leaves the sentence of a loss that was wrong before', () => {
    expect(judged((call) => -right(call), within(1e-3)).summary).toBe(
      'the loss is the right answer with its sign flipped',
    );
  });
  test('is not used for values that are not numbers', () => {
    expect(judged(() => 'text', within(1e9)).earned).toBe(0);
    expect(judged(() => [1, 2], within(1e9)).earned).toBe(0);
    expect(judged(() => NaN, within(1e9)).earned).toBe(0);
  });
  test('one number at every sample is not a loss function, however wide the bound is', () => {
    expect(judged(() => 0.3, within(1e9)).earned).toBe(0);
    const one = { ...within(1e9), at: ['generic'] };
    // at one sample there is one right number
    expect(judged((call) => right(call) + 1, one).earned).toBe(4);
  });
});
