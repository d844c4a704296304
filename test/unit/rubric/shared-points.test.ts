import { expect, test } from '@jest/globals';
import { sharedPointsWarnings } from '../../../grader/rubric/shared-points.js';
import type { ExampleSet } from '../../../grader/stages/resolved.js';
import { metricRubric, tensorOf } from '../../support/metric-rubric.js';

const RUBRIC = metricRubric();

function withRows(rows: Readonly<Record<string, readonly (readonly number[])[]>>) {
  const data = Object.entries(rows).map(([name, points]): [string, ExampleSet] => [
    name,
    {
      examples: tensorOf([points.length, 2], points.flat()),
      ...{ divisor: 1, labels: new Int32Array(points.length), classes: 2, digest: name },
    },
  ]);
  return [...sharedPointsWarnings({ ...RUBRIC, data: new Map(data), regression: new Map() })];
}

test('points that are in two tables are counted, once each', () => {
  const rows = { three: [[1, 2], [3, 4], [1, 2]], two: [[1, 2], [2, 1], [3, 4]] }; // prettier-ignore
  expect(withRows(rows)).toEqual([
    '2 points are in data sets "three" and "two": take them out of one, or a model may know what it is tried on',
  ]);
  expect(withRows({ ...rows, two: [[3, 4]] })[0]).toMatch(/^1 point is in/);
});

test('the same numbers in another order are other points; nothing is said of one table', () => {
  expect(withRows({ three: [[1, 2]], two: [[2, 1]] })).toEqual([]); // prettier-ignore
  expect(withRows({ three: [[1, 2], [1, 2]] })).toEqual([]); // prettier-ignore
});

test('numbers to predict are compared with classes as well', () => {
  const values = RUBRIC.regression?.get('values');
  if (values === undefined) throw new Error('no numbers');
  // all three sets of this rubric have the same 60 points
  expect([...sharedPointsWarnings(RUBRIC)]).toHaveLength(3);
});
