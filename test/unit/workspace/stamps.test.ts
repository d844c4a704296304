/** Two looks at a folder: whether something was saved between them, and whether an editor is still at it. */
import { expect, test } from '@jest/globals';
import { changedPaths, isHalfWritten, isSameLook, type Look } from '../../../grader/workspace/stamps.js';

const look = (files: Record<string, string>): Look => ({ files: new Map(Object.entries(files)), folders: ['/w'] });
const before = look({ '/a.ts': '100 1 1 7', '/b.json': '10 1 1 8' });

test('the same only if each file is', () => {
  expect(isSameLook(before, look({ '/b.json': '10 1 1 8', '/a.ts': '100 1 1 7' }))).toBe(true);
  expect(isSameLook(before, look({ '/a.ts': '100 1 1 7' }))).toBe(false);
  expect(isSameLook(before, look({ '/a.ts': '100 2 2 7', '/b.json': '10 1 1 8' }))).toBe(false);
  expect(isSameLook(before, look({ '/a.ts': '100 1 1 7', '/c.json': '10 1 1 8' }))).toBe(false);
  expect([isSameLook(null, null), isSameLook(null, before), isSameLook(before, null)]).toEqual([true, false, false]);
});

test('what was changed, added and removed', () => {
  const after = look({ '/a.ts': '101 2 2 7', '/new.ts': '1 2 2 9' });
  expect(changedPaths(before, after)).toEqual(['/a.ts', '/b.json', '/new.ts']);
  expect(changedPaths(before, before)).toEqual([]);
});

test('half written: gone, empty, or much smaller than before', () => {
  expect(isHalfWritten(before, look({ '/a.ts': '100 2 2 7', '/b.json': '0 2 2 8' }))).toBe(true);
  expect(isHalfWritten(before, look({ '/a.ts': '49 2 2 7', '/b.json': '10 1 1 8' }))).toBe(true);
  expect(isHalfWritten(before, look({ '/a.ts': '100 2 2 7' }))).toBe(true);
  expect(isHalfWritten(before, look({ '/a.ts': '50 2 2 7', '/b.json': '99 1 1 8', '/c': '0 2 2 9' }))).toBe(false);
});
