/** Scores of LTI: what is not graded or not published has no score. */
import { expect, test } from '@jest/globals';
import { writeAgs } from '../../../grader/course-systems/ags.js';
import { mark } from '../../support/gradebooks.js';
import { refusals } from '../../support/importer-rules.js';

test('graded, not graded, and waiting to be published', () => {
  const marks = [
    mark(['ada'], 8.125),
    mark(['bo'], null),
    mark(['cem'], 9, { waits: true }),
    mark(['dan'], null, { waits: true }),
  ];
  const text = writeAgs(marks, new Date('2018-10-01T09:00:00Z'));
  expect(refusals('ags', text)).toEqual([]);
  const scores = JSON.parse(text) as Record<string, unknown>[];
  expect(scores.map(({ userId, gradingProgress, scoreGiven }) => [userId, gradingProgress, scoreGiven])).toEqual([
    ['ada', 'FullyGraded', 8.125],
    ['bo', 'Failed', undefined],
    ['cem', 'Pending', undefined],
    ['dan', 'Failed', undefined],
  ]);
  expect(scores[0]).toMatchObject({ timestamp: '2018-10-01T09:00:00.000Z', scoreMaximum: 10 });
});
