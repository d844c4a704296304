/** Jacobians, files and limits of models: the parts of their judgements that are in a report. */
import { describe, expect, test } from '@jest/globals';
import { judgeFiles } from '../../../grader/kinds/files/judge.js';
import { judgeJacobian } from '../../../grader/kinds/jacobian/judge.js';
import { judgeModelLimits } from '../../../grader/kinds/model-limits/judge.js';
import type { CheckOf } from '../../../grader/schema/checks.js';
import type { LayerFact } from '../../../grader/protocol/model-facts.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

const nothing = { files: [], documents: new Map(), models: new Map(), dataSets: new Map(), outcomes: new Map() };

describe('jacobians', () => {
  // yhat = x W at x = 1, W = 0.5: dyhat/dx = 0.5 and dyhat/dW = 1
  const CHECK: CheckOf<'jacobian'> = {
    ...{ kind: 'jacobian', id: 'j', title: 'J', points: 3, file: 'a.json', network: 'line', at: 'seed' },
    matrices: [
      { path: 'dx', of: 'yhat', by: 'x', points: 1 },
      { path: 'dW', of: 'yhat', by: 'W', points: 2 },
    ],
  };
  const judged = (answers: unknown) => {
    const document = { status: 'read' as const, bytes: Buffer.from(JSON.stringify(answers)) };
    return judgeJacobian(
      CHECK,
      { ...nothing, documents: new Map([['a.json', document]]) },
      makeResolvedRubric([CHECK]),
    );
  };
  const HINT = 'Row i holds the derivatives of y_i: how many rows and columns must there be?';

  test('all right: no hint', () => {
    const judgement = judged({ dx: 0.5, dW: [[1]] });
    expect(judgement).toMatchObject({
      ...{ earned: 3, summary: 'all matrices right' },
      evidence: { type: 'comparison', samples: [{ id: 'seed', seed: null }], calls: 0 },
    });
    expect(judgement).not.toHaveProperty('hint');
  });
  test('the first wrong one is reported, with the hint', () => {
    expect(judged({ dx: 0.5, dW: 2 })).toMatchObject({
      ...{ earned: 1, summary: 'dW is not the right answer', hint: HINT },
      evidence: {
        outputs: [
          { verdict: 'match', earned: 1, notes: [] },
          { verdict: 'different', earned: 0, possible: 2 },
        ],
      },
    });
    expect(judged({ dx: 7, dW: 1 })).toMatchObject({ earned: 2, summary: 'dx is not the right answer' });
  });
  test('a missing one needs no hint, one that is not a number does', () => {
    const missing = judged({ dW: 1 });
    expect(missing.summary).toMatch(/^dx is missing/);
    expect(missing).not.toHaveProperty('hint');
    expect(judged({ dx: 'x', dW: 1 })).toMatchObject({
      hint: HINT,
      evidence: { outputs: [{ verdict: 'unusable' }, {}] },
    });
  });
  test('a shape with sides of 1 is noted', () => {
    const { evidence } = judged({ dx: [[[0.5]]], dW: 1 });
    expect(evidence.type === 'comparison' && evidence.outputs[0]?.notes).toHaveLength(1);
  });
  test('a file that cannot be read is the whole judgement', () => {
    expect(judged([])).toMatchObject({ earned: 0, evidence: { type: 'error' } });
  });
});

describe('files', () => {
  const CHECK: CheckOf<'files'> = {
    ...{ kind: 'files', id: 'f', title: 'F', points: 3 },
    files: [{ path: 're\u0301sume\u0301.txt' }, { path: 'b', maxBytes: 5 }],
  };
  const judged = (files: readonly object[]) =>
    judgeFiles(CHECK, { ...nothing, files: files as never }, makeResolvedRubric([CHECK]));

  test('each in its sentence, by composed names', () => {
    expect(
      judged([
        { path: 'r\u00e9sum\u00e9.txt', bytes: 3 },
        { path: 'b', bytes: 6 },
      ]),
    ).toEqual({
      ...{ earned: 1.5, summary: 'b has 6 bytes, at most 5' },
      evidence: {
        type: 'files',
        files: [
          { path: 're\u0301sume\u0301.txt', bytes: 3, ok: true, sentence: 're\u0301sume\u0301.txt is there' },
          { path: 'b', bytes: 6, ok: false, sentence: 'b has 6 bytes, at most 5' },
        ],
      },
    });
  });
  test('a file without a limit may be of any size', () => {
    expect(
      judged([
        { path: 'r\u00e9sum\u00e9.txt', bytes: 1e12 },
        { path: 'b', bytes: 5 },
      ]).earned,
    ).toBe(3);
  });
  test('a pointer of Git LFS is not the file, whatever its size', () => {
    const { earned, summary, evidence } = judged([
      { path: 'r\u00e9sum\u00e9.txt', bytes: 3 },
      { path: 'b', bytes: 4, isPointer: true },
    ]);
    expect(earned).toBe(1.5);
    expect(summary).toMatch(/^b .*Git LFS/);
    expect(evidence).toMatchObject({ files: [{ ok: true }, { path: 'b', bytes: 4, ok: false }] });
    expect(judged([{ path: 'b', bytes: 4, isPointer: false }]).earned).toBe(1.5);
  });
});

describe('limits of a model', () => {
  const layer = (className: string, activation: string | null, output = false): LayerFact => ({
    ...{ name: className, className, activation, output },
  });
  const judged = (limits: Partial<CheckOf<'model-limits'>>, layers: readonly LayerFact[], format = 'layers-model') => {
    const check: CheckOf<'model-limits'> = {
      kind: 'model-limits',
      id: 'l',
      title: 'L',
      points: 2,
      target: 'model',
      ...limits,
    };
    const facts = { format, parameters: 13, fileBytes: 9, layers, inputShape: [2], weights: [] };
    const models = new Map([['model/model.json', { status: 'admitted', facts }]]);
    const judgement = judgeModelLimits(check, { ...nothing, models: models as never }, makeResolvedRubric([check]));
    return [judgement.earned, judgement.summary];
  };
  const LAYERS = [layer('Dense', 'relu'), layer('Flatten', null), layer('Dense', 'softmax', true)];

  test('values within limits are reported without the limit, numbers with it', () => {
    expect(judged({ parameters: 20, layers: ['Dense', 'Flatten'], activations: ['relu', 'softmax'] }, LAYERS)).toEqual([
      2,
      'parameters 13 (limit 20), layers Dense Flatten, activations relu softmax',
    ]);
  });
  test('of what is not allowed only that is named', () => {
    expect(judged({ parameters: 12, layers: ['Dense'], activations: ['tanh'] }, LAYERS)).toEqual([
      0,
      'over the limit: parameters 13 (limit 12), layers Flatten (limit Dense), activations relu softmax (limit tanh)',
    ]);
  });
  test('the activation of the output is looked at apart, where the rubric has words for it', () => {
    const limits = { activations: ['relu'], outputActivations: ['softmax', 'linear'] };
    expect(judged(limits, LAYERS)).toEqual([2, 'activations relu, output activation softmax']);
    expect(judged({ ...limits, outputActivations: ['linear'] }, LAYERS)).toEqual([
      0,
      'over the limit: output activation softmax (limit linear)',
    ]);
  });
  test('a layer without activation has none, and that of a graph model is unknown', () => {
    expect(judged({ activations: ['relu'] }, [layer('Flatten', null)])).toEqual([2, 'activations none']);
    expect(judged({ activations: ['relu'] }, LAYERS, 'graph-model')).toEqual([
      0,
      'over the limit: activations (a graph model) (limit relu)',
    ]);
  });
  test('twenty kinds are named, each with eighty characters', () => {
    const many = Array.from({ length: 21 }, (_, index) =>
      layer(`${String(index).padStart(2, '0')}${'x'.repeat(90)}`, null),
    );
    const shown = many.slice(0, 20).map(({ className }) => className.slice(0, 80));
    expect(judged({ layers: ['Dense'] }, many.slice(0, 20))[1]).toBe(
      `over the limit: layers ${shown.join(' ')} (limit Dense)`,
    );
    expect(judged({ layers: ['Dense'] }, many)[1]).toBe(
      `over the limit: layers ${shown.join(' ')} and 1 more (limit Dense)`,
    );
  });
});
