/** What of a rubric a student's machine reads: nothing that only checks use which are not visible. */
import { expect, test } from '@jest/globals';
import { neededData, neededSamples } from '../../../grader/rubric/needed.js';
import { parseRubric } from '../../../grader/rubric/parse.js';
import { SMALL_RUBRIC } from '../../support/rubric-text.js';

function rubricOf(text: string) {
  const parsed = parseRubric('small.yaml', text);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return parsed.rubric;
}

const hide = (text: string, id: string) => text.replace(`- id: ${id}\n`, `- id: ${id}\n    visibility: hidden\n`);
const whole = rubricOf(SMALL_RUBRIC);
const halfHidden = rubricOf(hide(hide(SMALL_RUBRIC, 'forward'), 'accuracy'));

test('staff need all of it, whatever uses it', () => {
  expect([...neededData(halfHidden, {})]).toEqual(['heldout']);
  expect([...neededSamples(halfHidden, {})].sort()).toEqual(['generic', 'seed']);
});

test('a pre-check needs what visible checks use', () => {
  const scope = { visibleOnly: true };
  expect([...neededData(whole, scope)]).toEqual(['heldout']);
  expect([...neededData(halfHidden, scope)]).toEqual([]);
  expect([...neededSamples(halfHidden, scope)]).toEqual(['seed']);
});
