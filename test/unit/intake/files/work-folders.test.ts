/** Folders below a work folder. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { newFolder, newRoot } from '../../../../grader/intake/files/work-folders.js';
import { makeFolder, removeFolders } from '../../../support/folders.js';

afterAll(removeFolders);

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('a folder is for this process alone, and each is another', async () => {
  const workDir = makeFolder();
  const [one, two] = [await newFolder(workDir, 'class'), await newFolder(workDir, 'class')];
  expect(one).not.toBe(two);
  expect([dirname(one), basename(one).slice(0, 6), modeOf(one)]).toEqual([workDir, 'class-', '700']);
});

test('a root is alone in a folder that the sandbox can enter, whatever the umask', async () => {
  const before = process.umask(0o077);
  try {
    const { folder, root } = await newRoot(join(makeFolder(), 'new'), 'room');
    expect([readdirSync(folder), readdirSync(root)]).toEqual([['submission'], []]);
    expect([dirname(root), modeOf(folder), modeOf(root)]).toEqual([folder, '755', '755']);
  } finally {
    process.umask(before);
  }
});

test('where none can be made, that is a fault of the system', async () => {
  const file = join(makeFolder(), 'file');
  writeFileSync(file, '');
  for (const make of [newFolder, newRoot]) {
    await expect(make(file, 'x')).rejects.toMatchObject({ code: 'INTERNAL' });
  }
});
