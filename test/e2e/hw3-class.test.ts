/**
 * The example class of Homework 3, graded on wasm, which every machine has: the points of each submission and the
 * mistake that is named. The counts of the linear network are recomputed here in double precision. A tenth of the
 * images and the networks that are asked about are used, and all of them in `npm run fuzz`.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { loadImages } from '../../grader/images/load-images.js';
import { IMAGE_CLASSES } from '../../grader/protocol/data-set.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { fewerImages } from '../support/fewer-images.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';
import { IS_FULL } from '../support/runs.js';

afterAll(removeFolders);

const CLASS = 'submissions/hw3-supertux';
const SHIPPED = 'fixtures/supertux/heldout';
const HELDOUT = IS_FULL ? SHIPPED : fewerImages(SHIPPED, 10);
const COUNT = IS_FULL ? 1200 : 120;
/** The class that is most often taken for the next one. */
const SHIFTED = IS_FULL ? 0 : 4;
const FEWER = IS_FULL
  ? []
  : ['--data', `heldout=${HELDOUT}`, '--data', `valid=${fewerImages('fixtures/supertux/valid', 10)}`];
/** Of these submissions, the networks that are asked about below; of the others, all. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  constant: ['ll'],
  linear: ['ll'],
  mlp: [],
  'not-normalised': ['cnn'],
  overfitted: [],
  'shifted-labels': ['ll'],
  'too-large': ['ll'],
  'training-mode': ['cnn'],
  untrained: [],
};

/** The class with the networks that are asked about. */
function classOf(): string {
  const folder = join(makeFolder(), 'class');
  cpSync(CLASS, folder, {
    recursive: true,
    filter: (path) => {
      const [name = '', part, network] = relative(CLASS, path).split(sep);
      return part !== 'models' || network === undefined || (ASKED[name]?.includes(network) ?? true);
    },
  });
  return folder;
}

let out = '';
beforeAll(async () => {
  out = join(makeFolder(), 'run');
  const args = [
    'batch',
    IS_FULL ? CLASS : classOf(),
    '--rubric',
    'hw3-supertux',
    '--backend',
    'wasm',
    '--out',
    out,
    ...FEWER,
  ];
  const { exitCode, stderr } = await runCli(args);
  expect([exitCode, stderr.split('\n').filter((line) => line.startsWith('tuxgrade:'))]).toEqual([0, []]);
}, 300_000);

function reportOf(name: string): GradeReport {
  return JSON.parse(readFileSync(join(out, 'reports', name, 'report.json'), 'utf8')) as GradeReport;
}

function resultOf(name: string, id: string) {
  const result = reportOf(name).results.find((one) => one.id === id);
  if (result === undefined) throw new Error(`${name} has no ${id}`);
  return result;
}

test('the good one has all points, and none is ungraded', () => {
  expect(reportOf('good').verdict).toMatchObject({ status: 'graded', earned: 100, possible: 100 });
  const shipped =
    'the held-out images are those that ship with tuxgrade: a student may have trained on them; use --data heldout=DIR';
  expect(reportOf('good').notes).toEqual(IS_FULL ? [{ audience: 'system', text: shipped }] : []);
});

describe('each mistake is reported', () => {
  test.each([
    [
      'constant',
      'll-heldout',
      RegExp(
        `^16\\.7 % right \\(${String(COUNT / 6)} of ${String(COUNT)}, .*it predicts class 2 \\(tux\\) for every example`,
      ),
    ],
    [
      'not-normalised',
      'cnn-heldout',
      /with pixel values from 0 to 255 it is right for \d\d\.\d % of 40 of these examples/,
    ],
    [
      'shifted-labels',
      'll-heldout',
      RegExp(
        `its class numbers are 1 too high: what is class ${String(SHIFTED)} \\(\\w+\\) here is its class ${String(SHIFTED + 1)}, .*it would be 8\\d\\.\\d % with the classes numbered as in the homework`,
      ),
    ],
    ['training-mode', 'cnn-heldout', /depend on the others in the batch .*batch normalisation still in training mode/],
    [
      'number-label',
      'll-heldout',
      RegExp(`gave outputs of shape \\[${String(COUNT)}, 1\\], expected \\[${String(COUNT)}, 6\\]`),
    ],
    ['too-large', 'll-limits', /over the limit: parameters 556886 \(limit 500000\)/],
    ['linear', 'cnn-limits', /models\/cnn\/model\.json or models\/cnn\/model\.onnx was not handed in/],
    ['not-normalised', 'l2-loss', /B times the right answer: a sum over the batch, but the loss is a mean/],
    ['mlp', 'onehot-loss', /the right answer divided by the number of outputs/],
    ['untrained', 'regress-loss', /regress threw: not written yet \(losses\.ts:4:9\)/],
    ['untrained', 'log', /loss\.csv is missing/],
    ['mlp', 'data', /images of train that are also in valid: 90; levels that are in both splits: 69/],
    ['linear', 'data', /labels that do not fit the image: \d\d/],
    ['overfitted', 'data', /mirror images of others: 1/],
    ['constant', 'data', /the folder data is missing or empty/],
  ])('%s, %s', (name, id, sentence) => {
    expect(resultOf(name, id).summary).toMatch(sentence);
    expect(resultOf(name, id).status).not.toBe('passed');
  });

  test('a missing part costs its own points only', () => {
    const { results } = reportOf('number-label');
    const zero = results.filter(({ earned }) => earned === 0).map(({ id }) => id.split('-')[0]);
    expect(new Set(zero)).toEqual(new Set(['onehot', 'll', 'l2', 'cnn', 'data']));
    expect(resultOf('number-label', 'regress-heldout').earned).toBe(6);
  });

  test('collected data earn by rule', () => {
    const { evidence } = resultOf('overfitted', 'data');
    expect(evidence.type).toBe('data-set');
    if (evidence.type !== 'data-set') return;
    // 1: rows and files, 2: images, 3: classes, 4: copies within one in a hundred, 5: no splits, 6: labels
    expect(evidence.rules.map(({ earned }) => earned)).toEqual([0, 0, 0, 2, 1, 1]);
    expect(evidence.groups.find(({ code }) => code === 'not-png')?.examples).toEqual([
      { file: 'photo.png', row: 248, found: 'it is a JPEG image' },
    ]);
  });
});

test('the linear network is right as often as plain arithmetic says', async () => {
  const { pixels, labels } = await loadImages(HELDOUT, { classes: IMAGE_CLASSES, side: 64 });
  const bytes = readFileSync(join(CLASS, 'linear', 'models', 'll', 'weights.bin'));
  const weights = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const inputs = 64 * 64 * 3;
  let correct = 0;
  for (const [row, label] of labels.entries()) {
    const logits = Float64Array.from(weights.subarray(inputs * 6));
    for (let at = 0; at < inputs; at += 1) {
      const x = (pixels[row * inputs + at] ?? NaN) / 255;
      for (let k = 0; k < 6; k += 1) logits[k] = (logits[k] ?? NaN) + x * (weights[at * 6 + k] ?? NaN);
    }
    if (logits.indexOf(Math.max(...logits)) === label) correct += 1;
  }
  const { evidence } = resultOf('linear', 'll-heldout');
  expect(evidence).toMatchObject({ type: 'accuracy', total: COUNT, correct });
});
