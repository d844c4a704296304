/** Findings about decoded images: synthetic pictures with known relations. */
import { describe, expect, test } from '@jest/globals';
import { courseLooks, courseOf, NO_COURSE } from '../../../../grader/collected/analysis/course.js';
import { examineDataSet, type DataSetRules } from '../../../../grader/collected/analysis/examine.js';
import { bitsApart, looksOf, shrink, thumbnailsApart } from '../../../../grader/collected/analysis/looks.js';
import type { DecodedImage } from '../../../../grader/protocol/data-set.js';
import type { DataSetSeen, SplitSeen } from '../../../../grader/stages/data-set.js';
import { mirroredPicture as mirrored, picture, SIDE, SIZE } from '../../../support/entries.js';

const RULES: DataSetRules = {
  classes: ['cat', 'dog'],
  side: SIDE,
  course: NO_COURSE,
  minImagesPerClass: 1,
  maxImbalance: 3,
  labelNoise: false,
};

type Row = readonly [file: string, label: string, pixels: Uint8Array | DecodedImage, level?: string];

function split(name: string, rows: readonly Row[], more: readonly string[] = []): SplitSeen {
  const lines = rows.map(([file, label, , level = '']) => `${file},${label},${level}`);
  const images = rows.map(([file, , image]): [string, DecodedImage] => [
    file,
    image instanceof Uint8Array ? { status: 'decoded', pixels: image, remarks: [] } : image,
  ]);
  return {
    name,
    folder: name,
    labels: { status: 'read', bytes: Buffer.from(`file,label,level\n${lines.join('\n')}\n`) },
    files: [...rows.map(([file]) => file), ...more],
    images: new Map(images),
  };
}

function found(seen: DataSetSeen, rules: Partial<DataSetRules> = {}): string[] {
  const { groups } = examineDataSet(seen, { ...RULES, ...rules });
  return groups.flatMap(({ findings }) => findings.map(({ code, file, found: text }) => `${code} ${file}: ${text}`));
}

const one = (rows: readonly Row[], more?: readonly string[]): DataSetSeen => ({ splits: [split('', rows, more)] });

describe('one split', () => {
  test('different images have nothing wrong', () => {
    expect(
      found(
        one([
          ['a', 'cat', picture(1)],
          ['b', 'dog', picture(2)],
        ]),
      ),
    ).toEqual([]);
  });
  test('the same pixels under one label and under two', () => {
    const rows: Row[] = [
      ['a', 'cat', picture(1)],
      ['b', 'cat', picture(1)],
      ['c', 'dog', picture(1)],
    ];
    expect(found(one(rows))).toEqual([
      'duplicate b: the same pixels as a',
      'duplicate c: the same pixels as a',
      'two-labels c: dog, but a with the same pixels is cat',
    ]);
  });
  test('a mirror image, named once; a symmetric image is none', () => {
    const half = picture(3);
    const even = half.map((value, at) => Math.round((value + (mirrored(half)[at] ?? 0)) / 2));
    const rows: Row[] = [
      ['a', 'cat', picture(1)],
      ['b', 'cat', mirrored(picture(1))],
      ['c', 'dog', even],
    ];
    expect(found(one(rows))).toEqual(['mirrored b: mirror image of a']);
  });
  test('an image of one colour is none', () => {
    const rows: Row[] = [
      ['a', 'cat', picture(1)],
      ['c', 'dog', picture(2)],
      ['b', 'dog', new Uint8Array(SIZE).fill(9)],
    ];
    expect(found(one(rows))).toEqual(['constant b: all pixels are equal']);
    expect(found(one(rows), { minImagesPerClass: 2 })).toContain(
      'class-small labels.csv: dog has 1 image, expected at least 2',
    );
  });
  test('files without a row, rows without a file, a name in other letters, a file that does not decode', () => {
    const seen = split(
      '',
      [
        ['a', 'cat', picture(1)],
        ['b', 'dog', { status: 'bad', code: 'damaged', found: 'it is cut off' }],
      ],
      ['Gone.png', 'extra.png'],
    );
    const labels = Buffer.from('file,label\na,cat\nb,dog\nc,dog\ngone.png,dog\n');
    expect(
      found({ splits: [{ ...seen, labels: { status: 'read', bytes: labels } }] }, { minImagesPerClass: 0 }),
    ).toEqual([
      'file-missing c: there is no such file',
      'file-missing gone.png: there is no such file, but Gone.png',
      'file-unlisted Gone.png: has no row',
      'file-unlisted extra.png: has no row',
      'damaged b: it is cut off',
    ]);
  });
  test('small classes, and classes of very different sizes; three times is not too much', () => {
    const rows = (cats: number, dogs: number): Row[] => [
      ...Array.from({ length: cats }, (_, at): Row => [`c${String(at)}`, 'cat', picture(100 + at)]),
      ...Array.from({ length: dogs }, (_, at): Row => [`d${String(at)}`, 'dog', picture(200 + at)]),
    ];
    expect(found(one(rows(6, 2)))).toEqual([]);
    expect(found(one(rows(7, 2)))).toEqual([
      'class-imbalance labels.csv: cat has 7 images, dog 2: more than 3 times as many',
    ]);
    expect(found(one(rows(2, 2)), { minImagesPerClass: 3 })).toHaveLength(2);
    expect(found(one(rows(2, 0)))).toEqual(['class-small labels.csv: dog has 0 images, expected at least 1']);
  });
  test("the course's images, as they are and mirrored", () => {
    const pixels = Uint8Array.from([...picture(1), ...picture(2)]);
    const course = courseOf(courseLooks([{ name: 'heldout', pixels, labels: [0, 1] }], SIDE));
    const rows: Row[] = [
      ['a', 'cat', mirrored(picture(1))],
      ['b', 'dog', picture(2)],
      ['c', 'dog', picture(3)],
    ];
    expect(found(one(rows), { course })).toEqual([
      "course-image a: is in the course's heldout data",
      "course-image b: is in the course's heldout data",
    ]);
  });
  test('nothing at all', () => {
    expect(found({ splits: [] })).toEqual(['labels-missing labels.csv: there is none']);
  });
});

describe('two splits', () => {
  const nearly = (pixels: Uint8Array) => pixels.map((value) => Math.min(255, value + 1));
  const train: Row[] = [
    ['a', 'cat', picture(1), 'one'],
    ['b', 'dog', picture(2), 'two'],
  ];
  test('the same image in both; within one split it is a duplicate', () => {
    const valid: Row[] = [
      ['x', 'cat', picture(1)],
      ['y', 'dog', picture(4)],
      ['z', 'dog', picture(4)],
    ];
    expect(found({ splits: [split('train', train), split('valid', valid)] })).toEqual([
      'duplicate valid/z: the same pixels as valid/y',
      'duplicate-across-splits valid/x: the same pixels as train/a',
    ]);
  });
  test('nearly the same image, and the same level', () => {
    const valid: Row[] = [
      ['x', 'cat', nearly(picture(1)), 'three'],
      ['y', 'dog', picture(5), 'two'],
      ['w', 'dog', picture(6), 'two'],
    ];
    expect(found({ splits: [split('train', train), split('valid', valid)] })).toEqual([
      'near-duplicate-across-splits valid/x: nearly the same as train/a',
      'level-across-splits valid/y: level two has 1 image in train and 2 in valid',
    ]);
  });
  test('one near duplicate in a hundred may be chance', () => {
    const valid = Array.from({ length: 100 }, (_, at): Row => [
      String(at),
      at % 2 === 0 ? 'cat' : 'dog',
      at === 0 ? nearly(picture(1)) : picture(300 + at),
    ]);
    expect(found({ splits: [split('train', train), split('valid', valid)] })).toEqual([]);
  });
  test('valid needs a fifth of the images of each class', () => {
    const rows = (count: number, from: number): Row[] =>
      Array.from({ length: count }, (_, at): Row => [String(at), at % 2 === 0 ? 'cat' : 'dog', picture(from + at)]);
    const sets = { splits: [split('train', rows(20, 400)), split('valid', rows(4, 500))] };
    expect(found(sets, { minImagesPerClass: 10 })).toEqual([]);
    expect(found(sets, { minImagesPerClass: 11 })).toHaveLength(4);
  });
});

test('labels that do not fit are found where images of a class are alike', () => {
  const alike = (kind: number, at: number) => picture(kind).map((value) => Math.max(0, value - (at % 7)));
  const rows = Array.from({ length: 80 }, (_, at): Row => {
    const kind = at % 2;
    return [String(at), kind === (at === 10 ? 1 : 0) ? 'cat' : 'dog', alike(kind, at)];
  });
  const { groups } = examineDataSet(one(rows), { ...RULES, labelNoise: true });
  const doubtful = groups.find(({ code }) => code === 'label-doubtful')?.findings;
  expect(doubtful?.map(({ file, found: text }) => `${file}: ${text}`)).toEqual([
    '10: dog, but 20 of the 20 images most like it are cat, none dog',
  ]);
});

describe('what images are compared by', () => {
  test('bits of two hashes', () => {
    expect(bitsApart([0xffffffff, 0], [0, 0])).toBe(32);
    expect(bitsApart([0b1011, 1], [0b0001, 0x80000001])).toBe(3);
  });
  test('thumbnails are means of blocks', () => {
    const pixels = Uint8Array.from({ length: 4 * 4 * 3 }, (_, at) => at);
    // by hand: rows 0 and 1, columns 0 and 1 of channel 0 are 0, 3, 12, 15
    expect(shrink(pixels, 4, 2, 2)[0]).toBe(8);
    expect(thumbnailsApart(Uint8Array.from([1, 2, 3]), Uint8Array.from([4, 2, 0]))).toBe(2);
  });
  test('a brighter left neighbour sets a bit', () => {
    const falling = Uint8Array.from({ length: 72 * 72 * 3 }, (_, at) => 255 - 3 * (Math.floor(at / 3) % 72));
    expect(looksOf(falling, 72).across?.dHash).toEqual([0xffffffff, 0xffffffff]);
    expect(
      looksOf(
        falling.map((value) => 255 - value),
        72,
      ).across?.dHash,
    ).toEqual([0, 0]);
  });
});
