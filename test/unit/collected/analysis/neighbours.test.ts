/** The nearest images against sorting all of them. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Neighbours, type Neighbour } from '../../../../grader/collected/analysis/neighbours.js';
import { makeRng } from '../../../../grader/numerics/rng.js';

function middleOf(seed: number): Uint8Array {
  const rng = makeRng(seed);
  const base = 150 * rng.nextUniform();
  return Uint8Array.from({ length: 192 }, () => base + 100 * rng.nextUniform());
}

const distance = (left: Uint8Array, right: Uint8Array) =>
  left.reduce((sum, value, at) => sum + (value - (right[at] ?? 0)) ** 2, 0);
const totalOf = (middle: Uint8Array) => middle.reduce((sum, value) => sum + value, 0);

/** Labels are places, so that they tell which images were found. */
const imagesOf = (seeds: readonly number[]): Neighbour[] =>
  seeds.map((seed, label) => ({ middle: middleOf(seed), label, digest: String(seed), fold: label % 5 }));
const seeds = fc.uniqueArray(fc.nat(9999), { minLength: 1, maxLength: 60 });

describe('the nearest', () => {
  test('are those of all, in ascending order, without the fold and without copies', () => {
    const law = fc.property(seeds, fc.nat(9999), fc.integer({ min: 1, max: 25 }), (all, seed, wanted) => {
      const images = imagesOf(all);
      const middle = middleOf(seed);
      const expected = images
        .filter(({ fold, digest }) => fold !== 2 && digest !== String(seed))
        .sort((a, b) => distance(a.middle, middle) - distance(b.middle, middle))
        .slice(0, wanted);
      const neighbours = new Neighbours(images, wanted);
      const found = neighbours.nearest({ middle, digest: String(seed) }, { fold: 2, most: 1000 });
      expect(found).toEqual(expected.map(({ label }) => label));
      expect(neighbours.count).toBe(all.length);
    });
    fc.assert(law, { numRuns: 200 });
  });
  test('are looked for among those closest in brightness', () => {
    const law = fc.property(seeds, fc.nat(9999), fc.integer({ min: 0, max: 10 }), (all, seed, most) => {
      const images = imagesOf(all);
      const middle = middleOf(seed);
      // of two with one brightness, either may be compared
      fc.pre(new Set(images.map((one) => totalOf(one.middle))).size === images.length);
      const apart = ({ middle: other }: Neighbour) => Math.abs(totalOf(other) - totalOf(middle));
      const order = (a: Neighbour, b: Neighbour) => apart(a) - apart(b) || totalOf(a.middle) - totalOf(b.middle);
      const closest = [...images].sort(order).slice(0, most);
      const found = new Neighbours(images, 25).nearest({ middle, digest: '' }, { fold: 9, most });
      expect([...found].sort()).toEqual(closest.map(({ label }) => label).sort());
    });
    fc.assert(law, { numRuns: 200 });
  });
  test('are the darker ones of two that are equally close in brightness', () => {
    const flat = (value: number) => new Uint8Array(192).fill(value);
    const images = [90, 110].map((value, label) => ({ middle: flat(value), label, digest: '', fold: null }));
    const neighbours = new Neighbours(images, 20);
    expect(neighbours.nearest({ middle: flat(100), digest: 'x' }, { fold: 0, most: 1 })).toEqual([0]);
  });
  test('are none among none', () => {
    const neighbours = new Neighbours([], 20);
    expect(neighbours.nearest({ middle: middleOf(1), digest: '' }, { fold: 0, most: 10 })).toEqual([]);
  });
});
