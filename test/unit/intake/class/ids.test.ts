/** Ids of submissions: whatever folders are called, each can be printed and can name a folder of its own. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { idsFor } from '../../../../grader/intake/class/ids.js';

function idsOf(names: readonly string[]): { readonly ids: readonly string[]; readonly remarks: readonly string[] } {
  const remarks: string[] = [];
  return { ids: idsFor(names, (remark) => remarks.push(remark)), remarks };
}
const digest = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 10);

describe('a name', () => {
  test.each([
    ['of a folder', 'alice', 'alice'],
    ['of a zip archive', 'alice.zip', 'alice'],
    ['of a tar archive', 'alice.tar.gz', 'alice'],
    ['of an archive that is not read', 'alice.rar', 'alice'],
    ['with a blank and other letters', 'Zo\u00eb M\u00fcller', 'Zo\u00eb M\u00fcller'],
    ['with an accent after its letter', 'Zoe\u0308', 'Zo\u00eb'],
  ])('%s is its id', (_, name, id) => {
    expect(idsOf([name])).toEqual({ ids: [id], remarks: [] });
  });
  test.each([
    ['of nothing but an ending', '.zip', '', 'is not a name for a folder'],
    ['of dots', '...', '', 'is not a name for a folder'],
    ['with an override', 'a\u202eb', 'a_b', 'holds a control character or an invisible one'],
    ['that ends in a dot', 'alice.', 'alice', 'ends in a dot or a space, which some systems leave out'],
    ['that ends in a space', 'alice ', 'alice', 'ends in a dot or a space, which some systems leave out'],
    ['that is too long', 'x'.repeat(250), 'x'.repeat(229), 'is longer than 240 bytes'],
    ['that is too long in other letters', '\u00eb'.repeat(130), '\u00eb'.repeat(114), 'is longer than 240 bytes'],
  ])('%s gets a digest', (_, name, start, why) => {
    const { ids, remarks } = idsOf([name]);
    expect(ids).toEqual([`${start}-${digest(name)}`]);
    expect(remarks).toEqual([expect.stringContaining(` ${why}: its id is `)]);
  });
});

describe('similar names', () => {
  test.each([
    ['by case', ['Alice', 'alice']],
    ['by composition', ['Zo\u00eb', 'Zoe\u0308']],
    ['by what does not show', ['alice', 'al\u00adice']],
  ])('%s: one keeps its name, the other gets a digest', (_, names) => {
    const { ids, remarks } = idsOf(names);
    expect(new Set(ids.map((id) => id.normalize('NFC').toLowerCase().replace('\u00ad', ''))).size).toBe(2);
    expect(remarks).toHaveLength(1);
    expect([...idsOf([...names].reverse()).ids].reverse()).toEqual(ids);
  });
  test('do not take an id that somebody has', () => {
    const [other] = idsOf(['alice.']).ids;
    expect(idsOf(['alice.', other ?? '']).ids).toEqual([expect.not.stringMatching(`^${other ?? ''}$`), other]);
  });
});

describe('whatever names there are', () => {
  const part = fc.constantFrom(
    'a',
    'A',
    'b',
    '\u00e9',
    'e\u0301',
    '.',
    ' ',
    '\u200b',
    '\u202e',
    '\u0007',
    '\ud800',
    '\u00df',
    'SS',
    '\u0130',
  );
  const name = fc
    .array(part, { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join(''))
    .filter((one) => one !== '.' && one !== '..');
  const names = fc.uniqueArray(name, { maxLength: 12 });
  test('ids differ, also where case and invisible characters do not count', () => {
    const law = fc.property(names, (all) => {
      const keys = idsOf(all).ids.map((id) => id.normalize('NFC').toLowerCase());
      expect(new Set(keys).size).toBe(all.length);
    });
    fc.assert(law, { numRuns: 500 });
  });
  test('ids can be printed and name a folder', () => {
    const law = fc.property(names, (all) => {
      for (const id of idsOf(all).ids) {
        expect(id).toMatch(/^(?!\.*$)[^\p{Cc}\p{Cs}\u200b\u202e/]*[^. ]$/u);
        expect(Buffer.byteLength(id)).toBeLessThanOrEqual(240);
      }
    });
    fc.assert(law, { numRuns: 500 });
  });
  test('each changed id is told once', () => {
    const law = fc.property(names, (all) => {
      const { ids, remarks } = idsOf(all);
      expect(remarks).toHaveLength(ids.filter((id, at) => id !== all[at]?.normalize('NFC')).length);
    });
    fc.assert(law, { numRuns: 500 });
  });
});
