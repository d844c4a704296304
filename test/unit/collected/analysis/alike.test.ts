/** Which images are treated as the same and which are not, measured on the SuperTux crops of the repository. */
import { describe, expect, test } from '@jest/globals';
import { AlikeIndex, viewOf } from '../../../../grader/collected/analysis/alike-index.js';
import { isOneImage, mirrorCells } from '../../../../grader/collected/analysis/alike.js';
import { courseLooks, courseOf, NO_COURSE } from '../../../../grader/collected/analysis/course.js';
import { examineDataSet, type DataSetRules } from '../../../../grader/collected/analysis/examine.js';
import { looksOf } from '../../../../grader/collected/analysis/looks.js';
import { isNoise } from '../../../../grader/collected/analysis/noise.js';
import { makeRng } from '../../../../grader/numerics/rng.js';
import { IMAGE_CLASSES, type DecodedImage } from '../../../../grader/protocol/data-set.js';
import type { DataSetSeen } from '../../../../grader/stages/data-set.js';
import {
  blurred,
  brighter,
  cropsOf,
  mirrored,
  oneBit,
  otherCorner,
  SIDE,
  type CropRow,
} from '../../../support/crops.js';

const VALID = cropsOf('valid');
const HELDOUT = cropsOf('heldout').slice(0, 16);
const RULES: DataSetRules = {
  classes: IMAGE_CLASSES,
  side: SIDE,
  course: NO_COURSE,
  minImagesPerClass: 0,
  maxImbalance: 1000,
  labelNoise: false,
};

function setOf(rows: readonly CropRow[], name = ''): DataSetSeen['splits'][number] {
  const lines = rows.map(({ file, label }) => `${file},${label}\n`);
  return {
    name,
    folder: name,
    labels: { status: 'read', bytes: Buffer.from(`file,label\n${lines.join('')}`) },
    files: rows.map(({ file }) => file),
    images: new Map(
      rows.map(({ file, pixels }): [string, DecodedImage] => [file, { status: 'decoded', pixels, remarks: [] }]),
    ),
  };
}

function countsOf(splits: DataSetSeen['splits'], rules: Partial<DataSetRules> = {}): Record<string, number> {
  const { groups } = examineDataSet({ splits }, { ...RULES, ...rules });
  return Object.fromEntries(groups.map(({ code, count }) => [code, count]));
}

const noise = (seed: number, values = 256): Uint8Array => {
  const rng = makeRng(seed);
  return Uint8Array.from(
    { length: SIDE * SIDE * 3 },
    () => (Math.floor(values * rng.nextUniform()) * 255) / (values - 1),
  );
};
const changes: readonly (readonly [string, (pixels: Uint8Array, at: number) => Uint8Array])[] = [
  ['one bit changed', oneBit],
  ['brighter by 1', (pixels) => brighter(pixels, 1)],
  ['another pixel in the corner', otherCorner],
  ['values off by one at random', (pixels, at) => pixels.map((value, index) => value ^ (((index * 7 + at) >> 3) & 1))],
];

describe('a small change makes no other image', () => {
  test.each(changes)("the course's held-out images, %s", (_, change) => {
    const pixels = Buffer.concat(HELDOUT.map((one) => one.pixels));
    const course = courseOf(courseLooks([{ name: 'heldout', pixels, labels: HELDOUT.map(() => 0) }], SIDE));
    const copies = HELDOUT.map((one, at) => ({ ...one, pixels: change(one.pixels, at * 211) }));
    expect(countsOf([setOf(copies)], { course })).toEqual({ 'course-image': HELDOUT.length });
    const turned = copies.map((one) => ({ ...one, pixels: mirrored(one.pixels) }));
    expect(countsOf([setOf(turned)], { course })).toEqual({ 'course-image': HELDOUT.length });
  });
  test.each(changes)('six copies of one image, %s: one image, and one of its class', (_, change) => {
    const copies = Array.from({ length: 6 }, (_value, at): CropRow => ({
      file: `${String(at)}.png`,
      label: 'tux',
      pixels: change(VALID[5]?.pixels ?? new Uint8Array(), at * 997 + 1),
    }));
    const { groups, splits } = examineDataSet({ splits: [setOf(copies)] }, RULES);
    expect(groups.find(({ code }) => code === 'duplicate')?.count).toBe(5);
    expect(splits[0]).toEqual({ name: '', images: 6, perClass: [0, 0, 1, 0, 0, 0] });
  });
  test('under two labels, mirrored, and in both splits', () => {
    const [one = VALID[0], two = VALID[1]] = VALID;
    if (one === undefined || two === undefined) throw new Error('no crops');
    const train = [one, two, { ...one, file: 'x.png', label: 'tile', pixels: oneBit(one.pixels, 9000) }];
    const turned = { ...two, file: 'y.png', pixels: oneBit(mirrored(two.pixels), 77) };
    expect(countsOf([setOf([...train, turned])])).toMatchObject({ duplicate: 1, 'two-labels': 1, mirrored: 1 });
    const valid = [{ ...one, file: 'z.png', pixels: brighter(one.pixels, 1) }];
    expect(countsOf([setOf([one, two], 'train'), setOf(valid, 'valid')])).toMatchObject({
      'near-duplicate-across-splits': 1,
    });
  });
  test('an image of one colour but for a few pixels is constant', () => {
    const sky = otherCorner(new Uint8Array(SIDE * SIDE * 3).fill(90));
    expect(countsOf([setOf([{ file: 'a', label: 'tux', pixels: sky }])])).toHaveProperty('constant', 1);
  });
});

describe('other images stay others', () => {
  test('the 600 images of valid, and the same mirrored and blurred, have no copies, no noise, no flat ones', () => {
    expect(countsOf([setOf(VALID)])).toEqual({});
    for (const change of [mirrored, blurred, (pixels: Uint8Array) => brighter(pixels, 20)]) {
      const changed = VALID.filter((_, at) => at % 15 === 0).map((one) => ({ ...one, pixels: change(one.pixels) }));
      expect(countsOf([setOf(changed)])).toEqual({});
    }
  });
  test('a sky on which something of 3 % of the pixels moved', () => {
    const sky = (left: number) => {
      const pixels = new Uint8Array(SIDE * SIDE * 3).fill(150);
      for (let row = 20; row < 32; row += 1) pixels.fill(40, (row * SIDE + left) * 3, (row * SIDE + left + 12) * 3);
      return looksOf(pixels, SIDE).cells;
    };
    expect(isOneImage(sky(8), sky(8))).toBe(true);
    expect(isOneImage(sky(8), sky(36))).toBe(false);
    expect(isOneImage(mirrorCells(sky(8)), sky(SIDE - 8 - 12))).toBe(true);
  });
});

describe('noise does not count as an image', () => {
  test.each([
    ['of all values', 256],
    ['black and white', 2],
    ['of five values', 5],
  ])('%s: reported, not counted, and nothing else is reported', (_, values) => {
    const rows = Array.from({ length: 6 }, (_value, at): CropRow => ({
      file: String(at),
      label: 'tux',
      pixels: noise(at, values),
    }));
    const { groups, splits } = examineDataSet({ splits: [setOf(rows)] }, RULES);
    expect(groups.map(({ code, count }) => [code, count])).toEqual([['noise', 6]]);
    expect(splits).toEqual([{ name: '', images: 0, perClass: [0, 0, 0, 0, 0, 0] }]);
  });
  test('in blocks of 2 x 2', () => {
    const source = noise(3);
    const scaled = source.map((_, at) => {
      const [pixel, channel] = [Math.floor(at / 3), at % 3];
      return source[((Math.floor(pixel / SIDE) >> 1) * SIDE + ((pixel % SIDE) >> 1)) * 3 + channel] ?? 0;
    });
    expect(isNoise(scaled, SIDE)).toBe(true);
  });
});

describe('the index', () => {
  test('finds slightly changed images among others, and no match for new ones', () => {
    const index = new AlikeIndex<number>();
    const [known, fresh] = [VALID.slice(0, 100), VALID.slice(100, 140)];
    for (const [at, { pixels }] of known.entries()) index.add(viewOf(looksOf(pixels, SIDE).cells), at);
    for (const [, change] of changes) {
      const found = known.map(({ pixels }, at) => index.find(viewOf(looksOf(change(pixels, at), SIDE).cells)));
      expect(found).toEqual(known.map((_, at) => at));
    }
    expect(fresh.filter(({ pixels }) => index.find(viewOf(looksOf(pixels, SIDE).cells)) !== undefined)).toEqual([]);
  });
});
