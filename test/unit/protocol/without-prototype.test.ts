/** A record is written as it is, whatever a prototype says about writing it. */
import { afterEach, expect, test } from '@jest/globals';
import { withoutPrototype } from '../../../grader/protocol/without-prototype.js';

const prototype = Object.prototype as { toJSON?: () => unknown };
afterEach(() => {
  delete prototype.toJSON;
});

test('the same members, in their order, and no prototype', () => {
  const made = withoutPrototype({ b: 1, a: [2], ['__proto__']: 3 });
  expect(Object.getPrototypeOf(made)).toBeNull();
  expect(Object.entries(made)).toEqual([
    ['b', 1],
    ['a', [2]],
    ['__proto__', 3],
  ]);
});

test('a toJSON of all objects is not asked', () => {
  prototype.toJSON = () => 'forged';
  expect(JSON.stringify({ count: 20 })).toBe('"forged"');
  expect(JSON.stringify(withoutPrototype({ count: 20 }))).toBe('{"count":20}');
});
