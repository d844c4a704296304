/** Places of cells: what is read is what a library reads, and a change changes nothing else. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { readCells, withChanges } from '../../../../grader/course-systems/gradebook/cells.js';
import { casesOf } from '../../../support/runs.js';

const tables = fc.record({
  rows: fc.array(
    fc.array(fc.oneof(fc.string(), fc.constantFrom('"', '""', ',', ';', 'a\nb', 'a\r\nb', 'é', '王', '')), {
      minLength: 2,
      maxLength: 4,
    }),
    { minLength: 1, maxLength: 6 },
  ),
  quoted: fc.boolean(),
  mark: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n'),
});

test('any table: cells are what was written, and only what is changed changes', () => {
  fc.assert(
    fc.property(tables, fc.nat(), ({ rows, quoted, mark, end }, pick) => {
      // the first line is where the separator is looked for
      const all = [['id', 'name', 'grade', 'rest'], ...rows.map((row) => row.map((cell) => cell.replaceAll('\0', '')))];
      const text = `${mark ? '\ufeff' : ''}${stringify(all, { quoted, record_delimiter: end, quoted_match: /[\r\n]/, quoted_empty: true })}`;
      const table = readCells(Buffer.from(text), 'x.csv');
      expect(table.rows.map(({ cells }) => cells.map(({ value }) => value))).toEqual(all);
      const cells = table.rows.flatMap((row) => row.cells);
      const index = pick % cells.length;
      const cell = cells[index];
      if (cell === undefined) throw new Error('no cell');
      const changed = Buffer.from(withChanges(table, [{ cell, value: '1.00' }]));
      const before = Buffer.from(text);
      expect(changed.subarray(0, cell.start)).toEqual(before.subarray(0, cell.start));
      const after = before.subarray(cell.end);
      expect(changed.subarray(changed.length - after.length)).toEqual(after);
      const again = readCells(changed, 'x.csv').rows.flatMap((row) => row.cells.map(({ value }) => value));
      expect(again).toEqual(cells.map(({ value }, place) => (place === index ? '1.00' : value)));
    }),
    { numRuns: casesOf({ usual: 150, full: 5000 }) },
  );
});
test('the line with the separator, which Excel writes, stays', () => {
  const table = readCells(Buffer.from('sep=;\r\na;b\r\n1;\r\n'), 'x.csv');
  expect(table.rows.map(({ line, cells }) => [line, cells.map(({ value }) => value)])).toEqual([
    [2, ['a', 'b']],
    [3, ['1', '']],
  ]);
  const cell = table.rows[1]?.cells[1];
  if (cell === undefined) throw new Error('no cell');
  expect(Buffer.from(withChanges(table, [{ cell, value: '2,00' }])).toString()).toBe('sep=;\r\na;b\r\n1;2,00\r\n');
});
test('lines are counted through quoted line ends', () => {
  expect(readCells(Buffer.from('a,b\n"x\r\ny",1\nz,2\n'), 'x.csv').rows.map(({ line }) => line)).toEqual([1, 2, 4]);
});
