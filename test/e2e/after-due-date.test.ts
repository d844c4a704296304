/** Results that wait for a student's due date: told where staff look, and shown by whatever writes a page after it. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { changedRubric } from '../support/changed-rubric.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { listOf } from '../support/listed-class.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const folder = makeFolder();
for (const id of ['ada', 'ben']) cpSync('submissions/quiz2/perfect', join(folder, id), { recursive: true });
const rubric = changedRubric(
  'rubrics/quiz2.yaml',
  ['after_published', 'after_due_date'],
  [
    'schemaVersion: 1',
    'schemaVersion: 1\ndates: { due: "2018-09-13T23:59:00-05:00", closes: "2018-09-20T23:59:00-05:00" }',
  ],
);
// ben has more time than this test
const roster = listOf('id,closes,submitted\nada,,2018-09-13T10:00Z\nben,2999-01-01T00:00Z,2018-09-13T10:00Z\n');
const [run, LISTS] = [join(makeFolder(), 'run'), ['--roster', roster]];
const batch = ['batch', folder, '--rubric', rubric, '--out', run, ...LISTS];
const checksOn = (id: string) =>
  (readFileSync(join(run, 'reports', id, 'report.html'), 'utf8').match(/class="check"/g) ?? []).length;
const makeStale = () => {
  for (const id of ['ada', 'ben']) writeFileSync(join(run, 'reports', id, 'report.html'), 'made before the due date');
};

test('whatever writes pages shows what the date has released by then, to whom it is over', async () => {
  expect((await runCommand(batch)).exitCode).toBe(0);
  expect(['ada', 'ben'].map(checksOn)).toEqual([7, 5]);
  makeStale();
  const resumed = await runCommand([...batch, '--resume']);
  expect(resumed.stderr).toContain('2 were finished before and kept');
  expect(['ada', 'ben'].map(checksOn)).toEqual([7, 5]);
  makeStale();
  await runCommand(['adjust', run, 'ada', 'answers', '--points', '3', '--reason', 'r', '--author', 'a']);
  await runCommand(['regrade', run, 'ben', '--author', 'a']);
  expect(['ada', 'ben'].map(checksOn)).toEqual([7, 5]);
  makeStale();
  const pages = await runCommand(['pages', run]);
  expect(['ada', 'ben'].map(checksOn)).toEqual([7, 5]);
  expect(pages.stdout).toContain(
    'results of 1 submission are shown as well (the last closes 2999-01-01T00:00:00.000Z)',
  );
}, 60_000);

test('publish says who waits, and with it nobody does', async () => {
  const later = await runCommand(['publish', run, '--at', '2998-01-01T00:00:00Z', '--author', 'a']);
  expect(later.stdout).toContain('After the due date, results of 1 submission are shown as well');
  expect(later.stdout).toContain(`tuxgrade pages ${run}`);
  const now = await runCommand(['publish', run, '--author', 'a']);
  expect(now.stdout).not.toContain('After the due date');
  expect(['ada', 'ben'].map(checksOn)).toEqual([7, 7]);
  const undone = await runCommand(['publish', run, '--undo', '--author', 'a']);
  expect(undone.stdout).toContain('After the due date, results of 1 submission are shown as well');
  expect(['ada', 'ben'].map(checksOn)).toEqual([7, 5]);
}, 60_000);
