/** What a student may be told of counted operations. */
import { expect, test } from '@jest/globals';
import { OPERATIONS_PARTS } from '../../../../grader/kinds/operations/parts.js';
import { comparisonOf, evidenceOfEach } from '../../../support/evidence-of-each.js';

const OWN = evidenceOfEach('text').find(({ type }) => type === 'operations');

test('of a visible check everything; of others what the summary tells, without samples', () => {
  if (OWN?.type !== 'operations') throw new Error('no evidence');
  expect(OPERATIONS_PARTS.visible(OWN)).toEqual(OWN);
  expect(OPERATIONS_PARTS.hidden(OWN)).toEqual({ ...OWN, counts: [] });
  expect(OPERATIONS_PARTS.fill(OWN, OWN, () => false)).toEqual(OWN);
});

test('where outputs are wrong, what other comparisons tell', () => {
  const comparison = comparisonOf('text');
  expect(OPERATIONS_PARTS.visible(comparison)).toEqual(comparison);
  const hidden = OPERATIONS_PARTS.hidden(comparison);
  expect(hidden).toMatchObject({ type: 'comparison', samples: [] });
  expect(JSON.stringify(hidden)).not.toContain('beside');
});

test('evidence of another kind is left out', () => {
  const [, accuracy] = evidenceOfEach('text');
  if (accuracy === undefined) throw new Error('no evidence');
  expect(OPERATIONS_PARTS.visible(accuracy)).toEqual({ type: 'none' });
});
