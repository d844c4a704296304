/** The table of bands against a Map of arrays. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BandTable } from '../../../../grader/collected/analysis/band-table.js';

function listIn(table: BandTable, key: number): number[] {
  const list = table.find(key);
  if (list === -1) return [];
  const numbers: number[] = [];
  for (let entry = table.firstOf(list); entry !== -1; entry = table.nextOf(entry)) numbers.push(table.numberOf(entry));
  expect(table.lengthOf(list)).toBe(numbers.length);
  return numbers;
}

test('lists have what was added, in order, each number once in a row, up to the most', () => {
  const key = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());
  const law = fc.property(
    fc.array(fc.tuple(key, fc.nat(4)), { maxLength: 80 }),
    fc.integer({ min: 1, max: 5 }),
    (all, most) => {
      const table = new BandTable(most);
      const expected = new Map<number, number[]>();
      for (const [at, number] of all) {
        table.add(at, number);
        const list = expected.get(at) ?? [];
        if (list.length < most && list.at(-1) !== number) list.push(number);
        expected.set(at, list);
      }
      for (const [at, list] of expected) expect(listIn(table, at)).toEqual(list);
      expect(table.find(7)).toBe(expected.has(7) ? table.find(7) : -1);
    },
  );
  fc.assert(law, { numRuns: 300 });
});

test('it grows: a hundred thousand keys, of which many begin at the same place', () => {
  const table = new BandTable(3);
  const keys = Array.from({ length: 100_000 }, (_, at) => (at % 2 === 0 ? at : (at << 12) | 0));
  for (const [at, key] of keys.entries()) table.add(key, at);
  const first = new Map<number, number>();
  for (const [at, key] of keys.entries()) if (!first.has(key)) first.set(key, at);
  const wrong = [...first].filter(([key, at]) => table.numberOf(table.firstOf(table.find(key))) !== at);
  expect(wrong).toEqual([]);
  expect(table.find(-1)).toBe(-1);
});
