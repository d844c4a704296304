/** The generator compared with a second implementation in exact integers, and its grid. */
import { describe, expect, test } from '@jest/globals';
import { makeRng, nextOnGrid, rngFrom } from '../../../grader/numerics/rng.js';

type State = readonly [number, number, number, number];

/** sfc32 as PractRand defines it, with twelve rounds before the first number. */
function exactNumbers(state: State, count: number): number[] {
  const word = (value: bigint) => BigInt.asUintN(32, value);
  let [a = 0n, b = 0n, c = 0n, counter = 0n] = state.map((value) => word(BigInt(value)));
  const numbers = Array.from({ length: 12 + count }, () => {
    const result = word(a + b + counter);
    counter = word(counter + 1n);
    a = b ^ (b >> 9n);
    b = word(c + (c << 3n));
    c = word(word((c << 21n) | (c >> 11n)) + result);
    return Number(result);
  });
  return numbers.slice(12);
}

describe('the generator', () => {
  test.each<[State]>([
    [[0, 0, 0, 0]],
    [[1, 2, 3, 4]],
    [[0xffffffff, 0x80000000, 0xdeadbeef, 0xfffffffe]],
    // more than 32 bits are cut off
    [[2 ** 32 + 7, -1, 5, 2 ** 33 + 1]],
  ])('state %j: the numbers of a second implementation', (state) => {
    const rng = rngFrom(state);
    expect(Array.from({ length: 200 }, () => rng.nextUint32())).toEqual(exactNumbers(state, 200));
  });
  test('a seed and a stream are the first words of the state', () => {
    const rng = makeRng(7, 3);
    expect(Array.from({ length: 5 }, () => rng.nextUint32())).toEqual(exactNumbers([7, 3, 0x9e3779b9, 1], 5));
    expect(makeRng(7).nextUint32()).toBe(exactNumbers([7, 0, 0x9e3779b9, 1], 1)[0]);
  });
  test('uniform numbers are the same ones, divided by 2^32', () => {
    const [whole, uniform] = [makeRng(5), makeRng(5)];
    for (let count = 0; count < 50; count += 1) expect(uniform.nextUniform()).toBe(whole.nextUint32() / 4_294_967_296);
  });
});

test.each([
  [0, -1],
  [0.25, 0],
  [0.5, 1],
  // -1 + 4 * 0.999 is 2.996, which is 766.976 of 256
  [0.999, 766 / 256],
  // -1 + 4 * 0.001 is -0.996, which is -254.976
  [0.001, -255 / 256],
])('the uniform number %p is on the grid of [-1, 3) at %p', (uniform, value) => {
  expect(nextOnGrid({ nextUint32: () => 0, nextUniform: () => uniform }, -1, 3)).toBe(value);
});
