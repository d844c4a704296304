/** Files that a course system would refuse for their size are made smaller, and staff is told. */
import { expect, test } from '@jest/globals';
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
