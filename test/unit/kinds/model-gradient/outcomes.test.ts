/** Gradients of an exported model: refusals, failures, imprecise values, kept state, and their messages. */
import { describe, expect, test } from '@jest/globals';
import type { ObservedOutput } from '../../../../grader/protocol/worker.js';
import type { ProbeOutcome } from '../../../../grader/stages/observation.js';
import { ADMITTED, judgeGradients, judgeOutcomes, returned, type Gradients } from '../../../support/model-gradient.js';

const failed = (message: string): ProbeOutcome => ({ status: 'failed', error: { code: 'RUNTIME_ERROR', message } });
const REFERENCE: Gradients = { a: [1, 2], b: [-3, 0.5] };

describe('nothing to judge', () => {
  test('a refused model is reported with the reason', () => {
    const model = { status: 'missing', sentence: 'there is no model.json' } as const;
    expect(judgeOutcomes({ model: model })).toEqual({
      earned: 0,
      summary: 'there is no model.json',
      evidence: { type: 'error', error: { code: 'MISSING_FILE', message: 'there is no model.json' } },
    });
  });
  test('a model of another input shape is not differentiated', () => {
    const model = {
      ...ADMITTED,
      facts: { ...(ADMITTED as Extract<typeof ADMITTED, { status: 'admitted' }>).facts, inputShape: [3] },
    };
    expect(judgeOutcomes({ model: model }).summary).toBe(
      'model/model.json expects examples of shape [null, 3], the data are [null, 2]',
    );
  });
  test.each([
    ['reference', { reference: failed('of the model'), first: returned({ a: [1] }) }, 'of the model'],
    ['first call', { first: failed('of the call'), again: returned({ a: [1, 2] }) }, 'of the call'],
    ['second call', { again: failed('of the repeat') }, 'of the repeat'],
  ])('a failure of the %s is the judgement', (_name, outcomes, message) => {
    expect(judgeOutcomes(outcomes)).toMatchObject({ earned: 0, summary: message, evidence: { type: 'error' } });
  });
  test('a model without weights', () => {
    expect(judgeGradients({}, {}).summary).toBe('model/model.json has no weights to take gradients of');
  });
  test('a reference that is not numbers is not one to compare with', () => {
    const reference = returned({ a: [1, 2], b: [3] });
    if (reference.status !== 'returned') throw new Error('it returned');
    const outputs = { ...reference.returned.outputs, b: { kind: 'unusable', found: 'text' } as ObservedOutput };
    const judged = judgeOutcomes({
      reference: { status: 'returned', returned: { ...reference.returned, outputs } },
      first: returned({ a: [1, 2] }),
    });
    expect(judged).toMatchObject({ earned: 6, evidence: { outputs: [{ name: 'a', earned: 6, possible: 6 }] } });
  });
});

describe('shares of six points', () => {
  test('every weight is worth the same, however many numbers it has', () => {
    const judged = judgeGradients({ a: [1, 2], b: [-3, 0.5, 7, 8] }, { a: [1, 2], b: [9, 9, 9, 9] });
    expect(judged).toMatchObject({
      earned: 3,
      evidence: {
        outputs: [
          { earned: 3, possible: 3 },
          { earned: 0, possible: 3 },
        ],
      },
    });
    expect(judged.summary).toMatch(/^b differs \(relative error /);
    expect(judged).not.toHaveProperty('review');
  });
  test('all right', () => {
    expect(judgeGradients(REFERENCE, REFERENCE)).toEqual({
      earned: 6,
      summary: 'right for every weight of the model',
      evidence: {
        type: 'comparison',
        outputs: ['a', 'b'].map((name) => ({
          ...{ name, verdict: 'match', error: 0, earned: 3, possible: 3, sentence: 'right', notes: [] },
          tensor: { of: name, quantity: 'gradient' },
        })),
        samples: [{ id: 'valid x 4', seed: null }],
        calls: 2,
      },
    });
  });
  test('one weight whose right gradient is zero is reported in the singular', () => {
    const reference = { a: [1, 2], b: [0, 0] };
    expect(judgeGradients(reference, reference).summary).toBe(
      'right for every weight of the model that can be assessed; 1 has a gradient of zero on these examples',
    );
  });
  test('what cannot be assessed is not what is wrong', () => {
    const judged = judgeGradients({ z: [0, 0], a: [1, 2] }, { z: [0, 0], a: [5, 5] });
    expect(judged.summary).toMatch(/^a differs/);
  });
});

describe('an imprecise gradient', () => {
  const off = { ...REFERENCE, a: [1, 2 * 1.004] };
  test.each([
    [undefined, 6],
    ['full', 6],
    ['half', 4.5],
    ['none', 3],
  ] as const)('earns what the rubric says (%s): %p', (undecided, earned) => {
    const judged = judgeOutcomes({
      check: undecided === undefined ? {} : { undecided },
      reference: returned(REFERENCE),
      first: returned(off),
    });
    expect(judged.earned).toBeCloseTo(earned, 12);
    expect(judged.review).toBe('imprecise: a');
    expect(judged.summary).toBe('right for every weight of the model');
  });
  test('several are all named', () => {
    expect(judgeGradients(REFERENCE, { a: [1, 2 * 1.004], b: [-3 * 1.004, 0.5] }).review).toBe('imprecise: a, b');
  });
});

describe('a second call', () => {
  const twice = (first: Gradients, again: Gradients) =>
    judgeOutcomes({ reference: returned(REFERENCE), first: returned(first), again: returned(again) });

  test.each<[string, Gradients]>([
    ['one value of two', { a: [1, 2], b: [-3, 0.6] }],
    ['the other', { a: [1, 2], b: [-3.1, 0.5] }],
    ['another length', { a: [1, 2], b: [-3, 0.5, 0] }],
    ['no longer there', { a: [1, 2] }],
  ])('that gives another gradient costs it: %s', (_name, again) => {
    const judged = twice(REFERENCE, again);
    expect(judged.earned).toBe(3);
    expect(judged.summary).toBe('b is another one when the function is called again: it keeps state');
    expect(judged.evidence).toMatchObject({
      outputs: [
        { verdict: 'match', earned: 3 },
        { verdict: 'impure', earned: 0 },
      ],
    });
  });
  test('what is missing twice is missing, not state', () => {
    expect(twice({ a: [1, 2] }, { a: [1, 2] }).summary).toBe('b is missing: returned are a');
  });
});

describe('what was returned', () => {
  const judgedKeys = (keys: readonly string[]) => {
    const outcome: ProbeOutcome = { status: 'returned', returned: { outputs: {}, keys, inputsAfter: {} } };
    return judgeOutcomes({ first: outcome }).summary;
  };
  test('the first eight keys are named where a weight is missing', () => {
    expect(judgedKeys([])).toBe('a is missing: returned are nothing');
    expect(judgedKeys(['x', 'y'])).toBe('a is missing: returned are x, y');
    expect(judgedKeys(['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'])).toBe(
      'a is missing: returned are b, c, d, e, f, g, h, i',
    );
  });
  test('a weight by the name of what every object has is missing too', () => {
    expect(judgeGradients({ toString: [1, 2] }, {}).summary).toBe('toString is missing: returned are nothing');
  });
  test('outputs that are not numbers are reported', () => {
    const outputs = { a: { kind: 'unusable', found: 'a string' } as ObservedOutput };
    const outcome: ProbeOutcome = { status: 'returned', returned: { outputs, keys: ['a'], inputsAfter: {} } };
    expect(judgeOutcomes({ first: outcome })).toMatchObject({
      earned: 0,
      summary: 'a is a string, expected numbers',
      evidence: { outputs: [{ verdict: 'unusable', error: null, notes: [] }] },
    });
  });
});
