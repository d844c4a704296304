/** Metrics that cannot be measured on their data, and ramps that run the wrong way. */
import { describe, expect, test } from '@jest/globals';
import { metricRules } from '../../../../grader/kinds/metric/rules.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { Rubric } from '../../../../grader/schema/rubric.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

const { rubric: TINY } = makeResolvedRubric([]);
const base = { id: 'c', title: 'C', points: 3 } as const;

function said(check: CheckOf<'metric'>, change: Partial<Rubric>): [string, string][] {
  const problems = metricRules(['checks', 0], check, { ...TINY, ...change });
  return [...problems].map(({ path, sentence }) => [path.join('.'), sentence]);
}

describe('a metric', () => {
  const check = (more: Partial<CheckOf<'metric'>>): CheckOf<'metric'> => ({
    ...{ ...base, kind: 'metric', target: 'model', data: 'd', metric: 'mean-squared-error' },
    ...{ ramp: { from: 1, to: 0.1 }, ...more },
  });
  const model = { kind: 'model', path: 'm.json', input: [2], outputs: [1] } as const;
  const points = { kind: 'points', path: 'p', features: 2 } as const;
  const rubric = (data: object, target: object = {}) =>
    ({
      targets: { model: { ...model, ...target } },
      data: { d: { ...points, ...data } },
    }) as unknown as Partial<Rubric>;
  const NUMBERS = rubric({ targets: ['price'] });
  const CLASSES = rubric({ classes: ['a', 'b'] }, { gives: 'logits' });

  test('that fits', () => {
    expect(said(check({}), NUMBERS)).toEqual([]);
    for (const metric of ['accuracy', 'macro-f1'] as const) {
      expect(said(check({ metric, ramp: { from: 0.5, to: 1 } }), CLASSES)).toEqual([]);
    }
    expect(said(check({ metric: 'cross-entropy' }), CLASSES)).toEqual([]);
  });
  test('has a ramp in its direction', () => {
    expect(said(check({ ramp: { from: 0.1, to: 1 } }), NUMBERS)).toEqual([
      [
        'checks.0.ramp',
        'a ramp from 0.1 to 1: mean squared error is a loss, of which less is better, so from must be more than to',
      ],
    ]);
    expect(said(check({ metric: 'accuracy', ramp: { from: 0.9, to: 0.5 } }), CLASSES)).toEqual([
      ['checks.0.ramp', 'a ramp from 0.9 to 0.5: more accuracy is better, so from must be less than to'],
    ]);
    expect(said(check({ metric: 'macro-f1', ramp: { from: 50, to: 90 } }), CLASSES)).toEqual([
      ['checks.0.ramp.to', 'to is 90, but macro F1 is at most 1'],
    ]);
    expect(said(check({ ramp: { from: 1, to: 1 } }), NUMBERS)).toHaveLength(1);
  });
  test('fits its data', () => {
    expect(said(check({}), CLASSES)).toEqual([
      ['checks.0.data', 'data set "d" has no numbers to predict: this check needs one of kind points with targets'],
    ]);
    expect(said(check({ metric: 'accuracy', ramp: { from: 0, to: 1 } }), NUMBERS)).toEqual([
      [
        'checks.0.data',
        'data set "d" has numbers to predict (targets), not classes: a check of kind metric with mean-squared-error takes it',
      ],
    ]);
    expect(said(check({}), rubric({ targets: ['a', 'b'] }))).toEqual([
      ['checks.0.data', 'data set "d" has points [2] with 2 targets, but target "model" takes [2] and gives 1'],
    ]);
  });
  test('knows how outputs are read', () => {
    expect(said(check({ metric: 'cross-entropy' }), rubric({ classes: ['a', 'b'] }))).toEqual([
      [
        'checks.0.metric',
        'cross-entropy needs to know what target "model" gives: add gives: logits or gives: probabilities to it',
      ],
    ]);
    expect(said(check({ metric: 'cross-entropy' }), rubric({ classes: ['a', 'b', 'c'] }, { gives: 'logits' }))).toEqual(
      [
        [
          'checks.0.metric',
          'target "model" may give 1 number for 3 classes, which has no cross-entropy: write outputs: [3]',
        ],
      ],
    );
  });
});
