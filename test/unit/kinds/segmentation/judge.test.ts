/** What a segmentation check earns and tells: the ramp, absent classes, shapes, orders and forms of input. */
import { describe, expect, test } from '@jest/globals';
import { judgeSegmentation } from '../../../../grader/kinds/segmentation/judge.js';
import { mapProbes } from '../../../../grader/kinds/segmentation/probes.js';
import { shapeProblemOf } from '../../../../grader/kinds/segmentation/shape-problem.js';
import { segmentationRules } from '../../../../grader/kinds/segmentation/rules.js';
import { segmentationWarnings } from '../../../../grader/kinds/segmentation/warnings.js';
import { tellSegmentation } from '../../../../grader/kinds/segmentation/told.js';
import { SEGMENTATION_PARTS } from '../../../../grader/kinds/segmentation/parts.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { ProbeOutcome, TrustFinding } from '../../../../grader/stages/observation.js';
import type { ResolvedRubric, SegmentedSet } from '../../../../grader/stages/resolved.js';
import { ADMITTED } from '../../../support/false-pass/false-pass.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

const CHECK: CheckOf<'segmentation'> = {
  ...{ kind: 'segmentation', id: 'maps', title: 'Maps', points: 10, target: 'model', data: 'd' },
  ramp: { from: 0.2, to: 0.6 },
};
const NAMES = ['sky', 'tux', 'tile'];
/** Two images of 2 x 3 pixels. */
const TRUTH = [0, 0, 1, 1, 2, 2, 0, 0, 0, 1, 2, 255];
const setWith = (maps: readonly number[]): SegmentedSet => ({
  examples: { dtype: 'uint8', shape: [2, 2, 3, 3], values: Uint8Array.from({ length: 36 }, (_, at) => 7 * at) },
  ...{ divisor: 255, maps: Uint8Array.from(maps), classes: 3, digest: '3'.repeat(64) },
});

interface Given {
  readonly truth?: readonly number[];
  readonly trust?: readonly TrustFinding[];
  readonly sides?: readonly number[];
  readonly bgr?: readonly number[];
  readonly check?: Partial<typeof CHECK>;
}

function rubricFor(check: typeof CHECK, truth: readonly number[]): ResolvedRubric {
  const resolved = makeResolvedRubric([check]);
  const targets = { model: { kind: 'model' as const, path: 'm.json', input: [2, 3, 3], outputs: [3] } };
  const data = { d: { kind: 'segmentation' as const, path: '.', classes: NAMES, width: 3, height: 2 } };
  return { ...resolved, rubric: { ...resolved.rubric, targets, data }, segmented: new Map([['d', setWith(truth)]]) };
}

function answered(maps: readonly number[], sides: readonly number[], trust?: readonly TrustFinding[]): ProbeOutcome {
  const numbers = (values: Uint8Array | Int32Array, dtype: 'uint8' | 'int32') =>
    ({ kind: 'numbers', form: 'tensor', data: { dtype, shape: [values.length], values } }) as const;
  const outputs = { value: numbers(Uint8Array.from(maps), 'uint8'), shape: numbers(Int32Array.from(sides), 'int32') };
  return { status: 'returned', returned: { outputs, keys: [], inputsAfter: {} }, ...(trust ? { trust } : {}) };
}

function judged(maps: readonly number[], { truth = TRUTH, trust, sides = [2, 3, 3], bgr, check = {} }: Given = {}) {
  const outcomes = new Map([['model@d#maps', answered(maps, sides, trust)]]);
  if (bgr !== undefined) outcomes.set('model@d#maps-bgr', answered(bgr, sides));
  const seen = {
    files: [],
    documents: new Map(),
    dataSets: new Map(),
    models: new Map([['m.json', ADMITTED]]),
    outcomes,
  };
  return judgeSegmentation({ ...CHECK, ...check }, seen, rubricFor({ ...CHECK, ...check }, truth));
}

describe('points', () => {
  test('the truth has all of them, and says so', () => {
    const { earned, summary, evidence } = judged(TRUTH.map((label) => label % 255));
    expect(earned).toBe(10);
    expect(summary).toBe(
      'mean intersection over union 100.0 % of 3 classes; 100.0 % of the pixels right (11 of 11 in 2 images, 1 more do not count); lowest: sky 100.0 %, tux 100.0 %, tile 100.0 %',
    );
    expect(evidence).toMatchObject({ images: 2, pixels: 11, ignored: 1, correct: 11, undecided: 0, mean: 1 });
  });
  test('rise along the ramp, by the counts of all images together', () => {
    // sky 4 of 6, tux 2 of 4, tile 2 of 4: the mean is 5/9 and (5/9 - .2) / .4 of ten points are earned
    const { earned, evidence } = judged([0, 0, 1, 1, 2, 0, 0, 0, 1, 2, 2, 0]);
    expect(evidence).toMatchObject({
      perClass: [
        { name: 'sky', intersection: 4, union: 6, iou: 4 / 6 },
        { name: 'tux', intersection: 2, union: 4, iou: 0.5 },
        { name: 'tile', intersection: 2, union: 4, iou: 0.5 },
      ],
      confusion: [
        [4, 1, 0],
        [0, 2, 1],
        [1, 0, 2],
      ],
    });
    expect(earned).toBeCloseTo((10 * (5 / 9 - 0.2)) / 0.4, 9);
  });
  test('one class for every pixel earns nothing, wherever the ramp begins', () => {
    const { earned, summary } = judged(
      TRUTH.map(() => 0),
      { check: { ramp: { from: 0, to: 0.1 } } },
    );
    expect(earned).toBe(0);
    expect(summary).toContain('it predicts class 0 (sky) for every pixel');
    expect(summary).toContain('no better than naming one class for every pixel (15.2 %), which earns nothing');
  });
  test('what differs when it is asked again earns nothing; what depends on the batch is flagged', () => {
    const chance = judged(TRUTH, { trust: [{ kind: 'not-repeatable', difference: 0.25 }] });
    expect([chance.earned, chance.review]).toEqual([0, expect.stringContaining('(25.0 % of the pixels)')]);
    const batch = judged(TRUTH, { trust: [{ kind: 'depends-on-batch', difference: 0.5, changed: 2 }] });
    expect([batch.earned, batch.review]).toEqual([10, expect.stringContaining('still in training mode?')]);
  });
});

describe('classes', () => {
  test('one that is neither there nor predicted is not in the mean', () => {
    const { earned, summary, evidence } = judged([0, 0, 0, 1, 1, 1], { truth: [0, 0, 0, 1, 1, 1] });
    expect([earned, evidence]).toEqual([10, expect.objectContaining({ mean: 1 })]);
    expect(summary).toContain('not in the mean, because neither there nor predicted: tile');
  });
  test('one that is predicted and nowhere there counts as 0; one that is never predicted is named', () => {
    const { summary, evidence } = judged([0, 0, 0, 2, 2, 2], { truth: [0, 0, 0, 1, 1, 1] });
    expect(evidence).toMatchObject({ mean: 1 / 3, perClass: [{ iou: 1 }, { iou: 0 }, { iou: 0 }] });
    expect(summary).toContain('it never predicts tux; no pixel is of tile, which it predicts: 0 in the mean');
  });
  test('scores that are not finite are wrong', () => {
    const { summary, evidence } = judged(TRUTH.map((label, at) => (at < 2 ? 255 : label)));
    expect(evidence).toMatchObject({ undecided: 2, correct: 9, perClass: [{ intersection: 3, union: 5 }, {}, {}] });
    expect(summary).toContain('the scores of 2 pixels are not finite, which counts as wrong');
  });
  test('numbers that are one too high, and two that are exchanged', () => {
    const shifted = judged(TRUTH.map((label) => (label + 1) % 3)).summary;
    expect(shifted).toContain('its class numbers are 1 too high: what is class 0 (sky) here is its class 1, as when labels count from 1: the mean would be 100.0 % with the classes numbered as asked'); // prettier-ignore
    const exchanged = judged(TRUTH.map((label) => [0, 2, 1][label] ?? 0)).summary;
    expect(exchanged).toContain('it has the classes 1 (tux) and 2 (tile) exchanged');
    expect(judged(TRUTH).summary).not.toContain('numbered');
  });
  test('colours in the other order, if that explains a low mean', () => {
    const wrong = TRUTH.map(() => 0);
    expect(judged(wrong, { bgr: TRUTH }).summary).toContain(
      'with the colours in the order blue, green, red its mean is 100.0 % on 2 of these images, 15.2 % as they are given here: OpenCV reads images so',
    );
    expect(judged(TRUTH, { bgr: TRUTH }).summary).not.toContain('blue');
  });
});

test('a page shows the ramp, every class with its colour, the images and the confusions', () => {
  const blocks = tellSegmentation(judged([0, 0, 0, 1, 1, 1], { truth: [0, 0, 0, 1, 1, 1] }).evidence);
  expect(blocks.map(({ type }) => type)).toEqual(['ramp', 'table', 'pictures', 'confusion']);
  expect(blocks[1]).toMatchObject({
    rows: [
      { cells: ['sky', '3', '3', '100.0 %', 'black'] },
      { cells: ['tux', '3', '3', '100.0 %', 'orange'] },
      { cells: ['tile', '0', '0', 'not in the mean', 'light blue'] },
    ],
  });
  expect(tellSegmentation({ type: 'none' })).toEqual([]);
  const hidden = SEGMENTATION_PARTS.hidden(judged(TRUTH).evidence);
  expect(tellSegmentation(hidden).map(({ type }) => type)).toEqual(['ramp']);
  expect(JSON.stringify(hidden)).not.toMatch(/png|sky|333/);
});

describe('shapes', () => {
  const form = { height: 4, width: 6, classes: 3 };
  test.each<[number[], string | null]>([
    [[4, 6, 3], null],
    [[3, 4, 6], 'Permute layer of dims [2, 3, 1]'],
    [[24, 3], 'let it end with a Reshape layer to [4, 6, 3]'],
    [[72], 'let it end with a Reshape layer to [4, 6, 3]'],
    [[3, 24], 'a Permute layer of dims [2, 1] and a Reshape layer'],
    [[4, 6], 'one number for each pixel, not a score for each class'],
    [[4, 6, 1], 'one number for each pixel, not a score for each class'],
    [[6, 4, 3], 'the height is first here'],
    [[3], 'one class for a whole image'],
    [[4, 6, 4], 'do its labels count from 1'],
    [[4, 6, 2], 'is a class missing, such as the background?'],
    [[2, 3, 3], 'UpSampling2D layer of size [2, 2]'],
    [[3, 5, 3], 'its map is not as large as the image'],
    [[9, 9], ''],
    [[], ''],
  ])('%j', (sides, advice) => {
    const sentence = shapeProblemOf('m.json', 10, sides, form);
    if (advice === null) expect(sentence).toBeNull();
    else {
      expect(sentence).toContain(`gave outputs of shape [${[10, ...sides].join(', ')}], expected [10, 4, 6, 3]`);
      expect(sentence).toContain(advice);
    }
  });
  test('another shape earns nothing, even with maps', () => {
    const { earned, evidence } = judged(TRUTH, { sides: [3, 2, 3] });
    expect([earned, evidence.type]).toEqual([0, 'error']);
    expect(judged(TRUTH.slice(6)).summary).toBe('m.json gave no class for each pixel of the images');
  });
});

test('requests: all images in batches, some in other forms, and room for the scores of two images', () => {
  const [main, ...others] = mapProbes('model', { input: [2, 3, 3] }, 'd', setWith(TRUTH));
  expect(main).toMatchObject({
    id: 'model@d#maps',
    batchSize: 1,
    examined: true,
    maps: { height: 2, width: 3, classes: 3 },
  });
  expect(main?.mostValues).toBeGreaterThanOrEqual(2 * 6 * 3);
  expect(others.map(({ id }) => id)).toEqual(['pixels', 'signed', 'standardised', 'bgr'].map((way) => `model@d#maps-${way}`)); // prettier-ignore
});

describe('rules and warnings', () => {
  const rules = (change: Partial<typeof CHECK>, data: object = {}) => {
    const check = { ...CHECK, ...change };
    const { rubric } = rubricFor(check, TRUTH);
    const changed = { ...rubric, data: { d: { ...rubric.data?.['d'], ...data } } } as typeof rubric;
    return [...segmentationRules([], check, changed)].map(({ sentence }) => sentence);
  };
  test('a check that fits has no problem', () => {
    expect(rules({})).toEqual([]);
  });
  test.each<[string, Partial<typeof CHECK>, object, string]>([
    ['a ramp that falls', { ramp: { from: 0.4, to: 0.2 } }, {}, 'a ramp from 0.4 to 0.2: from must be less than to'],
    [
      'images without maps',
      {},
      { kind: 'images' },
      'data set "d" is of kind images: this check needs one of kind segmentation',
    ],
    [
      'other sides',
      {},
      { width: 4 },
      'data set "d" has images [2, 4, 3] of 3 classes, but target "model" takes [2, 3, 3] and gives 3',
    ],
    [
      'other classes',
      {},
      { classes: ['a', 'b'] },
      'data set "d" has images [2, 3, 3] of two classes, but target "model" takes [2, 3, 3] and gives 3',
    ],
    ['no such data', { data: 'e' }, {}, 'there is no data set "e"'],
  ])('%s', (_name, change, data, sentence) => {
    expect(rules(change, data)).toEqual([expect.stringContaining(sentence)]);
  });
  test('a class without a pixel, and a ramp that begins below one class for all', () => {
    const warnings = (truth: readonly number[], ramp = CHECK.ramp) =>
      [...segmentationWarnings({ ...CHECK, ramp }, rubricFor(CHECK, truth))].join('\n');
    expect(warnings(TRUTH)).toBe('');
    expect(warnings([0, 1, 0, 1, 0, 1])).toContain('no pixel of data set "d" is of class tile');
    expect(warnings(TRUTH, { from: 0.1, to: 0.2 })).toContain('one class for every pixel has a mean of 0.152');
  });
});
