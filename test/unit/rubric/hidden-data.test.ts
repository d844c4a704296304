import { describe, expect, test } from '@jest/globals';
import { parseRubric } from '../../../grader/rubric/parse.js';

interface Given {
  readonly kind?: 'accuracy' | 'model-gradient';
  readonly data?: string;
  readonly visibility?: string;
}

const CIRCLE = 'center: [0, 0], radius: 1, box: { low: -1, high: 1 }';

function problemsOf(gradient: Given, other: Given): readonly string[] {
  const checkOf = (id: string, { kind = 'model-gradient', data = 'points', visibility = 'visible' }: Given) =>
    kind === 'accuracy'
      ? `  - { id: ${id}, kind: accuracy, title: A, points: 4, visibility: ${visibility}, target: net, data: ${data}, ramp: { from: 0.5, to: 0.9 } }`
      : `  - { id: ${id}, kind: model-gradient, title: G, points: 4, visibility: ${visibility}, target: backward, model: net, loss: half-squared-error, data: ${data}, examples: 8 }`;
  const text = `schemaVersion: 1
id: own
title: Own
points: 8
targets:
  net: { kind: model, path: net/model.json, input: [2], outputs: [1] }
  backward: { kind: function, file: backprop, export: backward, arguments: [weights, x, label], returns: record }
data:
  points: { kind: point-in-circle, seed: 1, count: 400, ${CIRCLE} }
  more: { kind: point-in-circle, seed: 1, count: 9000, ${CIRCLE} }
  others: { kind: point-in-circle, seed: 2, count: 400, ${CIRCLE} }
checks:
${checkOf('grad', gradient)}
${checkOf('other', other)}
`;
  const parsed = parseRubric('r.yaml', text);
  return parsed.ok ? [] : parsed.problems.map((problem) => problem.split('\n')[0] ?? '');
}

describe('a visible model-gradient check', () => {
  test.each([
    ['accuracy', 'hidden'],
    ['accuracy', 'after_published'],
    ['accuracy', 'after_due_date'],
    ['model-gradient', 'hidden'],
  ] as const)('may not use the data of an %s check that is %s', (kind, visibility) => {
    const [problem, ...more] = problemsOf({}, { kind, visibility });
    expect(more).toEqual([]);
    expect(problem).toMatch(/^r\.yaml:13:\d+: /);
    expect(problem).toContain(
      `"grad" is visible and gives the labels of data set "points" to student code, but "other" (${visibility}) uses the same data set: give "grad" a data set of its own, or make it ${visibility} as well`,
    );
  });
  test('nor under another name', () => {
    const [problem] = problemsOf({}, { kind: 'accuracy', data: 'more', visibility: 'hidden' });
    expect(problem).toContain('"other" (hidden) uses data set "more", which holds the same examples');
  });
  test.each<[string, Given, Given]>([
    ['the data of a visible one', {}, { kind: 'accuracy' }],
    ['data of its own', {}, { kind: 'accuracy', data: 'others', visibility: 'hidden' }],
    ['as a hidden one what a visible accuracy is measured on', { visibility: 'hidden' }, { kind: 'accuracy' }],
    ['as a hidden one what another hidden one uses', { visibility: 'hidden' }, { visibility: 'after_published' }],
  ])('may use %s', (_, gradient, other) => {
    expect(problemsOf(gradient, other)).toEqual([]);
  });
  test('an accuracy check that is visible gives no labels away', () => {
    expect(problemsOf({ kind: 'accuracy' }, { kind: 'accuracy', visibility: 'hidden' })).toEqual([]);
  });
});
