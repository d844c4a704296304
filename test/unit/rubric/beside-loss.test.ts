/** Warnings about values that neither the loss nor a check uses. */
import { expect, test } from '@jest/globals';
import { besideLossWarnings } from '../../../grader/rubric/beside-loss.js';
import { parseRubric } from '../../../grader/rubric/parse.js';
import { changedRubric, SMALL_RUBRIC } from '../../support/rubric-text.js';

function warningsOf(text: string): string[] {
  const parsed = parseRubric('r.yaml', text);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return [...besideLossWarnings(parsed.rubric)];
}

const BESIDE = '- { name: p, op: sigmoid, of: [yhat] }\n      - { name: loss, op';

test('a rubric whose values are all used has none', () => {
  expect(warningsOf(SMALL_RUBRIC)).toEqual([]);
});

test('a node or a parameter that the loss does not depend on', () => {
  expect(warningsOf(changedRubric('- { name: loss, op', BESIDE))).toEqual([
    'the loss of network "line" does not use node "p", and no check asks for it: is an operand missing?',
  ]);
  const unused = changedRubric('W: [1, D], b: [1] }', 'W: [1, D], b: [1], U: [2] }').replace(
    'b: 0 }',
    'b: 0, U: [1, 2] }',
  );
  expect(warningsOf(unused)).toEqual([
    'the loss of network "line" does not use parameter "U", and no check asks for it: is an operand missing?',
  ]);
});

test('a node that a check asks for is beside the loss on purpose', () => {
  const asked = changedRubric('- { name: loss, op', BESIDE).replace('of: yhat, weight', 'of: p, weight');
  expect(warningsOf(asked)).toEqual([]);
});
