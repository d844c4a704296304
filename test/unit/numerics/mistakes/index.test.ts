/** All mistakes: the words of each, and what each gives, against programs with the mistake in PyTorch. */
import { describe, expect, test } from '@jest/globals';
import { BLOCKS } from '../../../../grader/numerics/mistakes/blocks.js';
import { MISTAKES } from '../../../../grader/numerics/mistakes/index.js';
import { LOCAL } from '../../../../grader/numerics/mistakes/local.js';
import { NORMALISATION } from '../../../../grader/numerics/mistakes/normalisation.js';
import { PROTOCOL } from '../../../../grader/numerics/mistakes/protocol.js';
import { SECTIONS, TOPICS } from '../../../../grader/numerics/mistakes/mistake.js';
import { errorOf, givenOf, GOLDEN, unlike } from '../../../support/golden-mistakes.js';
import { evaluate } from '../../../../grader/numerics/network.js';
import { gradientsOf } from '../../../../grader/numerics/gradients.js';

const GOLDEN_MISTAKES = GOLDEN.flatMap((golden) =>
  golden.mistakes.map((one): [string, string, string, () => string[]] => {
    const place = one.at ?? 'every place';
    return [one.mistake, `${place} (way ${String(one.way)})`, golden.name, () => unlike(golden, one)];
  }),
);

describe('the networks without a mistake', () => {
  test.each(GOLDEN.map((golden) => [golden.name, golden] as const))('%s is that of PyTorch', (_name, golden) => {
    const { values } = evaluate(golden.network, givenOf(golden));
    const { gradients } = gradientsOf(golden.network, givenOf(golden));
    for (const [name, right] of Object.entries(golden.values)) expect(errorOf(values[name], right)).toBeLessThan(1e-12);
    for (const [name, right] of Object.entries(golden.gradients)) {
      expect(errorOf(gradients[name], right)).toBeLessThan(1e-12);
    }
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(golden.gradients).sort());
  });
});

describe('what PyTorch gives with a mistake', () => {
  test.each(GOLDEN_MISTAKES)('%s at %s, %s: all tensors', (_mistake, _at, _network, differing) => {
    expect(differing()).toEqual([]);
  });
  test('each mistake is tried, and changes something', () => {
    const tried = new Set(GOLDEN_MISTAKES.map(([name]) => name));
    // confusion.test.ts tries these with programs in plain float32 loops and in tf.js
    const elsewhere = [...BLOCKS, ...NORMALISATION].map(({ name }) => name);
    const later = [
      'absolute-error',
      'bias-gradient-of-one-example',
      'pool-gradient-shared',
      'softmax-gradient-twice',
      ...elsewhere,
    ];
    expect([...tried, ...later].sort()).toEqual(MISTAKES.map(({ name }) => name).sort());
    for (const { values, gradients, mistake } of GOLDEN.flatMap(({ mistakes }) => mistakes)) {
      expect([mistake, Object.keys({ ...values, ...gradients }).length]).not.toEqual([mistake, 0]);
    }
  });
});

describe('words', () => {
  const all = [...MISTAKES, ...LOCAL, ...PROTOCOL];
  /** Numbers in a hint that are an example or a size of the homework, and not the factor that is looked for. */
  const EXAMPLES = [
    'What is the slope of relu at an input of 3, and what is its value there?',
    'Which numbers must add up to 1 after softmax: those of one example, or those of one class?',
    'Is class 3 three times class 1? What does a one-hot label say in its place?',
    'With `same` padding and a filter of 3 x 3: how many zeros are added on each side of the image?',
  ];
  test.each(all.map((one) => [one.name, one] as const))('%s', (name, { sentence, hint, section, topic }) => {
    expect(name).toMatch(/^[a-z]+(-[a-z0-9]+)+$|^detached$/);
    expect(sentence).toMatch(/^(is|has) [^.?]+$/);
    expect(hint).toMatch(/^[A-Z].*\?$/);
    expect(hint.split(/\s+/).length).toBeLessThanOrEqual(80);
    if (!EXAMPLES.includes(hint)) expect(hint).not.toMatch(/\d/);
    expect(SECTIONS).toContain(section);
    expect(TOPICS).toContain(topic);
  });
  test('no name or sentence is used twice', () => {
    for (const words of [all.map(({ name }) => name), all.map(({ sentence }) => sentence)]) {
      expect(new Set(words).size).toBe(words.length);
    }
  });
  test('the examples are all used', () => {
    expect(EXAMPLES.filter((hint) => !all.some((one) => one.hint === hint))).toEqual([]);
  });
});
