/** Reports from a file: of other versions, cut off, of something else, or edited by hand. */
import { expect, test } from '@jest/globals';
import { readReport, readWritten } from '../../../grader/report/read.js';
import { toJson } from '../../../grader/report/writers/json.js';
import type { GradeReport } from '../../../grader/schema/report.js';
import { makeReport } from '../../support/reports.js';

const report = makeReport();
const text = toJson(report);
const changed = (change: object) => JSON.stringify({ ...report, ...change });
const [first, second] = report.results;

test('a report is read as it was written', () => {
  expect(readReport(text)).toEqual({ status: 'read', report });
});

test.each<[string, string, string]>([
  ['cut off', text.slice(0, 400), 'is not JSON: it was cut off or edited'],
  ['empty', '', 'is not JSON'],
  ['a list', '[]', 'is JSON, but not a report of tuxgrade'],
  ['null', 'null', 'is JSON, but not a report of tuxgrade'],
  ['something else', '{"schemaVersion": 3, "results": []}', 'is JSON, but not a report of tuxgrade'],
  ['older', changed({ schemaVersion: 1 }), 'is of version 1, from an older tuxgrade; this one reads version 2: grade'],
  ['newer', changed({ schemaVersion: 3 }), 'is of version 3, from a newer tuxgrade; this one reads version 2: install'],
  ['without a version', changed({ schemaVersion: 'two' }), 'has no schemaVersion that is known: expected 2'],
  ['a missing part', changed({ notes: undefined }), 'does not fit the schema of reports: the key "notes" is missing'],
  [
    'a word for points',
    changed({ results: [{ ...first, earned: 'all' }, second] }),
    'does not fit the schema of reports at results.0.earned',
  ],
  ['an unknown key', changed({ bonus: 3 }), 'does not fit the schema of reports at bonus: unknown key "bonus"'],
  [
    'points given by hand',
    changed({ verdict: { ...report.verdict, earned: 10, beforeLate: 10 } } satisfies Partial<GradeReport>),
    'was edited: its points do not fit together (10 points, the checks have 5.5 points)',
  ],
])('%s is refused', (_name, written, because) => {
  const read = readReport(written);
  expect(read).toMatchObject({ status: 'refused', because: expect.stringContaining(because) as unknown });
});

test('a picture that is not base64 is refused: it would end up in a page', () => {
  const picture = { width: 1, height: 1, png: '"><script>' };
  const evidence = { type: 'accuracy', misclassified: [{ index: 0, label: 0, predicted: 1, picture }] };
  expect(readReport(changed({ results: [{ ...first, evidence }, second] }))).toMatchObject({ status: 'refused' });
});

test('what is known to be as it was written is not checked again, but may be of another version', () => {
  expect(readWritten(text)).toEqual({ status: 'read', report });
  expect(readWritten(changed({ schemaVersion: 1 }))).toMatchObject({ status: 'refused' });
  expect(readWritten(text.slice(0, 400))).toMatchObject({ status: 'refused' });
});
