import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  childrenOf,
  flagAt,
  headOf,
  numberAt,
  numbersOf,
  childOf,
  parseSexp,
  wordAt,
  type Sexp,
} from '../../../grader/supertux/sexp.js';

const LEVEL = parseSexp(`; a comment (with brackets
  (supertux-level (version 3) ; more
    (name (_ "Say \\"hi\\"; (really)")) (license "GPL 2+") (empty) (speed -.5) (big 1e3)
    (solid #t) (hollow #f) (tiles 1 2
      3) (tiles 4))`);

test('names, text, numbers, flags, lists', () => {
  expect(headOf(LEVEL)).toBe('supertux-level');
  expect(wordAt(LEVEL, 'name')).toBe('Say "hi"; (really)');
  expect(wordAt(LEVEL, 'license')).toBe('GPL 2+');
  expect([numberAt(LEVEL, 'version'), numberAt(LEVEL, 'speed'), numberAt(LEVEL, 'big')]).toEqual([3, -0.5, 1000]);
  expect([flagAt(LEVEL, 'solid'), flagAt(LEVEL, 'hollow'), flagAt(LEVEL, 'nothing')]).toEqual([true, false, false]);
  expect(childrenOf(LEVEL, 'tiles').map(numbersOf)).toEqual([[1, 2, 3], [4]]);
  expect(numberAt(LEVEL, 'empty')).toBeUndefined();
  expect(childOf(LEVEL, 'nothing')).toBeUndefined();
});

describe('syntax errors are reported with their line', () => {
  test.each([
    ['(a\n(b', 'a bracket is missing at the end'],
    ['', 'there is no list'],
    ['\n)', 'line 2: a bracket too many'],
    ['(a\n\n"b)', 'line 3: text without an end'],
  ])('%j', (text, message) => {
    expect(() => parseSexp(text)).toThrow(message);
  });
});

test('parsing what was written gives the original', () => {
  const leaf = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.string().map((word) => ({ word })),
  );
  const { list } = fc.letrec<{ list: Sexp[]; item: Sexp }>((tie) => ({
    list: fc.array(tie('item'), { maxLength: 5 }),
    item: fc.oneof({ depthSize: 'small' }, leaf, tie('list')),
  }));
  const write = (sexp: Sexp): string => {
    if (typeof sexp === 'number') return String(sexp);
    if (typeof sexp === 'boolean') return sexp ? '#t' : '#f';
    if ('word' in sexp) return `"${sexp.word.replace(/["\\]/g, '\\$&')}"`;
    return `(${sexp.map(write).join(' ')})`;
  };
  fc.assert(
    fc.property(list, (sexp) => {
      expect(parseSexp(write(sexp))).toEqual(sexp);
    }),
  );
});
