/** An examination image by image: what it takes in, and bounds on what it reports. */
import { describe, expect, test } from '@jest/globals';
import { NO_COURSE } from '../../../../grader/collected/analysis/course.js';
import { DataSetExamination } from '../../../../grader/collected/analysis/examination.js';
import { FINDING_CODES, MOST_FINDINGS, type DecodedImage } from '../../../../grader/protocol/data-set.js';
import { picture, SIDE } from '../../../support/entries.js';

const RULES = {
  classes: ['cat', 'dog'],
  side: SIDE,
  course: NO_COURSE,
  minImagesPerClass: 0,
  maxImbalance: 100,
  labelNoise: false,
};
const decoded = (seed: number): DecodedImage => ({ status: 'decoded', pixels: picture(seed), remarks: [] });

function examination(rows: readonly string[], files: readonly string[] = [], name = ''): DataSetExamination {
  const bytes = Buffer.from(['file,label', ...rows].join('\n'));
  return new DataSetExamination([{ name, folder: name, files, labels: { status: 'read', bytes } }], RULES);
}
const told = (one: DataSetExamination) =>
  one.report().groups.flatMap(({ findings }) => findings.map(({ code, file, found }) => `${code} ${file}: ${found}`));

describe('images', () => {
  test('are wanted if they have a row, by their path with the split', () => {
    const one = examination(['a,cat', 'e\u0301,dog'], ['a', 'e\u0301', 'b'], 'train');
    expect(['train/a', 'train/\u00e9', 'train/e\u0301', 'train/b', 'a'].map((file) => one.wants(file))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
  test('that are not wanted are not kept', () => {
    const one = examination(['a,cat'], ['a']);
    one.add('a', decoded(1));
    one.add('b', decoded(1));
    expect(one.report()).toEqual({ splits: [{ name: '', images: 1, perClass: [1, 0] }], groups: [] });
  });
  test('count by their class; those without a class are images as well', () => {
    const one = examination(['a,cat', 'b,dog', 'c,cow'], ['a', 'b', 'c']);
    for (const [at, file] of ['a', 'b', 'c'].entries()) one.add(file, decoded(at));
    expect(one.report().splits).toEqual([{ name: '', images: 3, perClass: [1, 1] }]);
  });
  test('that do not decode, or were read with a remark, are told', () => {
    const one = examination(['a,cat', 'b,dog'], ['a', 'b']);
    one.add('a', { status: 'bad', code: 'wrong-size', found: '3 x 3' });
    one.add('b', { ...decoded(1), remarks: [{ code: 'animated', found: '2 frames' }] } as DecodedImage);
    expect(told(one)).toEqual(['wrong-size a: 3 x 3', 'animated b: 2 frames']);
    expect(one.report().splits[0]?.images).toBe(1);
  });
});

describe('a file without a row', () => {
  test('is told, unless a tool has left it behind, or it cannot be an image', () => {
    const one = examination(
      ['a,cat'],
      ['a', 'b', '.DS_Store', '.gitkeep', 'README.md', 'collect.py', 'more/labels-old.csv'],
    );
    one.add('a', decoded(1));
    expect(told(one)).toEqual(['file-unlisted b: has no row']);
  });
  test('is not told where no row could be read', () => {
    expect(told(examination([], ['a', 'b'])).map((line) => line.split(' ')[0])).toEqual(['labels-unreadable']);
  });
});

describe('a report', () => {
  const rows = Array.from({ length: MOST_FINDINGS + 5 }, (_, at) => `${'x'.repeat(400)}${String(at)},cat`);
  const { groups } = examination(rows, ['a']).report();
  test('counts all findings of a kind and has the first of them', () => {
    const missing = groups.find(({ code }) => code === 'file-missing');
    expect([missing?.count, missing?.findings.length]).toEqual([MOST_FINDINGS + 5, MOST_FINDINGS]);
  });
  test('has at most 300 characters of a name', () => {
    expect(groups.flatMap(({ findings }) => findings).every(({ file }) => file.length <= 300)).toBe(true);
  });
  test('has its groups in the order of the codes', () => {
    const one = examination(['a,cat', 'a,cow', 'c,cat'], ['a', 'b']);
    one.add('a', decoded(1));
    const codes = one.report().groups.map(({ code }) => code);
    expect(codes).toEqual(FINDING_CODES.filter((code) => codes.includes(code)));
    expect(codes.length).toBeGreaterThan(2);
  });
});
