/** A gradient that is zero for the right reason proves nothing: zeros must not earn anything for it. */
import { describe, expect, test } from '@jest/globals';
import { judgeModelGradient } from '../../../../grader/kinds/model-gradient/judge.js';
import type { Judgement } from '../../../../grader/checks/judging/judge.js';
import { differentiateProbeId, ownGradientProbeIds } from '../../../../grader/kinds/model-gradient/probes.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { ProbeOutcome } from '../../../../grader/stages/observation.js';
import type { ModelAdmission } from '../../../../grader/stages/submission.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

type Gradients = Readonly<Record<string, readonly number[]>>;

const CHECK: CheckOf<'model-gradient'> = {
  kind: 'model-gradient',
  id: 'g',
  title: 'Gradients',
  points: 6,
  target: 'answer',
  model: 'model',
  loss: 'half-squared-error',
  data: 'valid',
  examples: 4,
};
const ADMITTED: ModelAdmission = {
  status: 'admitted',
  facts: { format: 'layers-model', parameters: 4, fileBytes: 1, layers: [], inputShape: [2], weights: [] },
};

function returned(gradients: Gradients): ProbeOutcome {
  const outputs = Object.entries(gradients).map(([name, values]) => [
    name,
    {
      kind: 'numbers',
      form: 'tensor',
      data: { dtype: 'float32', shape: [values.length], values: Float32Array.from(values) },
    },
  ]);
  const record = Object.fromEntries(outputs) as Extract<ProbeOutcome, { status: 'returned' }>['returned']['outputs'];
  return { status: 'returned', returned: { outputs: record, keys: Object.keys(gradients), inputsAfter: {} } };
}

function judge(reference: Gradients, own: Gradients): Judgement {
  const [first, again] = ownGradientProbeIds(CHECK);
  const seen = {
    files: [],
    documents: new Map(),
    models: new Map([['model/model.json', ADMITTED]]),
    dataSets: new Map(),
    outcomes: new Map([
      [differentiateProbeId(CHECK), returned(reference)],
      [first, returned(own)],
      [again, returned(own)],
    ]),
  };
  return judgeModelGradient(CHECK, seen, makeResolvedRubric([CHECK]));
}

test('a model may have more weights than a function takes arguments', () => {
  const gradients = Object.fromEntries(Array.from({ length: 150_000 }, (_weight, index) => [`w${String(index)}`, [1]]));
  expect(judge(gradients, gradients).earned).toBeCloseTo(6, 6);
});

describe('references of zero', () => {
  test('for every weight: nothing is earned, with the reason', () => {
    const zeros = { a: [0, 0], b: [0, 0] };
    const judged = judge(zeros, zeros);
    expect(judged.earned).toBe(0);
    expect(judged.summary).toMatch(
      /^model\/model\.json gives gradients of zero for every weight .* cannot be assessed/,
    );
  });

  test('for some weights: the others share what those were worth', () => {
    const reference = { a: [1, 2], b: [0, 0], c: [1e-9, 0] };
    const right = judge(reference, reference);
    expect(right).toMatchObject({
      earned: 6,
      summary: expect.stringContaining('2 have gradients of zero') as unknown,
      evidence: {
        outputs: [
          { name: 'a', verdict: 'match', earned: 6, possible: 6 },
          { name: 'b', verdict: 'not-assessable', earned: 0, possible: 0 },
          { name: 'c', verdict: 'not-assessable', earned: 0, possible: 0 },
        ],
      },
    });
    expect(judge(reference, { a: [0, 0], b: [0, 0], c: [0, 0] }).earned).toBe(0);
  });

  test.each([
    ['zeros', [0, 0]],
    ['ones', [1, 1]],
    ['noise', [0.3, -0.7]],
  ])('%s earn nothing beside a real gradient', (_, values) => {
    expect(judge({ a: [1, 2], b: [-3, 0.5] }, { a: values, b: values }).earned).toBe(0);
  });
});
