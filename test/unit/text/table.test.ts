/** Lines of tables: whatever a spreadsheet writes comes back, and a broken line hides no other. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NOT_UTF8, readTable, separatorOf, textOf } from '../../../grader/text/table.js';

const read = (text: string, most = 100) => readTable(Buffer.from(text), most);

test('a table comes back as it was written, in any of its forms', () => {
  const cell = fc.stringMatching(/^[a-z ,;"\t\u00e4]{0,5}[a-z]$/).map((text) => text.trim());
  const rows = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }));
  const law = fc.property(
    rows,
    fc.constantFrom(',', ';', '\t'),
    fc.constantFrom('\n', '\r\n', '\r'),
    (all, by, end) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const text = all.map((cells) => cells.map(quoted).join(by)).join(end);
      expect(read(text).map(({ line, cells }) => [line, cells])).toEqual(all.map((cells, at) => [at + 1, cells]));
    },
  );
  fc.assert(law, { numRuns: 500 });
});

describe('a line', () => {
  test('that is empty, or has separators only, is counted and not read', () => {
    expect(read('a,b\n\n,,\n1,2').map(({ line }) => line)).toEqual([1, 4]);
  });
  test('with an open quote is a fault of its own', () => {
    const [, broken, next] = read('a,b\n"x,1\ny,2');
    expect(broken).toMatchObject({ line: 2, cells: null, fault: 'the quote in column 1 is never closed' });
    expect(next).toMatchObject({ line: 3, cells: ['y', '2'] });
  });
  test('with text behind a quote is a fault', () => {
    expect(read('"a"b,c')[0]).toMatchObject({ fault: 'the quote in column 3 closes before the field ends' });
  });
  test('that is not UTF-8, or is UTF-16 that does not say so', () => {
    expect(readTable(Buffer.from([0x61, 0xff, 0x0a, 0x62]), 9).map(({ fault }) => fault)).toEqual([NOT_UTF8, null]);
    expect(readTable(Buffer.from('ab', 'utf16le'), 9)[0]?.fault).toBe(NOT_UTF8);
  });
  test('is the last that is read at the limit', () => {
    expect(read('1\n2\n3', 2)).toHaveLength(2);
  });
});

test('a first line names the separator, as Excel writes it, and is no row', () => {
  const rows = [
    [2, ['a,b', 'c']],
    [3, ['1', '2']],
  ];
  for (const named of ['sep=;', '"sep=;"', 'SEP=; ', '\ufeffsep=;']) {
    expect(read(`${named}\r\na,b;c\r\n1;2`).map(({ line, cells }) => [line, cells])).toEqual(rows);
  }
  expect(read('sep=\ta\n1').map(({ cells }) => cells)).toEqual([['sep=', 'a'], ['1']]);
  // a field of a table
  expect(read('a;b\nsep=;\n').map(({ cells }) => cells)[1]).toEqual(['sep=', '']);
});

test.each([
  ['a,b;c', ','],
  ['a;b', ';'],
  ['a\tb;c', '\t'],
  ['"a,b";c', ';'],
  ['a', ','],
])('%p is separated by %p', (header, separator) => {
  expect(separatorOf(header)).toBe(separator);
});

test('text in UTF-16 with its mark, either way, is read; what is neither throws if asked', () => {
  const little = Buffer.from('\ufeff\u00e4b', 'utf16le');
  expect([textOf(little), textOf(Buffer.from(little).swap16()), textOf(Buffer.from('\ufeff\u00e4b'))]).toEqual([
    '\u00e4b',
    '\u00e4b',
    '\u00e4b',
  ]);
  expect(() => textOf(Buffer.of(0xff, 0x61), { fatal: true })).toThrow('not valid');
  expect(textOf(Buffer.of(0xff, 0x61))).toBe('\ufffda');
});
