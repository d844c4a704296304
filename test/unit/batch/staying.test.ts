/** Which submissions of a run are no longer in a class, and whether it still is that class. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assertSameClass, missingWithout, noLongerIn } from '../../../grader/batch/staying.js';
import { standingOf } from '../../../grader/report/standing.js';
import { makeFolder, removeFolders } from '../../support/folders.js';
import { makeReport } from '../../support/reports.js';

afterAll(removeFolders);

test('finished submissions that are not found are no longer there; what was only begun is nothing', async () => {
  const out = makeFolder();
  expect(await noLongerIn(out, [])).toEqual([]);
  for (const id of ['zoe', 'ada', 'begun']) mkdirSync(join(out, 'reports', id), { recursive: true });
  for (const id of ['zoe', 'ada']) writeFileSync(join(out, 'reports', id, 'report.json'), '{}');
  expect(await noLongerIn(out, [{ id: 'new' }])).toEqual(['ada', 'zoe']);
  expect(await noLongerIn(out, [{ id: 'ada' }])).toEqual(['zoe']);
});

describe('the class of a run', () => {
  let [one, other, link] = ['', '', ''];
  beforeAll(() => {
    [one, other, link] = [makeFolder(), makeFolder(), join(makeFolder(), 'link')];
    symlinkSync(one, link);
  });
  const runOf = (submissions: string) => {
    const out = makeFolder();
    writeFileSync(join(out, 'run.json'), JSON.stringify({ source: { submissions } }));
    return out;
  };
  const sourceOf = (submissions: string) => ({ submissions, rubric: 'r.yaml', data: {} });
  test('is another one if it is elsewhere and lacks somebody; both places and who are named', async () => {
    const out = runOf(one);
    await expect(assertSameClass(out, { source: sourceOf(other), gone: ['ada', 'zoe'] })).rejects.toMatchObject({
      code: 'USAGE',
      message: `the run in ${out} is of the class ${one}, now ${other} is given, which lacks 2 submissions of the run: ada, zoe`,
    });
  });
  test.each([
    ['lacks nobody', () => [one, other], []],
    ['is in the same place', () => [one, one], ['ada']],
    ['is in the same place by a link', () => [one, link], ['ada']],
    ['was in a place that is gone, and is there', () => ['/nowhere/c', '/nowhere/../nowhere/c'], ['ada']],
  ])('is the same if it %s', async (_why, places, gone) => {
    const [was = '', now = ''] = places();
    await assertSameClass(runOf(was), { source: sourceOf(now), gone });
  });
  test('is not known of a run of an older version, or without a source', async () => {
    await assertSameClass(makeFolder(), { source: sourceOf(other), gone: ['ada'] });
    await assertSameClass(runOf(one), { source: undefined, gone: ['ada'] });
  });
});

test('whose results stay did not hand in nothing', () => {
  const submitters = [{ name: 'Ada', id: '7', email: 'Ada@x.example' }, { name: 'Bo' }];
  const stays = [standingOf(makeReport({ id: 'nan', submitters }))];
  const missing = [{ id: 'nan' }, { id: 'a', studentId: '7' }, { id: 'b', email: 'ada@X.example' }, { id: 'bob' }];
  expect(missingWithout(missing, stays).map(({ id }) => id)).toEqual(['bob']);
  expect(missingWithout(missing, [])).toEqual(missing);
});
