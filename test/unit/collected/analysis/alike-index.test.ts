/** The index of look-alikes against a comparison with every image that it keeps. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AlikeIndex, viewOf } from '../../../../grader/collected/analysis/alike-index.js';
import { isOneImage } from '../../../../grader/collected/analysis/alike.js';
import { makeRng } from '../../../../grader/numerics/rng.js';

const CELLS = 16 * 16;

/** Values that stay within a byte when the image becomes brighter or darker by 32. */
function randomCells(seed: number): Uint8Array {
  const rng = makeRng(seed);
  return Uint8Array.from({ length: CELLS * 3 }, () => 32 + 191 * rng.nextUniform());
}

interface Change {
  readonly seed: number;
  readonly by: number;
  readonly others: readonly { readonly cell: number; readonly value: number }[];
}

const change = fc.record({
  seed: fc.nat(9),
  by: fc.integer({ min: -34, max: 34 }),
  others: fc.array(fc.record({ cell: fc.nat(CELLS - 1), value: fc.nat(255) }), { maxLength: 14 }),
});

function changed({ seed, by, others }: Change): Uint8Array {
  const cells = randomCells(seed).map((value) => Math.min(255, Math.max(0, value + by)));
  for (const { cell, value } of others) cells.fill(value, cell * 3, cell * 3 + 3);
  return cells;
}

describe('the index', () => {
  test('finds what a comparison with all images finds: brighter ones, and others in a few cells', () => {
    const law = fc.property(fc.array(change, { maxLength: 12 }), change, (kept, wanted) => {
      const index = new AlikeIndex<number>();
      const all = kept.map(changed);
      for (const [at, cells] of all.entries()) index.add(viewOf(cells), at);
      const cells = changed(wanted);
      const alike = [...all.keys()].filter((at) => isOneImage(all[at] ?? cells, cells));
      const found = index.find(viewOf(cells));
      if (alike.length === 0) expect(found).toBeUndefined();
      else expect(alike).toContain(found);
    });
    fc.assert(law, { numRuns: 300 });
  });
  test('finds the first of equal images', () => {
    const index = new AlikeIndex<string>();
    for (const name of ['first', 'second']) index.add(viewOf(randomCells(1)), name);
    expect(index.find(viewOf(randomCells(1)))).toBe('first');
  });
  test('finds nothing when it is empty', () => {
    expect(new AlikeIndex<string>().find(viewOf(randomCells(1)))).toBeUndefined();
  });
  test('finds an image by what few have, among many that share a half of it', () => {
    const half = CELLS * 3 * 0.5;
    const sharing = (seed: number) =>
      Uint8Array.from([...randomCells(0).subarray(0, half), ...randomCells(seed).subarray(half)]);
    const index = new AlikeIndex<number>();
    for (let seed = 1; seed <= 400; seed += 1) index.add(viewOf(sharing(seed)), seed);
    expect([1, 200, 400].map((seed) => index.find(viewOf(sharing(seed))))).toEqual([1, 200, 400]);
    expect(index.find(viewOf(sharing(401)))).toBeUndefined();
  });
  test('is for images of any size', () => {
    const small = (seed: number) => randomCells(seed).subarray(0, 5 * 5 * 3);
    const index = new AlikeIndex<number>();
    for (let seed = 1; seed <= 5; seed += 1) index.add(viewOf(small(seed)), seed);
    expect(index.find(viewOf(small(4)))).toBe(4);
    expect(index.find(viewOf(small(6)))).toBeUndefined();
  });
});
