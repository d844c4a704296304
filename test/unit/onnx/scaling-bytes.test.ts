/** Bytes that ONNX Runtime scales have the bits of those that tensor/images.ts scales. */
import { describe, expect, test } from '@jest/globals';
import type { OnnxModel } from '../../../grader/onnx/format/model.js';
import { writeModel } from '../../../grader/onnx/format/write.js';
import { scalingBytes } from '../../../grader/onnx/scaling-bytes.js';
import { RANGES, scale, scalingOf, type Scaling } from '../../../grader/tensor/images.js';
import { onnxLibrary } from '../../support/onnx-library.js';

const IDENTITY: OnnxModel = {
  irVersion: 10,
  opset: 21,
  producer: 'tuxgrade',
  graph: {
    name: 'model',
    nodes: [{ name: '', operator: 'Identity', domain: '', inputs: ['x'], outputs: ['y'], attributes: {} }],
    initializers: [],
    inputs: [{ name: 'x', type: 'float32', shape: ['N', 1, 3] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['N', 1, 3] }],
  },
};
const BYTES = Uint8Array.from({ length: 256 * 3 }, (_, at) => Math.floor(at / 3));

const CASES: readonly (readonly [string, Scaling])[] = [
  ...Object.entries(RANGES),
  ['one mean', scalingOf({ mean: [0.1307], std: [0.3081] })],
  ['one for each channel', scalingOf({ mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] })],
  ['of pixels as they are', scalingOf({ range: '0..255', mean: [33.3], std: [78.6] })],
];

describe.each(CASES)('%s', (_name, scaling) => {
  test('every byte, in every channel', () => {
    const session = onnxLibrary().open(writeModel(scalingBytes(IDENTITY, scaling)));
    const [output] = session.run({
      [session.inputs[0]?.name ?? '']: { values: BYTES, shape: [256, 1, 3] },
    });
    const bits = (values: unknown) => [...new Uint32Array(Float32Array.from(values as Float32Array).buffer)];
    expect(bits(output?.values)).toEqual(bits(scale(BYTES, 0, BYTES.length, scaling)));
    expect(session.inputs[0]).toMatchObject({ type: 'uint8', shape: [null, 1, 3] });
    session.close();
  });
});
