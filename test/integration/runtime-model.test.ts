/** An exported LayersModel in the worker: results by hand, and the messages about damaged ones. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Plan } from '../../grader/stages/plan.js';
import {
  exportModel,
  groupOf,
  layerOf,
  modelFiles,
  smallModel,
  tf,
  tfl,
  weightOf,
  type ExportedModel,
} from '../support/exported-model.js';
import { removeFolders } from '../support/folders.js';
import { LIMITS, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
});

const X = [1, 0, 0, 1, -1, 2, 0.5, -0.5, 3, 3];

async function predict(files: Record<string, string | Uint8Array>, batchSize = 2) {
  const input = { dtype: 'float32' as const, shape: [5, 2], values: Float32Array.from(X) };
  const probes = [
    {
      kind: 'predict' as const,
      id: 'p',
      target: 'deep',
      input,
      divisor: 1,
      batchSize,
      mostValues: 1e6,
      examined: true,
    },
  ];
  const subjects = [
    { subject: { kind: 'model', path: 'deep/model.json', example: [2], format: 'layers-model' } as const, probes },
  ];
  const plan: Plan = { subjects, documents: [], models: [], dataSets: [], limits: LIMITS };
  const seen = await observe(snapshotOf(files), plan, { driver, backends: [] });
  const outcome = seen.outcomes.get('p');
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

/** Dense 2-3-1 with relu and sigmoid whose weights are chosen here. */
async function chosenModel(): Promise<ExportedModel> {
  const model = smallModel();
  model.setWeights([
    tf.tensor2d([1, -1, 0.5, 2, 1, -0.5], [2, 3]),
    tf.tensor1d([0, 0.5, -0.25]),
    tf.tensor2d([1, -2, 3], [3, 1]),
    tf.tensor1d([0.125]),
  ]);
  return exportModel(model);
}

/** The same network written out. */
function byHand(a: number, b: number): number {
  const relu = (z: number) => Math.max(0, z);
  const hidden = [relu(a + 2 * b), relu(-a + b + 0.5), relu(0.5 * a - 0.5 * b - 0.25)] as const;
  return 1 / (1 + Math.exp(-(hidden[0] - 2 * hidden[1] + 3 * hidden[2] + 0.125)));
}

describe('a model that is right', () => {
  // 5 examples: 2 + 2 + 1, one at a time, all at once
  test.each([2, 1, 5, 100])('gives a probability for every example, %p at a time, the last ones too', async (size) => {
    const outcome = await predict(modelFiles(await chosenModel()), size);
    if (outcome.status !== 'returned') throw new Error(JSON.stringify(outcome));
    const value = outcome.returned.outputs['value'];
    if (value?.kind !== 'numbers') throw new Error('no numbers');
    expect(value.data.shape).toEqual([5, 1]);
    const right = [0, 1, 2, 3, 4].map((row) => byHand(X[2 * row] ?? NaN, X[2 * row + 1] ?? NaN));
    for (const [row, probability] of [...value.data.values].entries()) {
      expect(Math.abs(probability - (right[row] ?? NaN))).toBeLessThan(1e-6);
    }
  });
  test('may have its weights in two files', async () => {
    const { json, weights } = await chosenModel();
    groupOf(json).paths = ['a.bin', 'b.bin'];
    const files = {
      'deep/model.json': JSON.stringify(json),
      'deep/a.bin': weights.slice(0, 10),
      'deep/b.bin': weights.slice(10),
    };
    expect((await predict(files)).status).toBe('returned');
  });
});

describe('a damaged model is the student’s fault, reported without a path of this machine', () => {
  type Files = Record<string, string | Uint8Array>;
  const changed = async (change: (model: ExportedModel) => Files | undefined): Promise<Files> => {
    const model = await chosenModel();
    return change(model) ?? modelFiles(model);
  };
  test.each<[string, (model: ExportedModel) => Files | undefined, RegExp]>([
    [
      'cut off',
      (model) => ({ ...modelFiles(model), 'deep/weights.bin': model.weights.slice(0, 20) }),
      /a weight should have 6 values and has 5/,
    ],
    [
      'without its weights',
      ({ json }) => ({ 'deep/model.json': JSON.stringify(json) }),
      /deep\/weights\.bin is not in the submission/,
    ],
    ['no JSON', (model) => ({ ...modelFiles(model), 'deep/model.json': '{"modelTopology":' }), /JSON/],
    [
      'of another shape than its weights',
      ({ json }) => void (weightOf(json, 0).shape = [3, 2]),
      /a weight has the shape \[3,2\] where its layer needs \[2,3\]/,
    ],
    ['with an unknown layer', ({ json }) => void (layerOf(json, 0).class_name = 'Magic'), /Magic/],
    ['with an unknown activation', ({ json }) => void (layerOf(json, 0).config['activation'] = 'magic'), /magic/],
    [
      'that reaches out of the submission',
      ({ json }) => void (groupOf(json).paths = ['../../../etc/hostname']),
      /hostname lies outside the submission/,
    ],
  ])('%s', async (_name, change, said) => {
    const outcome = await predict(await changed(change));
    if (outcome.status !== 'failed') throw new Error('it was loaded');
    expect(outcome.error.code).toBe('LOAD_FAILED');
    expect(outcome.error.message).toMatch(/^loading deep\/model\.json failed: /);
    expect(outcome.error.message).toMatch(said);
    expect(outcome.error.message).not.toMatch(/\/tmp|\/submission|\n\s+at /);
  });
  const dense = (units: number, inputShape?: number[]) =>
    tfl.layers.dense({ units, ...(inputShape === undefined ? {} : { inputShape }) });
  test('for other inputs than expected', async () => {
    const outcome = await predict(modelFiles(await exportModel(tfl.sequential({ layers: [dense(1, [3])] }))));
    expect(outcome).toMatchObject({
      status: 'failed',
      error: {
        code: 'RUNTIME_ERROR',
        message: expect.stringMatching(
          /^running deep\/model\.json failed: the model takes inputs of shape \[null,3\] and is given \[2,2\]/,
        ) as unknown,
      },
    });
  });
  test('with two outputs', async () => {
    const input = tfl.input({ shape: [2] });
    const outputs = [dense(1).apply(input), dense(1).apply(input)] as ReturnType<typeof tfl.input>[];
    const outcome = await predict(modelFiles(await exportModel(tfl.model({ inputs: input, outputs }))));
    expect(outcome).toMatchObject({
      error: { message: 'running deep/model.json failed: the model has several outputs, expected one' },
    });
  });
});
