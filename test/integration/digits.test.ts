/** Homeworks of the kind of MNIST and of tables, made by code, graded whole in the sandbox; counts by plain arithmetic. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeRng } from '../../grader/numerics/rng.js';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { CheckReport } from '../../grader/schema/report.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { below0, digitFiles, makeDigits, PIXELS, shapeNetwork, shapeOf, SIDE, type Feed } from '../support/digits.js';
import { exportModel, modelFiles, tf, tfl } from '../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

const EACH = 12;
const DIGITS = makeDigits(EACH, 7);
const SIGNED: Feed = (byte) => byte / 127.5 - 1;
const STANDARD: Feed = (byte) => (byte / 255 - 0.1307) / 0.3081;
const CLASSES = "classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']";

const target = (name: string, input: string) =>
  `  ${name}: { kind: model, path: ${name}/model.json, input: ${input}, outputs: [10] }`;
const check = (name: string, data: string) =>
  `  - { id: ${name}, kind: accuracy, title: T, points: 2, target: ${name}, data: ${data}, ramp: { from: 0.5, to: 0.9 } }`;
const set = (name: string, more: string) =>
  `  ${name}: { kind: images, path: digits, ${CLASSES}, side: ${String(SIDE)}, channels: 1${more} }`;

const RUBRIC = `schemaVersion: 1
id: digits
title: Digits
points: 12
targets:
${target('image', '[28, 28, 1]')}
${target('plain', '[28, 28]')}
${target('flat', '[784], flatten: true')}
${target('signed', '[28, 28, 1]')}
${target('bytes', '[28, 28, 1]')}
${target('standard', '[28, 28, 1]')}
data:
${set('unit', '')}
${set('signed', ', range: -1..1')}
${set('bytes', ', range: 0..255')}
${set('standard', ', mean: [0.1307], std: [0.3081]')}
checks:
${check('image', 'unit')}
${check('plain', 'unit')}
${check('flat', 'unit')}
${check('signed', 'signed')}
${check('bytes', 'bytes')}
${check('standard', 'standard')}
`;

/** How many digits are nearest to their own shape when images are fed one way and shapes were fed another. */
function countNearest(fed: Feed, trained: Feed): number {
  const shapes = Array.from({ length: 10 }, (_, digit) => Float64Array.from(shapeOf(digit), trained));
  const right = DIGITS.filter(({ label, pixels }) => {
    const scores = shapes.map((shape) =>
      shape.reduce((sum, value, at) => sum + value * (fed(pixels[at] ?? 0) - value / 2), 0),
    );
    return scores.indexOf(Math.max(...scores)) === label;
  });
  return right.length;
}

let driver: Driver;
let rubric: ResolvedRubric;
let good: Record<string, string | Uint8Array>;
const UNIT: Feed = (byte) => byte / 255;

async function network(name: string, options: Parameters<typeof shapeNetwork>[0] = {}) {
  return modelFiles(await exportModel(shapeNetwork(options)), name);
}

async function grade(changed: Record<string, string | Uint8Array> = {}): Promise<Map<string, CheckReport>> {
  const { results } = await gradeOne(writeFiles(makeFolder(), { ...good, ...changed }), { rubric, driver });
  return new Map(results.map((result) => [result.id, result]));
}

beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
  const folder = writeFiles(makeFolder(), { 'digits.yaml': RUBRIC });
  writeFiles(join(folder, 'digits'), await digitFiles(DIGITS));
  rubric = await loadRubric(join(folder, 'digits.yaml'));
  good = {
    ...(await network('image')),
    ...(await network('plain', { input: [SIDE, SIDE] })),
    ...(await network('flat', { input: [PIXELS] })),
    ...(await network('signed', { feed: SIGNED })),
    ...(await network('bytes', { feed: (byte) => byte })),
    ...(await network('standard', { feed: STANDARD })),
  };
}, 60_000);

describe('grey digits of 28 x 28', () => {
  test('as images, without the channel, flat; in every range: all are right', async () => {
    const results = await grade();
    expect([...results.values()].map(({ id, earned, evidence }) => [id, earned, evidence])).toEqual(
      ['image', 'plain', 'flat', 'signed', 'bytes', 'standard'].map((id) => [
        id,
        2,
        expect.objectContaining({ correct: 10 * EACH, total: 10 * EACH }),
      ]),
    );
    for (const { summary } of results.values()) expect(summary).not.toMatch(/pixel/);
  }, 60_000);

  test('a network for another range is told which; counts are those of plain arithmetic, and no point is more', async () => {
    const results = await grade({
      ...(await network('image', { feed: SIGNED, onlyBelow0: true })),
      ...(await network('signed', { feed: STANDARD, onlyBelow0: true })),
      ...(await network('plain', { input: [SIDE, SIDE], feed: (byte) => byte })),
      ...(await network('bytes', { feed: STANDARD })),
    });
    const counts = {
      image: countNearest(
        (byte) => below0(UNIT(byte)),
        (byte) => below0(SIGNED(byte)),
      ),
      signed: countNearest(
        (byte) => below0(SIGNED(byte)),
        (byte) => below0(STANDARD(byte)),
      ),
      plain: countNearest(UNIT, (byte) => byte),
      bytes: countNearest((byte) => byte, STANDARD),
    };
    for (const [id, correct] of Object.entries(counts)) {
      const result = results.get(id);
      expect([id, result?.evidence]).toEqual([id, expect.objectContaining({ correct })]);
      const reached = Math.max(0, Math.min(1, (correct / (10 * EACH) - 0.5) / 0.4));
      expect(result?.earned).toBeLessThanOrEqual(2 * reached + 1e-12);
    }
    expect(results.get('image')?.summary).toMatch(/with pixel values from -1 to 1 it is right for 100\.0 % of 40/);
    expect(results.get('plain')?.summary).toMatch(/with pixel values from 0 to 255 it is right for 100\.0 % of 40/);
    expect(results.get('flat')?.summary).not.toMatch(/pixel/);
  }, 60_000);

  test('another shape is told with both, and how to get from one to the other', async () => {
    const results = await grade({
      ...(await network('image', { input: [PIXELS] })),
      ...(await network('flat', { input: [SIDE, SIDE, 1] })),
      ...(await network('plain', { input: [1, SIDE, SIDE] })),
    });
    expect([...results.values()].slice(0, 3).map(({ earned, summary }) => [earned, summary])).toEqual([
      [
        0,
        'image/model.json expects examples of shape [null, 784], the data are [null, 28, 28, 1]: let it begin with a Flatten layer that takes [28, 28, 1]',
      ],
      [
        0,
        'plain/model.json expects examples of shape [null, 1, 28, 28], the data are [null, 28, 28]: let it begin with a Reshape layer that takes [28, 28]',
      ],
      [
        0,
        'flat/model.json expects examples of shape [null, 28, 28, 1], the data are [null, 784]: let it begin with a Reshape layer that takes [784]',
      ],
    ]);
  }, 60_000);

  test('ten classes that count from one, or with two exchanged: the remark names the right ones', async () => {
    const results = await grade({
      ...(await network('image', { outputOf: (digit) => (digit + 1) % 10 })),
      ...(await network('signed', { feed: SIGNED, outputOf: (digit) => (digit + 9) % 10 })),
      ...(await network('bytes', {
        feed: (byte) => byte,
        outputOf: (digit) => ({ 3: 8, 8: 3 })[digit] ?? digit,
      })),
    });
    expect(results.get('image')?.summary).toContain(
      'its class numbers are 1 too high: what is class 0 (0) here is its class 1, as when labels count from 1',
    );
    expect(results.get('signed')?.summary).toContain(
      'its class numbers are 1 too low: what is class 1 (1) here is its class 0',
    );
    expect(results.get('bytes')?.summary).toContain('it has the classes 3 (3) and 8 (8) exchanged');
  }, 60_000);
});

describe('points of five features and seven classes', () => {
  const NAMES = ['ash', 'birch', 'cedar', 'elm', 'fir', 'oak', 'pine'];
  const rng = makeRng(5);
  const centres = NAMES.map(() => Array.from({ length: 5 }, () => 4 * rng.nextUniform()));
  const points = Array.from({ length: 140 }, (_, at) => ({
    label: at % 7,
    values: (centres[at % 7] ?? []).map((value) => Math.fround(value + 2 * rng.nextUniform() - 1)),
  }));
  const weights = centres.map((centre) => centre.map((value) => Math.fround(value)));
  const biases = weights.map((centre) => Math.fround(-centre.reduce((sum, value) => sum + value * value, 0) / 2));

  async function gradePoints(table: string): Promise<CheckReport | undefined> {
    const text = `schemaVersion: 1
id: trees
title: Trees
points: 5
targets: { trees: { kind: model, path: trees/model.json, input: [5], outputs: [7] } }
data: { held: { kind: points, path: held, features: 5, classes: [${NAMES.join(', ')}] } }
checks:
  - { id: trees, kind: accuracy, title: T, points: 5, target: trees, data: held, ramp: { from: 0.2, to: 1 } }
`;
    const folder = writeFiles(makeFolder(), { 'trees.yaml': text, 'held/points.csv': table });
    const dense = tfl.layers.dense({ units: 7, inputShape: [5] });
    const model = tfl.sequential({ layers: [dense] });
    dense.setWeights([tf.transpose(tf.tensor2d(weights)), tf.tensor1d(biases)]);
    const submission = writeFiles(makeFolder(), modelFiles(await exportModel(model), 'trees'));
    const { results } = await gradeOne(submission, { rubric: await loadRubric(join(folder, 'trees.yaml')), driver });
    return results[0];
  }

  const nearest = (values: readonly number[]) => {
    const scores = weights.map((centre, k) =>
      centre.reduce((sum, w, at) => sum + w * (values[at] ?? 0), biases[k] ?? 0),
    );
    return scores.indexOf(Math.max(...scores));
  };
  const right = points.filter(({ label, values }) => nearest(values) === label).length;
  const rows = (separator: string, labelOf: (label: number) => string) =>
    [
      ['x1', 'x2', 'x3', 'x4', 'x5', 'label'].join(separator),
      ...points.map(({ label, values }) => [...values.map(String), labelOf(label)].join(separator)),
    ].join('\r\n');

  test.each([
    ['numbers as labels', rows(',', String)],
    ['names, and semicolons as spreadsheets write them', rows(';', (label) => NAMES[label] ?? '')],
  ])(
    '%s',
    async (_name, table) => {
      expect(right).toBeGreaterThan(70);
      expect(right).toBeLessThan(140);
      const result = await gradePoints(table);
      expect(result?.evidence).toMatchObject({ type: 'accuracy', correct: right, total: 140 });
      expect(result?.earned).toBeCloseTo((5 * (right / 140 - 0.2)) / 0.8, 3);
    },
    30_000,
  );
});
