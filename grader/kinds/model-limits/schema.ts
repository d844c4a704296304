/**
 * Schema of limits on the size and the parts of a model. Must be loaded only when schemas are written; at run time only
 * its types are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf } from '../../schema/check.js';
import { Strict } from '../../schema/common.js';

export const check = checkOf('model-limits', 'Size limits of a model, measured from its files.', {
  target: Type.String({ description: 'A model target.' }),
  parameters: Type.Optional(Type.Integer({ minimum: 1, description: 'The most parameters.' })),
  fileBytes: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'The most bytes of model.json and its weight files together, or of the ONNX model.',
    }),
  ),
  macs: Type.Optional(
    Type.Integer({
      minimum: 1,
      description:
        'The most multiply-adds for one example: one multiplication with the addition of its result counts once (tools that count both tell twice as many FLOPs). Counted are convolutions, dense and recurrent layers (at every step), attention and other matrix products; biases, activations, pooling, normalisation and sums of tensors are not. For example, a 3 x 3 convolution from 16 to 64 channels that gives 32 x 32 places takes 32 * 32 * 64 * 3 * 3 * 16 = 9,437,184. The check always tells the number. A model with a layer or a shape that cannot be counted is told as "not counted" and not held to the limit.',
    }),
  ),
  layers: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'The layer classes that may be used.' })),
  activations: Type.Optional(
    Type.Array(Type.String(), { minItems: 1, description: 'The activations that may be used.' }),
  ),
  outputActivations: Type.Optional(
    Type.Array(Type.String(), {
      minItems: 1,
      description:
        'The activations that the output layer may use; `activations` then applies to all other layers. For a linear model: activations [linear], outputActivations [linear, sigmoid, softmax].',
    }),
  ),
});
export type ModelLimitsCheck = Static<typeof check>;

export const evidence = Strict({
  type: Type.Literal('limits'),
  measurements: Type.Array(
    Strict({
      name: Type.String(),
      measured: Type.Union([Type.Number(), Type.String()]),
      limit: Type.Union([Type.Number(), Type.String()]),
      ok: Type.Boolean(),
    }),
  ),
});
