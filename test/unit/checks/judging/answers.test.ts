/** Files of typed answers: values that are read, and messages about the others, with how to fix them. */
import { describe, expect, test } from '@jest/globals';
import { answerAt, parseAnswers } from '../../../../grader/checks/judging/answers.js';
import type { DocumentRead } from '../../../../grader/stages/submission.js';

const read = (text: string | Uint8Array): DocumentRead => ({ status: 'read', bytes: Buffer.from(text as string) });
function errorOf(document: DocumentRead) {
  const parsed = parseAnswers('a.json', document);
  return parsed.ok ? null : parsed.error;
}
const invalid = (said: string) => ({ code: 'ANSWER_INVALID', message: `a.json ${said}` });

describe('a file that cannot be read', () => {
  test.each<[DocumentRead, string, string]>([
    [{ status: 'missing' }, 'MISSING_FILE', 'a.json is missing: hand in your typed answers under this name'],
    [{ status: 'missing', near: '' }, 'MISSING_FILE', 'a.json is missing: hand in your typed answers under this name'],
    [{ status: 'missing', near: '; b.json is there' }, 'MISSING_FILE', 'a.json is missing; b.json is there'],
    [{ status: 'too-large', bytes: 200, limit: 100 }, 'TOO_LARGE', 'a.json has 200 bytes, at most 100 are read'],
  ])('%j', (document, code, message) => {
    expect(errorOf(document)).toEqual({ code, message });
  });
  test('a pointer of Git LFS is not the file', () => {
    const error = errorOf({ status: 'pointer' });
    expect(error?.code).toBe('ANSWER_INVALID');
    expect(error?.message).toMatch(/^a\.json .*Git LFS/);
  });
  test('one that was not planned is a fault of the grader', () => {
    expect(() => parseAnswers('a.json', undefined)).toThrow('a.json was not planned to be read');
  });
});

describe('a file that is not an object of JSON', () => {
  test.each([
    ['', 'is empty'],
    [' \n\t', 'is empty'],
    [
      '{"cells": [], "nbformat": 4}',
      'is a notebook; this homework wants your answers as a text file in JSON: { "forward": { ... }, ... }',
    ],
    ['[1]', 'holds a list, expected an object: { "forward": { ... }, ... }'],
    ['null', 'holds null, expected an object: { "forward": { ... }, ... }'],
    ['3', 'holds a number, expected an object: { "forward": { ... }, ... }'],
    ['"x"', 'holds a string, expected an object: { "forward": { ... }, ... }'],
    ['{"a": 1\0}', 'is not text (UTF-8): save it as a JSON text file'],
  ])('%j', (text, said) => {
    expect(errorOf(read(text))).toEqual(invalid(said));
  });
  test('bytes that are not UTF-8', () => {
    expect(errorOf({ status: 'read', bytes: Uint8Array.of(0x7b, 0xff, 0x7d) })).toEqual(
      invalid('is not text (UTF-8): save it as a JSON text file'),
    );
  });
  test('a hundred levels are read, one more is not', () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    expect(errorOf(read(nested(100)))).toBeNull();
    expect(errorOf(read(nested(101)))).toEqual(invalid('is nested more than 100 levels deep: a matrix has two'));
  });
});

describe('where a text is not JSON', () => {
  test.each<[string, number, string]>([
    ['{"a": NaN}', 7, 'NaN is not a JSON value; write a number'],
    ['{"a": -Infinity}', 7, '-Infinity is not a JSON value; write a number'],
    ['{"a": None}', 7, 'None is not a JSON value; write a number'],
    ['{"a": 1} // done', 10, 'comments are not allowed in JSON'],
    ['{"a": 1} /* done */', 10, 'comments are not allowed in JSON'],
    ['{"a": 1, # done', 10, 'comments are not allowed in JSON'],
    ["{'a': 1}", 2, 'a single quote: JSON uses double quotes'],
    ['{"a": .5}', 7, 'a number starts with a digit: 0.5, not .5'],
    ['{"a": 0,5}', 9, 'a comma between digits: decimals have a point, 0.5'],
    ['{"a": -.5}', 7, 'a number starts with a digit: 0.5, not .5'],
    ['{"a": 1,}', 9, 'a comma before }: leave it out'],
    ['{"a": [1, 2, ]}', 14, 'a comma before ]: leave it out'],
    ['{"a": 1\uff0c "b": 2}', 8, 'the character \uff0c (U+FF0C): a comma in JSON is ,'],
    ['{"a"\uff1a 1}', 5, 'the character \uff1a (U+FF1A): a colon in JSON is :'],
    ['{"a": \u00bd}', 7, 'the character \u00bd (U+00BD): write the result as one number'],
    ['{"a": \u00e9}', 7, 'the character \u00e9 (U+00E9): JSON has it only within quotes'],
    ['{"a":\u00a01}', 6, 'the character that does not show (U+00A0): between values JSON has ordinary spaces only'],
    ['{"a": \u201c1\u201d}', 7, 'the character \u201c (U+201C): JSON has straight double quotes, "'],
    ['{"a": \u22121}', 7, 'the character \u2212 (U+2212): a minus sign in JSON is -, as on the keyboard'],
  ])('%j', (text, column, said) => {
    expect(errorOf(read(text))).toEqual({
      ...invalid(`is not valid JSON: line 1, column ${String(column)}: ${said}`),
      ...{ file: 'a.json', line: 1, column },
    });
  });
  test("other faults are described in the parser's words", () => {
    expect(errorOf(read('{"a": 1'))?.message).toBe('a.json is not valid JSON: line 1, column 8: close brace expected');
    expect(errorOf(read('{"a" 1}'))?.message).toMatch(/column \d+: colon expected$/);
  });
  test('the comma may stand on another line', () => {
    expect(errorOf(read('{\n"a": 1,\n\n}'))).toMatchObject({ line: 4, column: 1 });
    expect(errorOf(read('{\n"a": 1,\n\n}'))?.message).toMatch(/a comma before }: leave it out$/);
  });
});

describe('an answer at a path', () => {
  const at = (value: unknown, path = 'a') => {
    const answer = answerAt(value, path);
    return answer.kind === 'numbers' ? [...answer.tensor.values] : [answer.kind, answer.sentence];
  };
  test('numbers', () => {
    expect(at({ a: 3 })).toEqual([3]);
    expect(at({ f: { z: [[1, 2]] } }, 'f.z')).toEqual([1, 2]);
  });
  test.each<[unknown, string, string]>([
    [{}, 'a', 'is missing'],
    [{ f: [1] }, 'f.z', 'is missing'],
    [{ f: null }, 'f.z', 'is missing'],
    [{ f: 'text' }, 'f.length', 'is missing'],
    [{ f: [1] }, 'f.length', 'is missing'],
    [{}, 'toString', 'is missing'],
    [{ forwrad: 1 }, 'forward', 'is missing; did you mean "forwrad"?'],
    [{ 'a\u200b': 1 }, 'a', 'is missing'],
  ])('%j has no %s', (value, path, said) => {
    const [kind, sentence] = at(value, path);
    expect(kind).toBe('missing');
    expect(String(sentence).startsWith(said)).toBe(true);
  });
  test.each<[unknown, string, unknown]>([
    [{ 'f.z': 3 }, 'f.z', [3]],
    [{ f: { 'g.z': 3 } }, 'f.g.z', [3]],
    [{ 'f.g': { z: 3 } }, 'f.g.z', [3]],
    [{ f: 1, 'f.z': 3 }, 'f.z', [3]],
    [{ f: {}, 'f.z': 3 }, 'f.z', [3]],
    // the groups of the file come first, right or not
    [{ 'f.z': 3, f: { z: 4 } }, 'f.z', [4]],
    [{ 'f.z': 3, f: { z: 'x' } }, 'f.z', ['malformed', 'is the text "x", expected numbers']],
    [{ 'f.z': 'x' }, 'f.z', ['malformed', 'is the text "x", expected numbers']],
    [JSON.parse('{"__proto__.z": 3}'), '__proto__.z', [3]],
    [JSON.parse('{"__proto__": {"z": 3}}'), 'z', ['missing', 'is missing']],
    [JSON.parse('{"constructor": 1}'), 'constructor.name', ['missing', 'is missing']],
    [{}, '__proto__.toString', ['missing', 'is missing']],
  ])('a path in one key: %j, %s', (value, path, said) => {
    expect(at(value, path)).toEqual(said);
  });
  test('a key that something else asks for is not suggested, others are', () => {
    const asked = ['forward.z1', 'forward.z2', 'backward.dz1'];
    const said = (value: unknown, path: string) => {
      const answer = answerAt(value, path, asked);
      return answer.kind === 'missing' ? answer.sentence : answer.kind;
    };
    expect(said({ forward: { z1: 1 } }, 'forward.z2')).toBe('is missing');
    expect(said({ forward: { z1: 1, Z2: 1 } }, 'forward.z2')).toBe('is missing; did you mean "Z2"?');
    expect(said({ 'forward.z1': 1 }, 'forward.z2')).toBe('is missing');
    expect(said({ 'forward.z1': 1, 'forward.Z2': 1 }, 'forward.z2')).toBe('is missing; did you mean "forward.Z2"?');
    expect(said({ backward: { dz1: 1 } }, 'forward.z1')).toBe('is missing');
    expect(said({ forwrad: { z1: 1 } }, 'forward.z1')).toBe('is missing; did you mean "forwrad"?');
  });
  test('keys of a hundred and of sixty characters are looked at', () => {
    const many = (before: number): Record<string, number> => {
      const others = Array.from({ length: before }, (_, index): [string, number] => [`key${String(index)}_`, 1]);
      return { ...Object.fromEntries(others), forwrad: 1 };
    };
    expect(at(many(99), 'forward')).toEqual(['missing', 'is missing; did you mean "forwrad"?']);
    expect(at(many(100), 'forward')).toEqual(['missing', 'is missing']);
    const long = 'k'.repeat(60);
    expect(at({ [long]: 1 }, `${'k'.repeat(59)}j`)).toEqual(['missing', `is missing; did you mean "${long}"?`]);
    expect(at({ [`${long}k`]: 1 }, `${'k'.repeat(60)}j`)).toEqual(['missing', 'is missing']);
  });
  test.each<[unknown, string]>([
    ['1.5', 'is the text "1.5": write 1.5, not "1.5"'],
    [' "1.5" ', 'is the text " \\"1.5\\" ": write 1.5, not " \\"1.5\\" "'],
    ['1 5', 'is the text "1 5", expected numbers'],
    ['', 'is the text "", expected numbers'],
    ['  ', 'is the text "  ", expected numbers'],
    ['text', 'is the text "text", expected numbers'],
    ['0,5', 'is the text "0,5", expected numbers: decimals have a point, not a comma'],
    [[1, '-1,25e3'], 'has the text "-1,25e3" at [1], expected numbers: decimals have a point, not a comma'],
    ['1,2,3', 'is the text "1,2,3", expected numbers'],
    [`${'0'.repeat(59)}7`, `is the text "${'0'.repeat(20)}": write ${'0'.repeat(20)}, not "${'0'.repeat(20)}"`],
    ['0'.repeat(61), `is the text "${'0'.repeat(20)}", expected numbers`],
    ['x'.repeat(30), `is the text "${'x'.repeat(20)}", expected numbers`],
    [[1, ['2']], ''],
    [
      [
        [1, 2],
        [3, '4'],
      ],
      'has the text "4" at [1][1]: write 4, not "4"',
    ],
    [true, 'is a boolean, expected numbers'],
  ])('%j', (value, said) => {
    const [kind, sentence] = at({ a: value });
    expect(kind).toBe('malformed');
    if (said !== '') expect(sentence).toBe(said);
  });
  test('a place in a list of more than ten is found', () => {
    const list: unknown[] = new Array(12).fill(1);
    list[11] = '7';
    expect(at({ a: list })).toEqual(['malformed', 'has the text "7" at [11]: write 7, not "7"']);
  });
});
