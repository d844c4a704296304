/**
 * No student code runs in a worker that runs a model, so a broken channel there is a fault of the grader, not of the
 * student.
 */
import { afterAll, expect, test } from '@jest/globals';
import { observe } from '../../../../grader/sandbox/observing/observe.js';
import type { Plan, Probe } from '../../../../grader/stages/plan.js';
import type { LoadedModel } from '../../../../grader/protocol/worker.js';
import { removeFolders } from '../../../support/folders.js';
import { scriptedDriver, type Script } from '../../../support/scripted-driver.js';
import { LIMITS, snapshotOf } from '../../../support/snapshots.js';

afterAll(removeFolders);

const MODEL: LoadedModel = {
  format: 'layers-model',
  parameters: 1,
  inputShape: [2],
  layers: [],
  operations: [],
  empty: null,
};
const LOADED = { type: 'loaded', exports: [], backend: 'cpu', weights: '0'.repeat(64), model: MODEL };
const input = { dtype: 'float32' as const, shape: [1, 2], values: Float32Array.of(1, 2) };

function see(script: Script, weights: readonly string[]) {
  const label = { dtype: 'int32' as const, shape: [1], values: Int32Array.of(0) };
  const probe: Probe = {
    ...{ kind: 'differentiate', id: 'p', target: 't', loss: 'brier', input, divisor: 1, label, weights, mostValues: 0 },
  };
  const subject = { kind: 'model', path: 'deep/model.json', example: [2], format: 'layers-model' } as const;
  const plan: Plan = {
    ...{ subjects: [{ subject, probes: [probe] }], documents: [], models: [], dataSets: [], limits: LIMITS },
  };
  return observe(snapshotOf({ 'deep/model.json': '{}' }), plan, { driver: scriptedDriver(script), backends: [] });
}
const gradients = (names: readonly string[]) => ({
  type: 'returned',
  outputs: Object.fromEntries(names.map((name) => [name, { kind: 'unusable', found: 'x'.repeat(100) }])),
  keys: [],
  inputsAfter: {},
});

test.each<[string, object, object, RegExp]>([
  ['an answer of another kind', { type: 'ready' }, {}, /a reply that does not fit: ready/],
  ['a model without a description', { ...LOADED, model: undefined }, {}, /told nothing of the model/],
  ['a description that is none', { ...LOADED, model: { ...MODEL, format: 'x' } }, {}, /a model of an unknown format/],
  ['an output that nobody asked for', LOADED, gradients(['other']), /an output that was not asked for/],
  ['an answer that is none', LOADED, { type: 'nonsense' }, /a reply of an unknown type/],
])('%s', async (_, loaded, answer, said) => {
  const seen = see((request) => (request.type === 'load-model' ? loaded : answer), ['a']);
  await expect(seen).rejects.toMatchObject({
    ...{ code: 'INTERNAL', fault: 'system' },
    message: expect.stringMatching(said) as unknown,
  });
});

test('10,000 weights with long names fit into an answer', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `${'n'.repeat(90)}${String(index)}`);
  const seen = await see((request) => (request.type === 'load-model' ? LOADED : gradients(names)), names);
  const outcome = seen.outcomes.get('p');
  expect(outcome?.status === 'returned' && Object.keys(outcome.returned.outputs)).toHaveLength(10_000);
  expect(seen.models.get('deep/model.json')).toEqual({ status: 'loaded', model: MODEL });
});

test('a model that gives nothing is not run', async () => {
  const empty = { ...LOADED, model: { ...MODEL, empty: 'the layer wide gives nothing' } };
  const seen = await see((request) => (request.type === 'load-model' ? empty : gradients(['a'])), ['a']);
  expect(seen.outcomes.get('p')).toEqual({
    status: 'failed',
    error: { code: 'MODEL_REJECTED', message: 'deep/model.json: the layer wide gives nothing' },
  });
});
