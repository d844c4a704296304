/** The points of checks sum to the total, bonus aside, and the most that counts limits bonus alone. */
import { expect, test } from '@jest/globals';
import { changedRubric, placeOf, problemsIn, SMALL_RUBRIC } from '../../support/rubric-text.js';

const CASES: Readonly<Record<string, readonly [from: string, to: string, said: string, where?: string]>> = {
  'bonus points are beyond the total': [
    'title: Files\n    points: 2',
    'title: Files\n    points: 2\n    bonus: true',
    'points is 20, but the points of the checks sum to 18: make them equal',
    'points: ¦20',
  ],
  'the most is not less than the total': [
    'points: 20',
    'points: 20\nmaxPoints: ¦19',
    'maxPoints is 19, less than points (20): it limits bonus points, so give 20 or more',
  ],
  'the most limits something': [
    'points: 20',
    'points: 20\nmaxPoints: ¦21',
    'maxPoints is 21, but all checks with bonus: true come to 20: it limits nothing, so leave it out',
  ],
};

test.each(Object.entries(CASES))('%s', (_rule, [from, to, said, where = to]) => {
  const text = changedRubric(from, to.replace('¦', ''));
  expect(problemsIn(text)).toEqual([`${placeOf(where, text)}: ${said}`]);
});

test('a total with bonus points, up to a most between the two', () => {
  const bonus = SMALL_RUBRIC.replace(
    'title: Files\n    points: 2',
    'title: Files\n    bonus: true\n    points: 2',
  ).replace('points: 20', 'points: 18\nmaxPoints: 19');
  expect(problemsIn(bonus)).toEqual([]);
});
