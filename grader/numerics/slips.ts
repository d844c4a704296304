/** Slips in one step of a chain, applied at the student's own values: each names what an answer would then be. */
import type { NetworkNode } from '../schema/network.js';
import type { TensorData } from '../tensor/tensor.js';
import { at, build, type SlopeRule } from './ops/op.js';
import { transpose } from './shapes.js';

/** How a step is worked out otherwise: with other slopes of relu, or other operands of the layer. */
export interface Rewrite {
  readonly slope?: SlopeRule;
  readonly operands?: (node: NetworkNode, operands: readonly TensorData[]) => readonly TensorData[];
}

export interface Slip extends Rewrite {
  readonly sentence: string;
  /** A question that leads to the slip; never the answer. */
  readonly hint: string;
  /** What becomes of the right result; null where the slip has no meaning. */
  readonly change?: (tensor: TensorData) => TensorData | null;
}

const MASK = 'Relu is flat where its input is negative: how much of the gradient passes through there?';
const FACTOR = 'Which constant does the square of the loss bring along when it is differentiated?';
const SIDES = 'Write down the shapes of both factors: which side of W is summed over?';

export const SLIPS: readonly Slip[] = [
  { sentence: 'passes the gradient through relu where it is flat', hint: MASK, slope: () => 1 },
  { sentence: 'uses the relu mask the wrong way round', hint: MASK, slope: (_node, _z, _index, usual) => 1 - usual },
  {
    sentence: 'leaves out the bias',
    hint: 'Which terms does a linear layer add up besides the product?',
    operands: withoutBias,
  },
  { sentence: 'has W^T where W belongs, or W for W^T', hint: SIDES, operands: withTransposedWeight },
  {
    sentence: 'has its sign flipped',
    hint: 'Which of y and yhat is subtracted from which?',
    change: (tensor) => scaled(tensor, -1),
  },
  { sentence: 'is twice what follows', hint: FACTOR, change: (tensor) => scaled(tensor, 2) },
  { sentence: 'is half of what follows', hint: FACTOR, change: (tensor) => scaled(tensor, 0.5) },
  {
    sentence: 'is transposed',
    hint: 'Which index counts outputs and which counts inputs?',
    change: (tensor) => (tensor.shape.length === 2 ? transpose(tensor) : null),
  },
];

function scaled(tensor: TensorData, factor: number): TensorData {
  return build(tensor.shape, (index) => factor * at(tensor, index));
}

function withoutBias({ op }: NetworkNode, operands: readonly TensorData[]): readonly TensorData[] {
  if (op !== 'linear') return operands;
  return operands.map((operand, index) => (index === 2 ? scaled(operand, 0) : operand));
}

/** Only a square weight can be used transposed without an error of shapes. */
function withTransposedWeight({ op }: NetworkNode, operands: readonly TensorData[]): readonly TensorData[] {
  if (op !== 'linear') return operands;
  return operands.map((operand, index) =>
    index === 1 && operand.shape[0] === operand.shape[1] ? transpose(operand) : operand,
  );
}
