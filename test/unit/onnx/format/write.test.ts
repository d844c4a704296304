/** What is written is read by ONNX Runtime itself, which is independent of the writer. */
import { describe, expect, test } from '@jest/globals';
import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor } from '../../../../grader/onnx/format/model.js';
import { writeModel } from '../../../../grader/onnx/format/write.js';
import { onnxLibrary } from '../../../support/onnx-library.js';

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array | BigInt64Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
const weight = (name: string, shape: number[], values: number[]): OnnxTensor => ({
  name,
  type: 'float32',
  shape,
  bytes: bytesOf(Float32Array.from(values)),
});
const node = (
  operator: string,
  inputs: string[],
  output: string,
  attributes: Record<string, OnnxAttribute> = {},
): OnnxNode => ({ name: '', operator, domain: '', inputs, outputs: [output], attributes });

function modelOf(nodes: readonly OnnxNode[], initializers: readonly OnnxTensor[] = []): OnnxModel {
  return {
    irVersion: 10,
    opset: 21,
    producer: 'tuxgrade',
    graph: {
      name: 'model',
      nodes,
      initializers,
      inputs: [{ name: 'x', type: 'float32', shape: ['N', 2] }],
      outputs: [{ name: 'y', type: 'float32', shape: ['N', 'K'] }],
    },
  };
}

function run(model: OnnxModel, x: number[], rows: number): { shape: readonly number[]; values: number[] } {
  const session = onnxLibrary().open(writeModel(model));
  const [y] = session.run({ x: { values: Float32Array.from(x), shape: [rows, 2] } });
  return { shape: y?.shape ?? [], values: [...((y?.values ?? []) as Float32Array)] };
}

describe('writing ONNX', () => {
  test('weights, numbers and whole numbers of attributes: 2 x W^T + b', () => {
    const gemm = node('Gemm', ['x', 'W', 'b'], 'y', {
      alpha: { kind: 'float', value: 2 },
      transB: { kind: 'int', value: 1 },
    });
    const model = modelOf([gemm], [weight('W', [3, 2], [1, 2, 3, 4, 5, 6]), weight('b', [3], [0.5, 0, -1])]);
    expect(run(model, [1, 1, 1, 0], 2)).toEqual({ shape: [2, 3], values: [6.5, 14, 21, 2.5, 6, 9] });
  });

  test('lists and text: a constant, and a padding by edge', () => {
    const axes: OnnxTensor = { name: '', type: 'int64', shape: [4], bytes: bytesOf(BigInt64Array.of(0n, 1n, 0n, 0n)) };
    const nodes = [
      node('Constant', [], 'pads', { value: { kind: 'tensor', value: axes } }),
      node('Constant', [], 'c', { value_floats: { kind: 'floats', values: [10, 20, 30] } }),
      node('Pad', ['x', 'pads'], 'padded', { mode: { kind: 'string', value: 'edge' } }),
      node('Add', ['padded', 'c'], 'y'),
    ];
    expect(run(modelOf(nodes), [1, 2], 1)).toEqual({ shape: [1, 3], values: [11, 21, 32] });
  });

  test('a graph within a node, negative whole numbers', () => {
    const branch = (name: string, values: number[]): OnnxAttribute => ({
      kind: 'graph',
      value: {
        name,
        nodes: [node('Constant', [], name, { value_ints: { kind: 'ints', values } })],
        initializers: [],
        inputs: [],
        outputs: [{ name, type: 'int64', shape: [2] }],
      },
    });
    const nodes = [
      node('Size', ['x'], 'size'),
      node('Cast', ['size'], 'isAny', { to: { kind: 'int', value: 9 } }),
      node('If', ['isAny'], 'shape', { then_branch: branch('t', [-1, 1]), else_branch: branch('e', [1, -1]) }),
      node('Reshape', ['x', 'shape'], 'y'),
    ];
    expect(run(modelOf(nodes), [1, 2, 3, 4], 2)).toEqual({ shape: [4, 1], values: [1, 2, 3, 4] });
  });

  test('the same model gives the same bytes', () => {
    const model = modelOf([node('Relu', ['x'], 'y')], [weight('unused', [1], [1])]);
    expect(Buffer.compare(writeModel(model), writeModel(structuredClone(model)))).toBe(0);
  });

  test('a text list', () => {
    const nodes = [
      node('Constant', [], 'words', { value_strings: { kind: 'strings', values: ['tux', 'bonus'] } }),
      node('Shape', ['words'], 'shape'),
      node('Cast', ['shape'], 'two', { to: { kind: 'int', value: 1 } }),
      node('Mul', ['x', 'two'], 'y'),
    ];
    expect(run(modelOf(nodes), [1, 2], 1).values).toEqual([2, 4]);
  });
});
