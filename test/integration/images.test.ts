/** Image data sets: read in both forms, graded end to end, and each mistake in them reported. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { loadImages } from '../../grader/images/load-images.js';
import { exportModel, modelFiles, tf, tfl } from '../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';

afterAll(removeFolders);

const CLASSES = ['object', 'tile', 'tux', 'badguy', 'bonus', 'projectile'];
const FORMAT = { classes: CLASSES, side: 64 };
const VALID = 'fixtures/supertux/valid';
const RECORD = 64 * 64 * 3 + 1;

/** The file as another decoder's raw pixels. */
async function pixelsOf(path: string): Promise<Uint8Array> {
  return await sharp(path).toColourspace('srgb').removeAlpha().raw().toBuffer();
}

describe('loading', () => {
  test('the folder form: pixels as they are, labels by name, in the order of the rows', async () => {
    const { pixels, labels } = await loadImages(VALID, FORMAT);
    const rows: string[][] = parse(readFileSync(join(VALID, 'labels.csv')), { fromLine: 2 });
    expect([...labels]).toEqual(rows.map(([, label = '']) => CLASSES.indexOf(label)));
    for (const row of [0, 17, 599]) {
      const expected = await pixelsOf(join(VALID, rows[row]?.[0] ?? ''));
      expect(Buffer.compare(pixels.subarray(row * (RECORD - 1), (row + 1) * (RECORD - 1)), expected)).toBe(0);
    }
  });
  test('raw records, as a file and as the only file of a folder', async () => {
    const records = new Uint8Array(3 * RECORD).map((_, index) => index % 251);
    [0, 5, 2].forEach((label, record) => (records[record * RECORD + RECORD - 1] = label));
    const folder = writeFiles(makeFolder(), { 'valid.dat': records });
    for (const path of [folder, join(folder, 'valid.dat')]) {
      const { pixels, labels } = await loadImages(path, FORMAT);
      expect([...labels]).toEqual([0, 5, 2]);
      expect(
        Buffer.compare(pixels.subarray(RECORD - 1, 2 * (RECORD - 1)), records.subarray(RECORD, 2 * RECORD - 1)),
      ).toBe(0);
    }
  });
  test('a byte order mark, Windows line ends, numbers as labels', async () => {
    const png = readFileSync(join(VALID, '00001.png'));
    const folder = writeFiles(makeFolder(), { 'labels.csv': '\ufefffile,label\r\na.png,3\r\n', 'a.png': png });
    expect([...(await loadImages(folder, FORMAT)).labels]).toEqual([3]);
  });
});

describe('errors are reported with file and row', () => {
  const png = readFileSync(join(VALID, '00001.png'));
  test.each<[string, Record<string, string | Uint8Array>, RegExp]>([
    ['no labels', { 'a.png': png }, /cannot read .*labels\.csv/],
    ['no rows', { 'labels.csv': 'file,label\n' }, /labels\.csv has no rows/],
    [
      'another header',
      { 'labels.csv': 'name,class\na.png,tux\n' },
      /labels\.csv:1: the header is name,class, without file, label/,
    ],
    [
      'an unknown label',
      { 'labels.csv': 'file,label\na.png,Tux\n', 'a.png': png },
      /:2: label "Tux", expected one of object,/,
    ],
    ['a number too large', { 'labels.csv': 'file,label\na.png,6\n', 'a.png': png }, /label "6", expected one of/],
    [
      'a path that climbs',
      { 'labels.csv': 'file,label\n../a.png,tux\n' },
      /"\.\.\/a\.png" is not the name of a file in this folder/,
    ],
    ['a missing image', { 'labels.csv': 'file,label\na.png,tux\n' }, /cannot read .*a\.png/],
    [
      'no image',
      { 'labels.csv': 'file,label\na.png,tux\n', 'a.png': 'PNG' },
      /a\.png is not an image that can be read/,
    ],
    [
      'an open quote',
      { 'labels.csv': 'file,label\n"a.png,tux\n' },
      /labels\.csv:2: the quote in column 1 is never closed/,
    ],
    [
      'a record cut short',
      { 'x.dat': new Uint8Array(RECORD + 5) },
      /x\.dat has 12294 bytes, expected records of 12289 bytes/,
    ],
    ['a label that is not a class', { 'x.dat': new Uint8Array(RECORD).fill(6) }, /record 0: label 6, expected 0 to 5/],
  ])('%s', async (_name, files, said) => {
    const failure = { code: 'DATA_MISSING', message: expect.stringMatching(said) as unknown };
    await expect(loadImages(writeFiles(makeFolder(), files), FORMAT)).rejects.toMatchObject(failure);
  });
  test('another size', async () => {
    const small = await sharp({ create: { width: 32, height: 16, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const folder = writeFiles(makeFolder(), { 'labels.csv': 'file,label\na.png,tux\n', 'a.png': small });
    await expect(loadImages(folder, FORMAT)).rejects.toMatchObject({
      message: expect.stringContaining('a.png has 32 x 16 pixels, expected 64 x 64') as unknown,
    });
  });
});

describe('graded', () => {
  /** Scores of the classes: the mean of each colour channel times these weights, plus these biases. */
  const WEIGHTS = [
    [-3, 1, 2, 0.5, 4, -2],
    [2, -1, 0.5, 3, -4, 1],
    [1, 3, -2, -3, 0.5, 2],
  ];
  const BIASES = [0.5, -0.3, 0.4, 0.1, 0.6, 0.2];
  /** Of the number-label model: one output that should be the number of the class. */
  const SLOPE = [6, -4, 3];

  const folder = makeFolder();
  const rubric = join(folder, 'images.yaml');
  const run = (submission: string, ...more: string[]) =>
    runCli(['grade', join(folder, submission), '--rubric', rubric, '--json', ...more]);

  beforeAll(async () => {
    const check = (target: string) =>
      `  - { id: ${target}, kind: accuracy, title: T, points: 5, target: ${target}, data: valid, ramp: { from: 0.1, to: 0.9 } }`;
    const target = (name: string, width: number) =>
      `  ${name}: { kind: model, path: ${name}/model.json, input: [64, 64, 3], outputs: [${String(width)}] }`;
    writeFileSync(
      rubric,
      `schemaVersion: 1\nid: images\ntitle: Images\npoints: 10\ntargets:\n${target('scores', 6)}\n${target('number', 1)}\ndata:\n  valid: { kind: images, path: data/valid, classes: [${CLASSES.join(', ')}], side: 64 }\nchecks:\n${check('scores')}\n${check('number')}\n`,
    );
    const png = (name: string) => readFileSync(join(VALID, name));
    const rows = readFileSync(join(VALID, 'labels.csv'), 'utf8').split('\n').slice(0, 121);
    const images = rows
      .slice(1)
      .map((row): [string, Uint8Array] => [row.split(',')[0] ?? '', png(row.split(',')[0] ?? '')]);
    writeFiles(join(folder, 'data', 'valid'), { 'labels.csv': `${rows.join('\n')}\n`, ...Object.fromEntries(images) });
    const model = async (units: number, kernel: number[][], bias: number[]) => {
      const dense = tfl.layers.dense({ units });
      const built = tfl.sequential({
        layers: [tfl.layers.globalAveragePooling2d({ inputShape: [64, 64, 3], dataFormat: 'channelsLast' }), dense],
      });
      dense.setWeights([tf.tensor2d(kernel), tf.tensor1d(bias)]);
      return await exportModel(built);
    };
    writeFiles(join(folder, 'alice'), {
      ...modelFiles(await model(6, WEIGHTS, BIASES), 'scores'),
      ...modelFiles(
        await model(
          1,
          SLOPE.map((one) => [one]),
          [0.5],
        ),
        'number',
      ),
    });
  }, 60_000);

  /** How many of the first 120 images are right by plain arithmetic. */
  async function countRight(predict: (means: number[]) => number): Promise<number> {
    const rows: string[][] = parse(readFileSync(join(folder, 'data', 'valid', 'labels.csv')), { fromLine: 2 });
    const right = await Promise.all(
      rows.map(async ([file = '', label = '']) => {
        const pixels = await pixelsOf(join(VALID, file));
        const means = [0, 1, 2].map((c) => pixels.reduce((sum, v, i) => (i % 3 === c ? sum + v : sum), 0) / 4096 / 255);
        return predict(means) === CLASSES.indexOf(label);
      }),
    );
    return right.filter(Boolean).length;
  }

  test('the count is that of plain arithmetic: the largest of six scores, the nearest of six numbers', async () => {
    const { stdout } = await run('alice');
    const { results } = JSON.parse(stdout) as { results: { evidence: { correct: number; total: number } }[] };
    const dot = (means: number[], weights: number[]) =>
      means.reduce((sum, mean, c) => sum + mean * (weights[c] ?? NaN), 0);
    const largest = await countRight((means) => {
      const scores = BIASES.map(
        (bias, k) =>
          bias +
          dot(
            means,
            WEIGHTS.map((row) => row[k] ?? NaN),
          ),
      );
      return scores.indexOf(Math.max(...scores));
    });
    const nearest = await countRight((means) => Math.min(5, Math.max(0, Math.round(0.5 + dot(means, SLOPE)))));
    expect(results.map(({ evidence }) => [evidence.correct, evidence.total])).toEqual([
      [largest, 120],
      [nearest, 120],
    ]);
    // neither nothing nor everything: the count shows something
    expect(Math.min(largest, nearest)).toBeGreaterThan(5);
    expect(Math.max(largest, nearest)).toBeLessThan(100);
  }, 30_000);
  test('--data puts another folder in its place', async () => {
    const other = join(folder, 'other');
    writeFiles(other, { 'labels.csv': 'file,label\na.png,tux\n', 'a.png': readFileSync(join(VALID, '00001.png')) });
    const { stdout } = await run('alice', '--data', `valid=${other}`);
    expect(stdout).toContain('"total": 1,');
  }, 30_000);
  test('a data set that is not there is the instructor’s matter: exit 3', async () => {
    const { exitCode, stderr } = await run('alice', '--data', 'valid=no-such-folder');
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('cannot read the folder no-such-folder')]);
  });
});
