import { expect, test } from '@jest/globals';
import { allSets, dataDigests } from '../../../grader/checks/data-digests.js';
import { pointColumns } from '../../../grader/checks/point-columns.js';
import { metricRubric } from '../../support/metric-rubric.js';

const POINTS = { kind: 'points', path: 'p', features: 2, classes: ['a', 'b'] } as const;

test('columns are those of the rubric, or x1, x2, ... and label', () => {
  expect(pointColumns({ ...POINTS, classes: ['a', 'b'] })).toEqual({ features: ['x1', 'x2'], label: 'label' });
  expect(pointColumns({ ...POINTS, classes: ['a', 'b'], columns: ['w', 'h'], label: 'kind' })).toEqual({
    features: ['w', 'h'],
    label: 'kind',
  });
});

test('digests are of all data sets, those with numbers to predict included', () => {
  const rubric = metricRubric();
  expect(allSets(rubric).map(([name]) => name)).toEqual(['three', 'two', 'values']);
  expect(dataDigests(rubric)).toMatchObject({ values: '9'.repeat(64) });
});
