/** Copies of images: what is told of them, and how many images count. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findCopies } from '../../../../grader/collected/analysis/copies.js';
import { courseLooks, courseOf, NO_COURSE } from '../../../../grader/collected/analysis/course.js';
import type { Entry } from '../../../../grader/collected/analysis/entry.js';
import { entryOf, mirroredPicture, picture, SIDE, SIZE } from '../../../support/entries.js';

const CLASSES = ['cat', 'dog'];
const brighter = (pixels: Uint8Array) => pixels.map((value) => Math.min(255, value + 1));
const found = (entries: readonly Entry[], course = NO_COURSE) => findCopies(entries, CLASSES, course);
const told = (entries: readonly Entry[], course = NO_COURSE) =>
  found(entries, course).findings.map(({ code, file, found: text }) => `${code} ${file}: ${text}`);

test('every finding names the image that it was compared with', () => {
  const [one, other] = [picture(1), picture(2)];
  const train = { split: 'train' };
  const valid = { split: 'valid' };
  const entries = [
    entryOf('train/a', one, train),
    entryOf('train/b', one, { ...train, label: 1 }),
    entryOf('train/c', mirroredPicture(one), train),
    entryOf('valid/d', one, valid),
    entryOf('valid/e', other, valid),
  ];
  const course = courseOf(
    courseLooks([{ name: 'heldout', pixels: Uint8Array.from([...picture(3), ...other]), labels: [0, 0] }], SIDE),
  );
  expect(
    found(entries, course).findings.map(({ code, file, twin, twinAt }) =>
      [code, file, twin, twinAt].filter((one) => one !== undefined),
    ),
  ).toEqual([
    ['duplicate', 'train/b', 'train/a'],
    ['duplicate-across-splits', 'valid/d', 'train/a'],
    ['two-labels', 'train/b', 'train/a'],
    ['mirrored', 'train/c', 'train/a'],
    ['course-image', 'valid/e', 'heldout', 1],
  ]);
});

describe('within a split', () => {
  test('equal and nearly equal images', () => {
    const entries = [entryOf('a', picture(1)), entryOf('b', brighter(picture(1))), entryOf('c', picture(1))];
    expect(told(entries)).toEqual(['duplicate b: nearly the same pixels as a', 'duplicate c: the same pixels as a']);
    expect(found(entries).distinct).toEqual([entries[0]]);
  });
  test('a file with two rows is not a copy of itself', () => {
    const entries = [entryOf('a', picture(1)), entryOf('a', picture(1), { row: 3, label: 1 })];
    expect(told(entries)).toEqual(['two-labels a: dog, but a with the same pixels is cat']);
  });
  test('a copy with two rows is told once', () => {
    const copy = picture(1);
    const entries = [entryOf('a', copy), entryOf('b', copy, { row: 3 }), entryOf('b', copy, { row: 4 })];
    expect(told(entries)).toEqual(['duplicate b: the same pixels as a']);
  });
  test('one image with another class, or with none, is told and counts once for each', () => {
    const entries = [
      entryOf('a', picture(1)),
      entryOf('b', picture(1), { label: null }),
      entryOf('c', brighter(picture(1)), { label: 1 }),
    ];
    expect(told(entries).filter((line) => line.startsWith('two-labels'))).toEqual([
      'two-labels b: no class, but a with the same pixels is cat',
      'two-labels c: dog, but a with nearly the same pixels is cat',
    ]);
    expect(found(entries).distinct).toEqual(entries);
  });
  test('images of one colour differ by their colour', () => {
    const flat = (value: number) => new Uint8Array(SIZE).fill(value);
    expect(told([entryOf('a', flat(10)), entryOf('b', flat(11))])).toEqual([]);
    expect(told([entryOf('a', flat(10)), entryOf('b', flat(10))])).toEqual(['duplicate b: the same pixels as a']);
  });
});

describe('across splits', () => {
  const train = entryOf('train/a', picture(1), { split: 'train' });
  const valid = (file: string, pixels: Uint8Array) => entryOf(`valid/${file}`, pixels, { split: 'valid' });
  test('equal images are told here, nearly equal ones are left to the search for shared images', () => {
    const [same, near] = [valid('x', picture(1)), valid('y', brighter(picture(1)))];
    expect(told([train, same])).toEqual(['duplicate-across-splits valid/x: the same pixels as train/a']);
    expect(found([train, near])).toEqual({
      findings: [],
      acrossNearly: new Map([[near, train]]),
      distinct: [train, near],
    });
  });
  test('a copy in valid of an image of valid is told as that, and not of train', () => {
    const entries = [train, valid('x', brighter(picture(1))), valid('y', picture(1))];
    expect(told(entries)).toEqual(['duplicate valid/y: nearly the same pixels as valid/x']);
  });
  test('an image counts once in each split', () => {
    expect(found([train, valid('x', picture(1)), valid('y', picture(1))]).distinct).toHaveLength(2);
  });
});

describe('mirror images', () => {
  const turned = mirroredPicture(picture(1));
  test('are told at the later one, also if nearly equal, and count', () => {
    for (const pixels of [turned, brighter(turned)]) {
      const entries = [entryOf('a', picture(1)), entryOf('b', pixels)];
      expect(told(entries)).toEqual(['mirrored b: mirror image of a']);
      expect(found(entries).distinct).toEqual(entries);
    }
  });
  test('do not include images that are their own', () => {
    const even = picture(1).map((value, at) => Math.round((value + (turned[at] ?? 0)) / 2));
    expect(told([entryOf('a', even)])).toEqual([]);
    const nearlyEven = even.map((value, at) => (at === 0 ? value ^ 1 : value));
    expect(told([entryOf('a', nearlyEven), entryOf('b', mirroredPicture(nearlyEven))])).toEqual([
      'duplicate b: nearly the same pixels as a',
    ]);
  });
});

describe("the course's images", () => {
  const course = courseOf(courseLooks([{ name: 'heldout', pixels: picture(1), labels: [0] }], SIDE));
  test.each([
    ['as they are', picture(1), "is in the course's heldout data"],
    ['mirrored', mirroredPicture(picture(1)), "is in the course's heldout data"],
    ['brighter', brighter(picture(1)), "is nearly an image of the course's heldout data"],
    ['mirrored and brighter', brighter(mirroredPicture(picture(1))), "is nearly an image of the course's heldout data"],
  ])('%s', (_, pixels, sentence) => {
    expect(told([entryOf('a', pixels)], course)).toEqual([`course-image a: ${sentence}`]);
  });
  test('are not told of others', () => {
    expect(told([entryOf('a', picture(2))], course)).toEqual([]);
  });
});

test('different images under different labels in each split count, whatever the order', () => {
  const one = fc.record({
    seed: fc.integer({ min: 1, max: 4 }),
    near: fc.boolean(),
    split: fc.constantFrom('train', 'valid'),
    label: fc.nat(1),
  });
  const law = fc.property(fc.array(one, { maxLength: 12 }), (all) => {
    const entries = all.map(({ seed, near, split, label }, at) =>
      entryOf(String(at), near ? brighter(picture(seed)) : picture(seed), { split, label }),
    );
    const { distinct, findings } = found(entries);
    const keys = new Set(all.map(({ seed, split, label }) => `${String(seed)} ${split} ${String(label)}`));
    expect(distinct).toHaveLength(keys.size);
    expect(new Set(distinct).size).toBe(distinct.length);
    const copies = all.filter(({ seed, split }, at) =>
      all.slice(0, at).some((other) => other.seed === seed && other.split === split),
    );
    expect(findings.filter(({ code }) => code === 'duplicate')).toHaveLength(copies.length);
    const first = (seed: number) => all.find((other) => other.seed === seed)?.label;
    const other = all.filter(({ seed, label }) => label !== first(seed));
    expect(findings.filter(({ code }) => code === 'two-labels')).toHaveLength(other.length);
  });
  fc.assert(law, { numRuns: 200 });
});
