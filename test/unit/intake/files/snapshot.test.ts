/** The read-only copy and its digest, which is computed here a second time as the header of the file defines it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { copyFiles, digestFiles, digestOf } from '../../../../grader/intake/files/snapshot.js';
import { secondPlaces } from '../../../../grader/intake/files/unmoved-copy.js';
import { sourceOf, type Tree } from '../../../support/class-levels.js';
import { makeFolder, removeFolders } from '../../../support/folders.js';

afterAll(removeFolders);

const LIMITS = { submissionBytes: 100, files: 10 };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The digest by its definition, with `sha256sum`'s words. */
function defined(files: Readonly<Record<string, string>>): string {
  return sha256(`tuxgrade-snapshot-1\n${linesOf(files)}`);
}

function linesOf(files: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(files).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return sorted.map(([path, text]) => `${path}\0${String(Buffer.byteLength(text))}\0${sha256(text)}\n`).join('');
}

test('nothing lies twice where nothing has to', () => {
  expect(secondPlaces([{ path: 'a.js', bytes: 1, key: 0 }], [])).toBeNull();
});

describe('a copy', () => {
  const files: Tree = { b: 'bb', a: { c: 'ccc', d: { e: '' } } };
  const flat = { b: 'bb', 'a/c': 'ccc', 'a/d/e': '' };
  test('has the files, their facts in order, and the digest', async () => {
    const { root, bytes, digest, files: facts } = await copyFiles(sourceOf(files), makeFolder(), LIMITS);
    for (const [path, text] of Object.entries(flat)) expect(readFileSync(join(root, path), 'utf8')).toBe(text);
    expect(facts).toEqual([
      { path: 'a/c', bytes: 3, sha256: sha256('ccc') },
      { path: 'a/d/e', bytes: 0, sha256: sha256('') },
      { path: 'b', bytes: 2, sha256: sha256('bb') },
    ]);
    expect([bytes, digest]).toEqual([5, defined(flat)]);
  });
  test('can be read by all and written by nobody', async () => {
    const { root } = await copyFiles(sourceOf(files), makeFolder(), LIMITS);
    const modeOf = (path: string) => (statSync(join(root, path)).mode & 0o777).toString(8);
    expect(['.', 'a', 'a/d', 'a/c', 'b'].map(modeOf)).toEqual(['755', '755', '755', '444', '444']);
    expect(readdirSync(dirname(root))).toEqual(['submission']);
  });
  test('has files once more where they were handed in, and a digest that says so', async () => {
    const given = sourceOf({ 'b.js': 'bb', 'u.js': 'u', 'As-Handed-In': { 'x.js': 'xx' }, lost: 'lo' });
    const [own, other, mine, lost] = given.files;
    const keyOf = (file: (typeof given.files)[number] | undefined) => file?.key ?? -1;
    const at = (path: string, file: typeof own) => ({ path, bytes: file?.bytes ?? 0, key: keyOf(file) });
    const unmoved = [at('src/b.js', own), at('u.js', other), at('src/u.js', lost)];
    const source = { ...given, files: given.files.slice(0, 3), unmoved };
    const copied = await copyFiles(source, makeFolder(), LIMITS);
    const folder = 'as-handed-in-';
    expect(copied.unmoved).toEqual({
      folder,
      paths: ['src/b.js', 'u.js', 'src/u.js'],
      pathOf: new Map([
        ['b.js', 'src/b.js'],
        ['u.js', 'u.js'],
      ]),
    });
    const read = (path: string) => readFileSync(join(copied.root, path), 'utf8');
    const inside = ['b.js', `${folder}/src/b.js`, `${folder}/u.js`, `${folder}/src/u.js`].map(read);
    expect(inside).toEqual(['bb', 'bb', 'u', 'lo']);
    expect((statSync(join(copied.root, folder, 'src/b.js')).mode & 0o777).toString(8)).toBe('444');
    // the file that has no other place is not one of the submission's
    expect(copied.files.map(({ path }) => path)).toEqual([mine?.path, own?.path, other?.path]);
    const lines = ['src/b.js', 'src/u.js', 'u.js'].map(
      (path, at) => `${path}\0${sha256(['bb', 'lo', 'u'][at] ?? '')}\n`,
    );
    const files = linesOf({ 'b.js': 'bb', 'u.js': 'u', 'As-Handed-In/x.js': 'xx' });
    expect(copied.digest).toBe(sha256(`tuxgrade-snapshot-1\n${files}handed in as\n${lines.join('')}`));
    expect(await digestFiles(source, LIMITS)).toBe(copied.digest);
  });
  test('has remarks of reading', async () => {
    const source = sourceOf({ a: 'x' });
    const read = async function* (remarks: string[]) {
      remarks.push('it changed');
      yield await Promise.resolve(Buffer.from('x'));
    };
    const copied = await copyFiles({ ...source, contents: () => [{ key: 0, read }] }, makeFolder(), LIMITS);
    expect(copied.remarks).toEqual(['it changed']);
  });
  test('knows pointers of Git LFS', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
    const { files: facts } = await copyFiles(sourceOf({ a: pointer, b: 'plain' }), makeFolder(), LIMITS);
    expect(facts.map(({ isPointer }) => isPointer)).toEqual([true, undefined]);
  });
  test('may have as many bytes as the limit; one more, and nothing is left of it', async () => {
    const workDir = makeFolder();
    expect((await copyFiles(sourceOf({ a: 'x'.repeat(60), b: 'x'.repeat(40) }), workDir, LIMITS)).bytes).toBe(100);
    const before = readdirSync(workDir);
    const tooLarge = sourceOf({ a: 'x'.repeat(60), b: 'x'.repeat(41) });
    await expect(copyFiles(tooLarge, workDir, LIMITS)).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: "with b the submission's files exceed the size limit",
    });
    expect(readdirSync(workDir)).toEqual(before);
  });
  test('refuses a file and a folder of one name, and a file twice', async () => {
    const source = sourceOf({ a: '1', b: '2' });
    const named = (...names: string[]) => ({ ...source, files: names.map((path, key) => ({ path, bytes: 1, key })) });
    for (const paths of [
      ['a', 'a'],
      ['a', 'a/b'],
    ]) {
      await expect(copyFiles(named(...paths), makeFolder(), LIMITS)).rejects.toMatchObject({ code: 'BAD_ARCHIVE' });
    }
  });
  test('goes to a given folder, which stays if it fails', async () => {
    const root = makeFolder();
    await expect(copyFiles(sourceOf({ a: 'x'.repeat(101) }), '/nowhere', LIMITS, root)).rejects.toThrow();
    expect(existsSync(root)).toBe(true);
    expect((await copyFiles(sourceOf({ b: 'x' }), '/nowhere', LIMITS, root)).root).toBe(root);
  });
});

describe('the digest', () => {
  const texts = fc.dictionary(fc.stringMatching(/^[a-c\u00e9\ud7ff\uffee]{1,3}$/), fc.string({ maxLength: 8 }), {
    maxKeys: 6,
  });
  test('is the same without a copy, in any order, and as defined', async () => {
    const law = fc.asyncProperty(texts, async (files) => {
      const reversed = Object.fromEntries(Object.entries(files).reverse());
      expect(await digestFiles(sourceOf(files), LIMITS)).toBe(defined(files));
      expect(await digestFiles(sourceOf(reversed), LIMITS)).toBe(defined(files));
    });
    await fc.assert(law);
  });
  test('is another for another name, another text, or a file more', () => {
    const fact = { path: 'a', bytes: 1, sha256: sha256('x') };
    const others = [
      [],
      [{ ...fact, path: 'b' }],
      [{ ...fact, sha256: sha256('y') }],
      [{ ...fact, bytes: 2 }],
      [fact, { ...fact, path: 'b' }],
    ].map((facts) => digestOf(facts));
    expect(new Set([digestOf([fact]), ...others]).size).toBe(6);
  });
});
