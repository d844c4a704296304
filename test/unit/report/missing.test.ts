/** Students who handed in nothing, as the facts of a run list them. */
import { expect, test } from '@jest/globals';
import { handedInNothing, missingIn } from '../../../grader/report/missing.js';

test('what a run lists is read, and what is no student is left out', () => {
  const whole = { id: 'ada', name: 'Ada', studentId: '007', email: 'ada@example.org', lateDaysLeft: 0 };
  const odd = [{ id: 7 }, 'eve', null, { id: 'bob', name: 7, lateDaysLeft: '2' }];
  expect(missingIn({ missing: [whole, ...odd] })).toEqual([whole, { id: 'bob' }]);
  for (const facts of [{}, null, { missing: 'ada' }]) expect(missingIn(facts)).toEqual([]);
});

test('they are told by name, or by id', () => {
  expect(handedInNothing({ id: 'ada', name: 'Ada' })).toEqual({ id: 'Ada (ada)', because: 'handed in nothing' });
  expect(handedInNothing({ id: 'ada' }).id).toBe('ada');
});
