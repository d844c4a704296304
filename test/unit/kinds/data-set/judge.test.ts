/** The points for a report on a collected data set. */
import { expect, test } from '@jest/globals';
import { judge } from '../../../../grader/kinds/index.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { DataSetReport, FindingCode } from '../../../../grader/protocol/data-set.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

/** 100 images are required. */
const CHECK: CheckOf<'data-set'> = {
  kind: 'data-set',
  id: 'data',
  title: 'Data',
  points: 4,
  path: 'data',
  classes: ['cat', 'dog'],
  minImagesPerClass: 50,
  rules: [
    { points: 3, without: ['labels-missing', 'file-missing'] },
    { points: 1, without: ['duplicate'], atMostShare: 0.5 },
  ],
};

function judged(images: number, found: Partial<Record<FindingCode, number>> = {}) {
  const report: DataSetReport = {
    splits: [{ name: '', images, perClass: [images, 0] }],
    groups: Object.entries(found).map(([code, count]) => ({
      code: code as FindingCode,
      title: code,
      mend: '',
      count,
      findings: [],
    })),
  };
  const seen = { files: [], documents: new Map(), models: new Map(), outcomes: new Map() };
  return judge(CHECK, { ...seen, dataSets: new Map([['data', report]]) }, makeResolvedRubric([CHECK]));
}

test('rules earn points from a tenth of the required images on', () => {
  expect(judged(10)).toMatchObject({ earned: 4, summary: '10 images; nothing wrong with them' });
  const few = judged(9);
  expect(few.earned).toBe(0);
  expect(few.summary).toMatch(/; there are 9 different images, expected 100: fewer than 10 earn no points$/);
});

test('copies are not images, within a split or across', () => {
  expect(judged(20, { duplicate: 10 }).earned).toBe(4);
  expect(judged(20, { duplicate: 6, 'duplicate-across-splits': 5 }).earned).toBe(0);
  expect(judged(300, { duplicate: 299 }).summary).toMatch(/there is 1 different image, expected 100/);
});

test('with a few images too few, the other rules still earn points', () => {
  expect(judged(60, { 'file-missing': 1 }).earned).toBe(1);
});

test("copies of the course's images are not images that a student collected", () => {
  expect(judged(600, { 'course-image': 590 }).earned).toBe(4);
  const copied = judged(600, { 'course-image': 600, duplicate: 3 });
  expect(copied.earned).toBe(0);
  expect(copied.summary).toMatch(/there are 0 different images besides copies of the course's, expected 100/);
});
