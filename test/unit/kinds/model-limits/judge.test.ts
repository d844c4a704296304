import { describe, expect, test } from '@jest/globals';
import { judgeModelLimits } from '../../../../grader/kinds/model-limits/judge.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { ModelAdmission } from '../../../../grader/stages/submission.js';
import type { LayerFact, ModelFacts } from '../../../../grader/protocol/model-facts.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

type Limits = Partial<CheckOf<'model-limits'>>;

const dense = (activation: string | null, output = false): LayerFact => ({
  name: output ? 'end' : 'hidden',
  className: 'Dense',
  activation,
  output,
});
const FACTS: ModelFacts = {
  format: 'layers-model',
  parameters: 13,
  fileBytes: 1000,
  layers: [dense('linear'), dense('sigmoid', true)],
  inputShape: [2],
  weights: [],
};
/** What a linear model may be made of. */
const LINEAR: Limits = {
  layers: ['Dense'],
  activations: ['linear'],
  outputActivations: ['linear', 'sigmoid', 'softmax'],
};

function judge(limits: Limits, admission: ModelAdmission) {
  const base = { kind: 'model-limits' as const, id: 'limits', title: 'Limits', points: 2, target: 'model' };
  const check = { ...base, ...limits };
  const seen = {
    files: [],
    documents: new Map(),
    models: new Map([['model/model.json', admission]]),
    dataSets: new Map(),
    outcomes: new Map(),
  };
  return judgeModelLimits(check, seen, makeResolvedRubric([check]));
}

const judgeFacts = (limits: Limits, facts: Partial<ModelFacts> = {}) =>
  judge(limits, { status: 'admitted', facts: { ...FACTS, ...facts } });

describe('multiply-adds', () => {
  test('are told without a limit, and cost nothing', () => {
    expect(judgeFacts({ parameters: 13 }, { macs: 3_588_160 })).toMatchObject({
      earned: 2,
      summary: 'parameters 13 (limit 13), multiply-adds 3588160',
    });
  });

  test('over the limit earn nothing', () => {
    expect(judgeFacts({ macs: 100 }, { macs: 101 })).toMatchObject({
      earned: 0,
      summary: 'over the limit: multiply-adds 101 (limit 100)',
    });
    expect(judgeFacts({ macs: 101 }, { macs: 101 }).earned).toBe(2);
  });

  test('that were not counted are held against nobody', () => {
    for (const facts of [{}, { macs: null }]) {
      expect(judgeFacts({ macs: 100 }, facts)).toMatchObject({
        earned: 2,
        summary: 'multiply-adds not counted (limit 100)',
      });
    }
  });
});

describe('numbers', () => {
  test('at the limit is within it, one more is over', () => {
    expect(judgeFacts({ parameters: 13, fileBytes: 1000 })).toMatchObject({
      earned: 2,
      summary: 'parameters 13 (limit 13), bytes 1000 (limit 1000)',
      evidence: { type: 'limits', measurements: [{ ok: true }, { ok: true }] },
    });
    expect(judgeFacts({ parameters: 12, fileBytes: 1000 })).toMatchObject({
      earned: 0,
      summary: 'over the limit: parameters 13 (limit 12)',
      evidence: { measurements: [{ ok: false }, { ok: true }] },
    });
    expect(judgeFacts({ fileBytes: 999 }).earned).toBe(0);
  });
});

describe('what a linear model is made of', () => {
  test('a sigmoid at the output is allowed', () => {
    expect(judgeFacts(LINEAR).earned).toBe(2);
    expect(judgeFacts(LINEAR, { layers: [dense(null), dense('softmax', true)] }).earned).toBe(2);
  });
  test('a sigmoid before it is not, and is named', () => {
    const judgement = judgeFacts(LINEAR, { layers: [dense('sigmoid'), dense('linear', true)] });
    expect(judgement.earned).toBe(0);
    expect(judgement.summary).toBe('over the limit: activations sigmoid (limit linear)');
  });
  test('nor is a relu at the output, nor another layer', () => {
    expect(judgeFacts(LINEAR, { layers: [dense('relu', true)] }).summary).toContain('output activation relu');
    const multiply = { name: 'm', className: 'Multiply', activation: null, output: false };
    expect(judgeFacts(LINEAR, { layers: [multiply, dense('linear', true)] }).summary).toContain('layers Multiply');
  });
  test('without outputActivations the activations apply to all layers', () => {
    expect(judgeFacts({ activations: ['linear'] }).earned).toBe(0);
    expect(judgeFacts({ activations: ['linear', 'sigmoid'] }).earned).toBe(2);
  });
  test('a graph model, whose activations are unknown, does not count as linear', () => {
    const relu = { name: 'Relu', className: 'Relu', activation: null, output: false };
    expect(judgeFacts({ activations: ['linear'] }, { format: 'graph-model', layers: [relu] }).earned).toBe(0);
    expect(judgeFacts({ parameters: 13 }, { format: 'graph-model', layers: [relu] }).earned).toBe(2);
  });
});

test('a model that is missing or refused earns nothing for being small', () => {
  expect(judge({ parameters: 99 }, { status: 'missing', sentence: 'was not handed in' })).toMatchObject({
    earned: 0,
    summary: 'was not handed in',
    evidence: { type: 'error', error: { code: 'MISSING_FILE' } },
  });
  expect(judge({ parameters: 99 }, { status: 'rejected', sentence: 'has a NaN weight', facts: FACTS })).toMatchObject({
    earned: 0,
    summary: 'has a NaN weight',
    evidence: { type: 'error', error: { code: 'MODEL_REJECTED' } },
  });
});

test('what could not be loaded earns nothing, with the reason', () => {
  const error = { code: 'LOAD_FAILED', message: 'loading model/model.json failed' } as const;
  const judged = judge({ parameters: 13 }, { status: 'not-loaded', error, facts: FACTS });
  expect(judged).toMatchObject({ earned: 0, evidence: { type: 'error', error } });
});

test('thousands of kinds with long names stay one short line', () => {
  const layers = Array.from({ length: 5000 }, (_, index) => ({
    ...dense(null),
    className: `${'N'.repeat(900)}${String(index)}`,
  }));
  const { summary, evidence } = judgeFacts({ layers: ['Dense'] }, { layers });
  expect(summary.length + JSON.stringify(evidence).length).toBeLessThan(5000);
  expect(summary).toContain('and 4980 more');
});

test('more parameters than fit into a report are over the limit, with a sentence', () => {
  for (const parameters of [Infinity, NaN]) {
    const judged = judgeFacts({ parameters: 10 }, { parameters });
    expect(judged.earned).toBe(0);
    expect(judged.summary).toBe('over the limit: parameters too many to count (limit 10)');
    expect(JSON.stringify(judged.evidence)).not.toContain('null');
  }
});
