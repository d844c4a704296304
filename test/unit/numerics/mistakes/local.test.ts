/** Mistakes in one step alone change the result as their sentence says. */
import { expect, test } from '@jest/globals';
import { MISTAKES } from '../../../../grader/numerics/mistakes/index.js';
import { distinct, LOCAL, localOf } from '../../../../grader/numerics/mistakes/local.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';

const matrix = float64([2, 2], [1, -2, 3, 4]);

function changed(sentence: string, tensor: TensorData): TensorData | null {
  const local = LOCAL.find((one) => one.sentence === sentence);
  if (local === undefined) throw new Error(`no mistake that ${sentence}`);
  return local.change(tensor);
}

test('change the result as their sentence says', () => {
  expect(changed('has its sign flipped', matrix)).toEqual(float64([2, 2], [-1, 2, -3, -4]));
  expect(changed('is twice the value that follows', matrix)).toEqual(float64([2, 2], [2, -4, 6, 8]));
  expect(changed('is half the value that follows', matrix)).toEqual(float64([2, 2], [0.5, -1, 1.5, 2]));
  expect(changed('is transposed', matrix)).toEqual(float64([2, 2], [1, 3, -2, 4]));
  expect(LOCAL).toHaveLength(4);
});

test('a matrix need not be square to be transposed, but a vector cannot be', () => {
  expect(changed('is transposed', float64([1, 3], [1, 2, 3]))).toEqual(float64([3, 1], [1, 2, 3]));
  expect(changed('is transposed', float64([2], [1, 2]))).toBeNull();
  expect(changed('is transposed', float64([1, 1, 2], [1, 2]))).toBeNull();
  expect(changed('is transposed', float64([], [1]))).toBeNull();
});

test('a mistake of the library that is the same in one step is not told besides, and each is told once', () => {
  const local = LOCAL.filter(({ name }) => name === 'step-half');
  const ruled = ['factor-half', 'bias-missing', 'bias-missing'].map((name) => {
    const mistake = MISTAKES.find((one) => one.name === name);
    if (mistake === undefined) throw new Error(`no ${name}`);
    return { mistake, at: 'z1' };
  });
  const told = (made: ReturnType<typeof distinct>) => made.map(({ mistake: { name }, at }) => [name, at]);
  expect(told(distinct(local, ruled))).toEqual([['step-half', null], ['bias-missing', 'z1']]); // prettier-ignore
  expect(told(distinct([], ruled))).toEqual([['factor-half', 'z1'], ['bias-missing', 'z1']]); // prettier-ignore
});

test('cover mistakes that are in the library', () => {
  const names = MISTAKES.map(({ name }) => name);
  expect(LOCAL.filter(({ covers }) => !names.includes(covers))).toEqual([]);
});

test('have a hint that fits the kind of step', () => {
  expect(localOf('gradient')).toEqual(LOCAL);
  for (const [index, { name, hint, sentence }] of localOf('value').entries()) {
    expect([name, sentence]).toEqual([LOCAL[index]?.name, LOCAL[index]?.sentence]);
    expect(hint).not.toBe(LOCAL[index]?.hint);
    expect(hint).toMatch(/^[A-Z]\D*\?$/);
    expect(hint).not.toMatch(/derivative|gradient|differentiat/);
  }
});
