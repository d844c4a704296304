/** What train and valid share: nearly equal images, against a comparison of all pairs, and levels. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Entry } from '../../../../grader/collected/analysis/entry.js';
import { findShared } from '../../../../grader/collected/analysis/splits.js';
import { entryOf, picture } from '../../../support/entries.js';

const PLAIN = entryOf('plain', picture(1));
const NONE: ReadonlyMap<Entry, Entry> = new Map();

/** What an image is compared by, without an image. */
function entryAs(
  split: string,
  at: number,
  { bits = [0, 0], grey = 0, digest = `${split}${String(at)}` }: Partial<Traits>,
): Entry {
  const across = { dHash: bits, thumbnail: new Uint8Array(192).fill(grey) };
  const looks = { ...PLAIN.looks, across, digest };
  return { ...PLAIN, split, file: `${split}/${String(at)}`, looks };
}

interface Traits {
  readonly bits: readonly [number, number];
  readonly grey: number;
  readonly digest: string;
}

const told = (entries: readonly Entry[], alike = NONE) =>
  findShared(entries, alike).map(({ code, file, found }) => `${code} ${file}: ${found}`);

describe('nearly equal images', () => {
  const train = entryAs('train', 0, { bits: [0b1111, 5], grey: 100 });
  test.each<[string, Partial<Traits>, boolean]>([
    ['two bits of the hash', { bits: [0b1100, 5], grey: 100 }, true],
    ['two bits, one in each half', { bits: [0b1110, 4], grey: 100 }, true],
    ['three bits', { bits: [0b1000, 5], grey: 100 }, false],
    ['a thumbnail that is apart by two', { bits: [0b1111, 5], grey: 102 }, true],
    ['a thumbnail that is apart by three', { bits: [0b1111, 5], grey: 103 }, false],
  ])('%s', (_, traits, isNear) => {
    const line = 'near-duplicate-across-splits valid/1: nearly the same as train/0';
    expect(told([train, entryAs('valid', 1, traits)])).toEqual(isNear ? [line] : []);
  });
  test('are not told where the pixels are equal, which is another finding', () => {
    const same = { bits: [1, 2] as const, digest: 'x' };
    expect(told([entryAs('train', 0, same), entryAs('valid', 0, same)])).toEqual([]);
  });
  test('are not looked for within a split, nor in one split', () => {
    expect(told([train, entryAs('train', 1, { bits: [0b1111, 5], grey: 100 })])).toEqual([]);
  });
  test('name the image of train', () => {
    const [finding] = findShared([train, entryAs('valid', 1, { bits: [0b1111, 5], grey: 100 })], new Map());
    expect(finding).toMatchObject({ file: 'valid/1', twin: 'train/0' });
  });
  test('may be those that are known to be alike, whatever their hashes', () => {
    const other = entryAs('valid', 0, { bits: [0xffffffff, 0xffffffff], grey: 200 });
    expect(told([train, other], new Map([[other, train]]))).toEqual([
      'near-duplicate-across-splits valid/0: nearly the same as train/0',
    ]);
  });
  test('may be chance where they are a hundredth of valid, not where they are more', () => {
    const valid = (near: number) =>
      Array.from({ length: 200 }, (_, at) =>
        entryAs('valid', at, at < near ? { bits: [0b1111, 5], grey: 100 } : { grey: 200 }),
      );
    expect(told([train, ...valid(2)])).toEqual([]);
    expect(told([train, ...valid(3)])).toHaveLength(3);
  });
  test('are those of a comparison of all pairs', () => {
    const flips = fc.uniqueArray(fc.nat(63), { maxLength: 4 });
    const traits = fc.record({ base: fc.constantFrom(0n, 0x123456789abcdef0n, ~0n), flips, grey: fc.nat(5) });
    const law = fc.property(
      fc.array(traits, { minLength: 1, maxLength: 12 }),
      fc.array(traits, { minLength: 1, maxLength: 12 }),
      (left, right) => {
        const hashOf = ({ base, flips: all }: (typeof left)[number]) =>
          BigInt.asUintN(
            64,
            all.reduce((hash, bit) => hash ^ (1n << BigInt(bit)), base),
          );
        const entriesOf = (split: string, all: typeof left) =>
          all.map((one, at) => {
            const hash = hashOf(one);
            return entryAs(split, at, {
              bits: [Number(hash >> 32n), Number(hash & 0xffffffffn)],
              grey: one.grey,
            });
          });
        const nearTo = (one: (typeof left)[number]) =>
          left.flatMap((other, at) => {
            const bits = (hashOf(one) ^ hashOf(other)).toString(2).replaceAll('0', '').length;
            return bits <= 2 && Math.abs(one.grey - other.grey) <= 2 ? [`nearly the same as train/${String(at)}`] : [];
          });
        const found = new Map(
          findShared([...entriesOf('train', left), ...entriesOf('valid', right)], NONE).map((finding) => [
            finding.file,
            finding.found,
          ]),
        );
        for (const [at, one] of right.entries()) {
          const near = nearTo(one);
          const text = found.get(`valid/${String(at)}`);
          if (near.length === 0) expect(text).toBeUndefined();
          else expect(near).toContain(text);
        }
      },
    );
    fc.assert(law, { numRuns: 500 });
  });
});

describe('levels', () => {
  const at = (split: string, number: number, level: string | null): Entry => ({
    ...entryAs(split, number, { grey: split === 'train' ? 0 : 200 }),
    level,
  });
  test('in both splits are told once, at the first image of valid', () => {
    const train = [at('train', 0, 'ice'), at('train', 1, 'ice'), at('train', 2, 'fire')];
    const valid = [at('valid', 0, 'sea'), at('valid', 1, 'ice'), at('valid', 2, 'ice'), at('valid', 3, 'ice')];
    expect(told([...train, ...valid])).toEqual([
      'level-across-splits valid/1: level ice has 2 images in train and 3 in valid',
    ]);
  });
  test('that are not given are not shared', () => {
    expect(told([at('train', 0, null), at('valid', 0, null)])).toEqual([]);
  });
});
