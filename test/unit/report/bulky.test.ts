/** Bulky parts of evidence: taken out and put back, for each kind that has some. */
import { expect, test } from '@jest/globals';
import { fillIn, setAside } from '../../../grader/report/bulky.js';
import type { CheckReport, Evidence } from '../../../grader/schema/report.js';

const picture = { width: 1, height: 1, png: 'AAAA' };
const beside = { sample: 's', got: null, expected: { shape: [], values: [1] }, difference: null };
const EVIDENCE = [
  { type: 'comparison', outputs: [{ name: 'a', beside }, { name: 'b' }] },
  { type: 'accuracy', misclassified: [{ index: 3, picture }, { index: 4 }], decisionMap: { cells: [[1]] } },
  { type: 'data-set', groups: [{ code: 'noise', examples: [{ file: 'a.png', pictures: [picture] }] }] },
  { type: 'segmentation', mean: 0.5, examples: [{ index: 1, image: { png: 'AAAA' } }] },
  { type: 'none' },
] as unknown as Evidence[];
const BULKY = /beside|picture|decisionMap|AAAA/;

test.each(EVIDENCE)('$type', (evidence) => {
  const whole = [{ id: 'a', evidence }] as unknown as CheckReport[];
  const plain = whole.map((result) => ({ ...result, evidence: setAside(result.evidence) }));
  expect(JSON.stringify(plain)).not.toMatch(BULKY);
  expect(fillIn(plain, whole, 1e6)).toEqual(whole);
  expect(fillIn(plain, whole, 0)).toEqual(plain);
});

test('a part that does not fit ends it: no smaller one of a later output is shown instead', () => {
  const large = { ...beside, sample: 'x'.repeat(1000) };
  const evidence = { type: 'comparison', outputs: [{ beside }, { beside: large }, { beside }] } as unknown as Evidence;
  const whole = [{ id: 'a', evidence }] as unknown as CheckReport[];
  const [result] = fillIn([{ ...whole[0], evidence: setAside(evidence) } as CheckReport], whole, 1000);
  const outputs = result?.evidence.type === 'comparison' ? result.evidence.outputs : [];
  expect(outputs.map((output) => output.beside !== undefined)).toEqual([true, false, false]);
});
