import { describe, expect, test } from '@jest/globals';
import { modelOutputs } from '../../../../grader/checks/judging/model-outputs.js';
import type { ObservedOutput } from '../../../../grader/protocol/worker.js';
import type { ProbeOutcome } from '../../../../grader/stages/observation.js';
import type { ModelAdmission } from '../../../../grader/stages/submission.js';
import { ADMITTED } from '../../../support/false-pass/false-pass.js';
import { metricRubric, tensorOf } from '../../../support/metric-rubric.js';

const ASKED = { target: 'logits', data: 'three', rows: 2, classes: 3 };

function asked(outcome: ProbeOutcome | undefined, admission: ModelAdmission = ADMITTED) {
  const outcomes = new Map(outcome === undefined ? [] : [['logits@three#0', outcome]]);
  const models = new Map([['model/model.json', admission]]);
  return modelOutputs(
    ASKED,
    { files: [], documents: new Map(), models, dataSets: new Map(), outcomes },
    metricRubric(),
  );
}
const returned = (value: ObservedOutput): ProbeOutcome => ({
  status: 'returned',
  returned: { outputs: { value }, keys: ['value'], inputsAfter: {} },
});
const shaped = (...shape: number[]) =>
  returned({ kind: 'numbers', form: 'tensor', data: tensorOf(shape, new Array<number>(12).fill(0)) });
const saidOf = (found: ReturnType<typeof asked>) => (found.ok ? 'usable' : found.judgement.summary);

describe('outputs of a model', () => {
  test('a row for each example is usable', () => {
    expect(asked(shaped(2, 3))).toMatchObject({ ok: true, outputs: { shape: [2, 3] }, trust: [] });
  });
  test.each<[ProbeOutcome, string]>([
    [shaped(2, 2), 'model/model.json gave outputs of shape [2, 2], expected [2, 3]'],
    [shaped(3, 3), 'model/model.json gave outputs of shape [3, 3], expected [2, 3]'],
    [
      shaped(2, 4),
      'model/model.json gave outputs of shape [2, 4], expected [2, 3]: do its labels count from 1, so that class 0 is never used?',
    ],
    [returned({ kind: 'unusable', found: 'a string' }), 'model/model.json gave a string, expected numbers'],
    [{ status: 'failed', error: { code: 'TIME_LIMIT', message: 'too slow' } }, 'too slow'],
  ])('%j: %s', (outcome, said) => {
    expect(saidOf(asked(outcome))).toBe(said);
  });
  test('a model that was not let in says why', () => {
    expect(saidOf(asked(undefined, { status: 'missing', sentence: 'it is missing' }))).toBe('it is missing');
  });
  test('a model that nobody asked is a fault of the grader', () => {
    expect(() => asked(undefined)).toThrow('logits was not asked for its outputs on three');
  });
});
