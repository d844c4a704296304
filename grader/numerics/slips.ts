/** Lists slips in one step of a chain, applied at the student's own values. Must never tell the answer. */
import type { TensorData } from '../tensor/tensor.js';
import { NO_BIAS, NO_MASK, REVERSED_MASK, TRANSPOSED_WEIGHT } from './alterations.js';
import { scaled, type Alteration } from './ops/op.js';
import { transpose } from './shapes.js';

export interface Slip extends Alteration {
  readonly sentence: string;
  /** A question that points to the slip; never the answer. */
  readonly hint: string;
  /** The result with the slip; null where it does not apply. */
  readonly change?: (tensor: TensorData) => TensorData | null;
}

const MASK = 'Relu is flat where its input is negative: how much of the gradient passes through there?';
const FACTOR = 'Which constant does the square of the loss bring along when it is differentiated?';
const SIDES = 'Write down the shapes of both factors: which side of W is summed over?';

export const SLIPS: readonly Slip[] = [
  { sentence: 'passes the gradient through relu where it is flat', hint: MASK, ...NO_MASK },
  { sentence: 'uses the inverted relu mask', hint: MASK, ...REVERSED_MASK },
  {
    sentence: 'leaves out the bias',
    hint: 'Which terms does a linear layer add up besides the product?',
    ...NO_BIAS,
  },
  { sentence: 'uses W^T in place of W, or W in place of W^T', hint: SIDES, ...TRANSPOSED_WEIGHT },
  {
    sentence: 'has its sign flipped',
    hint: 'Which of y and yhat is subtracted from which?',
    change: (tensor) => scaled(tensor, -1),
  },
  { sentence: 'is twice the value that follows', hint: FACTOR, change: (tensor) => scaled(tensor, 2) },
  { sentence: 'is half the value that follows', hint: FACTOR, change: (tensor) => scaled(tensor, 0.5) },
  {
    sentence: 'is transposed',
    hint: 'Which index counts outputs and which counts inputs?',
    change: (tensor) => (tensor.shape.length === 2 ? transpose(tensor) : null),
  },
];
