/** A hand-written backward pass compared with the student's own exported network, from the rubric to the points. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { backendsFor } from '../../grader/sandbox/kits/backends.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { exportModel, modelFiles, smallModel } from '../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { keptAnswers } from '../support/kept-answers.js';

afterAll(removeFolders);

const RUBRIC = `schemaVersion: 1
id: own
title: Own gradients
points: 8
targets:
  net: { kind: model, path: net/model.json, input: [2], outputs: [1] }
  backward: { kind: function, file: backprop, export: backward, arguments: [weights, x, label], returns: record }
data:
  points: { kind: point-in-circle, seed: 1, count: 400, center: [0, 0], radius: 1, box: { low: -1, high: 1 } }
checks:
  - id: gradients
    kind: model-gradient
    title: Gradients
    points: 8
    target: backward
    model: net
    loss: half-squared-error
    data: points
    examples: 12
`;

/** Dense 2-3-1 with relu and sigmoid; loss = mean of (out - label)^2 / 2. Names are those of the model's weights. */
const BACKWARD = (change: (code: string) => string) =>
  change(`import * as tf from '@tensorflow/tfjs';
export function backward(weights, x, label) {
  const [W1, b1, W2, b2] = NAMES.map((name) => weights[name]);
  const z1 = x.matMul(W1).add(b1);
  const h = z1.relu();
  const out = h.matMul(W2).add(b2).sigmoid();
  const B = x.shape[0];
  const dout = out.sub(label.toFloat().reshape([-1, 1])).div(B);
  const dz2 = dout.mul(out).mul(tf.sub(1, out));
  const dh = dz2.matMul(W2, false, true);
  const dz1 = dh.mul(z1.greater(0).toFloat());
  return {
    [NAMES[0]]: x.matMul(dz1, true),
    [NAMES[1]]: dz1.sum(0),
    [NAMES[2]]: h.matMul(dz2, true),
    [NAMES[3]]: dz2.sum(0),
  };
}`);

let driver: Driver;
let rubric: ResolvedRubric;
let files: Record<string, string | Uint8Array>;
let names = '';
// the network is that of every submission here: what it answers is asked once
const evaluations = keptAnswers();
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
  rubric = await loadRubric(join(writeFiles(makeFolder(), { 'own.yaml': RUBRIC }), 'own.yaml'));
  const model = await exportModel(smallModel());
  files = modelFiles(model, 'net');
  names = JSON.stringify(model.json.weightsManifest.flatMap(({ weights }) => weights.map(({ name }) => name)));
});

async function grade(change: (code: string) => string = (code) => code, rubricText = RUBRIC) {
  const asked =
    rubricText === RUBRIC
      ? rubric
      : await loadRubric(join(writeFiles(makeFolder(), { 'own.yaml': rubricText }), 'own.yaml'));
  const code = `const NAMES = ${names};\n${BACKWARD(change)}`;
  const folder = writeFiles(makeFolder(), { ...files, 'backprop.ts': code });
  const report = await gradeOne(folder, { rubric: asked, driver, backends: backendsFor('wasm'), evaluations });
  const [result] = report.results;
  if (result === undefined) throw new Error('no result');
  return result;
}

describe('gradients of an exported network, written by hand', () => {
  test('right ones', async () => {
    expect(await grade()).toMatchObject({ earned: 8, summary: 'right for every weight of the model' });
  });
  test.each([
    ['a sum over the batch', '.div(B)', '', 0],
    ['no derivative of the sigmoid', '.mul(out).mul(tf.sub(1, out))', '', 0],
    ['no mask of relu', '.mul(z1.greater(0).toFloat())', '', 4],
    ['one bias forgotten', '[NAMES[3]]: dz2.sum(0),', '', 6],
    ['a transposed weight', 'x.matMul(dz1, true)', 'dz1.matMul(x, true)', 6],
  ])('%s', async (_, right, wrong, earned) => {
    const result = await grade((code) => {
      expect(code).toContain(right);
      return code.replace(right, wrong);
    });
    expect(result.earned).toBe(earned);
  });
  test('asked for by hand: what tf.js differentiates earns nothing, and what is by hand all', async () => {
    const byHand = RUBRIC.replace('examples: 12', 'examples: 12\n    by: hand');
    const differentiate = (code: string) =>
      code.replace('h.matMul(dz2, true)', 'tf.grad((w) => h.matMul(w).mul(dz2).sum())(W2)');
    expect(await grade(differentiate)).toMatchObject({ earned: 8 });
    expect(await grade(differentiate, byHand)).toMatchObject({
      earned: 0,
      summary: 'the gradient is computed with tf.grad; this check asks for it by hand',
    });
    expect(await grade((code) => code, byHand)).toMatchObject({ earned: 8 });
  });
});
