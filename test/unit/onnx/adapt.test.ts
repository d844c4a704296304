/** Models as the runtime feeds them: computed by ONNX Runtime itself, which is independent of what adds the operations. */
import { describe, expect, test } from '@jest/globals';
import { adapted } from '../../../grader/onnx/adapt.js';
import type { OnnxModel, OnnxValue } from '../../../grader/onnx/format/model.js';
import { writeModel } from '../../../grader/onnx/format/write.js';
import { ONNX_BINDING, onnxLibrary } from '../../support/onnx-library.js';
import { bytesOf, node, onnxModel, weight } from '../../support/onnx-models.js';
import { testUnless } from '../../support/where-possible.js';

const onLibrary = testUnless(ONNX_BINDING === null ? 'no library for this machine' : null, 'adapted models');
const value = (name: string, type: OnnxValue['type'], shape: OnnxValue['shape']): OnnxValue => ({ name, type, shape });

function run(model: OnnxModel, shape: readonly number[], values: readonly number[]) {
  const session = onnxLibrary().open(writeModel(model));
  const [end] = session.inputs;
  const [y] = session.run({ [end?.name ?? '']: { values: Float32Array.from(values), shape } });
  session.close();
  return { input: end, values: [...((y?.values ?? []) as Float32Array)], shape: y?.shape };
}

/** Multiplies each channel by a number of its own: [N,C,H,W]. */
const channels = onnxModel({
  nodes: [node('Mul', ['x', 'k'], 'y')],
  initializers: [weight('k', [3, 1, 1], [1, 10, 100])],
  inputs: [value('x', 'float32', ['N', 3, 1, 2])],
  outputs: [value('y', 'float32', null)],
});

describe('channels first', () => {
  onLibrary('images whose channels are last are turned', () => {
    const seen = run(adapted(channels, { channelsFirst: true }), [1, 1, 2, 3], [1, 2, 3, 4, 5, 6]);
    expect(seen.input).toMatchObject({ type: 'float32', shape: [null, 1, 2, 3] });
    // the output is left in the model's own order
    expect(seen.values).toEqual([1, 4, 20, 50, 300, 600]);
    expect(seen.shape).toEqual([1, 3, 1, 2]);
  });
  test('a model that takes them as they are is unchanged', () => {
    expect(adapted(channels, { channelsFirst: false })).toBe(channels);
  });
});

onLibrary('float64 in and out', () => {
  const third = { name: 'k', type: 'float64' as const, shape: [2], bytes: bytesOf(Float64Array.of(0.1, 0.2)) };
  const double = onnxModel({
    nodes: [node('Mul', ['x', 'k'], 'y')],
    initializers: [third],
    inputs: [value('x', 'float64', ['N', 2])],
    outputs: [value('y', 'float64', ['N', 2])],
  });
  expect(run(adapted(double, { channelsFirst: false }), [1, 2], [3, 4]).values).toEqual([
    Math.fround(3 * 0.1),
    Math.fround(4 * 0.2),
  ]);
  const images = { ...double, graph: { ...double.graph, inputs: [value('x', 'float64', [1, 2, 1, 2])] } };
  const seen = run(adapted(images, { channelsFirst: true }), [1, 1, 2, 2], [1, 2, 3, 4]);
  expect(seen.values.map((number) => Math.round(number * 10))).toEqual([1, 6, 2, 8]);
});
