/** Values in weights and constants that make an ONNX model unusable, in every type of fractional numbers. */
import { describe, expect, test } from '@jest/globals';
import type { OnnxGraph, OnnxNode, OnnxTensor } from '../../../../../grader/onnx/format/model.js';
import { writeModel } from '../../../../../grader/onnx/format/write.js';
import { examineOnnx } from '../../../../../grader/reader/models/onnx/examine.js';
import { bytesOf, node, onnxModel, weight } from '../../../../support/onnx-models.js';

const sentenceOn = (graph: Partial<OnnxGraph>) => {
  const reading = examineOnnx('deep/model.onnx', writeModel(onnxModel(graph)));
  return reading.status === 'rejected' ? reading.sentence : reading.status;
};
const base = onnxModel().graph;
const [W, b] = base.initializers as [OnnxTensor, OnnxTensor];
const gemm = base.nodes[0] as OnnxNode;

describe('values', () => {
  const as = (type: OnnxTensor['type'], bytes: Uint8Array): OnnxTensor => ({ name: 'b', type, shape: [3], bytes });
  test.each<[string, OnnxTensor]>([
    ['NaN', weight('b', [3], [1, NaN, 2])],
    ['infinity', weight('b', [3], [1, -Infinity, 2])],
    ['float64 NaN', as('float64', bytesOf(Float64Array.of(1, NaN, 2)))],
    ['float64 infinity', as('float64', bytesOf(Float64Array.of(1, Infinity, 2)))],
    ['float16 NaN', as('float16', bytesOf(Uint16Array.of(0x3c00, 0x7e00, 0)))],
    ['bfloat16 infinity', as('bfloat16', bytesOf(Uint16Array.of(0x3f80, 0x7f80, 0)))],
  ])('%s in a weight', (_what, bias) => {
    expect(sentenceOn({ initializers: [W, bias] })).toMatch(
      /^deep\/model\.onnx: weight b has 1 value that is not finite: the training diverged/,
    );
  });

  test.each<[string, OnnxTensor]>([
    ['float64', as('float64', bytesOf(Float64Array.of(1, 1e300, 2)))],
    ['float16', as('float16', bytesOf(Uint16Array.of(0x3c00, 0x7bff, 0)))],
  ])('the largest numbers of %s are finite', (_what, bias) => {
    expect(sentenceOn({ initializers: [W, bias] })).toBe('admitted');
  });

  test('a mask may be infinite, but not NaN', () => {
    const masked = (value: number) => ({
      nodes: [gemm, node('Add', ['y', 'mask'], 'masked')],
      initializers: [W, b, weight('mask', [1], [value])],
      outputs: [{ name: 'masked', type: 'float32', shape: null }] as const,
    });
    expect(sentenceOn(masked(-Infinity))).toBe('admitted');
    expect(sentenceOn(masked(NaN))).toMatch(/weight mask has 1 value that is not finite/);
  });

  test.each<[string, OnnxTensor]>([
    // its highest word alone looks like an infinity
    ['float64', { name: 'b', type: 'float64', shape: [1], bytes: bytesOf(Uint32Array.of(1, 0x7ff00000)) }],
    ['bfloat16', { name: 'b', type: 'bfloat16', shape: [1], bytes: bytesOf(Uint16Array.of(0x7f81)) }],
  ])('NaN is not an infinity in %s', (_type, mask) => {
    const masked = {
      nodes: [gemm, node('Add', ['y', 'mask'], 'z')],
      outputs: [{ name: 'z', type: 'float32', shape: null }],
    };
    expect(sentenceOn({ ...masked, initializers: [W, b, { ...mask, name: 'mask' }] } as Partial<OnnxGraph>)).toMatch(
      /weight mask has 1 value that is not finite/,
    );
  });

  test('a mask of float64 may be infinite', () => {
    const mask: OnnxTensor = { name: 'mask', type: 'float64', shape: [1], bytes: bytesOf(Float64Array.of(-Infinity)) };
    const nodes = [gemm, node('Add', ['y', 'mask'], 'z')];
    const outputs = [{ name: 'z', type: 'float32', shape: null }] as const;
    expect(sentenceOn({ nodes, initializers: [W, b, mask], outputs })).toBe('admitted');
  });

  test('a large number of bfloat16 is finite', () => {
    expect(sentenceOn({ initializers: [W, as('bfloat16', bytesOf(Uint16Array.of(0x7f00, 0x7c00, 0xff7f)))] })).toBe(
      'admitted',
    );
  });

  test('a weight reaches its operation through others', () => {
    const nodes = [node('Transpose', ['W'], 'V'), node('MatMul', ['x', 'V'], 'y')];
    expect(sentenceOn({ nodes, initializers: [weight('W', [3, 2], [1, Infinity, 1, 1, 1, 1])] })).toMatch(
      /weight W has 1 value/,
    );
  });

  test('a negative variance', () => {
    const nodes = [node('BatchNormalization', ['x', 's', 's', 's', 'v'], 'y')];
    const negative = [weight('s', [2], [1, 1]), weight('v', [2], [1, -1])];
    expect(sentenceOn({ nodes, initializers: negative })).toMatch(/weight v has 1 value that is below -0\.00001/);
    expect(sentenceOn({ nodes, initializers: [weight('s', [2], [1, 1]), weight('v', [2], [0, 1])] })).toBe('admitted');
  });
});
