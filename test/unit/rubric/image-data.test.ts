/** What a rubric may say about its images and points, and the messages if it is inconsistent. */
import { describe, expect, test } from '@jest/globals';
import { SMALL_RUBRIC, problemsIn } from '../../support/rubric-text.js';

const [HEAD = '', TAIL = ''] = SMALL_RUBRIC.split(/^ {2}heldout: .*\n/m);
const MODEL = 'model: { kind: model, path: model/model.json, input: [2], outputs: [1, 2] }';

/** The small rubric with this data set, and this input and these outputs of its model. */
function saidOf(set: string, input: string, more = 'outputs: [10]'): string[] {
  const head = HEAD.replace(MODEL, `model: { kind: model, path: model/model.json, input: ${input}, ${more} }`);
  return problemsIn(`${head}  heldout: ${set}\n${TAIL}`).map((problem) => problem.replace(/^\d+:\d+: /, ''));
}

const TEN = "classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']";
const GREY = `kind: images, path: p, ${TEN}, side: 28, channels: 1`;

describe('what homeworks have', () => {
  test.each([
    ['grey, 28 x 28', `{ ${GREY} }`, '[28, 28, 1]', 'outputs: [10]'],
    ['without the channel', `{ ${GREY} }`, '[28, 28]', 'outputs: [10]'],
    ['flat', `{ ${GREY} }`, '[784]', 'outputs: [10], flatten: true'],
    [
      'not square: the height first',
      `{ kind: images, path: p, ${TEN}, width: 224, height: 160 }`,
      '[160, 224, 3]',
      'outputs: [10]',
    ],
    ['-1 to 1', `{ ${GREY}, range: -1..1 }`, '[28, 28, 1]', 'outputs: [10]'],
    ['0 to 255', `{ ${GREY}, range: 0..255 }`, '[28, 28, 1]', 'outputs: [10]'],
    ['standardised', `{ ${GREY}, mean: [0.1307], std: [0.3081] }`, '[28, 28, 1]', 'outputs: [10]'],
    [
      'standardised by channel, from pixels as they are',
      `{ kind: images, path: p, ${TEN}, side: 8, range: 0..255, mean: [120, 110, 100], std: [60, 61, 62.5] }`,
      '[8, 8, 3]',
      'outputs: [10]',
    ],
    [
      'points of five features and seven classes',
      '{ kind: points, path: p, features: 5, classes: [a, b, c, d, e, f, g] }',
      '[5]',
      'outputs: [7]',
    ],
    [
      'points by the names of their columns',
      '{ kind: points, path: p, features: 2, columns: [width, length], classes: [a, b] }',
      '[2]',
      'outputs: [1, 2]',
    ],
  ])('%s', (_name, set, input, more) => {
    expect(saidOf(set, input, more)).toEqual([]);
  });
});

describe('inconsistent values are reported', () => {
  test.each([
    [
      `{ kind: images, path: p, ${TEN} }`,
      '[28, 28, 1]',
      'the size of the images is missing: give side for square images, else width and height',
    ],
    [`{ ${GREY}, width: 28 }`, '[28, 28, 1]', 'side and width: give side for square images, else width and height'],
    [
      `{ kind: images, path: p, ${TEN}, width: 28 }`,
      '[28, 28, 3]',
      'width without height: give both, or side for square images',
    ],
    [`{ ${GREY}, mean: [0.1, 0.2, 0.3], std: [0.3] }`, '[28, 28, 1]', 'mean has 3 numbers, expected 1 for grey images'],
    [
      `{ kind: images, path: p, ${TEN}, side: 28, mean: [0.1, 0.2], std: [0.3] }`,
      '[28, 28, 3]',
      'mean has 2 numbers, expected 1, or 3 for the channels',
    ],
    [`{ ${GREY}, mean: [0.1] }`, '[28, 28, 1]', 'mean without std: give both'],
    [
      `{ ${GREY}, mean: [33.3], std: [0.3] }`,
      '[28, 28, 1]',
      'mean is 33.3, but pixels are from 0 to 1 when it is applied: divide it by 255, or give range: 0..255 where models get (pixel - mean) / std',
    ],
    [`{ ${GREY}, mean: [0.1], std: [1e-60] }`, '[28, 28, 1]', 'std is 1e-60, which float32 takes for 0'],
    [
      `{ ${GREY}, range: -1..1, mean: [0.1], std: [0.3] }`,
      '[28, 28, 1]',
      'range -1..1 with mean and std: pixels are standardised from 0..1 or from 0..255',
    ],
    [
      `{ ${GREY} }`,
      '[784]',
      'data set "heldout" has images [28, 28, 1] of 10 classes, but target "model" takes [784] and gives 10: flatten: true on the target gives images as one row of numbers',
    ],
    [
      `{ ${GREY} }`,
      '[1, 28, 28]',
      'data set "heldout" has images [28, 28, 1] of 10 classes, but target "model" takes [1, 28, 28] and gives 10: channels are last',
    ],
    [
      `{ kind: images, path: p, ${TEN}, width: 224, height: 160 }`,
      '[224, 160, 3]',
      'data set "heldout" has images [160, 224, 3] of 10 classes, but target "model" takes [224, 160, 3] and gives 10: the height is first',
    ],
    [
      '{ kind: points, path: p, features: 5, classes: [a, b] }',
      '[4]',
      'data set "heldout" has points [5] of two classes, but target "model" takes [4] and gives 10',
    ],
    [
      '{ kind: points, path: p, features: 3, columns: [a, b], classes: [a, b, c, d, e, f, g, h, i, j] }',
      '[3]',
      '2 columns, but features is 3: make them equal',
    ],
    [
      '{ kind: points, path: p, features: 2, columns: [a, label], classes: [a, b, c, d, e, f, g, h, i, j] }',
      '[2]',
      'the column label holds the class: it is not a feature',
    ],
  ])('%s', (set, input, said) => {
    const sentences = saidOf(set, input).map((sentence) => sentence.replace(/^[\w.[\]]+: (?=found|unknown|")/, ''));
    expect(sentences).toContain(said);
  });

  test.each([
    [`{ ${GREY}, std: [0], mean: [0.1] }`, /data\.heldout\.std\[0\]: found 0, expected a number of more than 0/],
    [
      `{ ${GREY}, range: 0-255 }`,
      /data\.heldout\.range: "0-255" is none of 0\.\.1, 0\.\.255, -1\.\.1; did you mean "0\.\.255"/,
    ],
    [`{ kind: images, path: p, ${TEN}, side: 28, channels: 4 }`, /channels: 4 is none of 1, 3/],
  ])('%s', (set, said) => {
    expect(saidOf(set, '[28, 28, 1]').join('\n')).toMatch(said);
  });
});

describe('points', () => {
  const POINTS = 'kind: points, path: p, features: 2';
  test.each([
    [
      `{ ${POINTS} }`,
      'neither classes nor targets: give classes, the names of the classes, or targets, the columns with the numbers to predict',
    ],
    [
      `{ ${POINTS}, classes: [a, b], targets: [y] }`,
      'classes beside targets: give classes for classification, or targets for regression',
    ],
    [
      `{ ${POINTS}, label: kind, targets: [y] }`,
      'label beside targets: give label for classification, or targets for regression',
    ],
    [`{ ${POINTS}, targets: [y, y] }`, 'the column "y" is used twice: give each its own'],
    [`{ ${POINTS}, targets: [x1] }`, 'the column x1 holds a number to predict: it is not a feature'],
    [`{ ${POINTS}, columns: [a, b], targets: [b] }`, 'the column b holds a number to predict: it is not a feature'],
    [
      `{ ${POINTS}, columns: [a, kind], label: kind, classes: [c, d] }`,
      'the column kind holds the class: it is not a feature',
    ],
    [`{ ${POINTS}, columns: [a, label], label: kind, classes: [c, d] }`, null],
  ])('%s', (set, said) => {
    const found = saidOf(set, '[2]', 'outputs: [1, 2]').filter((one) => !one.startsWith('data set'));
    expect(found.map((one) => one.split('; did you')[0])).toEqual(said === null ? [] : [said]);
  });
});
