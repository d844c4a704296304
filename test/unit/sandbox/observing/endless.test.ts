/** A model that no processor can run in its time is told so, with the numbers; one that may finish is not. */
import { describe, expect, test } from '@jest/globals';
import { whyEndless } from '../../../../grader/sandbox/observing/endless.js';
import type { Probe, SubjectPlan } from '../../../../grader/stages/plan.js';

const probe = (examples: number): Probe => ({
  kind: 'predict',
  id: `p${String(examples)}`,
  target: 'net',
  input: { dtype: 'uint8', shape: [examples, 1], values: new Uint8Array(examples) },
  divisor: 1,
  batchSize: 8,
  mostValues: 10,
  examined: false,
});
const planOf = (macs: number | undefined, ...probes: Probe[]): SubjectPlan => ({
  subject: {
    kind: 'model',
    path: 'net/model.json',
    example: [1],
    format: 'layers-model',
    ...(macs === undefined ? {} : { macs }),
  },
  probes,
});

describe('1,200 examples in 30 s', () => {
  const limits = { modelMs: 30_000 };

  test('of 15.5 billion multiply-adds take 75 s at 250 billion a second', () => {
    expect(whyEndless(planOf(15.5e9, probe(1200)), 'net/model.json', limits)).toEqual({
      code: 'TIME_LIMIT',
      message:
        'net/model.json takes 15.5 billion multiply-adds for one example, and it gets 1,200: at least 75 s on the fastest processor, and the limit is 30 s. Make the images smaller at its start, or its layers fewer',
    });
  });

  test('the limit is for the largest request, not for all together', () => {
    expect(whyEndless(planOf(5e9, probe(1200), probe(1200)), 'net/model.json', limits)).toBeNull();
    expect(whyEndless(planOf(6.26e9, probe(3), probe(1200)), 'net/model.json', limits)).not.toBeNull();
  });

  test.each([
    ['what may just finish', planOf(6.25e9, probe(1200))],
    ['work that is not known', planOf(undefined, probe(1200))],
    ['a model that is only loaded', planOf(1e15)],
    ['code', { subject: { kind: 'module', file: 'losses' }, probes: [] } satisfies SubjectPlan],
  ])('%s is tried', (_name, plan) => {
    expect(whyEndless(plan, 'net/model.json', limits)).toBeNull();
  });
});
