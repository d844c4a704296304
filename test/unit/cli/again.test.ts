/** A command to type again is one that a shell takes, and has no password. */
import { expect, test } from '@jest/globals';
import { givenAgain } from '../../../grader/cli/again.js';

test('lists are repeated, what is not given is left out, words are quoted', () => {
  const options = { rubric: 'quiz2', data: ['a=b', 'c=d e'], seed: 0, roster: undefined };
  expect(givenAgain(['batch', 'my class'], options)).toBe(
    "tuxgrade batch 'my class' --rubric quiz2 --data a=b --data 'c=d e' --seed 0",
  );
});

test('the password of a queue is left out', () => {
  expect(givenAgain(['submit', 'ada'], { queue: 'rediss://me:secret@host:6379/2' })).toBe(
    'tuxgrade submit ada --queue rediss://me@host:6379/2',
  );
});
