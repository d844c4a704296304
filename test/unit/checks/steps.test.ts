import { describe, expect, test } from '@jest/globals';
import { judgeSteps } from '../../../grader/checks/steps.js';
import type { Judgement } from '../../../grader/checks/judge.js';
import type { CheckOf } from '../../../grader/schema/checks.js';
import type { ResolvedRubric } from '../../../grader/schema/resolved.js';
import { QUIZ2, quiz2Point } from '../../support/quiz2-network.js';

const VALUES = ['z1', 'z2', 'yhat', 'loss'];
const GRADIENTS = { dyhat: 'yhat', dz2: 'z2', dz1: 'z1', dx: 'x', dW1: 'W1' };

/** Nine steps of one point each, the worked example of the quiz. */
const CHECK: CheckOf<'steps'> = {
  kind: 'steps',
  id: 'answers',
  title: 'answers',
  points: 9,
  file: 'answers.json',
  network: 'quiz2',
  at: 'seed',
  steps: [
    ...VALUES.map((value) => ({ path: `forward.${value}`, points: 1, value })),
    ...Object.entries(GRADIENTS).map(([name, gradient]) => ({ path: `backward.${name}`, points: 1, gradient })),
  ],
};

const RUBRIC: ResolvedRubric = {
  rubric: { schemaVersion: 1, id: 'q', title: 'q', points: 9, networks: { quiz2: QUIZ2 }, checks: [CHECK] },
  digest: '',
  path: 'q.yaml',
  pointSets: new Map([['seed', [quiz2Point()]]]),
  data: new Map(),
};

const RIGHT = {
  forward: { z1: [1, -1], z2: [1, 0], yhat: 1, loss: 0.5 },
  backward: {
    dyhat: -1,
    dz2: [-1, 1],
    dz1: [-1, 0],
    dx: [-1, 2],
    dW1: [
      [-1, 0],
      [0, 0],
    ],
  },
};

function judgeText(text: string, check = CHECK): Judgement {
  const bytes = new TextEncoder().encode(text);
  const documents = new Map([['answers.json', { status: 'read' as const, bytes }]]);
  return judgeSteps(
    check,
    { files: [], documents, models: new Map(), dataSets: new Map(), outcomes: new Map() },
    RUBRIC,
  );
}

function judgeAnswers(forward: object, backward: object, check = CHECK): Judgement {
  const answers = { forward: { ...RIGHT.forward, ...forward }, backward: { ...RIGHT.backward, ...backward } };
  return judgeText(JSON.stringify(answers), check);
}

function sentenceOf(judgement: Judgement, name: string): string {
  if (judgement.evidence.type !== 'comparison') throw new Error('no comparison');
  return judgement.evidence.outputs.find((output) => output.name === name)?.sentence ?? '';
}

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
    expect(sentenceOf(judged, 'backward.dz1')).toContain('relu where it is flat');
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
  /** The answers of all nine steps, each of the shape that is asked for. */
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

describe('hostile and broken files', () => {
  test.each([
    ['NaN', '{"forward": {"yhat": NaN}}', 'line 1, column 22: NaN is not a JSON value'],
    ['a lost bracket', '{"forward": {\n "yhat": 1', 'answers.json is not valid JSON: line 2'],
    ['deep nesting', '['.repeat(200_000), 'answers.json is nested more than 100 levels deep'],
    ['deep nesting that is valid', `{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`, 'more than 100 levels deep'],
    [
      'a minus sign of a slide',
      '{"forward": {\n "yhat": \u22121}}',
      'line 2, column 10: the character \u2212 (U+2212): a minus',
    ],
    [
      'quotes of a word processor',
      '{\u201cforward\u201d: 1}',
      'the character \u201c (U+201C): JSON has straight double quotes',
    ],
    ['a no-break space', '{"forward":\u00a01}', '(U+00A0): between values JSON has ordinary spaces only'],
    ['a character by itself', '{"forward": \u{1f600}}', '(U+1F600): JSON has it only within quotes'],
  ])('%s', (_name, text, message) => {
    const judged = judgeText(text);
    expect(judged.earned).toBe(0);
    expect(judged.summary).toContain(message);
  });
  test.each([
    ['toString', '{"toString": 1}'],
    ['valueOf', '{"valueOf": 1}'],
    ['__proto__', '{"__proto__": 1}'],
    ['toJSON', '{"toJSON": 1}'],
    ['length', '{"length": 2, "0": 1, "1": 1}'],
  ])('an object with %s where numbers are expected is an object', (_name, value) => {
    const judged = judgeText(`{"forward": {"z1": ${value}, "z2": [1, ${value}]}}`);
    expect(sentenceOf(judged, 'forward.z1')).toBe('is an object, expected numbers');
    expect(sentenceOf(judged, 'forward.z2')).toBe('has an object at [1], expected numbers');
  });
  test('keys of Object.prototype are no answers, and __proto__ does nothing', () => {
    const judged = judgeText('{"__proto__": {"forward": {"yhat": 1}}, "constructor": 1}');
    expect(judged.earned).toBe(0);
    expect(({} as Record<string, unknown>)['forward']).toBeUndefined();
  });
  test('binary and missing files say so', () => {
    const binary = new Map([['answers.json', { status: 'read' as const, bytes: new Uint8Array([0xff, 0xfe, 0, 1]) }]]);
    const missing = new Map([['answers.json', { status: 'missing' as const }]]);
    const seen = { files: [], models: new Map(), dataSets: new Map(), outcomes: new Map() };
    expect(judgeSteps(CHECK, { ...seen, documents: binary }, RUBRIC).summary).toContain('not text');
    expect(judgeSteps(CHECK, { ...seen, documents: missing }, RUBRIC).summary).toContain('answers.json is missing');
  });
});
