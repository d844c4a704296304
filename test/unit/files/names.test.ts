import { describe, expect, test } from '@jest/globals';
import { comparePaths, examineName, isPrintable, showName, wrapperOf } from '../../../grader/files/names.js';

describe('examineName', () => {
  test.each(['/etc/passwd', '../x', 'a/../../x', 'a/..', 'C:/x', 'c:\\x', '..'])(
    '%j would leave the folder',
    (name) => {
      expect(examineName(name)).toEqual({ kind: 'escape' });
    },
  );

  test.each([
    ['a.json', 'a.json'],
    ['./a//b.json', 'a/b.json'],
    ['..a/b..', '..a/b..'],
    ['<script>.ts', '<script>.ts'],
    ['re\u0301sume\u0301.txt', 'r\u00e9sum\u00e9.txt'],
    ['.env', '.env'],
  ])('%j is fit', (name, path) => {
    expect(examineName(name)).toEqual({ kind: 'ok', path });
  });

  test.each(['a\nb', 'a\u0000b', 'Icon\r', '\u202Etxt.exe', 'a\u200bb', 'x'.repeat(256), 'd/'.repeat(40) + 'f', ''])(
    '%j is left out',
    (name) => {
      expect(examineName(name).kind).toBe('unfit');
    },
  );

  test.each([
    '.DS_Store',
    'a/.git/config',
    '__MACOSX/._a',
    'node_modules/x/y.js',
    '._a.json',
    'a.ts~',
    '.a.ts.swp',
    '.idea/x',
  ])('%j is noise', (name) => {
    expect(examineName(name).kind).toBe('noise');
  });

  test('noise does not hide an escape', () => {
    expect(examineName('__MACOSX/../../x').kind).toBe('escape');
  });
});

test('names are shown on one line, escaped and short', () => {
  expect(showName('a\nb\u202E')).toBe('a\\u{a}b\\u{202e}');
  expect(showName('x'.repeat(500))).toHaveLength(80);
  expect(isPrintable('Doe, Jane')).toBe(true);
  expect(isPrintable('a\tb')).toBe(false);
});

test('paths are ordered by their UTF-8 bytes, not by UTF-16 units', () => {
  expect(['\u{1F600}', '\uFF5E', 'a/b', 'a', 'B'].sort(comparePaths)).toEqual(['B', 'a', 'a/b', '\uFF5E', '\u{1F600}']);
});

describe('wrapperOf', () => {
  test('strips folders around everything', () => {
    expect(wrapperOf(['hw/a', 'hw/b/c'], [])).toBe('hw/');
    expect(wrapperOf(['x/hw/a', 'x/hw/b'], [])).toBe('x/hw/');
  });
  test('keeps a folder that does not contain everything', () => {
    expect(wrapperOf(['hw/a', 'b'], [])).toBe('');
    expect(wrapperOf(['hw/a', 'hw2/b'], [])).toBe('');
    expect(wrapperOf([], [])).toBe('');
  });
  test("keeps the homework's own folder", () => {
    expect(wrapperOf(['deep/model.json'], ['deep/model.json', 'linear/model.json'])).toBe('');
    expect(wrapperOf(['me/deep/model.json'], ['deep/model.json'])).toBe('me/');
  });
});

describe('a name that grows when it is normalised', () => {
  // three bytes become six, four become twelve
  test.each(['\u0958', '\u{1d160}'])('%s is held to the limit as it will be written', (char) => {
    const grown = Buffer.byteLength(char.normalize('NFC'));
    expect(examineName(char.repeat(Math.floor(255 / grown)))).toMatchObject({ kind: 'ok' });
    expect(examineName(char.repeat(Math.floor(255 / grown) + 1))).toMatchObject({ kind: 'unfit' });
  });
});
