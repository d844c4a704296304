import { expect, test } from '@jest/globals';
import { askedOf } from '../../../../grader/checks/judging/asked-answers.js';
import { loadRubric } from '../../../../grader/rubric/load.js';

test('the typed answers of all checks with the same file', async () => {
  const rubric = await loadRubric('rubrics/quiz2.yaml');
  const asked = askedOf('answers.json', rubric);
  expect(asked).toEqual(expect.arrayContaining(['forward.z1', 'backward.dx', 'jacobian.relu', 'operations.reverse']));
  expect(asked).toHaveLength(15);
  expect(askedOf('other.json', rubric)).toEqual([]);
});
