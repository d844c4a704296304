/** The limits of names, to the byte, and the messages about files that are left out. */
import { describe, expect, test } from '@jest/globals';
import { MAX_DEPTH, MAX_NAME_BYTES, MAX_PATH_BYTES } from '../../../grader/files/caps.js';
import { examineName, plainPath, showName, showNames, withSlashes, wrapperOf } from '../../../grader/files/names.js';

const whyOf = (name: string) => {
  const verdict = examineName(name);
  return verdict.kind === 'unfit' ? verdict.why : verdict.kind;
};
/** A path of exactly so many bytes, in parts that are short enough. */
const pathOf = (bytes: number) => `${'d'.repeat(99)}/`.repeat(30).slice(0, bytes - 1) + 'e';

describe('why a name is left out', () => {
  test.each([
    ['', 'its name is empty'],
    ['./.', 'its name is empty'],
    ['a\tb', 'its name contains a line break, a control character or an invisible one'],
    ['a/b\u200bc', 'its name contains a line break, a control character or an invisible one'],
    ['d/'.repeat(MAX_DEPTH + 1) + 'f', `it is more than ${String(MAX_DEPTH)} folders deep`],
    [pathOf(MAX_PATH_BYTES + 1), `its path is longer than ${String(MAX_PATH_BYTES)} bytes`],
    [`a/${'x'.repeat(MAX_NAME_BYTES + 1)}`, `its name is longer than ${String(MAX_NAME_BYTES)} bytes`],
    [`${'x'.repeat(MAX_NAME_BYTES + 1)}/a`, `its name is longer than ${String(MAX_NAME_BYTES)} bytes`],
  ])('%#', (name, why) => {
    expect(whyOf(name)).toBe(why);
  });
  test('what reaches a limit does not go beyond it', () => {
    expect(whyOf('d/'.repeat(MAX_DEPTH) + 'f')).toBe('ok');
    expect(Buffer.byteLength(pathOf(MAX_PATH_BYTES))).toBe(MAX_PATH_BYTES);
    expect(whyOf(pathOf(MAX_PATH_BYTES))).toBe('ok');
    expect(whyOf('x'.repeat(MAX_NAME_BYTES))).toBe('ok');
  });
});

test('a backslash is between folders, as programs of Windows write it', () => {
  expect(examineName('a\\b/c\\d')).toEqual({ kind: 'ok', path: 'a/b/c/d' });
  for (const name of ['..\\a', 'a\\..\\..\\b', '\\a', 'C:\\a']) expect(examineName(name)).toEqual({ kind: 'escape' });
  expect(withSlashes('a\\b\\')).toBe('a/b/');
});

test('a drive is a drive at the beginning only', () => {
  expect(examineName('aC:/x')).toEqual({ kind: 'ok', path: 'aC:/x' });
});

test('a path of a rubric is written as paths of files are', () => {
  expect(plainPath('./a//b/../c.json')).toBe('a/c.json');
  expect(plainPath('re\u0301sume\u0301.txt')).toBe('r\u00e9sum\u00e9.txt');
});

describe('names in sentences', () => {
  test('eighty characters stand as they are, one more is cut to eighty', () => {
    expect(showName('x'.repeat(80))).toBe('x'.repeat(80));
    expect(showName('x'.repeat(81))).toBe(`${'x'.repeat(77)}...`);
  });
  test('no more is looked at than the first 200 units', () => {
    // 100 pairs of surrogates are 100 characters
    expect(showName('\u{1F600}'.repeat(70))).toBe('\u{1F600}'.repeat(70));
    expect(showName(`${'\u{1F600}'.repeat(70)}${'x'.repeat(1e7)}`)).toBe(
      `${'\u{1F600}'.repeat(70)}${'x'.repeat(7)}...`,
    );
  });
  test('ten are named, the others are counted', () => {
    const names = Array.from({ length: 12 }, (_, index) => `f${String(index)}`);
    expect(showNames(['a\n', 'b'])).toBe('a\\u{a}, b');
    expect(showNames(names.slice(0, 10))).toBe('f0, f1, f2, f3, f4, f5, f6, f7, f8, f9');
    expect(showNames(names)).toBe('f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 2 more');
    expect(showNames([])).toBe('');
  });
});

describe('the folder around everything', () => {
  test('a file is not a folder that it lies in', () => {
    expect(wrapperOf(['a'], [])).toBe('');
    expect(wrapperOf(['hw/a'], [])).toBe('hw/');
  });
  test('one file beside the folder is enough to keep it', () => {
    expect(wrapperOf(['hw/a', 'hw/b', 'hw'], [])).toBe('');
  });
  test('of several expected files one in the folder is enough to keep it', () => {
    expect(wrapperOf(['deep/m'], ['answers.json', 'deep/m'])).toBe('');
  });
});
