/** Tables by the columns of their header. */
import { expect, test } from '@jest/globals';
import { readRows, surplusOf } from '../../../grader/text/rows.js';

const read = (text: string | Uint8Array, most = 100) =>
  readRows(typeof text === 'string' ? Buffer.from(text) : text, {
    columnsOf: (header) => (header.includes('y') ? [header.indexOf('y'), header.indexOf('x')] : null),
    most,
  });

test('rows have the columns that are asked for, in that order', () => {
  expect(read('x,z,y\n1,2,3\n4\n5,6,7,8,\n')).toEqual({
    status: 'read',
    width: 3,
    rows: [
      { line: 2, fault: null, cells: ['3', '1'], count: 3 },
      { line: 3, fault: null, cells: ['', '4'], count: 1 },
      { line: 4, fault: null, cells: ['7', '5'], count: 4 },
    ],
  });
});
test('a broken row has its text and hides no other', () => {
  expect(read('y,x\n"1\n2,3')).toMatchObject({
    rows: [{ line: 2, fault: 'the quote in column 1 is never closed', text: '"1' }, { line: 3 }],
  });
});
test('as many rows as asked for', () => {
  expect(read('y,x\n1,2\n3,4\n5,6', 2)).toMatchObject({ rows: [{ line: 2 }, { line: 3 }] });
});
test.each<[string, string | Uint8Array, object]>([
  ['empty', '\n\n', { status: 'empty' }],
  ['not text', Buffer.of(0xff), { status: 'not-text' }],
  ['a broken header', '\n"y', { status: 'broken-header', line: 2, fault: 'the quote in column 1 is never closed' }],
  ['another header', 'a,b\n1,2', { status: 'other-header', line: 1, header: ['a', 'b'], count: 1 }],
])('%s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});
test('more fields than columns', () => {
  expect([surplusOf(3, 2), surplusOf(2, 2)]).toEqual(['3 fields, the header has 2', null]);
});
