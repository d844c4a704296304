/** Numbers as sites write them, and the layout of their files. */
import { expect, test } from '@jest/globals';
import { canvas } from '../../../../grader/course-systems/gradebook/canvas.js';
import { readCells } from '../../../../grader/course-systems/gradebook/cells.js';
import { cellAt, hasComma, numberIn } from '../../../../grader/course-systems/gradebook/gradebook.js';
import { moodle } from '../../../../grader/course-systems/gradebook/moodle.js';
import { CANVAS, MOODLE_GERMAN } from '../../../support/gradebooks.js';

test.each([
  ['10', 10, false],
  ['10.00', 10, false],
  ['7,5', 7.5, true],
  ['100,00000', 100, true],
  // thousands, which cannot be told from decimals
  ['1,000', null, false],
  ['1.000,00', null, false],
  ['(read only)', null, false],
  ['', null, false],
] as const)('%s', (text, value, comma) => {
  expect([numberIn(text), hasComma(text)]).toEqual([value, comma]);
});

const options = (column?: string) => ({ column, rubric: { id: 'quiz2', title: 'Quiz 2, part 1' }, label: 'x.csv' });

test('Canvas: students by all that the file says of them, without the rows above and between', () => {
  const { rows, column, mostOf, isFixed } = canvas.layoutOf(readCells(Buffer.from(CANVAS), 'x.csv'), options());
  expect(rows.map(({ line, name, id, sid, login }) => [line, name, id, sid, login])[1]).toEqual([
    ...[4, 'O\'Brien, "Bo"', '502', '0072', 'bobrien@school.example'],
  ]);
  expect(rows).toHaveLength(6);
  expect(column).toBe(6);
  expect(rows.map(({ row }) => mostOf(row))[0]).toBe(10);
  expect(['EX', 'ex', '', '0'].map(isFixed)).toEqual([true, true, false, false]);
});
test('Moodle: students by the number of the participant, whatever the word before it', () => {
  const { rows, column, mostOf } = moodle.layoutOf(readCells(Buffer.from(MOODLE_GERMAN), 'x.csv'), options());
  expect(rows.map(({ name, id, email, row }) => [name, id, email, mostOf(row), cellAt(row, column)])).toEqual([
    ['Ada Adams', '2001', 'ada@school.example', 10, ''],
    ['Jörg Müller-Lüdenscheidt', '2002', 'jm@school.example', 10, '3,00'],
  ]);
});
