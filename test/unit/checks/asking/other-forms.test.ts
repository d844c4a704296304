/** Other scalings of pixels that a network may have been trained with, by hand; and the content of a model's probes. */
import { describe, expect, test } from '@jest/globals';
import { examplesIn, otherRows, otherWays } from '../../../../grader/checks/asking/other-forms.js';
import { predictProbeId } from '../../../../grader/checks/asking/predictions.js';
import { otherWayProbeId, predictProbes } from '../../../../grader/kinds/accuracy/probes.js';
import { modelGradientProbes } from '../../../../grader/kinds/model-gradient/probes.js';
import type { ExampleSet } from '../../../../grader/stages/resolved.js';
import type { TargetOf } from '../../../../grader/schema/rubric.js';
import { RANGES } from '../../../../grader/tensor/images.js';
import { CHECK } from '../../../support/model-gradient.js';

/** Two images of one row of two pixels: red 0 and 255, green 0, blue 51. */
const IMAGES: ExampleSet = {
  examples: { dtype: 'uint8', shape: [2, 1, 2, 3], values: Uint8Array.of(0, 0, 51, 255, 0, 51, 0, 0, 51, 255, 0, 51) },
  ...{ labels: Int32Array.of(0, 1), divisor: 255, classes: 2, digest: '' },
};
const idsOf = (set: ExampleSet) => otherWays(set).map(({ id }) => id);

describe('other ways', () => {
  test('are those in which the images are not given already', () => {
    expect(idsOf(IMAGES)).toEqual(['pixels', 'signed', 'standardised', 'bgr']);
    expect(idsOf({ ...IMAGES, ...RANGES['0..255'] })).toEqual(['unit', 'signed', 'standardised', 'bgr']);
    expect(idsOf({ ...IMAGES, ...RANGES['-1..1'] })).toEqual(['pixels', 'unit', 'bgr']);
  });
  test('grey images have no order of colours, and points no range', () => {
    const grey = { ...IMAGES, examples: { ...IMAGES.examples, shape: [2, 1, 6, 1] } };
    expect(idsOf(grey)).toEqual(['pixels', 'signed', 'standardised']);
    const points = { ...IMAGES, examples: { dtype: 'float32' as const, shape: [1, 2], values: Float32Array.of(0, 1) } };
    expect(idsOf(points)).toEqual([]);
  });
  test('standardised is by the mean and the deviation of each colour', () => {
    // a set that no other test has measured, because what is measured is kept
    const [standard] = otherWays({ ...IMAGES }).filter(({ id }) => id === 'standardised');
    // red is 0 and 1 in turn; green and blue are of one value, which has no deviation
    expect(standard?.scaling.divisor).toBe(255);
    expect(standard?.scaling.standard?.mean.map((one) => Number(one.toFixed(9)))).toEqual([0.5, 0, 0.2]);
    expect(standard?.scaling.standard?.std[0]).toBeCloseTo(0.5, 9);
    expect(standard?.scaling.standard?.std[1]).toBe(1);
  });
  test('blue, green, red has the scaling of the set, and the ends of each pixel exchanged', () => {
    const [bgr] = otherWays({ ...IMAGES, divisor: 2 }).filter(({ id }) => id === 'bgr');
    const [pixels] = otherWays(IMAGES);
    if (bgr === undefined || pixels === undefined) throw new Error('no way');
    expect(bgr.scaling).toEqual({ divisor: 2 });
    expect([...examplesIn(bgr, IMAGES).values]).toEqual([51, 0, 0, 51, 0, 255, 51, 0, 0, 51, 0, 255]);
    expect(examplesIn(bgr, IMAGES).shape).toEqual([2, 1, 2, 3]);
    expect([...examplesIn(pixels, IMAGES).values]).toEqual([...IMAGES.examples.values]);
    // the set itself is left as it is
    expect([...IMAGES.examples.values].slice(0, 3)).toEqual([0, 0, 51]);
  });
  test('ways that differ by their scaling alone have the same bytes, which are sent or shown once', () => {
    const [pixels, signed] = otherWays(IMAGES);
    const bgr = otherWays(IMAGES).find(({ id }) => id === 'bgr');
    if (pixels === undefined || signed === undefined || bgr === undefined) throw new Error('no way');
    const { values } = examplesIn(pixels, IMAGES);
    expect(examplesIn(signed, IMAGES).values).toBe(values);
    expect(examplesIn(bgr, IMAGES).values).not.toBe(values);
    expect(examplesIn(pixels, IMAGES, 1).values).toHaveLength(values.length / 2);
  });
  test('forty examples are requested, evenly spread', () => {
    expect(otherRows(IMAGES)).toEqual([0, 1]);
    const rows = otherRows({ ...IMAGES, examples: { ...IMAGES.examples, shape: [80, 1, 2, 3] } });
    expect(rows).toHaveLength(40);
    expect(rows.slice(0, 3)).toEqual([1, 3, 5]);
  });
});

describe('requests to a model', () => {
  test('its outputs on all examples, and on some in each other way', () => {
    const [main, ...others] = predictProbes('m', { input: [6], outputs: [1, 2] }, 'd', IMAGES);
    expect(main).toEqual({
      ...{ kind: 'predict', target: 'm', classes: 2, id: 'm@d#0', divisor: 255, examined: true },
      input: { ...IMAGES.examples, shape: [2, 6] },
      // a quarter of two examples, and one at least
      batchSize: 1,
      // four times two examples of two outputs, and 65536 more
      mostValues: 65_552,
    });
    expect(others.map(({ id, examined }) => [id, examined])).toEqual(
      ['pixels', 'signed', 'standardised', 'bgr'].map((way) => [`m@d#${way}`, false]),
    );
    expect(others.map(({ divisor }) => divisor)).toEqual([1, RANGES['-1..1'].divisor, 255, 255]);
    expect(others.every(({ input }) => input.shape.join() === '2,6')).toBe(true);
    expect([predictProbeId('m', 'd'), otherWayProbeId('m', 'd', { id: 'bgr' })]).toEqual(['m@d#0', 'm@d#bgr']);
  });
  test('a batch is a quarter of the set, 4096 examples, or a million numbers, whichever is least', () => {
    const batch = (count: number, size: number) => {
      const values = new Float32Array(count * size);
      const examples = { dtype: 'float32' as const, shape: [count, size], values };
      const set = { ...IMAGES, examples, labels: new Int32Array(count) };
      return predictProbes('m', { input: [size], outputs: [1] }, 'd', set)[0]?.batchSize;
    };
    expect(batch(10, 1)).toBe(3);
    expect(batch(20_000, 1)).toBe(4096);
    expect(batch(1000, 2 ** 14)).toBe(64);
  });
  test('a standard goes with the divisor', () => {
    const standard = { mean: [0, 0, 0], std: [1, 1, 1] };
    expect(predictProbes('m', { input: [6], outputs: [1] }, 'd', { ...IMAGES, standard })[0]).toMatchObject({
      standard,
    });
    expect(predictProbes('m', { input: [6], outputs: [1] }, 'd', IMAGES)[0]).not.toHaveProperty('standard');
  });
});

describe('gradients of a model', () => {
  const target = (args: unknown[]) =>
    ({ kind: 'function', file: 'a', export: 'backward', arguments: args, returns: 'record' }) as TargetOf<'function'>;
  const model: TargetOf<'model'> = { kind: 'model', path: 'm.json', input: [6], outputs: [2] };
  const check = { ...CHECK, examples: 1 };

  test('are requested of the model, and twice of the student, at the same scaled examples', () => {
    const { reference, calls } = modelGradientProbes(check, target(['weights', 'x', 'label']), model, IMAGES);
    // one of two examples: the middle of them is the second
    expect(reference).toMatchObject({
      ...{ kind: 'differentiate', id: 'g@reference', target: 'model', loss: 'half-squared-error', divisor: 255 },
      input: { shape: [1, 6], dtype: 'uint8' },
      label: { dtype: 'int32', shape: [1], values: Int32Array.of(1) },
      ...{ weights: [], mostValues: 0 },
    });
    expect([...reference.input.values]).toEqual([0, 0, 51, 255, 0, 51]);
    expect(calls.map(({ id }) => id)).toEqual(['answer@g#0', 'answer@g#1']);
    for (const call of calls) {
      expect(call).toMatchObject({
        ...{ kind: 'call', target: 'answer', export: 'backward', gradientsOf: 'm.json', mostValues: 0 },
        arguments: [{ weightsOf: 'm.json' }, { tensor: 'x' }, { tensor: 'label' }],
        returns: { kind: 'record', keys: [] },
      });
      expect([...(call.inputs['x']?.values ?? [])].map((value) => Number(value.toFixed(6)))).toEqual([
        0, 0, 0.2, 1, 0, 0.2,
      ]);
      expect(call.inputs['x']).toMatchObject({ dtype: 'float32', shape: [1, 6] });
      expect(call.inputs['label']).toEqual(reference.label);
    }
  });
  test('an argument that no rubric may have is a fault of the grader', () => {
    expect(() => modelGradientProbes(check, target([{ W: 'W' }]), model, IMAGES)).toThrow(
      'an argument that the rules of the rubric do not let pass',
    );
  });
});
