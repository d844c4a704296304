/** Writing a starter: all of it or nothing, and never over what is there. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { writeNewFile, writeStarter } from '../../../grader/starters/folder.js';
import { makeFolder, removeFolders, writeFiles } from '../../support/folders.js';

afterAll(removeFolders);

const FILES = new Map<string, string>([
  ['a.txt', 'a'],
  ['sub/deep/b.txt', 'b'],
]);

describe('writeStarter', () => {
  test('a new folder, with folders in it', async () => {
    const folder = join(makeFolder(), 'new', 'er');
    await writeStarter(folder, FILES, 'folder');
    expect(readFileSync(join(folder, 'sub/deep/b.txt'), 'utf8')).toBe('b');
  });
  test('what was made is removed if not all of it can be, and nothing else', async () => {
    const folder = join(makeFolder(), 'new');
    // the second file has the name of the folder that the first one is in
    const clash = new Map([...FILES, ['sub', 'c']]);
    await expect(writeStarter(folder, clash, 'folder')).rejects.toMatchObject({ code: 'USAGE' });
    expect(() => readdirSync(folder)).toThrow('ENOENT');
    const cloned = writeFiles(makeFolder(), { '.git/HEAD': 'h' });
    await expect(writeStarter(cloned, clash, 'folder')).rejects.toMatchObject({ code: 'USAGE' });
    expect(readdirSync(cloned)).toEqual(['.git']);
  });
  test('a file that appears meanwhile is not written over', async () => {
    const folder = writeFiles(makeFolder(), { '.git/HEAD': 'h' });
    const files = new Map([...FILES, ['.git/HEAD', 'other']]);
    await expect(writeStarter(folder, files, 'folder')).rejects.toMatchObject({ code: 'USAGE' });
    expect(readFileSync(join(folder, '.git/HEAD'), 'utf8')).toBe('h');
    expect(readdirSync(folder)).toEqual(['.git']);
  });
  test.each([
    [{ 'mine.ts': '' }, 'has work in it (mine.ts): nothing was written'],
    [
      Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`f${String(at)}`, ''])),
      'and 2 more): nothing was written',
    ],
    [{ 'a\u001b[31m': '' }, String.raw`has work in it (a\u{1b}[31m)`],
  ])('work: %j', async (files, sentence) => {
    const folder = writeFiles(makeFolder(), files);
    const error = writeStarter(folder, FILES, '--out');
    await expect(error).rejects.toMatchObject({
      code: 'USAGE',
      advice: 'Give --out a folder that is empty or not there yet.',
    });
    await expect(error).rejects.toThrow(sentence);
  });
});

describe('writeNewFile', () => {
  test('makes the folders on the way', async () => {
    const path = join(makeFolder(), 'a/b.yaml');
    await writeNewFile(path, 'text', '--out');
    expect(readFileSync(path, 'utf8')).toBe('text');
  });
  test('refuses whatever is there', async () => {
    const folder = writeFiles(makeFolder(), { file: 'mine' });
    mkdirSync(join(folder, 'folder'));
    symlinkSync('nowhere', join(folder, 'link'));
    for (const name of ['file', 'folder', 'link']) {
      await expect(writeNewFile(join(folder, name), 'text', '--out')).rejects.toThrow(
        'is there already: nothing was written',
      );
    }
    expect([readFileSync(join(folder, 'file'), 'utf8'), readdirSync(folder)]).toEqual([
      'mine',
      ['file', 'folder', 'link'],
    ]);
  });
});
