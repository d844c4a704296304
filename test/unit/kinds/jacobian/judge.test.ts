import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../grader/kinds/index.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import { FUNCTION_RUBRIC, outputOf } from '../../../support/function-checks.js';

const CHECK: CheckOf<'jacobian'> = {
  kind: 'jacobian',
  id: 'jacobian',
  title: 'Jacobian matrices',
  points: 6,
  file: 'answers.json',
  network: 'quiz2',
  at: 'seed',
  matrices: [
    { path: 'jacobian.Wx', of: 'z1', by: 'x', points: 3 },
    { path: 'jacobian.relu', of: 'z2', by: 'z1', points: 3 },
  ],
};

function judgeAnswers(answers: unknown) {
  const text = typeof answers === 'string' ? answers : JSON.stringify(answers);
  const documents = new Map([['answers.json', { status: 'read' as const, bytes: new TextEncoder().encode(text) }]]);
  return judge(
    CHECK,
    { files: [], documents, models: new Map(), dataSets: new Map(), outcomes: new Map() },
    FUNCTION_RUBRIC,
  );
}
const judgeMatrices = (Wx: unknown, relu: unknown) => judgeAnswers({ jacobian: { Wx, relu } });

// by hand: d(Wx)/dx = W = [[1, -2], [0, 2]]; relu at z1 = [1, -1] is diag(1, 0)
const WX = [
  [1, -2],
  [0, 2],
];
const RELU = [
  [1, 0],
  [0, 0],
];

test('right matrices earn all', () => {
  expect(judgeMatrices(WX, RELU)).toMatchObject({ earned: 6, summary: 'all matrices right' });
});

describe('wrong ones cost their own points', () => {
  test.each<[string, unknown, string, RegExp]>([
    [
      'W transposed',
      [
        [1, 0],
        [-2, 2],
      ],
      'transposed',
      /transpose/,
    ],
    [
      'a sign',
      [
        [1, 2],
        [0, 2],
      ],
      'different',
      /differs|wrong|is/,
    ],
    [
      'a near miss',
      [
        [1, -2.02],
        [0, 2],
      ],
      'different',
      /./,
    ],
    ['a vector', [1, -2], 'wrong-shape', /shape \[2\], expected shape \[2, 2\]/],
    [
      'null for NaN',
      [
        [null, -2],
        [0, 2],
      ],
      'unusable',
      /null/,
    ],
    [
      'text',
      [
        ['1', -2],
        [0, 2],
      ],
      'unusable',
      /text|string/,
    ],
    ['ragged rows', [[1, -2], [0]], 'unusable', /./],
    ['nothing', undefined, 'missing', /missing/],
    [
      'numbers beyond doubles',
      [
        [1e308, -1e308],
        [1e308, 1e308],
      ],
      'different',
      /./,
    ],
  ])('%s', (_name, matrix, verdict, said) => {
    const judged = judgeMatrices(matrix, RELU);
    expect(judged.earned).toBe(3);
    expect(outputOf(judged, 'jacobian.Wx')).toMatchObject({ verdict, earned: 0 });
    expect(outputOf(judged, 'jacobian.Wx').sentence).toMatch(said);
  });
  test('the identity where a unit of relu is closed', () => {
    expect(
      judgeMatrices(WX, [
        [1, 0],
        [0, 1],
      ]).earned,
    ).toBe(3);
  });
  test('the diagonal alone is another shape', () => {
    expect(outputOf(judgeMatrices(WX, [1, 0]), 'jacobian.relu').verdict).toBe('wrong-shape');
  });
});

test('a matrix does not count twice: relu in place of Wx', () => {
  expect(judgeMatrices(RELU, RELU).earned).toBe(3);
  expect(
    judgeMatrices(
      [
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ).earned,
  ).toBe(0);
});

test('at a kink every slope from 0 to 1 is right, and none beyond', () => {
  const point = FUNCTION_RUBRIC.sampleSets.get('seed')?.[0];
  if (point === undefined) throw new Error('no point');
  const b1 = point.values['b1'];
  if (b1 === undefined) throw new Error('no b1');
  // z1 = [1, 0]
  const kinked = { ...point, values: { ...point.values, b1: { ...b1, values: Float64Array.of(0, 0) } } };
  const rubric = { ...FUNCTION_RUBRIC, sampleSets: new Map([['seed', [kinked]]]) };
  const at = (slope: number) => {
    const text = JSON.stringify({
      jacobian: {
        Wx: WX,
        relu: [
          [1, 0],
          [0, slope],
        ],
      },
    });
    const documents = new Map([['answers.json', { status: 'read' as const, bytes: new TextEncoder().encode(text) }]]);
    return judge(CHECK, { files: [], documents, models: new Map(), dataSets: new Map(), outcomes: new Map() }, rubric)
      .earned;
  };
  expect([at(0), at(0.5), at(1), at(1.5), at(-0.5)]).toEqual([6, 6, 6, 3, 3]);
});

test('a file that is not JSON is reported with the position of the error', () => {
  const judged = judgeAnswers('{ "jacobian": }');
  expect(judged.earned).toBe(0);
  expect(judged.summary).toMatch(/answers\.json is not valid JSON: line 1, column 15/);
});
