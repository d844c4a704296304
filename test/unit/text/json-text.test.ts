/** Depth and first fault of JSON, against JSON.parse. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { depthOf, firstFault } from '../../../grader/text/json-text.js';

function depthOfValue(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOfValue));
}

describe('depth', () => {
  test('is that of the parsed value, whatever its strings hold', () => {
    const law = fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      expect(depthOf(JSON.stringify(value))).toBe(depthOfValue(value));
    });
    fc.assert(law, { numRuns: 500 });
  });
  test.each([
    ['[[', 2],
    [']][', 0],
    ['"[\\"["[', 1],
    ['"[[', 0],
  ])('of the broken %p is %p', (text, depth) => {
    expect(depthOf(text)).toBe(depth);
  });
  test('is counted without recursion', () => {
    expect(depthOf('['.repeat(1_000_000))).toBe(1_000_000);
  });
});

describe('the first fault', () => {
  test.each([
    ['{"a": 1,}', 'PropertyNameExpected', 1, 9],
    ['{"a" 1}', 'ColonExpected', 1, 6],
    ['[1\n 2]', 'CommaExpected', 2, 2],
    ['[1] // one', 'InvalidCommentToken', 1, 5],
    ['', 'ValueExpected', 1, 1],
  ])('of %p', (text, code, line, column) => {
    expect(firstFault(text)).toMatchObject({ code, line, column });
  });
  test('is there if and only if JSON.parse finds one', () => {
    const parses = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const token = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', 'null', ' ', '\n', 'x');
    const law = fc.property(fc.array(token, { maxLength: 7 }), (tokens) => {
      const text = tokens.join('');
      expect(firstFault(text) === null).toBe(parses(text));
    });
    fc.assert(law, { numRuns: 2000 });
  });
});
