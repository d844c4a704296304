/** What is released, when, and that nothing else is. */
import { describe, expect, test } from '@jest/globals';
import { NOTHING_RELEASED, releaseAt, releasedReport, Waiting } from '../../../grader/report/release.js';
import type { GradeReport } from '../../../grader/schema/report.js';
import { scoreChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

const KINDS = ['visible', 'after_due_date', 'after_published', 'hidden'] as const;
const checks = KINDS.map((visibility) => fileCheck(visibility, 1, { visibility }));
const report = makeReport({
  results: scoreChecks(checks, new Map(checks.map(({ id }) => [id, judgement(1)]))),
  submittedAt: '2018-09-14T12:00:00Z',
  rubricChange: { dates: { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' } },
});
const visibleIn = ({ results }: GradeReport) =>
  results.filter(({ visibility }) => visibility === 'visible').map(({ id }) => id);

describe('results become visible ones', () => {
  test.each([
    [NOTHING_RELEASED, ['visible']],
    [{ afterDueDate: true, afterPublished: false }, ['visible', 'after_due_date']],
    [{ afterDueDate: false, afterPublished: true }, ['visible', 'after_published']],
    [{ afterDueDate: true, afterPublished: true }, ['visible', 'after_due_date', 'after_published']],
  ])('with %j: %j', (release, visible) => {
    expect(visibleIn(releasedReport(report, release))).toEqual(visible);
  });
  test('and nothing else of the report changes', () => {
    expect(releasedReport(report, NOTHING_RELEASED)).toEqual(report);
    const released = releasedReport(report, { afterDueDate: true, afterPublished: true });
    const hidden = released.results.map((result, index) => ({ ...result, visibility: KINDS[index] }));
    expect({ ...released, results: hidden }).toEqual(report);
  });
});

describe('at a time', () => {
  const at = (time: string, publishedAt: string | null, one: GradeReport = report) =>
    releaseAt(one, publishedAt, new Date(time));
  test('before, at and after the moment of publishing', () => {
    const published = '2018-09-16T09:00:00-05:00';
    expect(at('2018-09-16T13:59:59.999Z', published)).toEqual(NOTHING_RELEASED);
    for (const time of ['2018-09-16T14:00:00Z', '2030-01-01T00:00:00Z']) {
      expect(at(time, published)).toEqual({ afterDueDate: true, afterPublished: true });
    }
  });
  test('when the student can no longer hand in, what waits for the due date', () => {
    expect(at('2018-09-19T23:59:59Z', null)).toEqual(NOTHING_RELEASED);
    expect(at('2018-09-20T00:00:00Z', null)).toEqual({ afterDueDate: true, afterPublished: false });
  });
  test('without a time of handing in, nothing but publishing releases anything', () => {
    const undated = makeReport();
    expect(at('2030-01-01T00:00:00Z', null, undated)).toEqual(NOTHING_RELEASED);
    expect(at('2030-01-01T00:00:00Z', '2029-01-01T00:00:00Z', undated)).toEqual({
      afterDueDate: true,
      afterPublished: true,
    });
  });
});

describe('what waits for a due date is told to staff', () => {
  const toldOf = (...reports: readonly GradeReport[]) => {
    const waiting = new Waiting();
    for (const one of reports) waiting.add(one, NOTHING_RELEASED);
    return waiting.told('run');
  };
  const later = makeReport({
    results: scoreChecks(checks, new Map(checks.map(({ id }) => [id, judgement(1)]))),
    submittedAt: '2018-09-14T12:00:00Z',
    rubricChange: { dates: { due: '2018-09-13T00:00:00Z', closes: '2018-09-27T00:00:00Z' } },
  });
  test('with the last date, and how to make the pages', () => {
    expect(toldOf(later, report)).toEqual([
      'After the due date, results of 2 submissions are shown as well (the last closes 2018-09-27T00:00:00.000Z): pages show them when they are made after that, as with: tuxgrade pages run',
    ]);
  });
  test('without a date, only publishing shows them', () => {
    const undated = makeReport({ results: report.results });
    expect(toldOf(undated)).toEqual([
      'Results of 1 submission wait for a due date that is not known: only publishing shows them',
    ]);
  });
  test('nothing, where nothing waits or it is shown', () => {
    expect(toldOf(makeReport())).toEqual([]);
    const waiting = new Waiting();
    waiting.add(report, { afterDueDate: true, afterPublished: false });
    expect(waiting.told('run')).toEqual([]);
  });
});
