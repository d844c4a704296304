/** A plan fits the models that were handed in: their files, formats and the order of images' sides. */
import { describe, expect, test } from '@jest/globals';
import { fitToModels } from '../../../grader/plan/fit-models.js';
import type { ModelFacts } from '../../../grader/protocol/model-facts.js';
import type { Plan, Probe, Subject } from '../../../grader/stages/plan.js';
import type { ModelAdmission } from '../../../grader/stages/submission.js';

const facts = (more: Partial<ModelFacts>): ModelFacts => ({
  ...{ format: 'onnx-model', parameters: 1, fileBytes: 1, layers: [], inputShape: [3, 64, 64], weights: [] },
  ...more,
});
const SUBJECT: Subject = { kind: 'model', path: 'm.json', example: [64, 64, 3], format: 'layers-model' };
const PROBES = [
  { kind: 'predict', id: 'p' },
  { kind: 'differentiate', id: 'd' },
] as Probe[];

function fitted(admission: ModelAdmission, subject: Subject = SUBJECT) {
  const plan = { subjects: [{ subject, probes: PROBES }], models: [] } as unknown as Plan;
  return fitToModels(plan, new Map([['m.json', admission]])).subjects;
}
const admitted = (more: Partial<ModelFacts>): ModelAdmission => ({ status: 'admitted', facts: facts(more) });

describe('an ONNX model', () => {
  test('has a file of its own, may have its channels first, and is not differentiated', () => {
    expect(fitted(admitted({}))).toEqual([
      {
        subject: { ...SUBJECT, path: 'm.onnx', format: 'onnx-model', channelsFirst: true },
        probes: [{ kind: 'predict', id: 'p' }],
      },
    ]);
  });
  test('with its channels last', () => {
    const [one] = fitted(admitted({ inputShape: [64, 64, 3] }));
    expect(one?.subject).toEqual({ ...SUBJECT, path: 'm.onnx', format: 'onnx-model' });
  });
  test('by the rubric, where its shape does not tell', () => {
    const open = admitted({ inputShape: [null, null, null] });
    expect(fitted(open, { ...SUBJECT, layout: 'channels-first' })[0]?.subject).toHaveProperty('channelsFirst', true);
    expect(fitted(open, { ...SUBJECT, layout: 'channels-last' })[0]?.subject).not.toHaveProperty('channelsFirst');
  });
});

test('a model of tf.js keeps its path', () => {
  const [one] = fitted(admitted({ format: 'graph-model', inputShape: [64, 64, 3] }), {
    ...SUBJECT,
    layout: 'channels-first',
  });
  expect(one?.subject).toEqual({ ...SUBJECT, format: 'graph-model' });
  expect(one?.probes.map(({ id }) => id)).toEqual(['p', 'd']);
});

test('a model that was refused is not loaded', () => {
  expect(fitted({ status: 'rejected', sentence: '', facts: facts({}) })).toEqual([]);
});
