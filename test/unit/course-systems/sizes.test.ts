/** Files that a course system would refuse for their size are made smaller, and staff is told. */
import { describe, expect, test } from '@jest/globals';
import { gradescope, ungradedResults, writeGradescope } from '../../../grader/course-systems/gradescope.js';
import { picturesOf } from '../../../grader/course-systems/pictures.js';
import { prairielearn } from '../../../grader/course-systems/prairielearn.js';
import { reportForStudents } from '../../../grader/report/for-students.js';
import type { CheckReport } from '../../../grader/schema/report.js';
import { refusals } from '../../support/importer-rules.js';
import { reportOf, resultsOfEach } from '../../support/page-reports.js';

const many = (text: string, times: number): CheckReport[] =>
  Array.from({ length: times }, (_, index) =>
    resultsOfEach(text).map((result) => ({ ...result, id: `${result.id}-${String(index)}` })),
  ).flat();

function written(results: readonly CheckReport[]) {
  const made = prairielearn.write(reportForStudents(reportOf(results)));
  if ('because' in made) throw new Error(made.because);
  expect(refusals('prairielearn', made.text)).toEqual([]);
  expect(Buffer.byteLength(made.text)).toBeLessThanOrEqual(1_000_000);
  return made;
}

test('pictures are data URLs with their captions', () => {
  const results = resultsOfEach('plain');
  const pictures = results.flatMap(picturesOf);
  expect(pictures.length).toBeGreaterThan(0);
  for (const { label, url } of pictures) {
    expect(label).toContain('plain');
    expect(url).toMatch(/^data:image\/png;base64,iVBOR/);
  }
  expect(written(results).text).toContain(JSON.stringify(pictures[0]?.url));
  expect(written(results).remarks).toEqual([]);
});
test('texts are cut first, and the checks stay', () => {
  const results = many('x'.repeat(2000), 40);
  const { text, remarks } = written(results);
  expect(remarks).toEqual(['shortened, because PrairieLearn takes at most 1 MB']);
  expect((JSON.parse(text) as { tests: unknown[] }).tests).toHaveLength(results.length);
});
test('of more checks than fit, the score is left', () => {
  const { text, remarks } = written(many('x'.repeat(30), 900));
  expect(remarks.join()).toContain('its checks were left out');
  expect(JSON.parse(text)).toMatchObject({ gradable: true, tests: [], message: expect.stringContaining('too many') });
});

describe('Gradescope', () => {
  const made = (results: readonly CheckReport[]) => {
    const report = reportForStudents(reportOf(results));
    const written = gradescope.write(report);
    if ('because' in written) throw new Error(written.because);
    expect(refusals('gradescope', written.text)).toEqual([]);
    return {
      ...written,
      read: JSON.parse(written.text) as { score?: number; tests: { name: string; score?: number }[] },
    };
  };
  test('texts are cut, and every check keeps its points', () => {
    const results = many('x'.repeat(2000), 40);
    const { text, remarks, read } = made(results);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
    expect(remarks).toEqual(['shortened, because results.json would have more than 1 MB']);
    const whole = made(many('x', 40));
    expect(whole.remarks).toEqual([]);
    expect(read.tests.map(({ score }) => score)).toEqual(whole.read.tests.map(({ score }) => score));
    expect(read.score).toBe(whole.read.score);
  });
  test('with more checks than fit, the points are there nevertheless, and staff are told', () => {
    const { remarks, read } = made(many('x'.repeat(60), 400));
    expect(remarks.join()).toContain('more than 1 MB without their texts');
    expect(read.tests).toHaveLength(many('x'.repeat(60), 400).length);
  });
  test('what is kept beside it is harmless text', () => {
    const { text } = writeGradescope(reportForStudents(reportOf(resultsOfEach('plain'))), {
      submitters: ['\u202eAda'],
    });
    expect(JSON.parse(text)).toMatchObject({ extra_data: { submitters: [String.raw`\u{202e}Ada`], status: 'graded' } });
  });
  test.each([null, 54])('without a grade there is a result that has no score at all (%s)', (possible) => {
    const text = ungradedResults(possible);
    expect(refusals('gradescope', text)).toEqual([]);
    expect(text).not.toContain('"score"');
    expect(text).toContain('costs no points');
    expect(text.includes('max_score')).toBe(possible !== null);
  });
});
