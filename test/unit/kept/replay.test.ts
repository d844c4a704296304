/**
 * Which kept answers answer another plan: by the content of what is asked, and none that a limit could have changed. That
 * the answers give the right reports is shown by the classes of integration/rejudge.
 */
import { describe, expect, test } from '@jest/globals';
import { readRecord, recordOf, writeRecord } from '../../../grader/kept/record.js';
import { replay, type Replayed } from '../../../grader/kept/replay.js';
import type { ModelFacts } from '../../../grader/protocol/model-facts.js';
import type { LoadOutcome, ProbeOutcome } from '../../../grader/stages/observation.js';
import type { Plan, Probe, SubjectPlan } from '../../../grader/stages/plan.js';
import type { Sighting } from '../../../grader/stages/sighting.js';
import type { StudentErrorReport } from '../../../grader/schema/evidence.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';
import { callOf, LIMITS } from '../../support/snapshots.js';

const rubric = makeResolvedRubric([]);
const CIRCUMSTANCES = { programs: 'p', node: 'v20', driver: 'bubblewrap', gaps: [] };
const USAGE = { cpuMs: 1, peakMemoryBytes: 2, workers: 1 };

const moduleOf = (...probes: Probe[]): SubjectPlan => ({ subject: { kind: 'module', file: 'backprop' }, probes });
const model = (path: string): SubjectPlan => ({
  subject: { kind: 'model', path, example: [2], format: 'layers-model' },
  probes: [],
});
const planOf = (...subjects: SubjectPlan[]): Plan => ({
  ...{ subjects, documents: [], dataSets: [], limits: LIMITS },
  models: subjects.flatMap(({ subject }) =>
    subject.kind === 'model' ? { path: subject.path, forms: ['tfjs', 'onnx'] } : [],
  ),
});

const failed = (code: StudentErrorReport['code']) => ({ status: 'failed' as const, error: { code, message: code } });
const returned = (value: number): ProbeOutcome => ({
  status: 'returned',
  returned: {
    outputs: {
      loss: { kind: 'numbers', data: { dtype: 'float32', shape: [], values: Float32Array.of(value) } },
    },
  } as unknown as Extract<ProbeOutcome, { status: 'returned' }>['returned'],
});
const FACTS = {
  format: 'layers-model',
  parameters: 3,
  fileBytes: 9,
  layers: [],
  inputShape: [2],
  weights: [],
} as const;
const LOADED: Extract<LoadOutcome, { status: 'loaded' }> = {
  status: 'loaded',
  model: { format: 'layers-model', parameters: 3, inputShape: [2], layers: [], operations: [], empty: null },
};

interface Answers {
  readonly probes?: Readonly<Record<string, ProbeOutcome>>;
  readonly loads?: Readonly<Record<string, LoadOutcome>>;
}

/** What was observed for a plan, written and read again. */
function recordFor(plan: Plan, { probes = {}, loads = {} }: Answers, facts: ModelFacts = FACTS) {
  const sighting: Sighting = {
    status: 'seen',
    taken: { id: 's', digest: 'd', files: [], bytes: 0, remarks: [] },
    documents: new Map(),
    models: new Map(plan.models.map(({ path }) => [path, { status: 'admitted', facts }])),
    dataSets: new Map(),
    observations: {
      ...{
        outcomes: new Map(Object.entries(probes)),
        models: new Map(Object.entries(loads)),
        stdout: 'said',
        stderr: '',
      },
      ...{ hidden: { stdout: '', stderr: '' }, backends: [], remarks: [], usage: USAGE },
    },
  };
  const record = readRecord(writeRecord(recordOf(sighting, { plan, rubric }, CIRCUMSTANCES)));
  if (typeof record === 'string') throw new Error(record);
  return record;
}

const asked = (record: ReturnType<typeof recordFor>, plan: Plan): Replayed =>
  replay(record, { plan, rubric, programs: 'p', usage: USAGE });

function observedIn(replayed: Replayed) {
  if (replayed.status === 'incomplete') throw new Error(replayed.missing.join());
  if (replayed.sighting.status !== 'seen') throw new Error('refused');
  return replayed.sighting.observations;
}

const [one, two, three] = [callOf('one', ['loss']), callOf('two', ['loss']), callOf('three', ['loss'])];
const renamed = (probe: Probe, id: string): Probe => ({ ...probe, id });
const ALL = planOf(moduleOf(one, two, three));
const NOT_THE_SAME = ['it came to a limit, and less or in another order is asked now'];

describe('of a submission that came to no limit', () => {
  const record = recordFor(ALL, {
    probes: { 'one#0': returned(1), 'two#0': failed('RUNTIME_ERROR'), 'three#0': returned(3) },
  });
  test('each answer is found by what was asked, whatever it is called now', () => {
    const observed = observedIn(asked(record, planOf(moduleOf(renamed(three, 'x'), renamed(two, 'y')))));
    expect(observed?.outcomes).toEqual(
      new Map<string, ProbeOutcome>([
        ['x', returned(3)],
        ['y', failed('RUNTIME_ERROR')],
      ]),
    );
    expect(observed).toMatchObject({ stdout: 'said', usage: USAGE });
  });
  test('what was not asked is named', () => {
    const other = { ...two, mostValues: 7 };
    expect(asked(record, planOf(moduleOf(one, other, callOf('four', ['loss']))))).toEqual({
      status: 'incomplete',
      missing: ['two#0 was not asked', 'four#0 was not asked'],
    });
  });
  test('the same question, asked twice, needs two answers', () => {
    expect(asked(record, planOf(moduleOf(one, renamed(one, 'again'))))).toEqual({
      status: 'incomplete',
      missing: ['again was not asked'],
    });
  });
  test('an answer that was not watched or counted does not say what differentiated, or how much was computed', () => {
    const watched = { ...two, watched: true as const };
    expect(asked(record, planOf(moduleOf(one, watched)))).toMatchObject({ missing: ['two#0 was not asked'] });
    const counted: SubjectPlan = { subject: { kind: 'module', file: 'backprop', counted: true }, probes: [one] };
    expect(asked(record, planOf(counted))).toMatchObject({ missing: ['one#0 was not asked'] });
  });
  test('what was counted and noticed is kept', () => {
    const work = {
      kernels: { BatchMatMul: 14 },
      own: { '+': 2 },
      onIndices: 0,
      unknown: [],
      escapes: ['BigInt' as const],
    };
    const answer = returned(1);
    if (answer.status !== 'returned') throw new Error('not returned');
    const told: ProbeOutcome = {
      ...answer,
      returned: { ...answer.returned, work, differentiated: ['tf.grad'] },
    };
    const plan = planOf({ subject: { kind: 'module', file: 'backprop', counted: true }, probes: [one] });
    const kept = recordFor(plan, { probes: { 'one#0': told } });
    expect(observedIn(asked(kept, plan))?.outcomes.get('one#0')).toEqual(told);
  });
  test('other limits or programs are another question', () => {
    expect(asked(record, { ...ALL, limits: { ...LIMITS, callMs: 1 } }).status).toBe('incomplete');
    expect(replay(record, { plan: ALL, rubric, programs: 'q', usage: USAGE })).toEqual({
      status: 'incomplete',
      missing: ['another version of tuxgrade ran it'],
    });
  });
});

describe.each(['TIME_LIMIT', 'MEMORY_LIMIT', 'OUTPUT_LIMIT'] as const)('of one that came to a limit: %s', (code) => {
  const record = recordFor(ALL, { probes: { 'one#0': returned(1), 'two#0': failed(code), 'three#0': failed(code) } });
  test('the same requests are answered, whatever they are called', () => {
    const same = planOf(moduleOf(renamed(one, 'x'), renamed(two, 'y'), renamed(three, 'z')));
    expect(observedIn(asked(record, same))?.outcomes.get('z')).toEqual(failed(code));
  });
  test.each([
    ['less', planOf(moduleOf(one, three))],
    ['only what was answered', planOf(moduleOf(one))],
    ['the same in another order', planOf(moduleOf(three, two, one))],
  ])('%s: it has to be run, because the limit might not be reached', (_what, plan) => {
    expect(asked(record, plan)).toEqual({ status: 'incomplete', missing: NOT_THE_SAME });
  });
  test('more: what was not asked is named as well', () => {
    const plan = planOf(moduleOf(one, two, three, callOf('four', ['loss'])));
    expect(asked(record, plan)).toEqual({ status: 'incomplete', missing: ['four#0 was not asked', ...NOT_THE_SAME] });
  });
});

describe('of models of which only the size is asked', () => {
  const both = planOf(model('a/model.json'), model('b/model.json'));
  const record = (b: LoadOutcome) => recordFor(both, { loads: { 'a/model.json': LOADED, 'b/model.json': b } });
  test('one alone is answered, if no limit was reached', () => {
    expect(observedIn(asked(record(LOADED), planOf(model('b/model.json'))))?.models).toEqual(
      new Map([['b/model.json', LOADED]]),
    );
  });
  test('one alone is not, if the time was used up before it was loaded', () => {
    const spent = record(failed('TIME_LIMIT'));
    expect(asked(spent, planOf(model('b/model.json')))).toEqual({ status: 'incomplete', missing: NOT_THE_SAME });
    expect(observedIn(asked(spent, both))?.models.get('b/model.json')).toEqual(failed('TIME_LIMIT'));
  });
  test('one that was read as ONNX is read again for checks that take a model of tf.js', () => {
    const onnx = { status: 'loaded', model: { ...LOADED.model, format: 'onnx-model' } } as const;
    const plan = planOf(model('b/model.json'));
    const kept = recordFor(plan, { loads: { 'b/model.onnx': onnx } }, { ...FACTS, format: 'onnx-model' });
    expect(observedIn(asked(kept, plan))?.models).toEqual(new Map([['b/model.onnx', onnx]]));
    expect(asked(kept, { ...plan, models: [{ path: 'b/model.json', forms: ['tfjs'] }] })).toEqual({
      status: 'incomplete',
      missing: ['the model b/model.json was not read'],
    });
  });
  test('a plan that runs nothing needs no answers', () => {
    expect(observedIn(asked(record(failed('TIME_LIMIT')), planOf()))).toBeNull();
  });
});
