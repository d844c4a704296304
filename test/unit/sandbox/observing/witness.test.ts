/** The comparison of backends is bounded by its work: fewer examples, another backend, or a sentence that there was none. */
import { describe, expect, test } from '@jest/globals';
import type { BackendKit } from '../../../../grader/sandbox/kits/backend.js';
import { tellUncompared, witnessesFor } from '../../../../grader/sandbox/observing/witness.js';
import type { SubjectPlan } from '../../../../grader/stages/plan.js';

type Name = BackendKit['name'];
const kit = (name: Name, witness: BackendKit['witness']): BackendKit => ({
  ...{ name, witness, files: [], inside: [], mounts: [], readable: [], env: {}, isNative: false, needsDevices: false },
  ...{ version: '1', differentiates: true },
});
const [ONNX, NODE, WASM] = [kit('onnx', 'wasm'), kit('node', 'cpu'), kit('wasm', 'cpu')];

function plan(macs: number | undefined, format: 'layers-model' | 'onnx-model' = 'layers-model'): SubjectPlan {
  const subject = { kind: 'model', path: 'net/model.json', example: [8], format } as const;
  return { subject: macs === undefined ? subject : { ...subject, macs }, probes: [] };
}

const asked = (one: SubjectPlan, backend: BackendKit, installed: readonly BackendKit[] = []) =>
  witnessesFor(one, backend, installed).map(({ name, examples, other }) => [name, examples, other?.name ?? 'own']);

describe('on wasm, whose witness is cpu', () => {
  test.each([
    ['small', 1.4e7, 2],
    ['as much as two may take', 5e8, 2],
    ['MobileNet at 224 x 224', 5.7e8, 1],
    ['as much as one may take', 1e9, 1],
    ['not known', undefined, 2],
    ['none', 0, 2],
  ])('a model whose work is %s', (_what, macs, examples) => {
    expect(asked(plan(macs), WASM, [ONNX, NODE, WASM])).toEqual([['cpu', examples, 'own']]);
  });

  test('one example of VGG16 is too much for cpu: the quick backends of the machine are asked', () => {
    expect(asked(plan(1.55e10), WASM, [ONNX, NODE, WASM])).toEqual([
      ['onnx', 2, 'onnx'],
      ['node', 2, 'node'],
    ]);
    expect(asked(plan(6e10), WASM, [ONNX])).toEqual([['onnx', 1, 'onnx']]);
  });

  test('without a quick one, none is', () => {
    expect(asked(plan(1.55e10), WASM, [WASM])).toEqual([]);
    expect(tellUncompared('net/model.json', plan(1.55e10), WASM)).toBe(
      'net/model.json ran on wasm and was not compared with another backend: one example takes 15.5 billion multiply-adds, too many for cpu, and no other backend here runs it',
    );
  });
});

test('on onnx, wasm is the witness, which can do more; cpu never takes its place', () => {
  expect(asked(plan(1e10), ONNX, [ONNX, NODE, WASM])).toEqual([['wasm', 2, 'own']]);
  expect(asked(plan(1.55e10), ONNX, [ONNX, NODE, WASM])).toEqual([['wasm', 1, 'own']]);
  expect(asked(plan(2.1e10), ONNX, [ONNX, NODE, WASM])).toEqual([['node', 2, 'node']]);
  expect(asked(plan(2e11), ONNX, [ONNX, NODE, WASM])).toEqual([]);
});

test('a model that is ONNX itself has its unchanged graph alone', () => {
  expect(asked(plan(1.55e10, 'onnx-model'), ONNX, [ONNX, WASM])).toEqual([['its unchanged graph', 2, 'own']]);
  expect(asked(plan(2e11, 'onnx-model'), ONNX, [ONNX, NODE, WASM])).toEqual([]);
});
