/** Hard links in a tar archive: tar writes one if two names of a folder are the same file. */
import { linkSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterAll, expect, test } from '@jest/globals';
import { GraderError } from '../../grader/errors.js';
import { openSubmission, type OpenOptions } from '../../grader/intake/open.js';
import type { Snapshot } from '../../grader/stages/submission.js';
import { findClass } from '../support/classes.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { measureWithChildren } from '../support/processor-time.js';
import { writeTarGz, type RawTarEntry } from '../support/raw-tar.js';
import { startReader } from '../support/reader.js';

afterAll(removeFolders);

async function tarOf(entries: readonly RawTarEntry[]): Promise<string> {
  const path = join(makeFolder(), 'hw.tar.gz');
  await writeTarGz(path, entries);
  return path;
}

const options = (limits = { submissionBytes: 64 << 20, files: 20_000 }): OpenOptions => ({
  limits,
  workDir: makeFolder(),
  startReader,
});

const link = (name: string, linkName: string): RawTarEntry => ({ name, type: '1', linkName });

test('tar of a folder with hard links is the folder', async () => {
  const root = writeFiles(join(makeFolder(), 'hw'), { 'b/w.bin': Buffer.alloc(3 << 20, 7), 'z.txt': 'z' });
  linkSync(join(root, 'b/w.bin'), join(root, 'a.bin'));
  linkSync(join(root, 'z.txt'), join(root, 'b/z.txt'));
  const tar = join(makeFolder(), 'hw.tar');
  execFileSync('tar', ['-cf', tar, '-C', root, '.']);
  expect(execFileSync('tar', ['-tvf', tar]).toString()).toContain(' link to ');
  const [folder, archive] = [await openSubmission(root, options()), await openSubmission(tar, options())];
  expect(archive.files).toHaveLength(4);
  expect(archive.digest).toBe(folder.digest);
  expect(archive.remarks).toEqual(folder.remarks);
});

test('a link to a link, under names that are spelt differently, and to a file that is left out', async () => {
  const path = await tarOf([
    { name: './hw/a', start: 'one' },
    link('hw/b', 'hw//a'),
    link('hw/c', './hw/b'),
    { name: 'hw/.git/x', start: 'two' },
    link('hw/d', 'hw/.git/x'),
  ]);
  const snapshot = await openSubmission(path, options());
  const texts = snapshot.files.map((file) => [file.path, readFileSync(join(snapshot.root, file.path), 'utf8')]);
  expect(texts).toEqual([
    ['a', 'one'],
    ['b', 'one'],
    ['c', 'one'],
    ['d', 'two'],
  ]);
});

test('links to files that are too many to be kept are found again in the archive', async () => {
  const path = await tarOf([
    { name: 'f0', fill: 'x', times: 30 << 20 },
    { name: 'f1', fill: 'y', times: 30 << 20 },
    link('l0', 'f0'),
    link('l1', 'f1'),
  ]);
  const { files } = await openSubmission(path, options({ submissionBytes: 200 << 20, files: 10 }));
  const digestOf = (name: string) => files.find((file) => file.path === name)?.sha256;
  expect([digestOf('l0'), digestOf('l1')]).toEqual([digestOf('f0'), digestOf('f1')]);
});

test.each<[string, readonly RawTarEntry[], readonly string[]]>([
  ['itself', [link('a', 'a')], []],
  ['one another', [link('a', 'b'), link('b', 'a')], []],
  ['what comes later', [link('a', 'b'), { name: 'b', start: 'x' }], ['b']],
  ['a folder', [{ name: 'd', type: '5' }, link('a', 'd')], []],
  ['a symbolic link', [{ name: 's', type: '2', linkName: '/etc/passwd' }, link('a', 's')], []],
  ['outside', [link('a', '/etc/passwd'), link('b', '../../../../etc/passwd')], []],
  ['nothing', [link('a', '')], []],
  [
    'a name that was a file and is a link now',
    [{ name: 'n', start: 'x' }, { name: 'n', type: '2', linkName: '/etc/passwd' }, link('a', 'n')],
    ['n'],
  ],
])('a link to %s is left out', async (_, entries, left) => {
  const path = await tarOf([{ name: 'ok', start: 'x' }, ...entries]);
  const { files, remarks } = await openSubmission(path, options());
  expect(files.map((file) => file.path)).toEqual([...left, 'ok']);
  expect(remarks.join('\n')).toMatch(/a was left out: it is a hard link/);
});

test('links count as much as the files that they refer to', async () => {
  const large = { name: 'large', fill: 'x', times: 1 << 20 };
  const links = Array.from({ length: 10_000 }, (_, index) => link(`l${String(index)}`, 'large'));
  const spent = measureWithChildren();
  await expect(openSubmission(await tarOf([large, ...links]), options())).rejects.toMatchObject({
    code: 'TOO_LARGE',
    message: expect.stringContaining('9.8 GiB, the limit is 64.0 MiB') as unknown,
  });
  expect(spent()).toBeLessThan(20_000);
});

test('between the students of a class, each has the file', async () => {
  const path = await tarOf([
    { name: 'class/ann/answers.json', start: '{"a":1}' },
    link('class/bob/answers.json', 'class/ann/answers.json'),
    link('class/cyd/answers.json', '/etc/passwd'),
  ]);
  const found = await findClass(path, { expects: ['answers.json'] });
  const opened = found.map(async ({ path: place, open }) => {
    const taken = await openSubmission(place, { ...options(), open }).catch((error: unknown) => error);
    return taken instanceof GraderError ? taken.code : (taken as Snapshot).files.map((file) => file.sha256);
  });
  const [ann, bob, cyd] = await Promise.all(opened);
  expect(ann).toHaveLength(1);
  expect(bob).toEqual(ann);
  expect(cyd).toBe('MISSING_FILE');
});
