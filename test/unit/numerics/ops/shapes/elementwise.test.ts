/** What is said where the operands of operations on single elements, and of those that move elements do not fit (elementwise.ts). */
import { expect, test } from '@jest/globals';
import { misfitsOf, type Described } from '../../../../support/one-node.js';

test.each<[...Described, string]>([
  ['multiply', '[B 4], [B 5]', {}, {}, 'a has shape [B, 4] and b has shape [B, 5]: their shapes must be equal'],
  ['add', '[B 4], [B 4], [4]', {}, {}, 'a has shape [B, 4] and c has shape [4]: their shapes must be equal'],
  ['add', '[B D], [3 D], [2 D]', {}, {}, 'a has shape [B, D] and c has shape [2, D]: their shapes must be equal'],
  ['dropout', '[B 4], [B]', { rate: 0.5 }, {}, 'a has shape [B, 4] and b has shape [B]: their shapes must be equal'],
  [
    'concat',
    '[2 4], [3 4]',
    {},
    {},
    'a has shape [2, 4] and b has shape [3, 4]: all sides but that of axis 1 must be equal',
  ],
  [
    'concat',
    '[2 4], [2]',
    {},
    {},
    'a has shape [2, 4] and b has shape [2]: all sides but that of axis 1 must be equal',
  ],
  ['concat', '[2], [2]', { axis: 1 }, {}, 'a has shape [2] and so has no axis 1, counted from 0'],
  ['slice', '[2 5]', { part: 0, parts: 2 }, {}, 'a has shape [2, 5]: axis 1 cannot be cut into 2 equal parts'],
])('%s of %s %j %j: %s', (op, shapes, options, labels, sentence) => {
  expect(misfitsOf(op, shapes, options, labels)).toEqual([sentence]);
});
