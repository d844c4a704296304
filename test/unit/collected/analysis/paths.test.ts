/** File names in rows: read as intended, never outside of the folder. */
import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { composed, LONGEST_PATH, readPaths } from '../../../../grader/collected/analysis/paths.js';

const read = (written: readonly string[], files: readonly string[]) =>
  readPaths(
    written.map((one, at) => ({ written: one, line: at + 2 })),
    new Set(files),
  );

describe('a name', () => {
  test.each([
    ['as it is', 'a/b.png', 'a/b.png'],
    ['with ./ before it', './a.png', 'a.png'],
    ['with .. that stay inside', 'x/../a.png', 'a.png'],
    ['with an accent after its letter', 'e\u0301.png', '\u00e9.png'],
    ['with a folder that begins with dots', '..a/b', '..a/b'],
    ['out of the folder', '../a.png', null],
    ['the folder above', 'a/../..', null],
    ['from the root', '/a.png', null],
    ['on a drive', 'C:\\a.png', null],
    ['with a NUL', 'a\u0000.png', null],
  ])('%s', (_, written, name) => {
    expect(read([written, 'other.png'], ['other.png']).names[0]).toBe(name);
  });
  test('that is longer than a path is left as it is', () => {
    const long = 'e\u0301/../'.repeat(LONGEST_PATH);
    expect(composed(long)).toBe(long);
    expect(read([long, 'a'], ['a']).names[0]).toBe(long);
  });
});

describe('backslashes', () => {
  test('are read as slashes, and told once at the first row', () => {
    const { names, findings } = read(['a\\1.png', 'a/2.png', 'a\\3.png', 'a\\4.png'], ['a/1.png', 'a/2.png']);
    expect(names).toEqual(['a/1.png', 'a/2.png', 'a/3.png', 'a/4.png']);
    expect(findings).toEqual([
      {
        code: 'path-spelling',
        file: 'a\\1.png',
        row: 2,
        found: 'has a backslash, as 2 more rows have: read as a/1.png',
      },
    ]);
  });
  test('in one row', () => {
    expect(read(['b', 'a\\1'], ['b']).findings.map(({ row, found }) => [row, found])).toEqual([
      [3, 'has a backslash: read as a/1'],
    ]);
  });
  test('that lead out of the folder are told by the row itself', () => {
    expect(read(['..\\a', 'b'], ['b'])).toEqual({ names: [null, 'b'], findings: [] });
  });
});

describe('a folder before every name', () => {
  test('is left out where half of the files are found without it', () => {
    const rows = ['data/train/1', 'data/train/2', 'data/train/3', 'data/train/4'];
    const { names, findings } = read(rows, ['1', '2']);
    expect(names).toEqual(['1', '2', '3', '4']);
    expect(findings.map(({ row, found }) => [row, found])).toEqual([
      [2, 'all rows begin with data/train/, where the files are not: read without it'],
    ]);
    expect(read(rows, ['1'])).toEqual({ names: rows, findings: [] });
  });
  test('stays where one of the names is that of a file', () => {
    expect(read(['a/1', 'a/2'], ['a/1', '1', '2']).names).toEqual(['a/1', 'a/2']);
  });
  test('from the root, or above, is such a folder', () => {
    expect(read(['/home/me/1', '/home/me/2'], ['1', '2']).names).toEqual(['1', '2']);
    expect(read(['../train/1', '../train/2'], ['1', '2']).names).toEqual(['1', '2']);
  });
  test('is left out only as far as the files are not in it', () => {
    expect(read(['x/a/1', 'x/a/2'], ['a/1', 'a/2']).names).toEqual(['a/1', 'a/2']);
  });
  test('that only some rows have stays', () => {
    expect(read(['x/1', '2'], ['1', '2']).names).toEqual(['x/1', '2']);
  });
});

describe('laws', () => {
  const part = fc.stringMatching(/^[a-y0-9]{1,4}$/);
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const files = fc.uniqueArray(path, { minLength: 1, maxLength: 8 });
  test('names of files are those files, and nothing is told', () => {
    fc.assert(
      fc.property(files, (all) => {
        expect(read(all, all)).toEqual({ names: all, findings: [] });
      }),
    );
  });
  test('the same with a folder that is not there, with backslashes, or both', () => {
    const prefix = fc.array(fc.constantFrom('z', 'zz', 'z z'), { minLength: 1, maxLength: 3 });
    const law = fc.property(files, prefix, fc.constantFrom('/', '\\'), (all, folders, slash) => {
      const rows = all.map((file) => [...folders, ...file.split('/')].join(slash));
      expect(read(rows, all).names).toEqual(all);
    });
    fc.assert(law);
  });
  test('no name leads out of the folder, whatever is written', () => {
    const written = fc.array(fc.constantFrom('..', '.', '/', '\\', 'a', 'C:', '\u0000'), { maxLength: 8 });
    const law = fc.property(fc.array(written, { minLength: 1, maxLength: 5 }), (rows) => {
      const { names } = read(
        rows.map((parts) => parts.join('')),
        ['a', 'aa'],
      );
      for (const name of names) {
        if (name === null) continue;
        expect(posix.resolve('/in/side', name)).toMatch(/^\/in\/side(\/|$)/);
      }
    });
    fc.assert(law, { numRuns: 1000 });
  });
});
