/**
 * Mean intersection over union of the class maps that a model gives for held-out images. Must be loaded only when schemas
 * are written; at run time only its types are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf } from '../../schema/check.js';
import { Strict } from '../../schema/common.js';
import { Count, Nullable, Picture } from '../../schema/evidence.js';

export const check = checkOf(
  'segmentation',
  'Mean intersection over union of the classes that a model gives to the pixels of held-out images, on a ramp.',
  {
    target: Type.String({
      description: 'A model target; its outputs are the scores of a pixel: [height, width, classes].',
    }),
    data: Type.String({ description: 'A data set of this rubric, of kind segmentation.' }),
    ramp: Strict(
      {
        from: Type.Number({ minimum: 0, maximum: 1, description: 'Mean at (or below) which nothing is earned.' }),
        to: Type.Number({ minimum: 0, maximum: 1, description: 'Mean from which all is earned.' }),
      },
      { description: 'Between the two the points rise linearly.' },
    ),
  },
);
export type SegmentationCheck = Static<typeof check>;

export const evidence = Strict({
  type: Type.Literal('segmentation'),
  images: Count,
  pixels: Type.Integer({ minimum: 0, description: 'Pixels that count: those whose true class is known.' }),
  ignored: Type.Integer({ minimum: 0, description: 'Pixels that do not count: 255 in the class map.' }),
  correct: Type.Integer({ minimum: 0, description: 'Pixels that count whose class is right.' }),
  undecided: Type.Integer({
    minimum: 0,
    description: 'Pixels that count without a class: scores that are not finite.',
  }),
  mean: Type.Number({ description: 'Mean of iou over the classes that have one.' }),
  ramp: Strict({ from: Type.Number(), to: Type.Number() }),
  perClass: Type.Array(
    Strict({
      name: Type.String(),
      intersection: Count,
      union: Count,
      iou: Nullable(
        Type.Number({
          description: 'intersection / union; null for a class that is neither in truth nor in prediction.',
        }),
      ),
      colour: Type.String({
        description: 'The colour in the maps of examples, e.g. #e69f00; what does not count is white.',
      }),
    }),
  ),
  confusion: Type.Array(Type.Array(Count), { description: 'Pixels. Rows: true class; columns: predicted class.' }),
  examples: Type.Array(
    Strict({
      index: Type.Integer({ minimum: 0, description: 'Place of the image in the data set, ordered by its pixels.' }),
      correct: Count,
      pixels: Type.Integer({ minimum: 0, description: 'Pixels that count.' }),
      image: Picture,
      truth: Picture,
      predicted: Picture,
    }),
    {
      maxItems: 6,
      description:
        'From the image with the smallest share of right pixels to the one with the largest. Large images are thinned. The maps have a palette: the colours of the classes by number, and white last, for what does not count.',
    },
  ),
  data: Strict({ name: Type.String(), digest: Type.String() }),
});
