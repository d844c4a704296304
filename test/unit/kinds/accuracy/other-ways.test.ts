/** The remark on pixels in another range, and what must not trigger it. */
import { describe, expect, test } from '@jest/globals';
import { remarkOnOtherWays } from '../../../../grader/kinds/accuracy/other-ways.js';
import { otherWayProbeId, predictProbes } from '../../../../grader/kinds/accuracy/probes.js';
import { examplesIn, otherRows, otherWays } from '../../../../grader/checks/asking/other-forms.js';
import { scale, scalingOf } from '../../../../grader/tensor/images.js';
import type { ProbeOutcome } from '../../../../grader/stages/observation.js';
import type { ExampleSet } from '../../../../grader/stages/resolved.js';

const COUNT = 120;
const LABELS = Int32Array.from({ length: COUNT }, (_, at) => at % 3);
const PIXELS = Uint8Array.from({ length: COUNT * 2 * 2 * 3 }, (_, at) => (37 * at) % 256);

function setOf(more: Partial<ExampleSet> = {}, channels = 3): ExampleSet {
  const shape = [COUNT, 2, 2, channels];
  const values = PIXELS.slice(0, COUNT * 4 * channels);
  return {
    examples: { dtype: 'uint8', shape, values },
    ...scalingOf({}),
    labels: LABELS,
    classes: 3,
    digest: '',
    ...more,
  };
}

const SET = setOf();
const ROWS = otherRows(SET);
const ASKED = { target: 'net', data: 'held' };

/** One-hot answers for the requested rows, with a given number of right ones. */
function answer(right: number, shape = [ROWS.length, 3]): ProbeOutcome {
  const values = new Float32Array(ROWS.length * 3);
  for (const [place, row] of ROWS.entries()) {
    const label = LABELS[row] ?? 0;
    values[place * 3 + (place < right ? label : (label + 1) % 3)] = 1;
  }
  const outputs = { value: { kind: 'numbers', form: 'tensor', data: { dtype: 'float32', shape, values } } } as const;
  return { status: 'returned', returned: { outputs, keys: [], inputsAfter: {} } };
}

/** Right for the first of the repeated rows, up to a given number. */
const decided = (right: number) => LABELS.map((label, row) => (ROWS.indexOf(row) < right ? label : (label + 1) % 3));
const outcomesOf = (answers: Readonly<Record<string, ProbeOutcome>>) =>
  new Map(
    Object.entries(answers).map(([id, outcome]) => [otherWayProbeId('net', 'held', { id: id as 'bgr' }), outcome]),
  );
const remark = (right: number, answers: Readonly<Record<string, ProbeOutcome>>) =>
  remarkOnOtherWays(ASKED, SET, decided(right), outcomesOf(answers)).join();

describe('which ways are tried', () => {
  test('every other range, the own means, colours backwards; none twice, and none for points', () => {
    const ids = (set: ExampleSet) => otherWays(set).map(({ id }) => id);
    expect(ids(SET)).toEqual(['pixels', 'signed', 'standardised', 'bgr']);
    expect(ids(setOf(scalingOf({ range: '-1..1' })))).toEqual(['pixels', 'unit', 'bgr']);
    expect(ids(setOf({ ...scalingOf({ range: '0..255' }) }, 1))).toEqual(['unit', 'signed', 'standardised']);
    expect(ids(setOf(scalingOf({ mean: [0.1], std: [0.3] })))).toEqual(['pixels', 'unit', 'signed', 'bgr']);
    expect(ids(setOf({ examples: { dtype: 'float32', shape: [COUNT, 2], values: new Float32Array(240) } }))).toEqual(
      [],
    );
  });
  test('a third of a small set, and at most forty examples of a large one; requests contain no label', () => {
    const [main, ...others] = predictProbes('net', { input: [2, 2, 3], outputs: [3] }, 'held', SET);
    expect(main?.input.shape).toEqual([COUNT, 2, 2, 3]);
    expect(others.map(({ input, examined }) => [input.shape[0], examined])).toEqual(others.map(() => [40, false]));
    expect(JSON.stringify(Object.keys(main ?? {}))).not.toMatch(/label/);
  });
  test('the own means and deviations make mean 0 and deviation 1; colours are turned round in each pixel', () => {
    const [, , own, bgr] = otherWays(SET);
    const standard = scale(PIXELS, 0, PIXELS.length, own?.scaling ?? { divisor: NaN });
    for (const channel of [0, 1, 2]) {
      const values = [...standard].filter((_value, at) => at % 3 === channel);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length).toBeCloseTo(1, 4);
    }
    if (bgr === undefined) throw new Error('no way back');
    const first = (ROWS[0] ?? 0) * 12;
    expect([...examplesIn(bgr, SET).values.slice(0, 6)]).toEqual([2, 1, 0, 5, 4, 3].map((at) => PIXELS[first + at]));
  });
});

describe('the sentence', () => {
  test('the way that is right most often, with both shares', () => {
    expect(remark(12, { pixels: answer(25), signed: answer(36), bgr: answer(30) })).toBe(
      'with pixel values from -1 to 1 it is right for 90.0 % of 40 of these examples, 30.0 % as given here: it was trained on pixel / 127.5 - 1',
    );
    expect(remark(20, { bgr: answer(38) })).toMatch(/blue, green, red it is right for 95\.0 %/);
  });
  test('nothing where it is as right as it is given, where chance may be why, or where nothing was answered', () => {
    expect(remark(36, { signed: answer(40) })).toBe('');
    expect(remark(17, { signed: answer(24) })).toBe('');
    expect(remark(2, { signed: answer(18) })).toBe('');
    const failed: ProbeOutcome = { status: 'failed', error: { code: 'TIME_LIMIT', message: 'late' } };
    expect(remark(0, { signed: failed, pixels: answer(40, [3, 40]), bgr: answer(40, [120]) })).toBe('');
  });
});
