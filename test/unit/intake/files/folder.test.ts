/** A folder as a list of files: nothing but regular files is opened, and no link is followed. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openFolder, openSingle } from '../../../../grader/intake/files/folder.js';
import { textsOf } from '../../../support/class-levels.js';
import { makeFolder, removeFolders, writeFiles } from '../../../support/folders.js';

afterAll(removeFolders);

const LIMITS = { submissionBytes: 1000, files: 5 };
const FILES = { 'b.txt': 'b', 'a.txt': 'aa', 'sub/c.txt': 'ccc' };

describe('a folder', () => {
  test('has its files, also those further down, with their bytes', async () => {
    const source = await openFolder(writeFiles(makeFolder(), FILES), LIMITS);
    expect(source.files).toEqual([
      { path: 'a.txt', bytes: 2, key: 0 },
      { path: 'b.txt', bytes: 1, key: 1 },
      { path: 'sub/c.txt', bytes: 3, key: 2 },
    ]);
    expect(await textsOf(source)).toEqual(FILES);
    expect(source.remarks).toEqual([]);
  });
  test('leaves out what is not a file, with the reason', async () => {
    const root = writeFiles(makeFolder(), { a: '' });
    symlinkSync('a', join(root, 'in'));
    symlinkSync('/etc', join(root, 'out'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const { files, remarks } = await openFolder(root, LIMITS);
    expect(files.map(({ path }) => path)).toEqual(['a']);
    expect(remarks).toEqual([
      'in was left out: it is a symbolic link, and links are not followed; hand in the file itself',
      'out was left out: it is a symbolic link to outside the submission, and links are not followed; hand in the file itself',
      'pipe was left out: it is a pipe, not a file',
    ]);
  });
  test('leaves out names that are not UTF-8, or unfit', async () => {
    const root = writeFiles(makeFolder(), { 'a\u200bb': '', '.git/x': '', ok: '', '..\\x': '', 'C:\\x': '' });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0xff)]), '');
    const { files, remarks } = await openFolder(root, LIMITS);
    expect(files.map(({ path }) => path)).toEqual(['ok']);
    expect(remarks).toEqual([
      '? was left out: its name is not UTF-8',
      '..\\x was left out: its name leads out of the folder',
      'C:\\x was left out: its name leads out of the folder',
      'a\\u{200b}b was left out: its name contains a line break, a control character or an invisible one',
      'left out, as no part of a submission: .git',
    ]);
  });
  test('has files of folders where names have backslashes', async () => {
    const root = writeFiles(makeFolder(), {
      'd\\a': '1',
      'd\\e/b': '2',
      'f/c': '3',
      'f\\c': 'x',
      'f/c\\g': 'x',
      h: '4',
    });
    const source = await openFolder(root, { ...LIMITS, files: 9 });
    expect(await textsOf(source)).toEqual({ 'd/a': '1', 'd/e/b': '2', 'f/c': '3', h: '4' });
    expect(source.remarks).toEqual([
      'f\\c was left out: something else is there as f/c',
      'f/c\\g was left out: something else is there as f/c/g',
    ]);
  });
  test('may have as many files as the limit, and as many folders', async () => {
    const files = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${String(at)}`, '']));
    expect((await openFolder(writeFiles(makeFolder(), files(5)), LIMITS)).files).toHaveLength(5);
    await expect(openFolder(writeFiles(makeFolder(), files(6)), LIMITS)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    const root = makeFolder();
    for (let at = 0; at < 6; at += 1) mkdirSync(join(root, String(at)));
    await expect(openFolder(root, LIMITS)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
  test('that is missing is the fault of who gave it', async () => {
    await expect(openFolder('/no/such/folder', LIMITS)).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('a file that changes after it was listed', () => {
  test.each<[string, (file: string) => void]>([
    [
      'it grew',
      (file) => {
        appendFileSync(file, 'more');
      },
    ],
    [
      'another file took its place',
      (file) => {
        writeFileSync(`${file}.new`, 'aa');
        renameSync(`${file}.new`, file);
      },
    ],
  ])('%s: is refused', async (_, change) => {
    const root = writeFiles(makeFolder(), { a: 'aa' });
    const source = await openFolder(root, LIMITS);
    change(join(root, 'a'));
    await expect(textsOf(source)).rejects.toMatchObject({ message: 'a was replaced or grew while it was read' });
  });
  test('it became shorter: is read, with a remark', async () => {
    const root = writeFiles(makeFolder(), { a: 'aa' });
    const source = await openFolder(root, LIMITS);
    writeFileSync(join(root, 'a'), 'b');
    const remarks: string[] = [];
    for await (const { read } of source.contents()) for await (const _ of read(remarks)) continue;
    expect(remarks).toEqual(['a changed while it was read: 1 byte of it was graded']);
  });
  test('a link took its place: is refused', async () => {
    const root = writeFiles(makeFolder(), { a: 'aa', b: '' });
    const source = await openFolder(root, LIMITS);
    renameSync(join(root, 'a'), join(root, 'c'));
    symlinkSync('/etc/hostname', join(root, 'a'));
    await expect(textsOf(source)).rejects.toMatchObject({ message: 'a was replaced while it was read' });
  });
});

describe('a single file', () => {
  test('has another name', async () => {
    const root = writeFiles(makeFolder(), { 'ann_1_2_a.ts': 'code' });
    expect(await textsOf(await openSingle(join(root, 'ann_1_2_a.ts'), 'a.ts'))).toEqual({ 'a.ts': 'code' });
  });
  test.each([
    ['../a', '../a was left out: its name is not one for a file'],
    ['a\u200bb', 'a\\u{200b}b was left out: its name contains a line break, a control character or an invisible one'],
  ])('under the name %p is left out', async (as, remark) => {
    const root = writeFiles(makeFolder(), { f: '' });
    const { files, remarks } = await openSingle(join(root, 'f'), as);
    expect([files, remarks]).toEqual([[], [remark]]);
  });
  test('that is a link is left out', async () => {
    const root = writeFiles(makeFolder(), { f: '' });
    symlinkSync('f', join(root, 'l'));
    const { files, remarks } = await openSingle(join(root, 'l'), 'a');
    expect([files.length, remarks.length]).toEqual([0, 1]);
  });
});
