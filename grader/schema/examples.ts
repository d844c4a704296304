/** How a rubric describes held-out examples: their form, their location, and how a model gets them. */
import Type, { type Static } from 'typebox';
import { PIXEL_RANGES } from '../tensor/images.js';
import { Pair, Strict, TaggedUnion, Words } from './common.js';

const side = (what: string) => Type.Optional(Type.Integer({ minimum: 1, maximum: 1024, description: what }));
const OfChannels = (item: Type.TNumber, what: string) =>
  Type.Optional(Type.Array(item, { minItems: 1, maxItems: 3, description: what }));

/** The size of images and the values of a pixel; the same fields for held-out and for collected images. */
export const ImageSize = {
  side: side('Height and width of images that are square.'),
  width: side('Width of an image in pixels; with height, instead of side.'),
  height: side('Height of an image in pixels; with width, instead of side.'),
  channels: Type.Optional(
    Type.Unsafe<1 | 3>({
      type: 'integer',
      enum: [1, 3],
      description: 'The number of values of a pixel: 3 for colours (red, green, blue; the default), 1 for grey.',
    }),
  ),
};

/** What models get for the pixels of images. */
const Pixels = {
  range: Type.Optional(
    Words(
      PIXEL_RANGES,
      'The values that models get for pixels from 0 to 255: 0..1 is pixel / 255 (the default), 0..255 the pixel itself, -1..1 pixel / 127.5 - 1.',
    ),
  ),
  mean: OfChannels(
    Type.Number(),
    'For standardised pixels: subtracted from each pixel, in the given range; one number, or one for each channel.',
  ),
  std: OfChannels(
    Type.Number({ exclusiveMinimum: 0 }),
    'For standardised pixels: each pixel is divided by this after mean was subtracted; one number, or one for each channel.',
  ),
};

export const DataSet = TaggedUnion(
  'kind',
  [
    Strict({
      kind: Type.Literal('point-in-circle'),
      seed: Type.Integer({ minimum: 0 }),
      count: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      center: Pair(Type.Number()),
      radius: Type.Number({ exclusiveMinimum: 0 }),
      box: Strict({ low: Type.Number(), high: Type.Number() }, { description: 'Points are uniform in [low, high]^2.' }),
    }),
    Strict(
      {
        kind: Type.Literal('points'),
        path: Type.String({
          minLength: 1,
          description:
            'A folder with points.csv, or a .csv file, relative to the folder of the rubric: a header x1,x2,...,label, then a row for each point. At most a million rows and 64 MiB.',
        }),
        features: Type.Integer({
          minimum: 1,
          maximum: 10_000,
          description:
            'The number of features of a point: the columns x1, x2, ... of the table. Models get [features].',
        }),
        columns: Type.Optional(
          Type.Array(Type.String({ minLength: 1 }), {
            minItems: 1,
            description: 'The names of these columns, in the order in which a model gets them (default: x1, x2, ...).',
          }),
        ),
        label: Type.Optional(
          Type.String({ minLength: 1, description: 'The name of the column with the class (default: label).' }),
        ),
        classes: Type.Optional(
          Type.Array(Type.String({ minLength: 1 }), {
            minItems: 2,
            maxItems: 255,
            description:
              'For classification: the names of the classes, in the order of their numbers; a label is a name or a number from 0 on.',
          }),
        ),
        targets: Type.Optional(
          Type.Array(Type.String({ minLength: 1 }), {
            minItems: 1,
            maxItems: 255,
            description:
              'For regression, instead of classes: the names of the columns with the numbers to predict, in the order of the outputs of a model.',
          }),
        ),
      },
      { description: 'Points with any number of features, and either classes or numbers to predict.' },
    ),
    Strict({
      kind: Type.Literal('images'),
      path: Type.String({
        minLength: 1,
        description:
          'A folder with labels.csv (file,label) and PNG files, or a .dat file of raw records; relative to the folder of the rubric.',
      }),
      classes: Type.Array(Type.String({ minLength: 1 }), {
        minItems: 2,
        maxItems: 255,
        description: 'The names of the classes, in the order of their numbers.',
      }),
      ...ImageSize,
      ...Pixels,
    }),
    Strict(
      {
        kind: Type.Literal('segmentation'),
        path: Type.String({
          minLength: 1,
          description:
            'Folder with PNG files and, in masks/, a grey 8-bit PNG of the same name for each, with class numbers; from where the rubric lies.',
        }),
        classes: Type.Array(Type.String({ minLength: 1 }), {
          minItems: 2,
          maxItems: 255,
          description:
            'The names of the classes of pixels, in the order of their numbers. 255 is a pixel that does not count.',
        }),
        ...ImageSize,
        ...Pixels,
      },
      { description: 'Images with a class for each pixel, for checks of kind segmentation.' },
    ),
  ],
  'Held-out examples. `--data NAME=DIR` replaces a data set: points by a folder with points.csv (x1,x2,...,label, or the columns that the rubric names), images by another folder of images, with their class maps if it has some.',
);
export type DataSet = Static<typeof DataSet>;
export type DataSetOf<K extends DataSet['kind']> = Extract<DataSet, { kind: K }>;
