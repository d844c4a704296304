/** What commands about a finished run say of small things, and that they keep out of each other's way. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Changing } from '../../grader/changes/changing.js';
import { makeClass } from '../support/class-runs.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { makeRun, REPORT } from '../support/kept-run.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

test('pages waits for nobody, and writes nothing while another command changes the run', async () => {
  const run = await makeRun({ ada: REPORT });
  writeFileSync(join(run, 'index.html'), 'as it was');
  const changing = await Changing.begin(run);
  const { exitCode, stderr } = await runCommand(['pages', run]);
  await changing.end();
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
  expect(stderr).toContain(`in use by process ${String(process.pid)}`);
  expect(readFileSync(join(run, 'index.html'), 'utf8')).toBe('as it was');
  expect(await runCommand(['pages', run])).toMatchObject({ exitCode: 0 });
  // of one report of the run, too
  expect(await runCommand(['pages', join(run, 'reports', 'ada')])).toMatchObject({ exitCode: 0 });
});

test('taking back what was still to be published does not speak of what students have seen', async () => {
  const run = await makeRun({ ada: REPORT });
  await runCommand(['publish', run, '--at', '2999-01-01T00:00:00Z']);
  const again = await runCommand(['publish', run, '--at', '2999-01-01T00:00:00Z']);
  expect(again.stdout).toContain('That was decided before, so nothing new is recorded.');
  const { stdout } = await runCommand(['publish', run, '--undo']);
  expect(stdout).toContain('No longer to be published (it was to be, from 2999-01-01T00:00:00.000Z on).');
  expect(stdout).not.toContain('seen');
});

test('rejudge of what is judged already has nothing to apply', async () => {
  const { folder, rubric } = makeClass(['perfect']);
  const run = join(makeFolder(), 'run');
  expect(await runCommand(['batch', folder, '--rubric', rubric, '--out', run])).toMatchObject({ exitCode: 0 });
  const { stdout } = await runCommand(['rejudge', run]);
  expect(stdout).toContain('0 of 1 submission changed.');
  expect(stdout).toContain('Nothing was written, and there is nothing to apply.');
  expect(stdout).not.toContain('--apply');
  // a hint is on pages, and in no score
  writeFileSync(rubric, readFileSync(rubric, 'utf8').replace(/^title: .*$/m, 'title: Another title'));
  const other = await runCommand(['rejudge', run]);
  expect(other.stdout).toContain('no points would change. For what else it changes, such as hints: tuxgrade rejudge');
}, 120_000);

test('rubric public counts one check as one', async () => {
  const folder = makeFolder();
  const check = (id: string, more: string) =>
    `  - { id: ${id}, kind: files, title: ${id}, points: 1, files: [{ path: a.txt }]${more} }\n`;
  const text = `schemaVersion: 1\nid: small\ntitle: Small\npoints: 2\nchecks:\n${check('one', '')}${check('two', ', visibility: hidden')}`;
  writeFileSync(join(folder, 'r.yaml'), text);
  const { stdout, stderr } = await runCommand([
    ...['rubric', 'public', join(folder, 'r.yaml'), '--out', join(folder, 'public.yaml')],
  ]);
  expect({ stdout, stderr }).toEqual({
    stdout: expect.stringContaining(' has 1 visible check of 1 point; 1 check of 1 point is not in it') as unknown,
    stderr: '',
  });
});
