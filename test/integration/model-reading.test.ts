/**
 * Models that mean one thing to the code that measures them and another to the code that runs them, from the files to
 * the points.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import {
  exportModel,
  layerOf,
  modelFiles,
  smallModel,
  tf,
  tfl,
  type ExportedModel,
} from '../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { graphJson } from '../support/graph-json.js';
import { measureProcessor } from '../support/processor-time.js';

afterAll(removeFolders);

const HEAD = `schemaVersion: 1
id: reading
title: Reading
`;
const TARGETS = `targets:
  net: { kind: model, path: deep/model.json, input: [2], outputs: [1, 2] }
  backward: { kind: function, file: backprop, export: backward, arguments: [weights, x, label], returns: record }
data:
  points: { kind: point-in-circle, seed: 1, count: 400, center: [0, 0], radius: 1, box: { low: -1, high: 1 } }
checks:
`;
const LIMITS = `  - { id: limits, kind: model-limits, title: Limits, points: 2, target: net, parameters: 100 }
`;
const ACCURACY = `  - { id: acc, kind: accuracy, title: Accuracy, points: 2, target: net, data: points, ramp: { from: 0.1, to: 0.2 } }
`;
const GRADIENTS = `  - { id: grad, kind: model-gradient, title: Gradients, points: 2, target: backward, model: net, loss: half-squared-error, data: points, examples: 8 }
`;
const ZEROS = 'export const backward = (w) => Object.fromEntries(Object.entries(w).map(([k, v]) => [k, v.mul(0)]));';

let driver: Driver;
let all: ResolvedRubric;
let limitsOnly: ResolvedRubric;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
  const folder = writeFiles(makeFolder(), {
    'all.yaml': `${HEAD}points: 6\n${TARGETS}${LIMITS}${ACCURACY}${GRADIENTS}`,
    'limits.yaml': `${HEAD}points: 2\n${TARGETS}${LIMITS}`,
  });
  all = await loadRubric(join(folder, 'all.yaml'));
  limitsOnly = await loadRubric(join(folder, 'limits.yaml'));
});

async function grade(model: ExportedModel, rubric = all) {
  const folder = writeFiles(makeFolder(), { ...modelFiles(model), 'backprop.js': ZEROS });
  const { results, verdict } = await gradeOne(folder, { rubric, driver, backends: [] });
  return {
    verdict,
    earned: results.map(({ earned }) => earned),
    summaries: results.map(({ summary }) => summary),
    weights: results.flatMap(({ evidence }) => (evidence.type === 'comparison' ? evidence.outputs : [])),
  };
}

function graphOf(parts: Parameters<typeof graphJson>[0], weights: Uint8Array): ExportedModel {
  return { json: graphJson(parts) as unknown as ExportedModel['json'], weights };
}

describe('earns nothing anywhere, with one sentence', () => {
  test.each<[string, (model: ExportedModel) => void, RegExp]>([
    [
      'two spellings of one class',
      ({ json }) => Object.assign(layerOf(json, 0), { className: 'Dense' }),
      /one field twice/,
    ],
    ['a decoy', ({ json }) => (json.modelTopology['modelConfig'] = {}), /a model in "modelConfig"/],
    ['a format that disagrees', ({ json }) => (json.format = 'graph-model'), /says that its format is graph-model/],
  ])('%s', async (_, change, sentence) => {
    const model = await exportModel(smallModel());
    change(model);
    const { earned, summaries } = await grade(model);
    expect(earned).toEqual([0, 0, 0]);
    for (const summary of summaries) expect(summary).toMatch(sentence);
  });

  test('a cycle, at once', async () => {
    const input = tfl.input({ shape: [2], name: 'in' });
    const output = tfl.layers.dense({ name: 'a', units: 1 }).apply(input) as ReturnType<typeof tfl.input>;
    const model = await exportModel(tfl.model({ inputs: input, outputs: output }));
    Object.assign(layerOf(model.json, 1), { inbound_nodes: [[['a', 0, 0, {}]]] });
    const elapsed = measureProcessor();
    const { earned, summaries } = await grade(model);
    // a reader that came to its limit of time would be told in place of the cycle
    expect(elapsed()).toBeLessThan(5000);
    expect(earned).toEqual([0, 0, 0]);
    expect(summaries[0]).toMatch(/feeds the layer a from its own output/);
  });

  test('a variance below what has a root', async () => {
    const layers = [tfl.layers.batchNormalization({ name: 'bn', inputShape: [2] }), tfl.layers.dense({ units: 1 })];
    const network = tfl.sequential({ layers });
    layers[0]?.setWeights([tf.ones([2]), tf.zeros([2]), tf.zeros([2]), tf.tensor1d([-0.5, 1])]);
    const { earned, summaries } = await grade(await exportModel(network));
    expect(earned).toEqual([0, 0, 0]);
    expect(summaries[1]).toMatch(/weight bn\/moving_variance has 1 value that is below -0\.001/);
  });

  test('a window larger than what it looks at', async () => {
    const ints = (list: readonly number[]) => ({ list: { i: list.map(String) } });
    const attr = { ksize: ints([1, 2, 3, 1]), strides: ints([1, 1, 1, 1]), padding: { s: 'VkFMSUQ=' } };
    const model = graphOf(
      {
        nodes: [
          ['shape', 'Const'],
          ['w', 'Const'],
          ['flat', 'Const'],
          ['square', 'Reshape', ['x', 'shape']],
          ['pool', 'MaxPool', ['square'], attr],
          ['row', 'Reshape', ['pool', 'flat']],
          ['out', 'MatMul', ['row', 'w']],
        ],
        weights: [
          { name: 'shape', shape: [4], dtype: 'int32' },
          { name: 'w', shape: [0, 1] },
          { name: 'flat', shape: [2], dtype: 'int32' },
        ],
        outputs: ['out'],
      },
      new Uint8Array(Int32Array.of(-1, 1, 2, 1, -1, 0).buffer),
    );
    const { earned, summaries } = await grade(model);
    expect(earned).toEqual([0, 0, 0]);
    for (const summary of summaries)
      expect(summary).toMatch(/the operation MaxPool gives an output of shape .* no size/);
  });

  test('a model of which only the size is graded, and which cannot be loaded', async () => {
    const model = await exportModel(smallModel());
    layerOf(model.json, 0).config['kernel_initializer'] = { class_name: 'Nothing', config: {} };
    const { earned, summaries } = await grade(model, limitsOnly);
    expect(earned).toEqual([0]);
    expect(summaries[0]).toMatch(/^loading deep\/model\.json failed: /);
  });
});

describe('is graded by its true content', () => {
  test('when only the size is graded', async () => {
    const { earned, summaries } = await grade(await exportModel(smallModel()), limitsOnly);
    expect(earned).toEqual([2]);
    expect(summaries).toEqual(['parameters 13 (limit 100), multiply-adds 9']);
  });

  test('a graph without a format, whose weights call themselves those of the optimizer', async () => {
    const model = graphOf(
      {
        nodes: [
          ['w', 'Const'],
          ['i', 'Const'],
          ['c', 'Cast', ['i'], { SrcT: { type: 'DT_INT32' }, DstT: { type: 'DT_FLOAT' } }],
          ['m', 'MatMul', ['x', 'w']],
          ['wide', 'Add', ['m', 'c']],
        ],
        weights: [
          { name: 'w', shape: [2, 60], group: 'optimizer' },
          { name: 'i', shape: [60], dtype: 'int32' },
        ],
        format: null,
        outputs: ['wide'],
      },
      new Uint8Array(720),
    );
    const { summaries } = await grade(model, limitsOnly);
    expect(summaries).toEqual(['over the limit: parameters 180 (limit 100)']);
  });

  test('202 weights: no false accusation', async () => {
    const dense = (index: number) =>
      tfl.layers.dense({ units: 2, name: `d${String(index)}`, ...(index === 0 ? { inputShape: [2] } : {}) });
    const network = tfl.sequential({ layers: Array.from({ length: 101 }, (_, index) => dense(index)) });
    network.setWeights(network.weights.map(({ shape }) => tf.fill(shape as number[], shape.length === 2 ? 0.5 : 0.01)));
    const { verdict, earned, summaries } = await grade(await exportModel(network));
    expect(verdict.status).toBe('graded');
    expect(earned[2]).toBe(0);
    expect(summaries[2]).toMatch(/^d\d+\/\w+ differs/);
  });

  test.each([
    ['a layer', ({ json }: ExportedModel) => (layerOf(json, 0).config['trainable'] = false)],
    [
      'the whole model',
      ({ json }: ExportedModel) => ((json.modelTopology['config'] as { trainable: boolean }).trainable = false),
    ],
    [
      'every layer',
      ({ json }: ExportedModel) => {
        for (const index of [0, 1]) layerOf(json, index).config['trainable'] = false;
      },
    ],
  ])('%s is frozen, and zeros are still wrong', async (_, freeze) => {
    const network = smallModel();
    network.setWeights(network.weights.map(({ shape }) => tf.fill(shape as number[], 0.5)));
    const model = await exportModel(network);
    freeze(model);
    const { earned, weights } = await grade(model);
    expect(earned[2]).toBe(0);
    expect(weights.map(({ name, possible }) => [name, possible]).sort()).toEqual(
      ['hidden/bias', 'hidden/kernel', 'out/bias', 'out/kernel'].map((name) => [name, 0.5]),
    );
  });

  test('the statistics of batch normalisation have no gradient', async () => {
    const layers = [
      tfl.layers.batchNormalization({ name: 'bn', inputShape: [2] }),
      tfl.layers.dense({ name: 'd', units: 1 }),
    ];
    const { weights } = await grade(await exportModel(tfl.sequential({ layers })));
    expect(weights.map(({ name }) => name).sort()).toEqual(['bn/beta', 'bn/gamma', 'd/bias', 'd/kernel']);
  });
});
