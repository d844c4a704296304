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
        'The most multiply-adds for one example. They are counted from the layers; a model with a layer that cannot be counted is not held to it.',
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
