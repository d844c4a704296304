/** Typed steps: how each outcome is named in the report and the summary, and what is flagged for review. */
import { describe, expect, test } from '@jest/globals';
import type { Judgement } from '../../../../grader/checks/judging/judge.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import { CHECK, judgeAnswers, judgeText } from '../../../support/quiz2-steps.js';

const outputs = ({ evidence }: Judgement) => (evidence.type === 'comparison' ? evidence.outputs : []);
const outputOf = (judged: Judgement, path: string) => outputs(judged).find(({ name }) => name === path);

/** z1 wrong, and all that follows from it followed rightly; every relu is then on. */
const CARRIED_FORWARD = { z1: [1, 1], z2: [1, 1], yhat: 0, loss: 2 };
const CARRIED_BACK = { dyhat: -2, dz2: [-2, 2], dz1: [-2, 2], dx: [-2, 8], dW1: [[-2, 0], [2, 0]] }; // prettier-ignore

test('a right answer is a match of its points, and there is nothing else to say', () => {
  const judged = judgeAnswers({}, {});
  expect(judged).not.toHaveProperty('review');
  expect(judged).not.toHaveProperty('hint');
  expect(judged.evidence).toMatchObject({ type: 'comparison', samples: [{ id: 'seed', seed: null }], calls: 0 });
  expect(outputs(judged)).toHaveLength(9);
  expect(outputOf(judged, 'forward.z1')).toEqual({
    tensor: { of: 'z1', quantity: 'value' },
    ...{ name: 'forward.z1', verdict: 'match', error: null, earned: 1, possible: 1, sentence: 'right', notes: [] },
  });
});

describe('what follows', () => {
  const judged = judgeAnswers(CARRIED_FORWARD, CARRIED_BACK);
  test('from the student’s own answer is reported as such', () => {
    expect(outputOf(judged, 'forward.z2')).toMatchObject({
      ...{ verdict: 'followed-through', earned: 1, sentence: 'follows rightly from your own earlier answer' },
    });
    expect(outputOf(judged, 'backward.dz1')).toMatchObject({
      ...{ verdict: 'not-assessable', earned: 0.5 },
      sentence:
        'follows from your own earlier answer, in which every relu is on: the mask cannot be seen, so half counts',
    });
  });
  test('is counted in the summary, after the first step that is wrong', () => {
    expect(judged.summary).toMatch(
      /^forward\.z1 .* \(2 of 9 steps lose points\); 7 later steps follow from it and count$/,
    );
  });
  test('one step that follows is reported in the singular', () => {
    // only the loss depends on a wrong yhat that the gradients do not carry on
    const { summary } = judgeAnswers({ yhat: 5, loss: 4.5 }, {});
    expect(summary).toMatch(/^forward\.yhat .*; 1 later step follows from it and count/);
  });
  test('but is zero throughout shows nothing', () => {
    const zeros = { dyhat: 0, dz2: [0, 0], dz1: [0, 0], dx: [0, 0], dW1: [[0, 0], [0, 0]] }; // prettier-ignore
    expect(outputOf(judgeAnswers({ yhat: 2, loss: 0 }, zeros), 'backward.dz2')).toMatchObject({
      ...{ verdict: 'not-assessable', earned: 0 },
      sentence: 'follows from your own earlier answer, but all of it is zero: nothing can be seen of the step',
    });
  });
});

describe('right, although the own earlier answers lead elsewhere', () => {
  const judged = judgeAnswers({ yhat: 5 }, {});
  test('counts with a note, and is flagged for review', () => {
    expect(outputOf(judged, 'forward.loss')).toMatchObject({
      ...{ verdict: 'match', earned: 1 },
      notes: ['right, but it does not follow from your own earlier answer'],
    });
    expect(judged.review).toBe(
      "right, but not what the student's own earlier answers give: forward.loss, backward.dyhat",
    );
  });
  test('one wrong step of nine is reported without a count', () => {
    expect(judged.summary).not.toContain('steps lose points');
    expect(judged.summary.startsWith('forward.yhat ')).toBe(true);
  });
});

describe('what is wrong', () => {
  test.each<[string, object, object, string, string]>([
    ['missing', { z1: undefined }, {}, 'forward.z1', 'missing'],
    ['no numbers', { z1: 'x' }, {}, 'forward.z1', 'unusable'],
    ['another shape', { z1: [1, 2, 3] }, {}, 'forward.z1', 'wrong-shape'],
    ['turned', {}, { dW1: [[-1, 0], [0, 0]].map((row) => [...row].reverse()) }, 'backward.dW1', 'different'], // prettier-ignore
    ['another number', { yhat: 4 }, {}, 'forward.yhat', 'different'],
  ])('%s', (_name, forward, backward, path, verdict) => {
    const output = outputOf(judgeAnswers(forward, backward), path);
    expect(output).toMatchObject({ verdict, earned: 0 });
    expect(output?.sentence).not.toBe('');
  });
  test('a known slip has its hint', () => {
    const passed = { dz1: [-1, 1], dx: [-1, 4], dW1: [[-1, 0], [1, 0]] }; // prettier-ignore
    const judged = judgeAnswers({}, passed);
    expect(outputOf(judged, 'backward.dz1')?.verdict).toBe('slip');
    expect(judged.hint).toEqual(expect.any(String));
  });
  test('an infinite one is reported', () => {
    const text = '{"forward": {"z1": [1e999, 0]}}';
    expect(outputOf(judgeText(text), 'forward.z1')?.verdict).toBe('non-finite');
  });
});

test('a file that cannot be read is the whole judgement', () => {
  expect(judgeText('[]')).toMatchObject({ earned: 0, evidence: { type: 'error', error: { code: 'ANSWER_INVALID' } } });
});

describe('answers that the rubric accepts', () => {
  const accepting = (...accept: { equals: number[]; note: string }[]) => ({
    ...CHECK,
    steps: CHECK.steps.map((step) => (step.path === 'forward.z2' ? { ...step, accept } : step)),
  });
  test('any of several, with its own note', () => {
    const judged = judgeAnswers(
      { z2: [7, 8] },
      {},
      accepting({ equals: [5, 6], note: 'first' }, { equals: [7, 8], note: 'second' }),
    );
    expect(outputOf(judged, 'forward.z2')).toMatchObject({
      ...{ verdict: 'match', earned: 1, sentence: 'accepted', notes: ['second'] },
    });
  });
  test('others do not', () => {
    const judged = judgeAnswers({ z2: [7, 9] }, {}, accepting({ equals: [7, 8], note: 'n' }));
    expect(outputOf(judged, 'forward.z2')?.verdict).not.toBe('match');
  });
});

describe('copies', () => {
  const three = (...lists: number[][]) =>
    judgeText(JSON.stringify({ forward: { z1: lists[0], z2: lists[1], yhat: lists[2]?.[0] } })).earned;
  test('three answers of one list count as copies, to a hundredth', () => {
    // z2 = relu(z1) follows from z1, unless they are copies
    expect(three([7, 3], [7, 3], [7])).toBe(0);
    expect(three([7, 3], [7.05, 3], [7])).toBe(0);
    expect(three([7, 3], [7, 3], [7.2])).toBe(1);
  });
});

describe('operation counts', () => {
  // (1x3)(3x3)(3x4), from the left: 1*3*5 + 1*4*5 = 35; from the right: 3*4*5 + 1*4*5 = 80; with a mask: 20 + 3 = 23
  const factors: [number, number][] = [[1, 3], [3, 3], [3, 4]]; // prettier-ignore
  const counted = (order: 'reverse' | 'forward', answer: unknown) => {
    const check: CheckOf<'steps'> = { ...CHECK, steps: [{ path: 'n', points: 2, cost: { order, factors } }] };
    const judged = judgeText(JSON.stringify({ n: answer }), check);
    return { ...outputs(judged)[0], hint: judged.hint };
  };
  const HINT =
    'A product of k x l and l x m takes l products and l - 1 sums an element: which matrices are multiplied first?';
  test.each<['reverse' | 'forward', unknown, string, number, string]>([
    ['reverse', 35, 'match', 2, 'right'],
    ['forward', 80, 'match', 2, 'right'],
    ['reverse', 23, 'match', 2, 'right'],
    ['reverse', 80, 'different', 0, 'is the count of the other order'],
    ['forward', 35, 'different', 0, 'is the count of the other order'],
    ['forward', 23, 'different', 0, 'is not the number of operations of these products'],
    ['reverse', 36, 'different', 0, 'is not the number of operations of these products'],
    ['reverse', 35.01, 'different', 0, 'is not the number of operations of these products'],
    ['reverse', [35, 1], 'wrong-shape', 0, 'has shape [2], expected a single number'],
  ])('%s: %j is %s', (order, answer, verdict, earned, sentence) => {
    expect(counted(order, answer)).toMatchObject({ verdict, earned, sentence });
  });
  test('a mask is noted, a bracket too', () => {
    const MASK = 'counted with the relu as a mask instead of a diagonal matrix';
    const BRACKET = 'a list of one number was taken as the number';
    expect(counted('reverse', 35).notes).toEqual([]);
    expect(counted('reverse', [35]).notes).toEqual([BRACKET]);
    expect(counted('reverse', 23).notes).toEqual([MASK]);
    expect(counted('reverse', [23]).notes).toEqual([BRACKET, MASK]);
  });
  test('a wrong count has a hint', () => {
    expect(counted('reverse', 36).hint).toBe(HINT);
    expect(counted('reverse', 35).hint).toBeUndefined();
  });
});
