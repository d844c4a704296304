/** What a worker recorded is examined before it counts: whatever does not fit leaves the submission ungraded, with no points. */
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Job, LocalOptions } from '../../../grader/batch/executor.js';
import { takeOver } from '../../../grader/queue/take-over.js';
import type { Recorded } from '../../../grader/schema/queue.js';
import type { GradeReport } from '../../../grader/schema/report.js';
import { removeFolders } from '../../support/folders.js';
import { makeReport } from '../../support/reports.js';

afterAll(removeFolders);

const report = makeReport();
const job = { id: report.submission.id } as Job;
const kept: string[] = [];
const options = {
  rubric: { digest: report.rubric.digest },
  keep: (text: string) => {
    kept.push(text);
    return Promise.resolve('e'.repeat(64));
  },
} as unknown as LocalOptions;
const recorded = (text: string, more: Partial<Recorded> = {}): Recorded => ({
  ...{ report: text, record: null, evaluations: [] },
  ...more,
});
/** The report of a worker, with a change. */
const changed = (change: (copy: GradeReport) => void) => {
  const copy = structuredClone(report);
  change(copy);
  return recorded(JSON.stringify(copy));
};

test('a sound report is taken over, and what was observed is kept by the run', async () => {
  const taken = await takeOver(recorded(JSON.stringify(report), { record: 'observed' }), job, options);
  expect(taken).toEqual({ ...report, environment: { ...report.environment, observations: 'e'.repeat(64) } });
  expect(kept).toEqual(['observed']);
  const without = await takeOver(recorded(JSON.stringify(taken)), job, options);
  expect(without.environment).not.toHaveProperty('observations');
});

describe('refused as INTERNAL is', () => {
  test.each<[string, Recorded]>([
    ['no JSON', recorded('{')],
    ['null', recorded('null')],
    ['a list', recorded('[]')],
    ['nothing', recorded('')],
    ['the report of another student', changed((copy) => Object.assign(copy.submission, { id: 'bob' }))],
    ['that of another rubric', changed((copy) => Object.assign(copy.rubric, { digest: 'f'.repeat(64) }))],
    ['more points than there are', changed((copy) => Object.assign(copy.verdict, { earned: 1000 }))],
    ['points that are not the sum', changed((copy) => Object.assign(copy.verdict, { earned: 0 }))],
    ['a check with too many points', changed((copy) => Object.assign(copy.results[0] ?? {}, { earned: 5 }))],
    ['fewer than none', changed((copy) => Object.assign(copy.results[0] ?? {}, { earned: -1 }))],
    ['no verdict', changed((copy) => Reflect.deleteProperty(copy, 'verdict'))],
    ['one more member', changed((copy) => Object.assign(copy, { admin: true }))],
  ])('%s', async (_what, given) => {
    await expect(takeOver(given, job, options)).rejects.toMatchObject({ name: 'GraderError', code: 'INTERNAL' });
  });

  test('an answer of a model that cannot be read', async () => {
    const evaluations = [{ asked: 'a'.repeat(64), answer: '{' }];
    const remembering = {
      ...options,
      evaluations: { rememberUnder: () => Promise.resolve() },
    } as unknown as LocalOptions;
    const given = recorded(JSON.stringify(report), { evaluations });
    await expect(takeOver(given, job, remembering)).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});
