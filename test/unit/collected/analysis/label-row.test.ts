/** One row of labels.csv: which file and class are meant, and what is wrong with the row. */
import { describe, expect, test } from '@jest/globals';
import { MOST_SHOWN, readRow, signIn } from '../../../../grader/collected/analysis/label-row.js';

const ASKED = { width: 3, classes: ['cat', 'hot dog', 'b\u00e4r'], folder: 'data' };

function read(
  cells: readonly string[],
  { count = cells.length, name = cells[0] ?? '' }: { readonly count?: number; readonly name?: string | null } = {},
) {
  const { row, findings } = readRow({ line: 7, fault: null, cells, count }, name, ASKED);
  return { row, told: findings.map(({ code, file, row: line, found }) => `${code} ${file}:${String(line)}: ${found}`) };
}

describe('a class', () => {
  test.each([
    ['by its name', 'cat', 0],
    ['by its number', '1', 1],
    ['with an accent after its letter', 'ba\u0308r', 2],
  ])('%s', (_, label, number) => {
    expect(read(['a.png', label])).toEqual({
      row: { file: 'a.png', label: number, level: null, row: 7 },
      told: [],
    });
  });
  test.each([
    ['in other letters', 'CAT', 0],
    ['in quotes of a slide', '\u201ccat\u201d', 0],
    ['with a blank that is not of the keyboard', 'hot\u00a0dog', 1],
  ])('%s is meant, and told', (_, label, number) => {
    const { row, told } = read(['a.png', label]);
    expect(row?.label).toBe(number);
    expect(told).toEqual([expect.stringMatching(/^label-unknown a\.png:7: "/)]);
  });
  test.each(['cow', '3', '-1', '1.0', 'constructor'])('%s is none, and the row still names a file', (label) => {
    const { row, told } = read(['a.png', label]);
    expect(row).toEqual({ file: 'a.png', label: null, level: null, row: 7 });
    expect(told).toEqual([expect.stringContaining(`"${label}", expected one of cat, hot dog, b\u00e4r or 0 to 2`)]);
  });
});

describe('a row', () => {
  test('may have a level, composed', () => {
    expect(read(['a.png', 'cat', 'e\u0301']).row?.level).toBe('\u00e9');
  });
  test.each([
    ['without a file', ['', 'cat'], 'row-incomplete :7: no file'],
    ['without a label', ['a.png', ''], 'row-incomplete a.png:7: no label'],
    ['with nothing', [], 'row-incomplete :7: no file'],
  ])('%s is refused', (_, cells, line) => {
    expect(read(cells)).toEqual({ row: null, told: [line] });
  });
  test('whose file lies outside is refused', () => {
    expect(read(['../a', 'cat'], { name: null })).toEqual({
      row: null,
      told: ['path-outside ../a:7: leads out of data'],
    });
  });
  test('with more fields than columns is used where its label is a class, and told', () => {
    const more = 'row-incomplete a.png:7: 4 fields, the header has 3: put a name with a comma in quotes';
    expect(read(['a.png', 'cat', ''], { count: 4 })).toEqual({
      row: { file: 'a.png', label: 0, level: null, row: 7 },
      told: [more],
    });
    expect(read(['a.png', 'b.png', ''], { count: 4 })).toEqual({ row: null, told: [more] });
  });
  test('that cannot be read is refused with its fault, and the beginning of its text', () => {
    const text = 'x'.repeat(MOST_SHOWN + 1);
    expect(readRow({ line: 3, fault: 'the quote is open', text }, null, ASKED)).toEqual({
      row: null,
      findings: [{ code: 'row-incomplete', file: 'x'.repeat(MOST_SHOWN), row: 3, found: 'the quote is open' }],
    });
  });
});

describe('a foreign character', () => {
  test('is named, unless it is known or composed from the keyboard', () => {
    expect(signIn('c\u0430t')).toContain('U+0430');
    expect(signIn('b\u00e4r', 'ba\u0308r')).toBe('');
    expect(signIn('cat')).toBe('');
  });
});
