/**
 * ONNX models from the files to the points: the same network earns the same in either format, and what is wrong is told
 * by the name of the file that was handed in.
 */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gradeOne } from '../../grader/grading/grade.js';
import type { OnnxGraph } from '../../grader/onnx/format/model.js';
import { writeModel } from '../../grader/onnx/format/write.js';
import { translateToOnnx } from '../../grader/onnx/translate.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { readArtifacts } from '../../grader/runtime/artifacts.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { ONNX_BINDING } from '../support/onnx-library.js';
import { node, onnxModel, weight } from '../support/onnx-models.js';
import { describeUnless } from '../support/where-possible.js';

afterAll(removeFolders);

const RUBRIC = (target: string, checks: string, points: number) => `schemaVersion: 1
id: onnx
title: ONNX
points: ${String(points)}
targets:
  net: { kind: model, ${target} }
  backward: { kind: function, file: backprop, export: backward, arguments: [weights, x, label], returns: record }
data:
  points: { kind: point-in-circle, seed: 1, count: 400, center: [0, 0], radius: 1, box: { low: -2, high: 2 } }
checks:
${checks}`;
const BOTH = `  - { id: limits, kind: model-limits, title: Limits, points: 2, target: net, parameters: 20, activations: [linear, mul] }
  - { id: acc, kind: accuracy, title: Accuracy, points: 2, target: net, data: points, ramp: { from: 0.9, to: 0.99 } }
`;
const GRADIENTS = `  - { id: grad, kind: model-gradient, title: Gradients, points: 2, target: backward, model: net, loss: half-squared-error, data: points, examples: 8 }
`;
const NET = 'path: deep/model.json, input: [2], outputs: [1, 2]';

let driver: Driver;
let folder: string;
beforeAll(async () => {
  driver = await chooseDriver(undefined);
  folder = makeFolder();
});

async function rubricOf(target = NET, checks = BOTH, points = 4): Promise<ResolvedRubric> {
  return loadRubric(join(writeFiles(makeFolder(), { 'r.yaml': RUBRIC(target, checks, points) }), 'r.yaml'));
}

async function grade(files: Readonly<Record<string, string | Uint8Array>>, rubric: ResolvedRubric) {
  const { results, notes, environment } = await gradeOne(writeFiles(makeFolder(), files), { rubric, driver });
  return {
    earned: results.map(({ earned }) => earned),
    summaries: results.map(({ summary }) => summary),
    notes: notes.map(({ text }) => text),
    backends: environment.backends,
  };
}

/** 1 - x^2 - y^2: the circle itself, as the logit of being inside. */
const CIRCLE = onnxModel({
  nodes: [node('Mul', ['x', 'x'], 's'), node('Gemm', ['s', 'W', 'b'], 'y')],
  initializers: [weight('W', [2, 1], [-1, -1]), weight('b', [1], [1])],
  outputs: [{ name: 'y', type: 'float32', shape: ['N', 1] }],
});
const circle = (graph: Partial<OnnxGraph> = {}) => writeModel({ ...CIRCLE, graph: { ...CIRCLE.graph, ...graph } });

describeUnless(ONNX_BINDING === null ? 'onnxruntime-node has no library for this machine' : null, 'ONNX submissions')(
  'a model that was handed in as ONNX',
  () => {
    test('earns what it should, in its own format', async () => {
      const { earned, summaries, backends } = await grade({ 'deep/model.onnx': circle() }, await rubricOf());
      expect(earned).toEqual([2, 2]);
      expect(summaries[0]).toMatch(/^parameters 3 \(limit 20\), multiply-adds 2, activations mul linear$/);
      expect(summaries[1]).toMatch(/^100\.0 % right/);
      expect(backends).toEqual(['deep/model.onnx: onnx']);
    });

    test('also where it lies in a folder around it, or has the name of a copy', async () => {
      const { earned, notes } = await grade({ 'hw/deep/model (1).onnx': circle() }, await rubricOf());
      expect(earned).toEqual([2, 2]);
      expect(notes.join('\n')).toContain('deep/model (1).onnx was taken for deep/model.onnx');
    });

    test('at a path of its own', async () => {
      const rubric = await rubricOf('path: net.onnx, input: [2], outputs: [1]');
      expect((await grade({ 'net.onnx': circle() }, rubric)).earned).toEqual([2, 2]);
    });

    test('the networks of Homework 2 are right for the same points in either format', async () => {
      const good = resolve('submissions/hw2-circle/good');
      const copy = join(makeFolder(), 'good');
      cpSync(good, copy, { recursive: true });
      for (const name of ['linear', 'deep']) {
        const artifacts = readArtifacts(good, `${name}/model.json`);
        const { modelTopology, weightSpecs = [], weightData } = artifacts;
        const translated = translateToOnnx({
          modelTopology,
          weightSpecs,
          weightData,
          format: 'layers-model',
          example: [2],
        });
        if (!translated.ok) throw new Error(translated.problem);
        rmSync(join(copy, name, 'model.json'));
        writeFiles(copy, { [`${name}/model.onnx`]: writeModel(translated.model) });
      }
      const rubric = await loadRubric(resolve('rubrics/hw2-circle.yaml'));
      const before = await gradeOne(good, { rubric, driver });
      const after = await gradeOne(copy, { rubric, driver });
      expect(after.verdict).toEqual(before.verdict);
      const counts = ({ results }: typeof before) =>
        results.flatMap(({ id, evidence }) =>
          evidence.type === 'accuracy' ? [[id, evidence.correct, evidence.confusion]] : [],
        );
      expect(counts(after)).toEqual(counts(before));
      expect(counts(after)).toHaveLength(4);
    });

    test('another shape, which is no matter for its size', async () => {
      const { summaries } = await grade(
        { 'deep/model.onnx': readFileSync(resolve('fixtures/onnx/torch-cnn.onnx')) },
        await rubricOf(),
      );
      expect(summaries[0]).toMatch(/^over the limit: parameters 2876/);
      expect(summaries[1]).toMatch(
        /^deep\/model\.onnx expects examples of shape \[null, 3, 64, 64\], the data are \[null, 2\]/,
      );
    });

    test('one that bends is not linear', async () => {
      const bent = await grade(
        { 'linear/model.onnx': circle(), 'deep/model.onnx': circle() },
        await loadRubric(resolve('rubrics/hw2-circle.yaml')),
      );
      expect(bent.earned[0]).toBe(0);
      expect(bent.summaries[0]).toMatch(/^over the limit: layers Multiply .*, activations mul/);
    });
  },
);

describe('what is wrong is said of the file that is there', () => {
  const good = circle();
  const NAN = circle({ initializers: [weight('W', [2, 1], [NaN, -1]), weight('b', [1], [1])] });
  test.each<[string, Record<string, string | Uint8Array>, RegExp]>([
    [
      'both formats',
      { 'deep/model.onnx': good, 'deep/model.json': '{}' },
      /^deep\/model\.json and deep\/model\.onnx are both there: hand in only the one that is to be graded$/,
    ],
    [
      'neither',
      {},
      /^deep\/model\.json or deep\/model\.onnx was not handed in: export the model with model\.save or with torch\.onnx\.export into deep\/$/,
    ],
    [
      'PyTorch',
      { 'deep/model.onnx': readFileSync(resolve('fixtures/onnx/others/state-dict.pt')) },
      /^deep\/model\.onnx is a file of PyTorch: export the network with torch\.onnx\.export/,
    ],
    [
      'cut off',
      { 'deep/model.onnx': good.subarray(0, 100) },
      /^deep\/model\.onnx is damaged, or is not a model in ONNX format/,
    ],
    ['empty', { 'deep/model.onnx': new Uint8Array() }, /^deep\/model\.onnx is damaged/],
    [
      'NaN',
      { 'deep/model.onnx': NAN },
      /^deep\/model\.onnx: weight W has 1 value that is not finite: the training diverged/,
    ],
  ])('%s', async (_what, files, sentence) => {
    const { earned, summaries } = await grade({ 'loss.csv': 'step,train', ...files }, await rubricOf());
    expect(earned).toEqual([0, 0]);
    for (const summary of summaries) expect(summary).toMatch(sentence);
  });

  test('a homework that takes tf.js alone', async () => {
    const rubric = await rubricOf(`${NET}, formats: [tfjs]`);
    const { summaries } = await grade({ 'deep/model.onnx': good }, rubric);
    expect(summaries[0]).toBe(
      'deep/model.json was not handed in; deep/model.onnx is another format: tf.js cannot read it: build the same network with tf.layers or Keras, set its weights, and export that',
    );
  });

  test('a homework that differentiates the model takes tf.js alone', async () => {
    const rubric = await rubricOf(NET, BOTH + GRADIENTS, 6);
    const { earned, summaries } = await grade(
      { 'deep/model.onnx': good, 'backprop.js': 'export const backward = () => 1;' },
      rubric,
    );
    expect(earned).toEqual([0, 0, 0]);
    expect(summaries[2]).toMatch(/^deep\/model\.json was not handed in; deep\/model\.onnx is another format/);
  });
});

test('a backend that cannot run it leaves the submission ungraded, whatever else it earned', async () => {
  const rubric = await rubricOf();
  const root = writeFiles(folder, { 'deep/model.onnx': circle() });
  await expect(gradeOne(root, { rubric, driver, backends: [] })).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' });
});
