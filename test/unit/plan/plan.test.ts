import { describe, expect, test } from '@jest/globals';
import { callsOf } from '../../../grader/checks/asking/calls.js';
import { intakeLimitsOf, runLimitsOf } from '../../../grader/plan/limits.js';
import { planFor } from '../../../grader/plan/plan.js';
import type { Check, CheckOf } from '../../../grader/schema/checks.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

const forward: CheckOf<'forward'> = {
  kind: 'forward',
  id: 'forward',
  title: 'forward',
  points: 4,
  target: 'forward',
  network: 'line',
  at: ['seed', 'generic'],
  outputs: [{ name: 'yhat', of: 'yhat', weight: 1 }],
  purity: 1,
};
const loss: CheckOf<'loss'> = {
  kind: 'loss',
  id: 'loss',
  title: 'loss',
  points: 2,
  target: 'loss',
  network: 'line',
  at: ['seed'],
  visibility: 'hidden',
};
const accuracy: CheckOf<'accuracy'> = {
  kind: 'accuracy',
  id: 'accuracy',
  title: 'accuracy',
  points: 4,
  target: 'model',
  data: 'heldout',
  ramp: { from: 0.5, to: 0.9 },
};
const checks: Check[] = [forward, loss, accuracy];

describe('calls of a check', () => {
  const resolved = makeResolvedRubric(checks);
  test('every sample once, the last at once again, the first again after the others', () => {
    const calls = callsOf(forward, resolved);
    expect(calls.map((call) => [call.sample.id, call.repeat])).toEqual([
      ['seed-0', false],
      ['generic-0', false],
      ['generic-1', false],
      ['generic-1', true],
      ['seed-0', true],
    ]);
    expect(new Set(calls.map((call) => call.id)).size).toBe(5);
  });
  test('a single sample is repeated once', () => {
    expect(callsOf(loss, resolved).map((call) => call.repeat)).toEqual([false, true]);
  });
});

describe('plan', () => {
  test('groups probes by what must be loaded for them', () => {
    const plan = planFor(makeResolvedRubric(checks), { visibleOnly: false });
    expect(plan.subjects.map(({ subject }) => subject)).toEqual([
      { kind: 'module', file: 'answer' },
      { kind: 'model', path: 'model/model.json', example: [2], format: 'layers-model' },
      { kind: 'module', file: 'losses' },
    ]);
    expect(plan.models).toEqual([{ path: 'model/model.json', forms: ['tfjs', 'onnx'] }]);
  });
  test('what only hidden checks ask of code comes last of its file, and is marked', () => {
    const hidden: Check = { ...forward, id: 'hidden', at: ['generic'], visibility: 'hidden' };
    const shared: Check = { ...forward, id: 'shared', visibility: 'after_published' };
    const plan = planFor(makeResolvedRubric([hidden, shared, forward, accuracy]), { visibleOnly: false });
    expect(plan.subjects.map((one) => [one.subject.kind, one.probes.length])).toEqual([
      ['module', 9],
      ['model', 2],
    ]);
    const marks = plan.subjects[0]?.probes.map((probe) => probe.kind === 'call' && probe.hidden === true);
    expect(marks).toEqual([...Array<boolean>(5).fill(false), ...Array<boolean>(4).fill(true)]);
    expect(plan.subjects[0]?.probes.slice(5).every(({ id }) => id.startsWith('forward@generic/'))).toBe(true);
  });
  test('an answer may be several times as large as requested, but not larger', () => {
    const plan = planFor(makeResolvedRubric([forward, accuracy]), { visibleOnly: false });
    const most = plan.subjects.flatMap(({ probes }) => probes.map(({ mostValues }) => mostValues));
    expect(Math.min(...most)).toBeGreaterThanOrEqual(1024);
    // two examples and one output: no reason for megabytes
    expect(Math.max(...most)).toBeLessThan(100_000);
  });
  test('visible checks only for the pre-check', () => {
    const plan = planFor(makeResolvedRubric(checks), { visibleOnly: true });
    expect(plan.subjects.map(({ subject }) => subject)).toEqual([
      { kind: 'module', file: 'answer' },
      { kind: 'model', path: 'model/model.json', example: [2], format: 'layers-model' },
    ]);
  });
  test('two checks at the same calls share probes and ask for the keys of both', () => {
    const other: Check = { ...forward, id: 'other', outputs: [{ name: 'loss', of: 'loss', weight: 1 }] };
    const plan = planFor(makeResolvedRubric([forward, other]), { visibleOnly: false });
    const probes = plan.subjects[0]?.probes ?? [];
    expect(probes).toHaveLength(5);
    expect(probes[0]).toMatchObject({ returns: { kind: 'record', keys: ['yhat', 'loss'] } });
  });
  test('inputs are float32 and only those that the arguments name', () => {
    const plan = planFor(makeResolvedRubric([loss]), { visibleOnly: false });
    const probe = plan.subjects[0]?.probes[0];
    if (probe?.kind !== 'call') throw new Error('expected a call');
    expect(Object.keys(probe.inputs)).toEqual(['x', 'y']);
    expect(probe.inputs['x']?.values).toBeInstanceOf(Float32Array);
  });
  test('contains no label, reference, tolerance, points or limit of a check', () => {
    const resolved = makeResolvedRubric(checks);
    const { keys, tensors } = contentOf(planFor(resolved, { visibleOnly: false }));
    const secrets = ['label', 'labels', 'points', 'ramp', 'weight', 'purity', 'of', 'network', 'digest', 'rubric'];
    expect(secrets.filter((secret) => keys.has(secret))).toEqual([]);
    expect(keys).toContain('inputs');
    // by its numbers a label would be found under any name
    const labels = Array.from(resolved.data.get('heldout')?.labels ?? []);
    expect(labels.length).toBeGreaterThan(1);
    expect(tensors.length).toBeGreaterThan(0);
    expect(tensors).not.toContainEqual(labels);
  });
});

/** Every key and every tensor's numbers, however deep. */
function contentOf(plan: object): { readonly keys: ReadonlySet<string>; readonly tensors: readonly number[][] } {
  const keys = new Set<string>();
  const tensors: number[][] = [];
  JSON.stringify(plan, (key, value: unknown) => {
    keys.add(key);
    if (!ArrayBuffer.isView(value)) return value;
    tensors.push(Array.from(value as Float32Array));
    return null;
  });
  return { keys, tensors };
}

describe('limits', () => {
  const { rubric } = makeResolvedRubric(checks);
  test('have defaults', () => {
    expect(runLimitsOf(rubric)).toEqual({
      totalMs: 30_000,
      callMs: 8000,
      modelMs: 30_000,
      memoryBytes: 2 ** 30,
      outputBytes: 2 ** 20,
    });
    expect(intakeLimitsOf(rubric)).toEqual({ submissionBytes: 100 * 2 ** 20, files: 2000 });
  });
  test('are what the rubric says', () => {
    const limited = {
      ...rubric,
      limits: { totalSeconds: 1.5, callSeconds: 0.5, memoryMiB: 256, outputKiB: 2, files: 3 },
    };
    expect(runLimitsOf(limited)).toEqual({
      totalMs: 1500,
      callMs: 500,
      modelMs: 30_000,
      memoryBytes: 2 ** 28,
      outputBytes: 2048,
    });
    expect(intakeLimitsOf(limited).files).toBe(3);
  });
});
