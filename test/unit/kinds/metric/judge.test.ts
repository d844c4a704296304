import { describe, expect, test } from '@jest/globals';
import { predictProbeId } from '../../../../grader/checks/asking/predictions.js';
import type { Judgement } from '../../../../grader/checks/judging/judge.js';
import { judgeMetric } from '../../../../grader/kinds/metric/judge.js';
import { METRIC_PARTS } from '../../../../grader/kinds/metric/parts.js';
import { tellMetric } from '../../../../grader/kinds/metric/told.js';
import { metricWarnings } from '../../../../grader/kinds/metric/warnings.js';
import { planFor } from '../../../../grader/plan/plan.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { TrustFinding } from '../../../../grader/stages/observation.js';
import type { TensorData } from '../../../../grader/tensor/tensor.js';
import { ADMITTED } from '../../../support/false-pass/false-pass.js';
import { METRIC_CHECKS, metricRubric, ROWS, sumOf, tensorOf } from '../../../support/metric-rubric.js';

const RUBRIC = metricRubric();
const TARGETS = RUBRIC.regression?.get('values')?.targets ?? tensorOf([0], []);
const LABELS = RUBRIC.data.get('three')?.labels ?? new Int32Array();

function judged(check: CheckOf<'metric'>, data: TensorData, trust?: readonly TrustFinding[]): Judgement {
  const outputs = { value: { kind: 'numbers' as const, form: 'tensor' as const, data } };
  const returned = { outputs, keys: ['value'], inputsAfter: {} };
  const outcome = { status: 'returned' as const, returned, ...(trust === undefined ? {} : { trust }) };
  const seen = {
    files: [],
    documents: new Map(),
    models: new Map([['model/model.json', ADMITTED]]),
    dataSets: new Map(),
    outcomes: new Map([[predictProbeId(check.target, check.data), outcome]]),
  };
  return judgeMetric(check, seen, RUBRIC);
}

/** The targets, each off by `by`. */
const offBy = (by: number) =>
  tensorOf(
    [ROWS, 2],
    Array.from(TARGETS.values, (value) => value + by),
  );
/** A row for each example: its own class gets `own`, the others `other`. */
const scores = (own: number, other: number, labelOf = (row: number) => LABELS[row] ?? 0) =>
  tensorOf(
    [ROWS, 3],
    Array.from({ length: 3 * ROWS }, (_, at) => (at % 3 === labelOf(Math.floor(at / 3)) ? own : other)),
  );

describe('mean squared error', () => {
  const check = METRIC_CHECKS.squared;
  test('right numbers earn everything; the report has the error of each target', () => {
    expect(judged(check, TARGETS)).toMatchObject({
      earned: 10,
      evidence: { metric: 'mean-squared-error', value: 0, parts: [{ name: 'product', value: 0 }, { name: 'sum' }] },
    });
  });
  test('less is better, linearly: off by 0.5 has 0.25, which is 5/6 of the way from 1 to 0.1', () => {
    const { earned, summary } = judged(check, offBy(0.5));
    expect(earned).toBeCloseTo((10 * (1 - 0.25)) / 0.9, 4);
    expect(summary).toMatch(
      /^mean squared error 0\.25 on 60 examples \(less is better; one answer for every example has [\d.]+\); full points at 0\.1 or less$/,
    );
  });
  test('a near miss: just worse than where the ramp begins', () => {
    expect(judged(check, offBy(1.001)).earned).toBe(0);
    expect(judged(check, offBy(0.999)).earned).toBeGreaterThan(0);
  });
  test('one output that is not finite leaves no error, and no points', () => {
    for (const odd of [NaN, Infinity, -Infinity]) {
      const values = Float32Array.from(TARGETS.values);
      values[3] = odd;
      const { earned, summary, evidence } = judged(check, { ...TARGETS, values });
      expect([earned, evidence]).toMatchObject([0, { value: null, nonFinite: 1, parts: [] }]);
      expect(summary).toBe(
        '1 of 60 examples has an output that is not finite, so there is no mean squared error: expected a finite number for each; full points at 0.1 or less',
      );
    }
  });
  test('a wrong shape says both', () => {
    const { earned, summary } = judged(check, tensorOf([ROWS, 1], new Array<number>(ROWS).fill(0)));
    expect([earned, summary]).toEqual([0, 'model/model.json gave outputs of shape [60, 1], expected [60, 2]']);
  });
  test('a ramp that begins above what a constant reaches gives a constant nothing', () => {
    const mean = [0, 1].map((at) => sumOf(TARGETS.values, at) / ROWS);
    const constant = tensorOf([ROWS, 2], Array.from({ length: ROWS }, () => mean).flat());
    const easy = { ...check, ramp: { from: 100, to: 0.1 } };
    expect(judged(easy, constant)).toMatchObject({
      earned: 0,
      summary: expect.stringContaining('no better than one answer for every example') as unknown,
    });
    expect([...metricWarnings(easy, RUBRIC)]).toEqual([
      expect.stringMatching(/less than where the ramp begins \(100\); it earns nothing nevertheless$/),
    ]);
    expect([...metricWarnings(check, RUBRIC)]).toEqual([]);
    expect([...metricWarnings({ ...check, ramp: { from: 9, to: 8 } }, RUBRIC)]).toEqual([
      expect.stringMatching(/as good as full points need \(8\); only what is better earns points$/),
    ]);
  });
});

describe('cross-entropy', () => {
  test('logits by hand: log(1 + 2 e^-2) where the own class is 2 ahead', () => {
    const expected = Math.log(1 + 2 * Math.exp(-2));
    const { evidence, earned } = judged(METRIC_CHECKS.logits, scores(2, 0));
    expect((evidence as { value: number }).value).toBeCloseTo(expected, 7);
    expect(earned).toBe(10 * Math.min(1, (0.9 - expected) / 0.6));
  });
  test('probabilities where logits are asked for are read as logits, and told so', () => {
    const { summary, earned } = judged(METRIC_CHECKS.logits, scores(1, 0));
    expect(summary).toContain('its outputs look like probabilities and were read as logits');
    expect(earned).toBeLessThan(10);
  });
  test('logits where probabilities are asked for have no loss', () => {
    const { summary, earned, evidence } = judged(METRIC_CHECKS.probabilities, scores(9, -9));
    expect([earned, evidence]).toMatchObject([0, { value: null }]);
    expect(summary).toContain('its outputs are not probabilities, so there is no cross-entropy');
  });
  test('a probability of 0 for the own class is bounded and told', () => {
    const { summary } = judged(
      METRIC_CHECKS.probabilities,
      scores(1, 0, (row) => (row === 0 ? 1 : (LABELS[row] ?? 0))),
    );
    expect(LABELS[0]).toBe(0);
    expect(summary).toContain('1 of 60 examples give their own class a probability of almost 0, which counts as 1e-7');
  });
  test('one NaN leaves no loss', () => {
    const { values, ...rest } = scores(2, 0);
    values[0] = NaN;
    expect(judged(METRIC_CHECKS.logits, { ...rest, values }).earned).toBe(0);
  });
});

describe('scores', () => {
  test('NaN counts as wrong', () => {
    const { values, ...rest } = scores(2, 0);
    values[0] = NaN;
    const { evidence, summary } = judged(METRIC_CHECKS.accuracy, { ...rest, values });
    expect(evidence).toMatchObject({ value: 59 / 60, nonFinite: 1 });
    expect(summary).toContain('1 of 60 examples has an output that is not finite and count as wrong');
  });
  test('macro F1 has the score of each class, and is told as a number', () => {
    const { evidence, summary } = judged(METRIC_CHECKS.f1, scores(1, 0));
    expect(evidence).toMatchObject({ value: 1, parts: [{ name: 'a', value: 1 }, { name: 'b' }, { name: 'c' }] });
    expect(summary).toMatch(/^macro F1 1 on 60 examples/);
  });
  test('data of one class: no model is needed, which lint says', () => {
    const set = RUBRIC.data.get('three');
    if (set === undefined) throw new Error('no data');
    const alike = { ...RUBRIC, data: new Map([['three', { ...set, labels: new Int32Array(ROWS) }]]) };
    expect([...metricWarnings(METRIC_CHECKS.accuracy, alike)][0]).toMatch(/all examples are alike/);
  });
});

test('a model that answers by chance earns nothing and is flagged; one that depends on the batch is flagged', () => {
  const chance = judged(METRIC_CHECKS.squared, TARGETS, [{ kind: 'not-repeatable', difference: 0.5 }]);
  expect([chance.earned, chance.review]).toEqual([0, expect.stringContaining('it gives other outputs')]);
  const batch = judged(METRIC_CHECKS.squared, TARGETS, [{ kind: 'depends-on-batch', difference: 0.5, changed: 0 }]);
  expect([batch.earned, batch.review]).toEqual([10, expect.stringContaining('depend on the others in the batch')]);
});

test('a page has the value beside what earns nothing and everything; a hidden check tells no parts and no digest', () => {
  const { evidence } = judged(METRIC_CHECKS.squared, offBy(0.5));
  const [text, table, parts] = tellMetric(evidence);
  expect(text).toMatchObject({ text: 'Your model was tried on 60 examples of "values".' });
  expect(table).toMatchObject({
    title: 'mean squared error: less is better',
    rows: { 0: { cells: ['your model', '0.25'] } },
  });
  expect(parts).toMatchObject({ rows: [{ cells: ['product', '0.25'] }, { cells: ['sum', '0.25'] }] });
  expect(METRIC_PARTS.hidden(evidence)).toMatchObject({ parts: [], data: { name: 'values', digest: '' } });
});

test('labels, targets and what a metric is are not asked for', () => {
  const asked = JSON.stringify(planFor(RUBRIC, { visibleOnly: false }).subjects, (_key, value: unknown) =>
    value instanceof Float32Array ? Array.from(value) : value,
  );
  for (const word of ['labels', 'targets', 'cross-entropy', 'ramp']) expect(asked).not.toContain(word);
  const probes = planFor(RUBRIC, { visibleOnly: false }).subjects.flatMap(({ probes: all }) => all);
  const values = probes.flatMap((probe) => (probe.kind === 'predict' ? [...probe.input.values] : []));
  expect(values).not.toContain(TARGETS.values[1]);
});
