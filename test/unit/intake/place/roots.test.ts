/** Folders that hold the files of the rubric. */
import { describe, expect, test } from '@jest/globals';
import { findRoots, isCode, keyOfWanted, listOf } from '../../../../grader/intake/place/roots.js';

const WANTED = ['answers.json', 'backprop.ts', 'backprop.js', 'loss.csv'];
const rootsOf = (...paths: string[]) => {
  const { roots, remarks } = findRoots(paths, WANTED);
  return { folders: roots.map(({ folder, isBase }) => `${folder}${isBase ? ' (base)' : ''}`), remarks };
};

describe('folders', () => {
  test('none where everything that there is lies at the top', () => {
    expect(rootsOf('answers.json', 'sub/x')).toEqual({ folders: [], remarks: [] });
    expect(rootsOf('x')).toEqual({ folders: [], remarks: [] });
  });
  test('the one with most of the files', () => {
    expect(rootsOf('hw/answers.json', 'hw/loss.csv', 'report.pdf')).toEqual({
      folders: ['hw/ (base)'],
      remarks: ['answers.json and loss.csv lie in hw/: that folder was taken as the submission'],
    });
  });
  test('another with what is missing', () => {
    expect(rootsOf('answers.json', 'loss.csv', 'src/backprop.ts')).toEqual({
      folders: ['src/'],
      remarks: ['backprop.ts lies in src/: taken as if it lay where the homework asks for it'],
    });
  });
  test('none of two that hold the same', () => {
    expect(rootsOf('a/answers.json', 'b/answers.json')).toEqual({
      folders: [],
      remarks: [
        'a/ and b/ hold the same expected files, and none of them was taken as the submission: hand in one of them',
      ],
    });
  });
  test('code with any ending is the same file', () => {
    expect(rootsOf('a/backprop.ts', 'b/backprop.js').folders).toEqual([]);
  });
  test('not one that may be an older copy of the top', () => {
    expect(
      rootsOf('answers.json', 'backprop.ts', 'old/answers.json', 'old/backprop.ts', 'old/loss.csv').folders,
    ).toEqual([]);
  });
});

test.each([
  ['src/a.ts', 'src/a'],
  ['a.cjs', 'a'],
  ['deep/model.onnx', 'deep/model.json'],
  ['deep/model.json', 'deep/model.json'],
  ['data/train/labels.csv', 'data/labels.csv'],
  ['valid/labels.csv', 'labels.csv'],
  ['mytrain/labels.csv', 'mytrain/labels.csv'],
  ['loss.csv', 'loss.csv'],
])('the key of %s is %s', (path, key) => {
  expect(keyOfWanted(path)).toBe(key);
});
test('code', () => {
  expect(['a.ts', 'a.mjs', 'a.tsx', 'ts'].map(isCode)).toEqual([true, true, false, false]);
});
test('names in a sentence', () => {
  expect([listOf([]), listOf(['a']), listOf(['a', 'b', 'c']), listOf(['a', 'b', 'c', 'd', 'e', 'f'])]).toEqual([
    '',
    'a',
    'a, b and c',
    'a, b, c, d, e and 1 more',
  ]);
});
