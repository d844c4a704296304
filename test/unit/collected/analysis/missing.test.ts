/** Which file may be meant by a row whose file is missing, and how that is said. */
import { describe, expect, test } from '@jest/globals';
import { missingSentence, NamesAlike } from '../../../../grader/collected/analysis/missing.js';

describe('the file that may be meant', () => {
  const names = new NamesAlike(['Cat.PNG', 'a\u2013b.png', 'sub/dog.png', 'x'.repeat(5000)]);
  test.each([
    ['in other letters', 'cat.png', 'Cat.PNG'],
    ['with the dash of the keyboard', 'a-b.png', 'a\u2013b.png'],
    ['with another dash', 'A\u2014B.png', 'a\u2013b.png'],
    ['with a character that does not show', 'sub/dog\u200b.png', 'sub/dog.png'],
    ['that is too long for a path, by its beginning', 'X'.repeat(4096), 'x'.repeat(5000)],
  ])('%s', (_, written, file) => {
    expect(names.find(written)).toBe(file);
  });
  test.each(['dog.png', 'cat', 'a--b.png', '__proto__', ''])('%p is no file in other letters', (written) => {
    expect(names.find(written)).toBeUndefined();
  });
});

describe('the sentence', () => {
  test('without a file', () => {
    expect(missingSentence('a.png', undefined)).toBe('there is no such file');
  });
  test('with a file in other letters', () => {
    expect(missingSentence('a.png', 'A.png')).toBe('there is no such file, but A.png');
  });
  test('with a file that looks the same: the characters that differ are named', () => {
    expect(missingSentence('a-b.png', 'a\u2013b.png')).toBe(
      'there is no such file, but a\u2013b.png, which looks alike: the row has only characters of the keyboard, the file has U+2013',
    );
    expect(missingSentence('a\u2014b\u00a0c', 'a-b c')).toBe(
      'there is no such file, but a-b c, which looks alike: the row has U+2014, U+00A0, the file has only characters of the keyboard',
    );
  });
  test('names each character once, and at most five', () => {
    const row = '\u2010\u2010\u2011\u2012\u2013\u2014\u2015';
    expect(missingSentence(row, '-------')).toMatch(
      /the row has U\+2010, U\+2011, U\+2012, U\+2013, U\+2014, the file /,
    );
  });
});
