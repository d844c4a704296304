/** What a run says of its class: in order, as the reports are now, and edited ones are checked. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { openRun } from '../../../grader/changes/run.js';
import { standingsIn } from '../../../grader/changes/standings.js';
import { removeFolders } from '../../support/folders.js';
import { makeRun, REPORT } from '../../support/kept-run.js';

afterAll(removeFolders);

test('in the order of the class, whatever is read first; what cannot be read is named', async () => {
  const ids = Array.from({ length: 30 }, (_, at) => `s${String(30 - at)}`);
  const folder = await makeRun(Object.fromEntries(ids.map((id) => [id, REPORT])));
  const report = (id: string) => join(folder, 'reports', id, 'report.json');
  rmSync(report('s3'));
  // points that do not fit together: the checks have 5.5
  const text = readFileSync(report('s2'), 'utf8');
  const edited = text.replace('"earned": 5.5,', '"earned": 9,');
  expect(edited).not.toBe(text);
  writeFileSync(report('s2'), edited);
  const { standings, missing, title } = await standingsIn(await openRun(folder), ids);
  expect(standings.map(({ submission }) => submission.id)).toEqual(ids.filter((id) => id !== 's2' && id !== 's3'));
  expect(missing).toEqual([
    { id: 's3', because: 'has no report: it was not finished' },
    { id: 's2', because: expect.stringContaining('was edited: its points do not fit together') },
  ]);
  expect(title).toBe(REPORT.rubric.title);
});
