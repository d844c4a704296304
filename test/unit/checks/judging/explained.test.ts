/** The words for what explains an output: one mistake, several, two at once, a constant, and no list at all. */
import { describe, expect, test } from '@jest/globals';
import { explained, explainedSlips } from '../../../../grader/checks/judging/explained.js';
import type { Claim } from '../../../../grader/numerics/claims.js';
import { MISTAKES } from '../../../../grader/numerics/mistakes/index.js';
import { mistakeOf } from '../../../support/golden-mistakes.js';

const made = (...names: string[]): Claim['made'] => names.map((name) => ({ mistake: mistakeOf(name), at: null }));
const NO_MASK = 'is the result if relu passes the gradient on everywhere';
const MASK = 'Where its input is negative, relu is flat: how much of the gradient passes through there?';

describe('one mistake', () => {
  test('its sentence and hint', () => {
    expect(explained({ claim: 'one', made: made('relu-no-mask') })).toEqual({
      ...{ isScaled: false, sentence: NO_MASK, hint: MASK },
      mistakes: [{ name: 'relu-no-mask', claim: 'one' }],
    });
  });
  test('at one of several places, which is named', () => {
    const at = [{ mistake: mistakeOf('relu-no-mask'), at: 'z2' }];
    expect(explained({ claim: 'one', made: at })).toMatchObject({
      ...{ sentence: `${NO_MASK} (at z2)`, hint: MASK },
      mistakes: [{ name: 'relu-no-mask', at: 'z2', claim: 'one' }],
    });
  });
  test('of scale', () => {
    const { isScaled, sentence } = explained({ claim: 'one', made: made('factor-2') });
    expect([isScaled, sentence]).toEqual([true, 'is twice the right answer']);
  });
  test('times a constant of three digits', () => {
    expect(explained({ claim: 'scaled', made: made('relu-no-mask'), factor: -3.14159 })).toEqual({
      ...{ isScaled: false, sentence: `${NO_MASK}, times -3.14`, hint: MASK },
      mistakes: [{ name: 'relu-no-mask', claim: 'scaled' }],
    });
    expect(explained({ claim: 'scaled', made: made('relu-no-mask'), factor: 5.0000001 }).sentence).toMatch(
      /, times 5$/,
    );
  });
});

describe('several mistakes', () => {
  test('any of which it may be: no hint for any of them', () => {
    expect(explained({ claim: 'several', made: made('times-batch', 'factor-2') })).toEqual({
      isScaled: true,
      sentence:
        'is B times the right answer: a sum over the batch, but the loss is a mean, or is twice the right answer',
      hint: null,
      mistakes: [
        { name: 'times-batch', claim: 'several' },
        { name: 'factor-2', claim: 'several' },
      ],
    });
  });
  test('that all ask the same question have a hint', () => {
    expect(explained({ claim: 'several', made: made('relu-no-mask', 'relu-inverted-mask') }).hint).toBe(MASK);
  });
  test('three are named', () => {
    const { mistakes, sentence } = explained({
      claim: 'several',
      made: made('relu-no-mask', 'bias-missing', 'bias-twice', 'factor-2'),
    });
    expect(mistakes.map(({ name }) => name)).toEqual(['relu-no-mask', 'bias-missing', 'bias-twice']);
    expect(sentence.split(', or ')).toHaveLength(3);
  });
  test('one of which is not a scale, they are not a scale', () => {
    expect(explained({ claim: 'several', made: made('factor-2', 'bias-twice') }).isScaled).toBe(false);
  });
});

describe('two mistakes at once', () => {
  test('both sentences, and both questions', () => {
    expect(explained({ claim: 'pair', made: made('bias-missing', 'relu-no-mask') })).toMatchObject({
      sentence: `shows two mistakes: it is the result without the biases, and it ${NO_MASK}`,
      hint: `Which terms does a linear layer add up besides the product? And: ${MASK}`,
      mistakes: [
        { name: 'bias-missing', claim: 'pair' },
        { name: 'relu-no-mask', claim: 'pair' },
      ],
    });
  });
  test('with one question, it is asked once', () => {
    expect(explained({ claim: 'pair', made: made('relu-no-mask', 'relu-inverted-mask') }).hint).toBe(MASK);
  });
  test('no two questions have more than 80 words', () => {
    const lengths = MISTAKES.filter(({ main }) => main).map(({ hint }) => hint.split(/\s+/).length);
    const [longest = NaN, second = NaN] = lengths.sort((a, b) => b - a);
    expect(longest + second + 1).toBeLessThanOrEqual(80);
  });
});

test('slips in one step are told as mistakes are', () => {
  expect(explainedSlips(made('relu-no-mask'))).toEqual({
    ...{ sentence: NO_MASK, hint: MASK },
    mistakes: [{ name: 'relu-no-mask', claim: 'one' }],
  });
  expect(explainedSlips(made('bias-missing', 'relu-no-mask'))).toMatchObject({
    sentence: `is the result without the biases, or ${NO_MASK}`,
    hint: null,
  });
});

describe('what the numbers show by themselves', () => {
  test.each([
    [{ plain: 'zero' } as const, false, 'is zero everywhere'],
    [{ plain: 'constant' } as const, false, 'does not depend on the inputs'],
    [{ plain: 'factor', factor: 3.14159 } as const, true, 'is the right answer times a constant (3.14)'],
  ])('%j: scaled %p, "%s", and a question', (plain, isScaled, sentence) => {
    const found = explained(plain);
    expect(found).toMatchObject({ isScaled, sentence, mistakes: [] });
    expect(found.hint).toMatch(/^[A-Z][^0-9]*\?$/);
  });
});
