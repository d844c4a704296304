/** The requests of checks: drafts of plans, unknown names, and limits on the size of answers. */
import { describe, expect, test } from '@jest/globals';
import { callsOf, mostValuesOf } from '../../../grader/checks/asking/calls.js';
import { Draft } from '../../../grader/checks/asking/draft.js';
import { addFunctionCalls } from '../../../grader/checks/asking/function-calls.js';
import { mostPredictions, mostValuesFor } from '../../../grader/checks/asking/most-values.js';
import { shapedFor } from '../../../grader/checks/asking/shaped.js';
import { dataNamed, functionTarget, modelTarget, networkOf } from '../../../grader/checks/asking/targets.js';
import { checksInScope, isVisible, tellLeftOut } from '../../../grader/checks/scope.js';
import type { CheckOf } from '../../../grader/schema/checks.js';
import type { CallProbe } from '../../../grader/stages/plan.js';
import { fileCheck } from '../../support/reports.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

const RESOLVED = makeResolvedRubric([]);
const LIMITS = { totalMs: 1, callMs: 1, modelMs: 1, memoryBytes: 1, outputBytes: 1 };
const probe = (id: string): CallProbe => ({ kind: 'call', id }) as CallProbe;
const MODEL = { kind: 'model', path: 'm.json', input: [2], outputs: [1] } as const;
const model = () => ({ ...MODEL, input: [2], outputs: [1] });

describe('a draft', () => {
  test('holds documents, models and data sets once each', () => {
    const draft = new Draft();
    for (const path of ['a', 'b', 'a']) draft.addDocument(path);
    draft.addModel(model());
    draft.addModel(model());
    const dataSet = { check: 'c', path: 'p', against: [], rules: {} } as never;
    draft.addDataSet(dataSet);
    draft.addDataSet(dataSet);
    expect(draft.toPlan(LIMITS)).toEqual({
      documents: [
        { path: 'a', maxBytes: 1_048_576 },
        { path: 'b', maxBytes: 1_048_576 },
      ],
      models: [{ path: 'm.json', forms: ['tfjs', 'onnx'] }],
      dataSets: [dataSet],
      // a model is loaded also where nothing is asked of it
      subjects: [{ subject: { kind: 'model', path: 'm.json', example: [2], format: 'layers-model' }, probes: [] }],
      limits: LIMITS,
    });
  });
  test('asks a model everything in one worker', () => {
    const draft = new Draft();
    draft.addModel(model(), [probe('p'), probe('q')]);
    draft.addModel(model(), [probe('q'), probe('r')]);
    const [subject, ...others] = draft.toPlan(LIMITS).subjects;
    expect(others).toEqual([]);
    expect(subject?.probes.map(({ id }) => id)).toEqual(['p', 'q', 'r']);
    expect(subject).not.toHaveProperty('hidden');
  });
  test('takes a model in the forms that all of its checks can take', () => {
    const draft = new Draft();
    draft.addModel(model());
    draft.addModel(model(), [], ['tfjs']);
    draft.addModel({ ...model(), path: 'n.onnx' });
    draft.addModel({ ...model(), path: 'both.json', formats: ['onnx'], layout: 'channels-first' });
    const { models, subjects } = draft.toPlan(LIMITS);
    expect(models).toEqual([
      { path: 'm.json', forms: ['tfjs'] },
      { path: 'n.onnx', forms: ['onnx'] },
      { path: 'both.json', forms: ['onnx'] },
    ]);
    expect(subjects.at(-1)?.subject).toMatchObject({ layout: 'channels-first' });
  });
  test('asks hidden calls in a process of their own, marked, and visible ones beside the others', () => {
    const draft = new Draft();
    draft.addCall('f', 'a', () => probe('a'));
    draft.addCalls('f', [probe('b')], true);
    draft.addCalls('f', [probe('c')], false);
    expect(draft.toPlan(LIMITS).subjects).toEqual([
      { subject: { kind: 'module', file: 'f' }, probes: [probe('a'), probe('b')] },
      { subject: { kind: 'module', file: 'f' }, hidden: true, probes: [probe('c')] },
    ]);
  });
  test('gives the known probe to who asks the same, and asks for it once, in its first place', () => {
    const draft = new Draft();
    const known: (CallProbe | null)[] = [];
    for (const file of ['f', 'g', 'f']) {
      draft.addCall(file, 'a', (before) => {
        known.push(before);
        return { ...probe('a'), target: String(known.length) };
      });
    }
    expect(known.map((one) => one?.target ?? null)).toEqual([null, '1', '2']);
    // a module of which nothing more is asked is not loaded
    expect(draft.toPlan(LIMITS).subjects).toEqual([
      { subject: { kind: 'module', file: 'f' }, probes: [{ ...probe('a'), target: '3' }] },
    ]);
  });
});

describe('calls of a function', () => {
  const CHECK: CheckOf<'forward'> = {
    ...{ kind: 'forward', id: 'f', title: 'f', points: 1, target: 'forward', network: 'line', at: ['seed'], purity: 0 },
    outputs: [{ name: 'yhat', of: 'yhat', weight: 1 }],
  };
  const asked = (checks: readonly (readonly [Partial<typeof CHECK>, readonly string[]])[]) => {
    const draft = new Draft();
    for (const [change, keys] of checks) addFunctionCalls({ ...CHECK, ...change }, keys, draft, RESOLVED);
    return draft.toPlan(LIMITS).subjects.flatMap(({ probes }) => probes) as CallProbe[];
  };

  test('one call in full', () => {
    const [first, ...others] = asked([[{}, ['yhat', 'loss', 'yhat']]]);
    expect(others).toHaveLength(1);
    expect(first).toEqual({
      ...{ kind: 'call', id: 'forward@seed/seed-0#0', target: 'forward', export: 'forward' },
      arguments: [{ record: { W: 'W' } }, { tensor: 'x' }, { tensor: 'y' }],
      returns: { kind: 'record', keys: ['yhat', 'loss'] },
      inputs: {
        W: { dtype: 'float32', shape: [1, 1], values: Float32Array.of(0.5) },
        x: { dtype: 'float32', shape: [1, 1], values: Float32Array.of(1) },
        y: { dtype: 'float32', shape: [1, 1], values: Float32Array.of(1) },
      },
      // two outputs of one number: each 1 + 15 + 1024
      mostValues: 2080,
    });
  });
  test('only what no visible check asks is hidden', () => {
    const marks = (...visibilities: ('visible' | 'hidden')[]) =>
      asked(visibilities.map((visibility) => [{ visibility }, ['yhat']] as const)).map(({ hidden }) => hidden);
    expect(marks('visible')).toEqual([undefined, undefined]);
    expect(marks('hidden')).toEqual([true, true]);
    expect(marks('hidden', 'visible')).toEqual([undefined, undefined]);
    expect(marks('visible', 'hidden')).toEqual([undefined, undefined]);
    expect(marks('hidden', 'hidden')).toEqual([true, true]);
  });
  test('a call is watched if one of its checks asks for gradients by hand, whatever their order', () => {
    const byHand: Partial<CheckOf<'gradient'>> = { kind: 'gradient', by: 'hand' };
    const marks = (...checks: object[]) =>
      asked(checks.map((check) => [check, ['yhat']] as const)).map(({ watched }) => watched);
    expect(marks({})).toEqual([undefined, undefined]);
    expect(marks({ kind: 'gradient' })).toEqual([undefined, undefined]);
    expect(marks(byHand)).toEqual([true, true]);
    expect(marks(byHand, {})).toEqual([true, true]);
    expect(marks({}, byHand)).toEqual([true, true]);
  });
  test('labels stay whole numbers, and an argument without a value is a fault of the grader', () => {
    const label = { dtype: 'int32' as const, shape: [1], values: Int32Array.of(3) };
    const [point] = RESOLVED.sampleSets.get('seed') ?? [];
    if (point === undefined) throw new Error('no point');
    const resolved = (values: object) => ({
      ...RESOLVED,
      sampleSets: new Map([['seed', [{ ...point, values: { ...point.values, ...values } as never }]]]),
    });
    const draft = new Draft();
    const args = {
      ...RESOLVED.rubric.targets,
      forward: { kind: 'function', file: 'a', export: 'f', arguments: ['k'], returns: 'record' },
    } as never;
    const rubric = { ...RESOLVED.rubric, targets: args };
    addFunctionCalls(CHECK, ['yhat'], draft, { ...resolved({ k: label }), rubric });
    expect((draft.toPlan(LIMITS).subjects[0]?.probes[0] as CallProbe).inputs['k']).toBe(label);
    expect(() => {
      addFunctionCalls(CHECK, ['yhat'], new Draft(), { ...resolved({}), rubric });
    }).toThrow('no value for the argument k');
  });
  test('of no point there are none', () => {
    expect(callsOf({ ...CHECK, at: [] }, RESOLVED)).toEqual([]);
    expect(callsOf({ ...CHECK, at: ['nowhere'] }, RESOLVED)).toEqual([]);
    expect(callsOf({ ...CHECK, at: ['generic', 'seed'] }, RESOLVED).map(({ id }) => id)).toEqual([
      'forward@generic+seed/generic-0#0',
      'forward@generic+seed/generic-1#0',
      'forward@generic+seed/seed-0#0',
      'forward@generic+seed/seed-0#1',
      'forward@generic+seed/generic-0#1',
    ]);
  });
  test('an answer may have many times the largest value of the network, for each of its keys', () => {
    const [point] = RESOLVED.sampleSets.get('generic') ?? [];
    if (point === undefined) throw new Error('no point');
    const most = (returns: Parameters<typeof mostValuesOf>[2]) => mostValuesOf(CHECK, point, returns, RESOLVED);
    // the largest value has two numbers: 2 + 30 + 1024
    expect(most({ kind: 'value' })).toBe(1056);
    expect(most({ kind: 'record', keys: ['a', 'b', 'c'] })).toBe(3168);
    expect(() => mostValuesOf({ ...CHECK, network: 'none' }, point, { kind: 'value' }, RESOLVED)).toThrow(
      'no network none',
    );
  });
});

test('how many numbers are read', () => {
  expect(mostValuesFor([])).toBe(0);
  // 15 times as many more, up to 65536
  expect(mostValuesFor([100])).toBe(100 + 1500 + 1024);
  expect(mostValuesFor([10_000, 1])).toBe(10_000 + 65_536 + 1024 + 1 + 15 + 1024);
  expect(mostPredictions(10, 3)).toBe(120 + 65_536);
});

test('examples keep their numbers in the shape of the target', () => {
  const examples = { dtype: 'float32' as const, shape: [2, 2, 1], values: Float32Array.of(1, 2, 3, 4) };
  expect(shapedFor({ input: [2] }, examples)).toEqual({ ...examples, shape: [2, 2] });
});

describe('names that a rubric does not have are faults of the grader', () => {
  test('each by its kind', () => {
    expect(networkOf('line', RESOLVED)).toBe(RESOLVED.rubric.networks?.['line']);
    expect(dataNamed('heldout', RESOLVED)).toBe(RESOLVED.data.get('heldout'));
    expect(functionTarget('forward', RESOLVED).export).toBe('forward');
    expect(modelTarget('model', RESOLVED).path).toBe('model/model.json');
    expect(() => networkOf('x', RESOLVED)).toThrow('no network x');
    expect(() => dataNamed('x', RESOLVED)).toThrow('data set x was not resolved');
    expect(() => functionTarget('model', RESOLVED)).toThrow('model is not a function target');
    expect(() => modelTarget('forward', RESOLVED)).toThrow('forward is not a model target');
    expect(() => functionTarget('toString', RESOLVED)).toThrow('toString is not a function target');
    const { targets: _targets, networks: _networks, ...bare } = RESOLVED.rubric;
    expect(() => modelTarget('model', { ...RESOLVED, rubric: bare })).toThrow('model is not a model target');
    expect(() => networkOf('line', { ...RESOLVED, rubric: bare })).toThrow('no network line');
  });
});

describe('which checks a run is about', () => {
  const visible = fileCheck('v', 1);
  const told = fileCheck('w', 1, { visibility: 'visible' });
  const hidden = fileCheck('h', 1, { visibility: 'after_published' });
  test('all, or for a pre-check the visible ones', () => {
    expect([visible, told, hidden].map(isVisible)).toEqual([true, true, false]);
    const rubric = { ...RESOLVED.rubric, checks: [visible, hidden, told] };
    expect(checksInScope(rubric, {})).toEqual([visible, hidden, told]);
    expect(checksInScope(rubric, { visibleOnly: true })).toEqual([visible, told]);
  });
  test('left-out checks are reported if they are visible', () => {
    const leftOut = [visible, hidden].map((check) => ({ check, because: 'there are no data' }));
    expect(tellLeftOut({ ...RESOLVED, leftOut })).toEqual(['"Check v" (v) is not checked here: there are no data']);
    expect(tellLeftOut(RESOLVED)).toEqual([]);
  });
});
