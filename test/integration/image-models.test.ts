/**
 * Exported networks for images, damaged or misunderstood as by students: each is reported, and the others are still
 * graded.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { backendsFor } from '../../grader/sandbox/kits/backends.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { IMAGE_CLASSES } from '../../grader/protocol/data-set.js';
import type { CheckReport } from '../../grader/schema/report.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { keptAnswers } from '../support/kept-answers.js';

afterAll(removeFolders);

const MODEL = 'submissions/hw3-supertux/linear/models/ll';
const INPUTS = 64 * 64 * 3;

function rubricText(folder: string): string {
  const path = join('..'.concat('/..'.repeat(folder.split('/').length - 2)), resolve('fixtures/supertux/valid'));
  return `schemaVersion: 1
id: images
title: Images
points: 5
limits: { modelSeconds: 60, totalSeconds: 120 }
targets:
  ll: { kind: model, path: ll/model.json, input: [64, 64, 3], outputs: [6], gives: logits }
  other: { kind: model, path: other/model.json, input: [64, 64, 3], outputs: [6], gives: logits }
data:
  valid: { kind: images, path: ${path}, classes: [${IMAGE_CLASSES.join(', ')}], side: 64 }
checks:
  - { id: limits, kind: model-limits, title: Limits, points: 1, target: ll, parameters: 100000 }
  - { id: accuracy, kind: accuracy, title: Accuracy, points: 3, target: ll, data: valid, ramp: { from: 0.2, to: 0.5 } }
  - { id: other, kind: accuracy, title: Other, points: 1, target: other, data: valid, ramp: { from: 0.2, to: 0.5 } }
`;
}

let driver: Driver;
let rubric: ResolvedRubric;
const json = readFileSync(join(MODEL, 'model.json'), 'utf8');
const weights = readFileSync(join(MODEL, 'weights.bin'));
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
  const folder = makeFolder();
  rubric = await loadRubric(join(writeFiles(folder, { 'r.yaml': rubricText(folder) }), 'r.yaml'));
});

/** The other network is the same every time. */
const evaluations = keptAnswers();

type Files = Record<string, string | Uint8Array>;

async function grade(files: Files, change: (folder: string) => void = () => undefined): Promise<CheckReport[]> {
  const folder = writeFiles(makeFolder(), {
    'll/model.json': json,
    'll/weights.bin': weights,
    'other/model.json': json,
    'other/weights.bin': weights,
    ...files,
  });
  change(folder);
  const { results } = await gradeOne(folder, { rubric, driver, backends: backendsFor('wasm'), evaluations });
  return [...results];
}

/** The columns of the weights in another order, or fewer of them. */
function columns(order: readonly number[]): Uint8Array {
  const all = new Float32Array(weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length));
  const rows = Array.from({ length: INPUTS + 1 }, (_, row) => order.map((column) => all[row * 6 + column] ?? NaN));
  return new Uint8Array(Float32Array.from(rows.flat()).buffer);
}

const percent = ({ summary }: CheckReport | undefined = {} as CheckReport) =>
  /^[\d.]+ % right \((\d+) of 600/.exec(summary)?.[1];

describe('a network with other outputs', () => {
  test('probabilities in place of logits are reported and graded as right', async () => {
    const [, accuracy, other] = await grade({
      'll/model.json': json.replace('"activation":"linear"', '"activation":"softmax"'),
    });
    expect(accuracy?.summary).toMatch(/probabilities/);
    expect(percent(accuracy)).toBe(percent(other));
    expect(other?.summary).not.toMatch(/probabilities/);
  });

  test('classes in alphabetical order', async () => {
    const alphabetical = [...IMAGE_CLASSES].sort().map((name) => IMAGE_CLASSES.indexOf(name));
    const [, accuracy, other] = await grade({ 'll/weights.bin': columns(alphabetical) });
    expect(accuracy?.summary).toMatch(/alphabetical/);
    expect(Number(percent(accuracy))).toBeLessThan(Number(percent(other)));
  });

  test('five outputs instead of six', async () => {
    const five = json
      .replace('"units":6', '"units":5')
      .replace('[12288,6]', '[12288,5]')
      .replace('"shape":[6]', '"shape":[5]');
    const [, accuracy, other] = await grade({ 'll/model.json': five, 'll/weights.bin': columns([0, 1, 2, 3, 4]) });
    expect(accuracy).toMatchObject({ earned: 0 });
    expect(accuracy?.summary).toMatch(/\[600, 5\], expected \[600, 6\]/);
    expect(other?.earned).toBe(1);
  });

  test('images of 32 x 32', async () => {
    const small = json.replace('[null,64,64,3]', '[null,32,32,3]').replace('[12288,6]', '[3072,6]');
    const kernel = weights.subarray(0, 3072 * 6 * 4);
    const bias = weights.subarray(weights.length - 6 * 4);
    const [, accuracy] = await grade({ 'll/model.json': small, 'll/weights.bin': Buffer.concat([kernel, bias]) });
    expect(accuracy).toMatchObject({ earned: 0 });
    expect(accuracy?.summary).toBe(
      'll/model.json expects examples of shape [null, 32, 32, 3], the data are [null, 64, 64, 3]',
    );
  });
});

describe('files that are not a network', () => {
  test('a model.json of 20 MB costs that network alone', async () => {
    const [limits, accuracy, other] = await grade({ 'll/model.json': json + ' '.repeat(20 << 20) });
    expect([limits?.earned, accuracy?.earned, other?.earned]).toEqual([0, 0, 1]);
    expect(accuracy?.summary).toBe(
      'll/model.json has 20.0 MiB, the limit is 16.0 MiB: weights belong in .bin files beside it',
    );
  });
  test('weights that are a folder', async () => {
    const [, accuracy, other] = await grade({}, (folder) => {
      rmSync(join(folder, 'll', 'weights.bin'));
      mkdirSync(join(folder, 'll', 'weights.bin'));
      writeFiles(join(folder, 'll', 'weights.bin'), { 'group1-shard1of1': 'x' });
    });
    expect(accuracy).toMatchObject({ earned: 0 });
    expect(accuracy?.summary).toMatch(/weights\.bin/);
    expect(other?.earned).toBe(1);
  });
  test('weights that are not finite', async () => {
    const bad = Buffer.from(weights);
    bad.writeUInt32LE(0x7fc00000, 400);
    const [, accuracy] = await grade({ 'll/weights.bin': bad });
    expect(accuracy).toMatchObject({ earned: 0 });
    expect(accuracy?.summary).toMatch(/not finite/);
  });
});
