/** Bulky parts of evidence: taken out and put back, for each kind that has some. */
import { expect, test } from '@jest/globals';
import { fillIn, setAside } from '../../../grader/report/bulky.js';
import type { CheckReport, Evidence } from '../../../grader/schema/report.js';

const picture = { width: 1, height: 1, png: 'AAAA' };
const beside = { sample: 's', got: null, expected: { shape: [], values: [1] }, difference: null };
const RESULTS = [
  { kind: 'gradient', evidence: { type: 'comparison', outputs: [{ name: 'a', beside }, { name: 'b' }] } },
  {
    kind: 'accuracy',
    evidence: { type: 'accuracy', misclassified: [{ index: 3, picture }, { index: 4 }], decisionMap: { cells: [[1]] } },
  },
  {
    kind: 'data-set',
    evidence: { type: 'data-set', groups: [{ code: 'noise', examples: [{ file: 'a.png', pictures: [picture] }] }] },
  },
  {
    kind: 'segmentation',
    evidence: { type: 'segmentation', mean: 0.5, examples: [{ index: 1, image: { png: 'AAAA' } }] },
  },
  { kind: 'files', evidence: { type: 'none' } },
  { kind: 'of a later version', evidence: { type: 'none' } },
] as unknown as CheckReport[];
const BULKY = /beside|picture|decisionMap|AAAA/;

test.each(RESULTS)('$kind', (result) => {
  const whole = [result];
  const plain = whole.map((one) => ({ ...one, evidence: setAside(one) }));
  expect(JSON.stringify(plain)).not.toMatch(BULKY);
  expect(fillIn(plain, whole, 1e6)).toEqual(whole);
  expect(fillIn(plain, whole, 0)).toEqual(plain);
});

test('a part that does not fit ends it: no smaller one of a later output is shown instead', () => {
  const large = { ...beside, sample: 'x'.repeat(1000) };
  const evidence = { type: 'comparison', outputs: [{ beside }, { beside: large }, { beside }] } as unknown as Evidence;
  const whole = { kind: 'gradient', evidence } as CheckReport;
  const [result] = fillIn([{ ...whole, evidence: setAside(whole) }], [whole], 1000);
  const outputs = result?.evidence.type === 'comparison' ? result.evidence.outputs : [];
  expect(outputs.map((output) => output.beside !== undefined)).toEqual([true, false, false]);
});
