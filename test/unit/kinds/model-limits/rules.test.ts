/** A check of a model's limits needs a limit and a model, each problem with its position and its sentence. */
import { describe, expect, test } from '@jest/globals';
import { modelLimitsRules } from '../../../../grader/kinds/model-limits/rules.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

type Limits = Partial<CheckOf<'model-limits'>>;
const { rubric: TINY } = makeResolvedRubric([]);

function said(limits: Limits, targets: object = { m: { kind: 'model' } }): [string, string][] {
  const check: CheckOf<'model-limits'> = {
    id: 'c',
    title: 'C',
    points: 3,
    kind: 'model-limits',
    target: 'm',
    ...limits,
  };
  const problems = modelLimitsRules(['checks', 0], check, { ...TINY, targets: targets as never });
  return [...problems].map(({ path, sentence }) => [path.join('.'), sentence]);
}

describe('limits', () => {
  test.each<Limits>([
    { parameters: 1 },
    { fileBytes: 1 },
    { layers: ['Dense'] },
    { activations: ['relu'] },
    { outputActivations: ['softmax'] },
  ])('%j is enough', (limits) => {
    expect(said(limits)).toEqual([]);
  });
  test('none is a mistake', () => {
    expect(said({})).toEqual([
      ['checks.0', 'check "c" limits nothing: give parameters, fileBytes, layers or activations'],
    ]);
  });
});

test('the target is a model', () => {
  expect(said({ parameters: 1 }, {}).map(([at]) => at)).toEqual(['checks.0.target']);
  expect(said({ parameters: 1 }, { m: { kind: 'function' } }).map(([at]) => at)).toEqual(['checks.0.target']);
});
