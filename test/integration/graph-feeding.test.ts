/** Graphs as written by old and new converters and other exporters: fed as they require, with results by hand. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { tf } from '../../grader/runtime/tf.js';
import { answerModel } from '../support/answer-model.js';
import { graphFiles, node, type Constant } from '../support/graph-models.js';

type Files = Record<string, string | Uint8Array>;
type Json = Record<string, unknown>;

const KERNEL: Constant = { shape: [2, 2], values: [1, 2, -3, 0.5] };
const MATMUL = [node('out', 'MatMul', ['x', 'k'], {})];
const X = Float32Array.from({ length: 14 }, (_, index) => (index % 5) - 1.5);
const byHand = Array.from({ length: 7 }, (_, row) => {
  const [a = 0, b = 0] = X.subarray(2 * row);
  return [a - 3 * b, 2 * a + 0.5 * b];
}).flat();

/** The files of a folder, its model.json after `change`. */
function changed(change: (json: Json) => void, constants = { k: KERNEL } as Record<string, Constant>, nodes = MATMUL) {
  const files = Object.fromEntries(
    Object.entries(graphFiles(2, constants, nodes)).map(([name, file]) => [name.replace('deep/', ''), file]),
  );
  const json = JSON.parse(String(files['model.json'])) as Json;
  change(json);
  return { ...files, 'model.json': JSON.stringify(json) } as Files;
}
const nodesOf = (json: Json) => (json['modelTopology'] as { node: Json[] }).node;
const ask = (files: Files, batchSize = 3) => answerModel(files, { shape: [7, 2], values: X, batchSize });
const dimOf = (rows: string) => ({ dim: [{ size: rows }, { size: '2' }] });

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test.each(['-1', '1', '2', '32'])('a batch of %s: every example is answered, in order', async (rows) => {
  const files = changed((json) => {
    for (const one of nodesOf(json)) if (one['op'] === 'Placeholder') one['attr'] = placeholder(rows);
    (json['signature'] as { inputs: { x: Json } }).inputs.x['tensorShape'] = dimOf(rows);
  });
  expect(await ask(files)).toMatchObject({ status: 'answered', values: byHand });
});
const placeholder = (rows: string) => ({ dtype: { type: 'DT_FLOAT' }, shape: { shape: dimOf(rows) } });

describe('runs as plain tf.js runs it', () => {
  test.each<[string, (json: Json) => void]>([
    ['without format', (json) => delete json['format']],
    ['without a signature', (json) => delete json['signature']],
    ['without versions', (json) => delete (json['modelTopology'] as Json)['versions']],
    ['without a library', (json) => delete (json['modelTopology'] as Json)['library']],
    ['with an empty signature', (json) => (json['signature'] = {})],
    [
      'with its signature in the metadata',
      (json) => {
        json['userDefinedMetadata'] = { signature: json['signature'] };
        delete json['signature'];
      },
    ],
    ['with keys that only differ in spelling', (json) => Object.assign(nodesOf(json)[0] ?? {}, { attr: { ...placeholder('-1'), a_b: {}, aB: {} } })], // prettier-ignore
    ['with a placeholder left over from training', (json) => nodesOf(json).push({ name: 'phase', op: 'Placeholder', attr: { dtype: { type: 'DT_BOOL' } } })], // prettier-ignore
  ])('%s', async (_what, change) => {
    expect(await ask(changed(change))).toMatchObject({ status: 'answered', values: byHand });
  });
});

describe('infinite numbers', () => {
  const bounded = [node('y', 'MatMul', ['x', 'k']), node('low', 'Maximum', ['y', 'bound']), node('out', 'Minimum', ['low', 'most'])]; // prettier-ignore
  const bounds = (low: number) => ({
    k: KERNEL,
    bound: { shape: [], values: [low] },
    most: { shape: [], values: [Infinity] },
  });
  test('are bounds like others', async () => {
    expect(await ask(changed(() => undefined, bounds(-Infinity), bounded))).toMatchObject({ values: byHand });
  });
  test('that are NaN are reported', async () => {
    const answer = await ask(changed(() => undefined, bounds(NaN), bounded));
    expect(answer).toMatchObject({ status: 'refused', sentence: expect.stringMatching(/weight bound has 1 value that is not finite/) as unknown }); // prettier-ignore
  });
  test('in trained weights are reported', async () => {
    const k = { shape: [2, 2], values: [1, Infinity, 0, 0] };
    const through = [node('k2', 'Identity', ['k']), node('out', 'MatMul', ['x', 'k2'])];
    const answer = await ask(changed(() => undefined, { k }, through));
    expect(answer).toMatchObject({ status: 'refused', sentence: expect.stringMatching(/the training diverged/) as unknown }); // prettier-ignore
  });
});

test.each<[string, (json: Json) => void, RegExp]>([
  [
    'two inputs',
    (json) => {
      nodesOf(json).push({ name: 'z', op: 'Placeholder', attr: placeholder('-1') });
      nodesOf(json).push({ ...node('sum', 'AddV2', ['x', 'z']) });
      Object.assign(nodesOf(json).find(({ name }) => name === 'out') as Json, { input: ['sum', 'k'] });
    },
    /a model with 2 inputs; exactly one is expected: export a model that takes the examples alone/,
  ],
  [
    'two outputs',
    (json) => {
      nodesOf(json).push({ ...node('more', 'Relu', ['x']) });
      const { outputs } = json['signature'] as { outputs: Json };
      outputs['more'] = { name: 'more:0' };
    },
    /a model with 2 outputs; exactly one is expected: export a model that gives the classes alone/,
  ],
  [
    'two ends and no signature',
    (json) => {
      delete json['signature'];
      nodesOf(json).push({ ...node('more', 'Relu', ['x']) });
    },
    /a model with 2 outputs/,
  ],
])('%s are reported', async (_what, change, sentence) => {
  expect(await ask(changed(change))).toMatchObject({
    status: 'refused',
    sentence: expect.stringMatching(sentence) as unknown,
  });
});
