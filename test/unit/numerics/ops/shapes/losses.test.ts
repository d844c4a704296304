/** What is said where the operands of losses do not fit (losses.ts). */
import { expect, test } from '@jest/globals';
import { misfitsOf, type Described } from '../../../../support/one-node.js';

test.each<[...Described, string]>([
  [
    'half-squared-error',
    '[B 2], [B 3]',
    {},
    {},
    'a has shape [B, 2] and b has shape [B, 3]: their shapes must be equal',
  ],
  ['squared-error', '[5 2], [7]', {}, {}, 'a has shape [5, 2] and b has shape [7]: their shapes must be equal'],
  [
    'cross-entropy',
    '[4 3], [5]',
    {},
    { b: 3 },
    'a has shape [4, 3] and b has shape [5]: b needs shape [4], one label for each row',
  ],
  [
    'brier',
    '[4 T 3], [5 T]',
    {},
    { b: 3 },
    'a has shape [4, T, 3] and b has shape [5, T]: b needs shape [4, T], one label for each row',
  ],
  [
    'one-hot-l2',
    '[B 3], [B]',
    {},
    { b: 4 },
    'a has shape [B, 3] and b has 4 classes: a needs an output for each class',
  ],
  ['hinge', '[B 3], [B]', {}, { b: 4 }, 'a has shape [B, 3] and b has 4 classes: a needs an output for each class'],
  ['hinge', '[B 3], [B 2]', {}, {}, 'a has shape [B, 3] and b has shape [B, 2]: their shapes must be equal'],
])('%s of %s %j %j: %s', (op, shapes, options, labels, sentence) => {
  expect(misfitsOf(op, shapes, options, labels)).toEqual([sentence]);
});
