/** Paths of a student's folder, as Linux and macOS write them and as Windows does. */
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { foldersAround, isWithin, whyUnfit } from '../../../grader/workspace/places.js';

const { posix, win32 } = path;

describe('the folders around one', () => {
  test('end at the root, or at the drive', () => {
    expect(foldersAround('/home/ada/hw', posix)).toEqual(['/home/ada/hw', '/home/ada', '/home', '/']);
    expect(foldersAround('C:\\Users\\Ada', win32)).toEqual(['C:\\Users\\Ada', 'C:\\Users', 'C:\\']);
    expect(foldersAround('\\\\server\\share\\hw', win32)).toEqual(['\\\\server\\share\\hw', '\\\\server\\share\\']);
    expect(foldersAround('C:/Users/Ada/', win32)[0]).toBe('C:\\Users\\Ada');
  });
});

test.each([
  ['/hw', '/hw', posix, true],
  ['/hw', '/hw/src', posix, true],
  ['/hw', '/hw2', posix, false],
  ['/hw', '/', posix, false],
  ['/hw', '/hw/..src', posix, true],
  ['/hw', '/HW/src', posix, false],
  ['C:\\hw', 'c:\\HW\\src', win32, true],
  ['C:\\hw', 'C:\\hw2', win32, false],
  // another drive has no relative way
  ['C:\\hw', 'D:\\hw', win32, false],
] as const)('%s holds %s: %#', (outer, inner, system, holds) => {
  expect(isWithin(outer, inner, system)).toBe(holds);
});

describe('a path in a configuration', () => {
  test.each(['.', './', 'src', './src/', 'a/../b', 'my work/quiz 2', '..hidden', 'rubrics/own.yaml'])(
    '%s',
    (written) => {
      expect(whyUnfit(written, path)).toBeNull();
    },
  );
  test.each([
    ['..', 'leads out'],
    ['../other', 'leads out'],
    ['a/../../b', 'leads out'],
    ['/etc', 'is not relative'],
    ['C:/work', 'is not relative'],
    ['c:work', 'is not relative'],
    ['//server/share', 'is not relative'],
    ['src\\code', 'write / between folders, on Windows too'],
    ['..\\other', 'contains a backslash'],
    ['a\nb', 'contains a line break'],
    ['a\u0000b', 'contains a line break or a control character'],
  ])('%j is refused on every system', (written, why) => {
    expect(whyUnfit(written, path)).toContain(why);
    expect(whyUnfit(written, win32)).toContain(why);
  });
});
