/** The decision map: the grid by hand, what a half-plane gives on it, and everything that leaves the map out. */
import { describe, expect, test } from '@jest/globals';
import { Draft } from '../../../../grader/checks/asking/draft.js';
import { boxOf, decisionMapOf, gridOf, isPlane } from '../../../../grader/kinds/accuracy/decision-map.js';
import { mapProbes, predictProbes } from '../../../../grader/kinds/accuracy/probes.js';
import type { TargetOf } from '../../../../grader/schema/rubric.js';
import type { ProbeOutcome } from '../../../../grader/stages/observation.js';
import type { ExampleSet } from '../../../../grader/stages/resolved.js';
import { predictClasses } from '../../../../grader/kinds/accuracy/predictions.js';

type DataSet = NonNullable<Parameters<typeof boxOf>[1]>;
const setOf = (values: readonly number[], labels: readonly number[], classes = 2): ExampleSet => ({
  examples: { dtype: 'float32', shape: [labels.length, 2], values: Float32Array.from(values) },
  ...{ labels: Int32Array.from(labels), classes, divisor: 1, digest: 'd' },
});
const SET = setOf([0, 0, 10, 4, 5, 2], [0, 1, 1]);
const CIRCLE: DataSet & { readonly kind: 'point-in-circle' } = {
  ...{ kind: 'point-in-circle', seed: 1, count: 3, center: [0, 0], radius: 1, box: { low: -1, high: 11 } },
};
const MODEL: TargetOf<'model'> = { kind: 'model', path: 'm.json', input: [2], outputs: [1, 2] };
const numbers = (shape: readonly number[], values: ArrayLike<number>): ProbeOutcome => ({
  status: 'returned',
  returned: {
    ...{ keys: [], inputsAfter: {} },
    outputs: {
      value: { kind: 'numbers', form: 'tensor', data: { dtype: 'float32', shape, values: Float32Array.from(values) } },
    },
  },
});

describe('the box', () => {
  test('of points has a margin of 5 % at each side; of one point, of 1', () => {
    expect(boxOf(SET, undefined)).toEqual({ x: [-0.5, 10.5], y: [-0.2, 4.2] });
    expect(boxOf(setOf([3, 4], [1]), undefined)).toEqual({ x: [2, 4], y: [3, 5] });
  });
  test('of a circle is that of the rubric, unless other points were given in their place', () => {
    expect(boxOf(SET, CIRCLE)).toEqual({ x: [-1, 11], y: [-1, 11] });
    expect(boxOf(SET, { ...CIRCLE, box: { low: 0, high: 9 } })).toEqual({ x: [-0.5, 10.5], y: [-0.2, 4.2] });
  });
});

test('the grid has the centres of 64 x 64 cells, the lowest y first', () => {
  const { shape, values } = gridOf({ x: [0, 64], y: [-32, 32] });
  expect(shape).toEqual([4096, 2]);
  expect([...values.subarray(0, 4)]).toEqual([0.5, -31.5, 1.5, -31.5]);
  expect([...values.subarray(2 * 64, 2 * 64 + 2)]).toEqual([0.5, -30.5]);
  expect([...values.subarray(-2)]).toEqual([63.5, 31.5]);
});

describe('the map', () => {
  const box = { x: [0, 64] as [number, number], y: [0, 64] as [number, number] };
  const grid = gridOf(box).values;
  const predictions = predictClasses({ dtype: 'float32', shape: [3, 1], values: Float32Array.of(-1, -1, 1) }, 2);
  const mapOf = (outcome: ProbeOutcome | undefined) => decisionMapOf(outcome, { set: SET, box, predictions });

  test('of a line is cut by that line, and each point is right or wrong', () => {
    const logits = Array.from(
      { length: 4096 },
      (_, cell) => (grid[2 * cell] ?? 0) - 40 + (grid[2 * cell + 1] ?? 0) / 2,
    );
    const map = mapOf(numbers([4096, 1], logits));
    for (const [row, cells] of (map?.cells ?? []).entries()) {
      expect(cells).toBe(
        Array.from({ length: 64 }, (_, column) => Number(column + 0.5 + (row + 0.5) / 2 > 40)).join(''),
      );
    }
    expect(map?.cells).toHaveLength(64);
    expect(map?.points).toEqual([
      { x: 0, y: 0, label: 0, right: true },
      { x: 10, y: 4, label: 1, right: false },
      { x: 5, y: 2, label: 1, right: true },
    ]);
  });
  test('reads one output as the examples were read: values within [0, 1] may be logits', () => {
    expect(mapOf(numbers([4096, 1], new Array<number>(4096).fill(0.2)))?.cells[0]?.[0]).toBe('1');
  });
  test('is left out without an answer, with another shape, or if an output is not finite', () => {
    expect(mapOf(undefined)).toBeNull();
    expect(mapOf({ status: 'failed', error: { code: 'TIME_LIMIT', message: 'm' } })).toBeNull();
    expect(mapOf(numbers([64, 1], new Array<number>(64).fill(1)))).toBeNull();
    expect(
      mapOf(
        numbers(
          [4096, 1],
          Array.from({ length: 4096 }, (_, at) => (at === 9 ? NaN : 1)),
        ),
      ),
    ).toBeNull();
  });
  test('has the first 200 points', () => {
    const many = setOf(new Array<number>(600).fill(1), new Array<number>(300).fill(1));
    const all = predictClasses({ dtype: 'float32', shape: [300, 1], values: new Float32Array(300).fill(1) }, 2);
    const map = decisionMapOf(numbers([4096, 1], new Array<number>(4096).fill(1)), {
      set: many,
      box,
      predictions: all,
    });
    expect(map?.points).toHaveLength(200);
  });
});

describe('the request', () => {
  test('is for examples of two numbers alone, and not examined', () => {
    const [probe] = mapProbes('m', MODEL, ['d', SET], CIRCLE);
    expect(probe).toMatchObject({ id: 'm@d#map', examined: false, input: { shape: [4096, 2] } });
    const images = { ...SET, examples: { dtype: 'uint8', shape: [3, 1, 1, 2], values: new Uint8Array(6) } } as const;
    expect([SET, images].map(isPlane)).toEqual([true, false]);
    expect(mapProbes('m', MODEL, ['d', images], undefined)).toEqual([]);
  });
  test('comes after those of all checks: if it brings the worker down, they are answered', () => {
    const draft = new Draft();
    for (const data of ['a', 'b']) {
      draft.addModel(MODEL, predictProbes('m', MODEL, data, SET));
      draft.addLast(MODEL, mapProbes('m', MODEL, [data, SET], undefined));
    }
    const limits = { totalMs: 1, callMs: 1, modelMs: 1, memoryBytes: 1, outputBytes: 1 };
    const [subject] = draft.toPlan(limits).subjects;
    expect(subject?.probes.map(({ id }) => id)).toEqual(['m@a#0', 'm@b#0', 'm@a#map', 'm@b#map']);
  });
});
