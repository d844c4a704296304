/** An inconsistent report cannot be built. */
import { describe, expect, test } from '@jest/globals';
import { soundReport } from '../../../grader/report/sound.js';
import type { CheckReport, GradeReport } from '../../../grader/schema/report.js';
import { makeReport } from '../../support/reports.js';

const report = makeReport();
const [first, second] = report.results;
if (first === undefined || second === undefined) throw new Error('two results were expected');

describe('a report that came from elsewhere', () => {
  test('is the same when it is sound', () => {
    expect(soundReport(report)).toBe(report);
  });
  test.each<[string, object]>([
    ['a key too many', { score: 3 }],
    ['points that are no number', { verdict: { ...report.verdict, earned: NaN } }],
    ['an infinite error', { results: [{ ...first, earned: Infinity }] }],
    ['a status of its own', { results: [{ ...first, status: 'great' }] }],
    ['nothing about the driver', { environment: { grader: '1' } }],
    ['a total of its own', { verdict: { ...report.verdict, earned: 6, beforeLate: 6 } }],
    ['less than nothing', { results: [{ ...first, earned: -1 }, second] }],
  ])('is refused with %s', (_name, change) => {
    const broken = { ...report, ...change } as GradeReport;
    expect(() => soundReport(broken)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

describe('a report is not built of', () => {
  const ofResult = (change: Partial<CheckReport>) => () => makeReport({ results: [{ ...first, ...change }, second] });
  test.each<[string, () => GradeReport]>([
    ['points that are not a number', ofResult({ earned: NaN })],
    ['infinitely many points', ofResult({ earned: Infinity })],
    ['more points than there are', ofResult({ earned: 4.5 })],
    ['fewer points than none', ofResult({ earned: -0.5 })],
    ['a graded check without points', ofResult({ earned: null })],
    ['no number that is possible', ofResult({ possible: NaN })],
    ['a time that is not a number', () => makeReport({ wallMs: NaN })],
    ['fewer files than none', () => makeReport({ files: -1 })],
  ])('%s', (_name, build) => {
    expect(build).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});
