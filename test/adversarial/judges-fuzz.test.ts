/**
 * Whatever a worker answers and a model's files contain, each judge returns a judgement whose points are within the
 * possible ones, and everything written about it is valid by its schema. Nothing that a student hands in may be a fault
 * of the grader.
 */
import { jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Seen } from '../../grader/checks/judging/judge.js';
import { callsOf, type FunctionCheck } from '../../grader/checks/asking/calls.js';
import { differentiateProbeId, ownGradientProbeIds } from '../../grader/kinds/model-gradient/probes.js';
import { predictProbeId } from '../../grader/checks/asking/predictions.js';
import { otherWayProbeId } from '../../grader/kinds/accuracy/probes.js';
import { countedCallsOf } from '../../grader/kinds/operations/calls.js';
import { mapProbeId } from '../../grader/kinds/segmentation/probes.js';
import { FINDING_CODES, type DataSetReport } from '../../grader/protocol/data-set.js';
import type { ObservedOutput } from '../../grader/protocol/worker.js';
import type { ProbeOutcome } from '../../grader/stages/observation.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import type { TensorData } from '../../grader/tensor/tensor.js';
import { observe } from '../support/function-checks.js';
import { forwardByHand } from '../support/handmade-backprop.js';
import { answers, files, log } from '../support/judge-fuzz/documents.js';
import { GRADIENTS, rubricOf, VALUES } from '../support/judge-fuzz/rubric.js';
import { admission, outcomeFor, RUNS, text } from '../support/judge-fuzz/values.js';
import { findFault } from '../support/judge-fuzz/written.js';

jest.setTimeout(600_000);

const NOTHING: Seen = { files: [], documents: new Map(), models: new Map(), dataSets: new Map(), outcomes: new Map() };

function holds(rubric: ResolvedRubric, seen: fc.Arbitrary<Partial<Seen>>): void {
  fc.assert(
    fc.property(seen, text, (partial, id) => {
      const fault = findFault({ ...NOTHING, ...partial }, rubric, id);
      if (fault !== null) throw new Error(fault);
    }),
    { numRuns: RUNS },
  );
}

/** An outcome for each of these probes: sometimes one and the same for all. */
function outcomesOf(
  ids: readonly string[],
  outcome: fc.Arbitrary<ProbeOutcome>,
): fc.Arbitrary<[string, ProbeOutcome][]> {
  return fc
    .array(outcome, { minLength: 1, maxLength: Math.min(3, ids.length) })
    .map((some) => ids.map((id, index) => [id, some[index % some.length] ?? some[0]] as [string, ProbeOutcome]));
}

test('forward, gradient and loss: any answers of a function', () => {
  const rubric = rubricOf(['forward', 'gradient', 'loss']);
  const idsOf = (kind: FunctionCheck['kind']) => {
    const check = rubric.rubric.checks.find((one): one is FunctionCheck => one.kind === kind);
    return check === undefined ? [] : callsOf(check, rubric).map(({ id }) => id);
  };
  // forward and gradient call the same function, so that one call answers both
  const record = outcomeFor([...Object.keys(VALUES), ...Object.keys(GRADIENTS)], ['x', 'W1']);
  const outcomes = fc.tuple(
    outcomesOf(idsOf('forward'), record),
    outcomesOf(idsOf('loss'), outcomeFor(['value'], ['x'])),
  );
  holds(
    rubric,
    outcomes.map(([records, values]) => ({ outcomes: new Map([...records, ...values]) })),
  );
});

test('operations: any counts of a function that is right, and any answers of one that is not', () => {
  const rubric = rubricOf(['operations']);
  const check = rubric.rubric.checks.find((one) => one.kind === 'operations');
  if (check?.kind !== 'operations') throw new Error('no check');
  const calls = countedCallsOf(check, rubric);
  const any = outcomesOf(
    calls.map(({ id }) => id),
    outcomeFor(['z1', 'loss'], ['x']),
  );
  const right = fc.tuple(any, fc.boolean()).map(([outcomes, isRight]) =>
    outcomes.map(([id, outcome], index): [string, ProbeOutcome] => {
      const sample = calls[index]?.sample;
      if (!isRight || sample === undefined || outcome.status !== 'returned') return [id, outcome];
      const { z1, loss } = forwardByHand(sample);
      const outputs = { z1: observe(z1), loss: observe(loss) };
      return [id, { ...outcome, returned: { ...outcome.returned, outputs } }];
    }),
  );
  holds(
    rubric,
    right.map((outcomes) => ({ outcomes: new Map(outcomes) })),
  );
});

const finding = fc.record({
  code: fc.constantFrom(...FINDING_CODES),
  file: text,
  row: fc.option(fc.integer({ min: 1 })),
  found: text,
});
const dataSet: fc.Arbitrary<DataSetReport> = fc.record({
  splits: fc.array(
    fc.record({
      name: fc.constantFrom('', 'train', 'valid'),
      images: fc.nat(),
      perClass: fc.array(fc.nat(), { maxLength: 6 }),
    }),
    { maxLength: 2 },
  ),
  groups: fc.array(
    fc.record({
      ...{ code: fc.constantFrom(...FINDING_CODES), title: text, mend: text, count: fc.nat() },
      findings: fc.array(finding, { minLength: 1, maxLength: 6 }),
    }),
    { maxLength: 4 },
  ),
});

const shape = fc
  .constantFrom([1, 2, 3], [1, 2, 3], [1, 2, 3], [3, 1, 2], [2, 3], [])
  .map((sides): TensorData => ({ dtype: 'int32', shape: [sides.length], values: Int32Array.from(sides) }));
const classMaps = fc
  .array(fc.constantFrom(0, 1, 2, 3, 254, 255), { minLength: 8, maxLength: 8 })
  .map((found): TensorData => ({ dtype: 'uint8', shape: [4, 1, 2], values: Uint8Array.from(found) }));

test('segmentation: any maps of any model', () => {
  const id = mapProbeId('model', 'maps');
  const numbers = (data: TensorData): ObservedOutput => ({ kind: 'numbers', form: 'tensor', data });
  const whole = fc.tuple(classMaps, shape).map(([maps, sides]): ProbeOutcome => {
    const outputs = { value: numbers(maps), shape: numbers(sides) };
    return { status: 'returned', returned: { outputs, keys: [], inputsAfter: {} } };
  });
  holds(
    rubricOf(['segmentation']),
    fc
      .tuple(fc.oneof(whole, outcomeFor(['value', 'shape'], [])), fc.option(whole), admission)
      .map(([main, pixels, told]) => ({
        outcomes: new Map([[id, main], ...(pixels === null ? [] : [[`${id}-pixels`, pixels] as const])]),
        models: new Map([['model.json', told]]),
      })),
  );
});

test('accuracy, metric, model-limits, model-gradient and data-set: any outputs of any model, any examination', () => {
  const rubric = rubricOf(['accuracy', 'metric', 'model-limits', 'model-gradient', 'data-set']);
  const gradient = rubric.rubric.checks.find((check) => check.kind === 'model-gradient');
  if (gradient === undefined) throw new Error('no such check');
  const outputs = ['two', 'three', 'numbers'].map((data) => predictProbeId('model', data));
  const value = outcomeFor(['value'], []);
  const gradients = outcomeFor(['dense/kernel', 'dense/bias', '__proto__'], []);
  const ids = [differentiateProbeId(gradient), ...ownGradientProbeIds(gradient)];
  holds(
    rubric,
    fc
      .tuple(outcomesOf(outputs, value), fc.option(value), outcomesOf(ids, gradients), admission, dataSet)
      .map(([main, unscaled, own, told, report]) => {
        const also: [string, ProbeOutcome][] =
          unscaled === null ? [] : [[otherWayProbeId('model', 'two', { id: 'pixels' }), unscaled]];
        return {
          outcomes: new Map([...main, ...also, ...own]),
          models: new Map([['model.json', told]]),
          dataSets: new Map([['set', report]]),
        };
      }),
  );
});

test('steps, jacobian, loss-log and files: any bytes of any documents', () => {
  holds(
    rubricOf(['steps', 'jacobian', 'loss-log', 'files']),
    fc.tuple(answers, log, files).map(([typed, logged, found]) => ({
      files: found,
      documents: new Map([
        ['answers.json', typed],
        ['loss.csv', logged],
      ]),
    })),
  );
});
