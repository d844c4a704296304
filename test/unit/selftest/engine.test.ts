/** Programs with a mistake, against what PyTorch gives for programs with the same mistake. */
import { describe, expect, test } from '@jest/globals';
import { nested, programOf, tensorsOf, type GivenTensor } from '../../../grader/selftest/engine.js';
import type { Values } from '../../../grader/numerics/network.js';
import { float64, fromNested, type TensorData } from '../../../grader/tensor/tensor.js';
import {
  errorOf,
  givenOf,
  GOLDEN,
  variantsOf,
  type GoldenMistake,
  type GoldenNetwork,
} from '../../support/golden-mistakes.js';

const likeTfjs = ({ shape, dtype, values }: TensorData): GivenTensor => ({
  shape,
  dtype: dtype === 'float64' ? 'float32' : dtype,
  dataSync: () => values,
});

/** All values and gradients that a program returns, with one argument that is a record and the others by themselves. */
function returnedBy(golden: GoldenNetwork, mistake: string | null): Record<string, unknown> {
  const given = givenOf(golden);
  const [first = '', ...others] = Object.keys(given);
  const asked = (of: string, quantity: 'value' | 'gradient') => [`${quantity} ${of}`, { of, quantity }] as const;
  const returns = Object.fromEntries([
    ...Object.keys(golden.values).map((of) => asked(of, 'value')),
    ...Object.keys(golden.gradients).map((of) => asked(of, 'gradient')),
  ]);
  const program = programOf({
    network: golden.network,
    mistake,
    functions: { all: { arguments: [{ one: first }, ...others], returns } },
  });
  const tensors = Object.values(given).map(likeTfjs);
  return program['all']?.({ one: tensors[0] as GivenTensor }, ...tensors.slice(1)) as Record<string, unknown>;
}

/** Its largest relative error; its numbers are of single precision. */
function errorIn(value: unknown, right: { readonly shape: number[]; readonly values: number[] }): number {
  const read = fromNested(value);
  return read.ok ? errorOf(read.tensor, right) : Infinity;
}

/** The key of a mistake as PyTorch's program has it; null if the network has no such way (see mistakes/index.test.ts). */
function keyOf(golden: GoldenNetwork, { mistake, at, way }: GoldenMistake): string | null {
  const ways = variantsOf(mistake, golden.network, givenOf(golden));
  const place = ways.flatMap((one, index) => (one.at === at ? [index] : []))[way];
  return place === undefined ? null : `${mistake}@${at ?? ''}#${String(place)}`;
}

const MADE = GOLDEN.flatMap((golden) =>
  golden.mistakes.flatMap((one) => {
    const key = keyOf(golden, one);
    return key === null ? [] : [[golden.name, key, golden, one] as const];
  }),
);

test('mistakes of every network are tried', () => {
  expect(MADE.length).toBeGreaterThan(100);
});

describe.each(GOLDEN.map((golden) => [golden.name, golden] as const))('%s', (_name, golden) => {
  test('without a mistake', () => {
    const returned = returnedBy(golden, null);
    for (const [of, right] of Object.entries(golden.values)) {
      expect(errorIn(returned[`value ${of}`], right)).toBeLessThan(1e-6);
    }
    for (const [of, right] of Object.entries(golden.gradients)) {
      expect(errorIn(returned[`gradient ${of}`], right)).toBeLessThan(1e-6);
    }
  });
});

test.each(MADE)('%s with %s', (_network, key, golden, one) => {
  const returned = returnedBy(golden, key);
  // what is not listed as different is as it was
  for (const of of Object.keys(golden.values)) {
    expect(errorIn(returned[`value ${of}`], one.values[of] ?? (golden.values[of] as never))).toBeLessThan(1e-5);
  }
  for (const of of Object.keys(golden.gradients)) {
    expect(errorIn(returned[`gradient ${of}`], one.gradients[of] ?? (golden.gradients[of] as never))).toBeLessThan(
      1e-5,
    );
  }
});

const [QUIZ] = GOLDEN;

test('a loss is a number by itself, and numbers are of single precision', () => {
  if (QUIZ === undefined) throw new Error('no network');
  const given = givenOf(QUIZ);
  const names = Object.keys(given);
  const program = programOf({
    network: QUIZ.network,
    mistake: null,
    functions: { loss: { arguments: names, returns: 'value' } },
  });
  const loss = program['loss']?.(...Object.values(given).map(likeTfjs));
  const right = QUIZ.values[QUIZ.network.nodes.at(-1)?.name ?? '']?.values[0] ?? NaN;
  expect(loss).toBe(Math.fround(right));
});

test('an argument that does not come is told', () => {
  if (QUIZ === undefined) throw new Error('no network');
  const program = programOf({
    network: QUIZ.network,
    mistake: null,
    functions: { f: { arguments: Object.keys(QUIZ.given), returns: 'value' } },
  });
  expect(() => program['f']?.()).toThrow(/^no argument for /);
});

test('a mistake that cannot be made changes nothing', () => {
  if (QUIZ === undefined) throw new Error('no network');
  const given: Values = givenOf(QUIZ);
  const [right, unknown] = [tensorsOf(QUIZ.network, null, given), tensorsOf(QUIZ.network, 'no-such@#0', given)];
  expect(unknown.value).toEqual(right.value);
  expect(unknown.gradient()).toEqual(right.gradient());
});

describe('nested', () => {
  test('rows of rows, and a number by itself', () => {
    expect(nested(float64([2, 3], [1, 2, 3, 4, 5, 6]), (x) => 2 * x)).toEqual([
      [2, 4, 6],
      [8, 10, 12],
    ]);
    expect(nested(float64([2, 1, 2], [1, 2, 3, 4]), (x) => x)).toEqual([[[1, 2]], [[3, 4]]]);
    expect(nested(float64([], [7]), (x) => x)).toBe(7);
  });
  test('there must be a tensor', () => {
    expect(() => nested(undefined, (x) => x)).toThrow('the network has no such tensor');
  });
});
