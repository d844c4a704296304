import { describe, expect, test } from '@jest/globals';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import { CHECK, RIGHT, judgeText, judgeAnswers, sentenceOf } from '../../../support/quiz2-steps.js';

describe('the worked quiz', () => {
  test('right answers earn all', () => {
    expect(judgeAnswers({}, {})).toMatchObject({ earned: 9, summary: 'all steps right' });
  });
  test('all that follows from a wrong z1 counts, but a mask that is on everywhere shows only half', () => {
    const judged = judgeAnswers(
      { z1: [1, 1], z2: [1, 1], yhat: 0, loss: 2 },
      {
        dyhat: -2,
        dz2: [-2, 2],
        dz1: [-2, 2],
        dx: [-2, 8],
        dW1: [
          [-2, 0],
          [2, 0],
        ],
      },
    );
    expect(judged.earned).toBe(7.5);
  });
  test('answering yhat = y, so that all later answers are zero, earns what was right before', () => {
    const zeros = {
      dyhat: 0,
      dz2: [0, 0],
      dz1: [0, 0],
      dx: [0, 0],
      dW1: [
        [0, 0],
        [0, 0],
      ],
    };
    expect(judgeAnswers({ yhat: 2, loss: 0 }, zeros).earned).toBe(2);
  });
  test('a forgotten mask that is carried on costs one step and is named', () => {
    const judged = judgeAnswers(
      {},
      {
        dz1: [-1, 1],
        dx: [-1, 4],
        dW1: [
          [-1, 0],
          [1, 0],
        ],
      },
    );
    expect(judged.earned).toBe(8);
    expect(sentenceOf(judged, 'backward.dz1')).toBe('is the result if relu passes the gradient on everywhere');
  });
  test('the bias dropped puts z1 on the kink, where either slope is a subgradient', () => {
    const forward = { z1: [1, 0] };
    expect(judgeAnswers(forward, {}).earned).toBe(8);
    const passed = judgeAnswers(forward, {
      dz1: [-1, 1],
      dx: [-1, 4],
      dW1: [
        [-1, 0],
        [1, 0],
      ],
    });
    expect(passed.earned).toBeGreaterThanOrEqual(7.5);
  });
});

describe('single answers', () => {
  test('a near miss is wrong, a rounded one is right', () => {
    expect(judgeAnswers({ loss: 0.52 }, {}).earned).toBe(8);
    expect(judgeAnswers({ loss: 0.5004 }, {}).earned).toBe(9);
  });
  test('columns, rows and scalars in brackets are the same answer', () => {
    expect(judgeAnswers({ z1: [[1], [-1]], yhat: [1] }, { dx: [[-1, 2]] }).earned).toBe(9);
  });
  test('a missing step earns nothing and later ones restart from the truth', () => {
    expect(judgeAnswers({ z1: undefined }, {}).earned).toBe(8);
  });
  test('a wrong shape, a string, NaN as null and infinity earn nothing and say why', () => {
    const judged = judgeAnswers({ z1: [1, -1, 0], z2: '[1,0]', yhat: null }, {});
    expect(judged.earned).toBe(6);
    expect(sentenceOf(judged, 'forward.z1')).toBe('has shape [3], expected shape [2]');
    expect(sentenceOf(judged, 'forward.z2')).toBe('is the text "[1,0]", expected numbers');
    const inside = judgeAnswers({ z1: [null, 1], z2: ['1', 0] }, {});
    expect(sentenceOf(inside, 'forward.z1')).toBe('has null at [0], expected numbers');
    expect(sentenceOf(inside, 'forward.z2')).toBe('has the text "1" at [0]: write 1, not "1"');
    const text = JSON.stringify(RIGHT).replace('"yhat":1', '"yhat":1e999');
    expect(judgeText(text).earned).toBe(8);
  });
  test('numbers right by accident do not pass for the chain before them', () => {
    const judged = judgeAnswers({ yhat: 5 }, {});
    expect(judged.earned).toBe(8);
    expect(JSON.stringify(judged.evidence)).toContain('does not follow from your own earlier answer');
  });
  test('an accepted alternative counts with its note', () => {
    const note = 'followed the slide';
    const steps = CHECK.steps.map((step) =>
      step.gradient === 'z2' ? { ...step, accept: [{ equals: [-1, 0], note }] } : step,
    );
    const judged = judgeAnswers({}, { dz2: [-1, 0] }, { ...CHECK, steps });
    expect(judged.earned).toBe(9);
    expect(JSON.stringify(judged.evidence)).toContain(note);
  });
});

describe('one list at every step', () => {
  /** The answers of all nine steps, each with the requested shape. */
  const everywhere = (one: number, other: number) => {
    const list = [one, other];
    return judgeAnswers(
      { z1: list, z2: list, yhat: one, loss: one },
      { dyhat: one, dz2: list, dz1: list, dx: list, dW1: [list, list] },
    );
  };
  /** Three everywhere, and once with another digit. */
  const rounded = {
    forward: { z1: [3, 3], z2: [3.001, 3], yhat: 3, loss: 3 },
    backward: { dyhat: 3, dz2: [3, 3], dz1: [3, 3], dx: [3, 3], dW1: [[3, 3], [3, 2.999]] }, // prettier-ignore
  };
  test('follows from nothing, though each is what the copy before it gives', () => {
    expect(everywhere(7, 7).earned).toBe(0);
    expect(everywhere(7, 3).earned).toBe(0);
    // yhat is right
    expect(everywhere(1, 1).earned).toBe(1);
    expect(judgeAnswers(rounded.forward, rounded.backward).earned).toBe(0);
  });
  test('one answer that is another shows work: what follows counts', () => {
    expect(judgeAnswers({ z1: [7, 3], z2: [7, 3] }, {}).earned).toBeGreaterThanOrEqual(8);
  });
  test('two answers alone may be alike', () => {
    expect(judgeText(JSON.stringify({ forward: { z1: [7, 3], z2: [7, 3] } })).earned).toBe(1);
  });
});

describe('operation counts', () => {
  const factors: [number, number][] = [
    [1, 1],
    [1, 2],
    [2, 2],
    [2, 2],
  ];
  const check: CheckOf<'steps'> = {
    ...CHECK,
    steps: [
      { path: 'operations.reverse', points: 1, cost: { order: 'reverse', factors } },
      { path: 'operations.forward', points: 1, cost: { order: 'forward', factors } },
    ],
  };
  test.each([
    [14, 20, 2],
    [10, 20, 2],
    [20, 14, 0],
    [13, 20, 1],
    [0, 0, 0],
  ])('reverse %i, forward %i earn %i', (reverse, forward, earned) => {
    expect(judgeText(JSON.stringify({ operations: { reverse, forward } }), check).earned).toBe(earned);
  });
});
