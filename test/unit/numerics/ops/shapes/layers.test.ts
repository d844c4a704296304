/** What is said where the operands of layers with weights, matrix products and attention do not fit (layers.ts). */
import { expect, test } from '@jest/globals';
import { misfitsOf, type Described } from '../../../../support/one-node.js';

test.each<[...Described, string]>([
  ['linear', '[B 4], [H 5]', {}, {}, 'a has shape [B, 4] and b has shape [H, 5]: their last sides must be equal'],
  ['linear', '[B 4], [3 4], [2]', {}, {}, 'b has shape [3, 4] and c has shape [2]: c needs shape [3]'],
  ['linear', '[B 4], [3 4 4]', {}, {}, 'b has shape [3, 4, 4], expected [out, in]'],
  [
    'matmul',
    '[2 3], [4 3]',
    {},
    {},
    'a has shape [2, 3] and b has shape [4, 3]: the last side of a must be the last side but one of b',
  ],
  [
    'matmul',
    '[2 3], [4 5]',
    { transpose: 'both' },
    {},
    'a has shape [2, 3] and b has shape [4, 5]: the last side but one of a must be the last side of b, with transpose: both',
  ],
  ['matmul', '[3], [3 2]', {}, {}, 'a has shape [3], expected two sides or more'],
  [
    'matmul',
    '[2 3 4], [3 4 5]',
    {},
    {},
    'a has shape [2, 3, 4] and b has shape [3, 4, 5]: their sides before the last two must be equal, or b must have none',
  ],
  ['embedding', '[B], [5]', {}, { a: 5 }, 'b has shape [5], expected [V, D]'],
  ['embedding', '[B], [5 3]', {}, { a: 6 }, 'a has classes 0 to 5, but b has 5 rows'],
  [
    'rnn-step',
    '[B 3], [B 4], [5 3], [4 4], [4]',
    {},
    {},
    'b has shape [B, 4] and c has shape [5, 3]: the first side of c must be 4',
  ],
  [
    'rnn-step',
    '[2 3], [5 4], [4 3], [4 4], [4]',
    {},
    {},
    'a has shape [2, 3] and b has shape [5, 4]: all sides but the last must be equal',
  ],
  [
    'lstm-step',
    '[B 3], [B 4], [B 4], [4 3], [16 4], [16]',
    {},
    {},
    'b has shape [B, 4] and d has shape [4, 3]: the first side of d must be 4 times 4',
  ],
  [
    'lstm-step',
    '[B 3], [B 4], [B 5], [16 3], [16 4], [16]',
    {},
    {},
    'b has shape [B, 4] and c has shape [B, 5]: their shapes must be equal',
  ],
  [
    'lstm-step',
    '[B 3], [B 4], [B 4], [16 3], [16 4], [4]',
    {},
    {},
    'e has shape [16, 4] and f has shape [4]: f needs shape [16]',
  ],
  [
    'attention',
    '[3 4], [3 5], [3 4]',
    {},
    {},
    'a has shape [3, 4] and b has shape [3, 5]: their last sides must be equal',
  ],
  [
    'attention',
    '[3 4], [5 4], [6 4]',
    {},
    {},
    'b has shape [5, 4] and c has shape [6, 4]: their last sides but one, the number of keys, must be equal',
  ],
  [
    'attention',
    '[3 4], [5 4], [5 4]',
    { causal: true },
    {},
    'a has shape [3, 4] and b has shape [5, 4]: causal attention needs as many keys as queries',
  ],
  [
    'attention',
    '[3 4], [3 4], [3 4]',
    { heads: 3 },
    {},
    'a has shape [3, 4]: its last side cannot be divided into 3 heads',
  ],
  [
    'attention',
    '[3 4], [3 4], [2 3 4]',
    {},
    {},
    'a has shape [3, 4] and c has shape [2, 3, 4]: their sides before the last two must be equal',
  ],
  ['attention', '[4], [3 4], [3 4]', {}, {}, 'a has shape [4], expected [.., T, D]'],
])('%s of %s %j %j: %s', (op, shapes, options, labels, sentence) => {
  expect(misfitsOf(op, shapes, options, labels)).toEqual([sentence]);
});
