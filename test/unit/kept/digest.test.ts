/** Digests of plain values, against sha256 of texts that are written here. */
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { digestOf, sha256 } from '../../../grader/kept/digest.js';

test('sha256 is that of the standard', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('the order of keys and members that are undefined do not matter', () => {
  expect(digestOf({ a: 1, b: { c: 2, d: undefined } })).toBe(digestOf({ b: { c: 2 }, a: 1 }));
});

test('the order of a list matters', () => {
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
});

test.each([
  ['a number and its word', 1, '1'],
  ['nothing and an absent member', { a: null }, {}],
  ['an empty list and an empty object', [], {}],
  ['NaN and null', NaN, null],
  ['a NaN and the object that stands for it', NaN, { number: 'NaN' }],
  ['a list of pairs and the object that they make', [['a', 1]], { a: 1 }],
  ['two arrays', new Float32Array([1, 2]), new Float32Array([1, 3])],
])('%s differ', (_title, one, other) => {
  expect(digestOf(one)).not.toBe(digestOf(other));
});

test('an array is its bytes, whichever part of which memory they are', () => {
  const whole = new Uint8Array([9, 1, 2, 9]);
  expect(digestOf(whole.subarray(1, 3))).toBe(digestOf(new Uint8Array([1, 2])));
  const inside = createHash('sha256')
    .update(new Uint8Array([1, 2]))
    .digest('hex');
  expect(digestOf(new Uint8Array([1, 2]))).toBe(sha256(JSON.stringify({ bytes: inside })));
});
