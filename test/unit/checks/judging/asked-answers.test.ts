import { expect, test } from '@jest/globals';
import { askedOf } from '../../../../grader/checks/judging/asked-answers.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

test('the typed answers of all checks with the same file', () => {
  const base = { title: 'T', points: 1, network: 'line', at: 'one' } as const;
  const steps = [{ path: 'forward.z1', value: 'yhat', points: 1 }];
  const matrices = [{ path: 'jacobian.W', of: 'yhat', by: 'W', points: 1 }];
  const rubric = makeResolvedRubric([
    { ...base, id: 'a', kind: 'steps', file: 'answers.json', steps },
    { ...base, id: 'b', kind: 'jacobian', file: 'answers.json', matrices },
    { ...base, id: 'c', kind: 'steps', file: 'other.json', steps },
  ]);
  expect(askedOf('answers.json', rubric)).toEqual(['forward.z1', 'jacobian.W']);
  expect(askedOf('other.json', rubric)).toEqual(['forward.z1']);
  expect(askedOf('none.json', rubric)).toEqual([]);
});
