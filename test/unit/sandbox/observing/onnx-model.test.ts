/** What happens to an ONNX model, which has one backend alone: whose fault it is when that does not work. */
import { afterAll, expect, test } from '@jest/globals';
import { packTensors } from '../../../../grader/protocol/frames.js';
import { BACKEND_FAILED, type LoadedModel, type Request } from '../../../../grader/protocol/worker.js';
import type { BackendKit } from '../../../../grader/sandbox/kits/backend.js';
import { observe } from '../../../../grader/sandbox/observing/observe.js';
import type { Plan, Probe, Subject } from '../../../../grader/stages/plan.js';
import { removeFolders } from '../../../support/folders.js';
import { scriptedDriver, type Script } from '../../../support/scripted-driver.js';
import { LIMITS, snapshotOf } from '../../../support/snapshots.js';

afterAll(removeFolders);

const MODEL: LoadedModel = {
  ...{ format: 'onnx-model', parameters: 1, inputShape: null, layers: [], operations: ['Relu'], empty: null },
};
const LOADED = { type: 'loaded', exports: [], backend: 'onnx', weights: '0'.repeat(64), model: MODEL };
const KIT = {
  ...{ name: 'onnx', files: [], inside: [], mounts: [], readable: [], env: {}, isNative: true, needsDevices: false },
  ...{ version: '1', differentiates: false, witness: 'cpu' },
} as BackendKit;

/** Answers x0 + add for each example. */
function rowsOf({ tensors }: Extract<Request, { type: 'predict' }>, add: number): ReturnType<Script> {
  const count = tensors.input.shape[0] ?? 0;
  const values = Float32Array.from({ length: count }, (_, row) => row + add);
  const { headers, body } = packTensors({ value: { dtype: 'float32', shape: [count, 1], values } });
  const outputs = { value: { kind: 'numbers', form: 'tensor', tensor: headers['value'] } };
  const model = { weights: '0'.repeat(64), inputKept: true };
  return [{ type: 'returned', outputs, keys: [], inputsAfter: {}, model }, body];
}

function see(script: Script, backends: readonly BackendKit[] = [KIT]) {
  const input = { dtype: 'float32' as const, shape: [3, 2], values: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const subject: Subject = {
    ...{ kind: 'model', path: 'deep/model.onnx', example: [2], format: 'onnx-model', channelsFirst: true },
  };
  const probe: Probe = {
    ...{ kind: 'predict', id: 'p', target: 't', input, divisor: 1, batchSize: 3, mostValues: 9, examined: false },
  };
  const plan: Plan = {
    ...{ subjects: [{ subject, probes: [probe] }], documents: [], models: [], dataSets: [], limits: LIMITS },
  };
  return observe(snapshotOf({ 'deep/model.onnx': 'x' }), plan, { driver: scriptedDriver(script), backends });
}

const valuesIn = (seen: Awaited<ReturnType<typeof see>>) => {
  const outcome = seen.outcomes.get('p');
  const value = outcome?.status === 'returned' ? outcome.returned.outputs['value'] : undefined;
  return value?.kind === 'numbers' ? [...value.data.values] : outcome;
};

test('it is loaded with the order of its channels, and its unchanged graph is asked as well', async () => {
  const asked: unknown[] = [];
  const seen = await see((request) => {
    asked.push([request.type, 'asWitness' in request && request.asWitness]);
    if (request.type === 'load-model') {
      expect(request).toMatchObject({ path: 'deep/model.onnx', format: 'onnx-model', channelsFirst: true });
      expect(request).not.toHaveProperty('plain');
    }
    return request.type === 'predict' ? rowsOf(request, 0) : LOADED;
  });
  expect(valuesIn(seen)).toEqual([0, 1, 2]);
  expect([seen.remarks, seen.backends]).toEqual([[], ['deep/model.onnx: onnx']]);
  expect(asked).toEqual([
    ['load-model', false],
    ['predict', false],
    ['predict', false],
    ['predict', true],
  ]);
});

test('where that differs, the graph is run as it is written', async () => {
  let isPlain = false;
  const seen = await see((request) => {
    if (request.type === 'load-model') isPlain = request.plain === true;
    if (request.type !== 'predict') return LOADED;
    return rowsOf(request, isPlain || request.asWitness ? 7 : 0);
  });
  expect(valuesIn(seen)).toEqual([7, 8, 9]);
  expect(seen.remarks).toEqual([
    expect.stringMatching(
      /^deep\/model\.onnx was run as it is written, without the changes of ONNX Runtime: its outputs for 2 examples differ from those on its unchanged graph by/,
    ),
  ]);
});

test("a model that cannot be loaded is the student's", async () => {
  const error = { name: 'Error', message: 'the operation a (Conv) does not fit', stack: '' };
  const seen = await see(() => ({ type: 'threw', error }));
  expect(seen.models.get('deep/model.onnx')).toMatchObject({
    status: 'failed',
    error: { code: 'LOAD_FAILED', message: expect.stringContaining('the operation a (Conv) does not fit') as unknown },
  });
  expect(seen.outcomes.get('p')?.status).toBe('failed');
});

test.each<[string, Script, readonly BackendKit[], RegExp]>([
  [
    'a library that does not start',
    () => ({ type: 'threw', error: { name: 'Error', message: `${BACKEND_FAILED}: libonnxruntime.so.1`, stack: '' } }),
    [KIT],
    /^deep\/model\.onnx could not be run: .*its backend does not start: libonnxruntime/,
  ],
  ['no library', () => LOADED, [], /^deep\/model\.onnx is an ONNX model, which only the backend onnx runs: /],
])("%s is the machine's", async (_what, script, backends, message) => {
  await expect(see(script, backends)).rejects.toMatchObject({
    ...{ code: 'SANDBOX_UNAVAILABLE', fault: 'system' },
    message: expect.stringMatching(message) as unknown,
    advice: expect.stringContaining('tuxgrade doctor') as unknown,
  });
});
