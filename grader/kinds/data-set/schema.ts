/**
 * Schema of images that the student collected. Must be loaded only when schemas are written; at run time only its types
 * are used.
 */
import Type, { type Static } from 'typebox';
import { checkOf, Points } from '../../schema/check.js';
import { Strict, Words } from '../../schema/common.js';
import { Count, Nullable, Picture } from '../../schema/evidence.js';
import { ImageSize } from '../../schema/examples.js';
import { FINDING_CODES } from '../../protocol/data-set.js';

export const check = checkOf(
  'data-set',
  'Images that the student collected, by default 64 x 64 in colours. Each rule gives points if certain findings are absent.',
  {
    path: Type.String({
      minLength: 1,
      description: 'A folder with labels.csv and PNG files, or with train/ and valid/ of that form.',
    }),
    classes: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 2,
        description: 'The names of the classes in the order of their numbers (default: the six of SuperTux).',
      }),
    ),
    ...ImageSize,
    minImagesPerClass: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'The fewest images of a class (default 50); in valid/, a fifth of it. No rule gives points if there are fewer different images, besides copies of those in `against`, than a tenth of it times the number of classes.',
      }),
    ),
    maxImbalance: Type.Optional(
      Type.Number({ minimum: 1, description: 'The largest ratio of the largest class to the smallest (default 3).' }),
    ),
    against: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        description: 'Data sets of this rubric whose images must not be handed in.',
      }),
    ),
    rules: Type.Array(
      Strict({
        without: Type.Array(Words(FINDING_CODES), { minItems: 1, description: 'The findings that must be absent.' }),
        points: Points("Points for it; all rules together have the check's points."),
        atMostShare: Type.Optional(
          Type.Number({
            minimum: 0,
            maximum: 1,
            description: 'The share of images that may have these findings (default 0).',
          }),
        ),
      }),
      { minItems: 1, description: 'What is expected of the images, and the points for it.' },
    ),
  },
);
export type DataSetCheck = Static<typeof check>;

export const evidence = Strict({
  type: Type.Literal('data-set'),
  classes: Type.Array(Type.String()),
  splits: Type.Array(Strict({ name: Type.String(), images: Count, perClass: Type.Array(Count) })),
  groups: Type.Array(
    Strict({
      code: Words(FINDING_CODES),
      title: Type.String(),
      mend: Type.String(),
      count: Count,
      examples: Type.Array(
        Strict({
          file: Type.String(),
          row: Nullable(Type.Integer({ minimum: 1, description: 'The line of labels.csv.' })),
          found: Type.String(),
          twin: Type.Optional(Type.String({ description: 'The image that it was compared with.' })),
          // the course's image that it is a copy of, for staff alone
          course: Type.Optional(Picture),
          pictures: Type.Optional(Type.Array(Picture, { maxItems: 2, description: 'It, and its twin.' })),
        }),
      ),
    }),
    { description: 'The findings by kind, the first few of each.' },
  ),
  rules: Type.Array(
    Strict({
      without: Type.Array(Words(FINDING_CODES)),
      points: Type.Number(),
      earned: Type.Number(),
      count: Count,
    }),
  ),
});
