/** What is said where the operands of convolutions, pooling and normalisation do not fit (images.ts). */
import { expect, test } from '@jest/globals';
import { misfitsOf, type Described } from '../../../../support/one-node.js';

test.each<[...Described, string]>([
  ['conv2d', '[B 9 9], [3 3 2 4]', {}, {}, 'a has shape [B, 9, 9], expected [B, H, W, C]'],
  [
    'conv2d',
    '[B 9 9 3], [3 3 2 4]',
    {},
    {},
    'a has shape [B, 9, 9, 3] and b has shape [3, 3, 2, 4]: the third side of b must be the channels of a',
  ],
  ['conv2d', '[B 2 9 3], [3 3 3 4]', {}, {}, 'a has shape [B, 2, 9, 3]: a window of 3 is larger than its side of 2'],
  [
    'depthwise-conv2d',
    '[B 9 9 3], [3 3 3 2], [5]',
    {},
    {},
    'b has shape [3, 3, 3, 2] and c has shape [5]: c needs shape [6]',
  ],
  ['max-pool', '[B 9]', {}, {}, 'a has shape [B, 9], expected [B, H, W, C]'],
  ['global-avg-pool', '[B 9]', {}, {}, 'a has shape [B, 9], expected [B, H, W, C]'],
  ['layer-norm', '[B 4], [5], [4]', {}, {}, 'a has shape [B, 4] and b has shape [5]: b needs shape [4]'],
  ['batch-norm-training', '[], [5], [4]', {}, {}, 'a is a single number, expected one side or more'],
])('%s of %s %j %j: %s', (op, shapes, options, labels, sentence) => {
  expect(misfitsOf(op, shapes, options, labels)).toEqual([sentence]);
});
