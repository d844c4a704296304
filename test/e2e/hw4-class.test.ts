/**
 * The example class of Homework 4, graded on wasm, which every machine has: the points of each submission and the mistake
 * that is named, on a third of the images. The mean of the good network is computed here once more, from its own class maps.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSegmentation } from '../../grader/images/load-masks.js';
import { loadModel } from '../../grader/runtime/model.js';
import { tf } from '../../grader/runtime/tf.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { fewerSegmented } from '../support/fewer-images.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';

afterAll(removeFolders);

const CLASS = 'submissions/hw4-segmentation';
const CLASSES = ['background', 'tile', 'tux', 'badguy', 'bonus', 'projectile', 'object'];
/** A third of the images of one that ships. */
const fewer = (name: string) => fewerSegmented(join('fixtures/supertux/segmentation', name), 3);
const HELDOUT = fewer('heldout');
const IMAGES = 14;

let out = '';
beforeAll(async () => {
  out = join(makeFolder(), 'run');
  const data = ['--data', `heldout=${HELDOUT}`, '--data', `valid=${fewer('valid')}`];
  const args = ['batch', CLASS, '--rubric', 'hw4-segmentation', '--backend', 'wasm', '--out', out, ...data];
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
  expect(reportOf('good').notes).toEqual([]);
});

describe('each mistake is reported, and earns what is not wrong', () => {
  test.each([
    [
      'constant',
      10,
      /mean intersection over union 8\.\d % of 7 classes; .*it predicts class 0 \(background\) for every pixel/,
    ],
    [
      'shifted-classes',
      10,
      /its class numbers are 1 too high: what is class 0 \(background\) here is its class 1, as when labels count from 1: the mean would be [4-7]\d\.\d %/,
    ],
    [
      'half-size',
      10,
      /gave outputs of shape \[14, 32, 32, 7\], expected \[14, 64, 64, 7\]: .*UpSampling2D layer of size \[2, 2\]/,
    ],
    ['channels-first', 10, /gave outputs of shape \[14, 7, 64, 64\], expected .*Permute layer of dims \[2, 3, 1\]/],
    ['one-number', 10, /gave outputs of shape \[14, 64, 64, 1\], expected .*one number for each pixel/],
  ])('%s', (name, earned, sentence) => {
    expect(reportOf(name).verdict).toMatchObject({ status: 'graded', earned });
    expect(resultOf(name, 'heldout').summary).toMatch(sentence);
    expect(resultOf(name, 'heldout').status).toBe('failed');
  });
  test('blue-first', () => {
    expect(resultOf('blue-first', 'heldout').summary).toMatch(
      /with the colours in the order blue, green, red its mean is/,
    );
    expect(reportOf('blue-first').verdict.earned).toBeCloseTo(75.6, 0);
  });
});

test('a permutation of the classes has the same counts, elsewhere', () => {
  const [good, shifted] = ['good', 'shifted-classes'].map((name) => resultOf(name, 'heldout').evidence);
  if (good?.type !== 'segmentation' || shifted?.type !== 'segmentation') throw new Error('no segmentation');
  expect(shifted.confusion).toEqual(good.confusion.map((row) => row.map((_count, label) => row[(label + 6) % 7])));
});

test('the mean is what nested loops over the maps of the good network say', async () => {
  const { pixels, maps } = await loadSegmentation(HELDOUT, {
    classes: CLASSES,
    side: 64,
  });
  await tf.setBackend('cpu');
  // no greeting of tf.js among the output of tests
  (tf.backend() as { firstUse?: boolean }).firstUse = false;
  const model = await loadModel(join(CLASS, 'good'), 'model/model.json', 'layers-model');
  const count = maps.length / 4096;
  expect(count).toBe(IMAGES);
  const said: number[] = [];
  for (let image = 0; image < count; image += 1) {
    const part = Float32Array.from(pixels.subarray(image * 12_288, (image + 1) * 12_288), (value) => value / 255);
    const scores = (model.predict(tf.tensor4d(part, [1, 64, 64, 3])) as ReturnType<typeof tf.tensor>).dataSync();
    for (let at = 0; at < 4096; at += 1) {
      const own = Array.from(scores.subarray(7 * at, 7 * at + 7));
      said.push(own.indexOf(Math.max(...own)));
    }
  }
  const ious = CLASSES.map((_name, label) => {
    let [both, either] = [0, 0];
    for (const [at, truth] of maps.entries()) {
      if (truth === 255) continue;
      if (truth === label && said[at] === label) both += 1;
      if (truth === label || said[at] === label) either += 1;
    }
    return both / either;
  });
  const { evidence } = resultOf('good', 'heldout');
  if (evidence.type !== 'segmentation') throw new Error('no segmentation');
  // cpu and wasm round differently: few of 172,032 pixels may have another class
  expect(evidence.mean).toBeCloseTo(ious.reduce((sum, iou) => sum + iou, 0) / 7, 3);
  expect(evidence.perClass.map(({ name }) => name)).toEqual(CLASSES);
}, 120_000);
