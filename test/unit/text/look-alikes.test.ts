/** Characters that look like others are named, and read as typed. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asTyped, codePointOf, foreignRemark, nameForeign, nameLookAlike } from '../../../grader/text/look-alikes.js';

describe('a foreign character', () => {
  test.each([
    ['a\u2013b', 'the character \u2013 (U+2013) is not the - of the keyboard'],
    ['\u201ca', 'the character \u201c (U+201C) is not a straight quote'],
    ['a\u00a0b', 'the character U+00A0 is not the space of the keyboard'],
    ['a\u200bb', 'the character U+200B does not show: delete it'],
    ['1\uff0c2', 'the character \uff0c (U+FF0C) is not the comma of the keyboard'],
    ['a\uff1ab', 'the character \uff1a (U+FF1A) is not the colon of the keyboard'],
    ['\u0661', 'the character \u0661 (U+0661) is not a digit of the keyboard'],
  ])('%p', (text, sentence) => {
    expect([nameForeign(text), nameLookAlike(text)]).toEqual([sentence, sentence]);
  });
  test('a letter is foreign, but meant', () => {
    expect(nameForeign('\u00e4')).toBe('the character \u00e4 (U+00E4) is not on the keyboard');
    expect(nameLookAlike('\u00e4')).toBeNull();
  });
  test('is none if it is known, or of the keyboard', () => {
    expect([nameForeign('a\u2013', '\u2013'), nameLookAlike('a\u2013', '\u2013'), nameForeign('~ a\n')]).toEqual([
      null,
      null,
      null,
    ]);
  });
  test('ends a sentence', () => {
    expect([foreignRemark('\u0661'), foreignRemark('1')]).toEqual([`; ${nameForeign('\u0661') ?? ''}`, '']);
  });
});

test('text is as a keyboard writes it', () => {
  expect(asTyped('\u201ca\u2014b\u201d\u00a0\u2019e\u0301\u200b')).toBe('"a-b" \'\u00e9');
});
test('text of the keyboard stays, and twice is once', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'binary' }), (plain, any) => {
      expect(asTyped(plain)).toBe(plain);
      expect(asTyped(asTyped(any))).toBe(asTyped(any));
    }),
  );
});
test('code points', () => {
  expect([codePointOf('\u00ad'), codePointOf('\u{1f600}')]).toEqual(['U+00AD', 'U+1F600']);
});
