/**
 * Schema of a hand-written backward pass through the student's own model. Must be loaded only when schemas are written;
 * at run time only its types are used.
 */
import Type, { type Static } from 'typebox';
import { ByHand, checkOf, Undecided } from '../../schema/check.js';
import { Words } from '../../schema/common.js';
import { MODEL_LOSSES } from '../../protocol/worker.js';

export const check = checkOf(
  'model-gradient',
  "The student's hand-written backward pass, compared with automatic differentiation of their own exported model.",
  {
    target: Type.String({
      description: 'A function target that returns a record; its arguments are weights, x and label in any order.',
    }),
    model: Type.String({ description: 'A model target: a LayersModel, not an ONNX model.' }),
    loss: Words(
      MODEL_LOSSES,
      'The mean over the examples of: cross-entropy, -log softmax(out)[label]; brier, sum_k (softmax(out)_k - onehot_k)^2; one-hot-l2, sum_k (out_k - onehot_k)^2; half-squared-error, (out - label)^2 / 2.',
    ),
    data: Type.String({ description: 'A data set of this rubric.' }),
    examples: Type.Integer({
      minimum: 1,
      maximum: 64,
      description: 'The number of examples, evenly spread, in one batch.',
    }),
    by: ByHand,
    undecided: Undecided,
  },
);
export type ModelGradientCheck = Static<typeof check>;
