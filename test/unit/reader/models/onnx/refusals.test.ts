/** What an ONNX model must not be, and what its author is told to change. */
import { describe, expect, test } from '@jest/globals';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from '../../../../../grader/onnx/format/model.js';
import { writeModel } from '../../../../../grader/onnx/format/write.js';
import { examineOnnx } from '../../../../../grader/reader/models/onnx/examine.js';
import { node, onnxModel } from '../../../../support/onnx-models.js';

const sentenceOn = (graph: Partial<OnnxGraph>, rest: Partial<Omit<OnnxModel, 'graph'>> = {}) => {
  const reading = examineOnnx('deep/model.onnx', writeModel(onnxModel(graph, rest)));
  return reading.status === 'rejected' ? reading.sentence : reading.status;
};
const base = onnxModel().graph;
const [W, b] = base.initializers as [OnnxTensor, OnnxTensor];
const input = (shape: OnnxValue['shape'], type: OnnxValue['type'] = 'float32'): Partial<OnnxGraph> => ({
  inputs: [{ name: 'x', type, shape }],
});
const gemm: OnnxNode = { ...(base.nodes[0] as OnnxNode), name: 'end' };

test('the usual model is admitted', () => {
  expect(sentenceOn({})).toBe('admitted');
});

describe('order', () => {
  test.each<[string, Partial<OnnxGraph>, RegExp]>([
    [
      'a cycle',
      { nodes: [node('Add', ['x', 'u'], 'v'), node('Relu', ['v'], 'u'), gemm] },
      /^deep\/model\.onnx feeds Add from u, which is computed only later or from its own output: /,
    ],
    ['its own output', { nodes: [node('Add', ['x', 'y'], 'y')] }, /feeds Add from y, which is computed only later/],
    [
      'the wrong order',
      { nodes: [node('Relu', ['z'], 'y'), node('Relu', ['x'], 'z')] },
      /feeds Relu from z, which is computed only later/,
    ],
    [
      'an input that is not there',
      { nodes: [{ ...gemm, inputs: ['x', 'V'] }] },
      /feeds end \(Gemm\) from V, which is not there/,
    ],
    [
      'two values of one name',
      { nodes: [node('Relu', ['x'], 'y'), gemm] },
      /has two values named y: give each its own name/,
    ],
    ['an input and a result of one name', { nodes: [node('Relu', ['x'], 'x'), gemm] }, /has two values named x/],
    ['two weights of one name', { initializers: [W, b, W] }, /has two values named W/],
    ['two inputs of one name', { inputs: [...base.inputs, ...base.inputs] }, /has two values named x/],
    [
      'a name of the grader',
      { nodes: [node('Relu', ['x'], 'tuxgrade/input'), gemm] },
      /has a value named tuxgrade\/input/,
    ],
    [
      'a weight without a name',
      { initializers: [W, b, { ...b, name: '' }] },
      /has a weight, input or output without a name/,
    ],
    [
      'an output that nothing gives',
      { outputs: [{ name: 'q', type: 'float32', shape: null }] },
      /names q as an output, which no operation gives/,
    ],
  ])('%s', (_what, graph, sentence) => {
    expect(sentenceOn(graph)).toMatch(sentence);
  });

  test('a weight that is listed as an input too is a weight', () => {
    expect(sentenceOn({ inputs: [...base.inputs, { name: 'W', type: 'float32', shape: [3, 2] }] })).toBe('admitted');
  });
});

describe('operators', () => {
  const before = (operator: string, rest: Partial<OnnxNode> = {}) => ({
    nodes: [
      { ...node(operator, ['x'], 'z'), ...rest },
      { ...gemm, inputs: ['z', 'W', 'b'] },
    ],
  });
  test.each<[string, Partial<OnnxNode>, RegExp]>([
    [
      'RandomUniformLike',
      {},
      /has the operation RandomUniformLike, which is not supported: its outputs would differ each time/,
    ],
    ['Multinomial', {}, /its outputs would differ each time/],
    ['Scan', {}, /there is no bound on how long it runs/],
    ['SequenceEmpty', {}, /it works on lists of tensors/],
    ['StringNormalizer', {}, /it works on text or files/],
    [
      'Frobnicate',
      { name: 'f' },
      /has the operation f \(Frobnicate\), which is not supported: build the network from the usual layers/,
    ],
    [
      'FusedConv',
      { domain: 'com.microsoft' },
      /FusedConv of com\.microsoft, which is not supported: .*as it was before it was optimised/,
    ],
    ['Relu', { domain: 'my.own' }, /Relu of my\.own, which is not supported: only the operators of ONNX itself are/],
    [
      'LinearClassifier',
      { domain: 'ai.onnx.ml' },
      /LinearClassifier of ai\.onnx\.ml, which is not supported: .*classifiers/,
    ],
    ['Dropout', { inputs: ['x', '', 'on'] }, /Dropout\) in the mode of training: call model\.eval\(\)/],
    ['BatchNormalization', { attributes: { training_mode: { kind: 'int', value: 1 } } }, /in the mode of training/],
    ['BatchNormalization', { outputs: ['z', 'mean', 'variance'] }, /in the mode of training/],
    ['Relu', { attributes: { body: { kind: 'graph', value: base } } }, /has a graph within the operation Relu/],
    ['If', {}, /has no graph within the operation If/],
    ['__proto__', {}, /has the operation __proto__, which is not supported/],
  ])('%s %j', (operator, rest, sentence) => {
    const on: OnnxTensor = { name: 'on', type: 'bool', shape: [], bytes: Uint8Array.of(1) };
    expect(sentenceOn({ ...before(operator, rest), initializers: [W, b, on] })).toMatch(sentence);
  });

  test('a dropout that is switched off is none', () => {
    const off: OnnxTensor = { name: 'off', type: 'bool', shape: [], bytes: Uint8Array.of(0) };
    const nodes = before('Dropout', { inputs: ['x', '', 'off'] });
    expect(sentenceOn({ ...nodes, initializers: [W, b, off] })).toBe('admitted');
  });

  test('in the branches of an If too, which see the values around them', () => {
    const branch = (operator: string, from: string): OnnxGraph => ({
      ...{ name: '', nodes: [node(operator, [from], 'r')], initializers: [], inputs: [] },
      outputs: [{ name: 'r', type: 'float32', shape: null }],
    });
    const withBranches = (first: OnnxGraph, second: OnnxGraph) => ({
      nodes: [
        node('Size', ['x'], 'size'),
        node('Cast', ['size'], 'any', { to: { kind: 'int', value: 9 } }),
        node('If', ['any'], 'z', {
          then_branch: { kind: 'graph', value: first },
          else_branch: { kind: 'graph', value: second },
        }),
        { ...gemm, inputs: ['z', 'W', 'b'] },
      ],
    });
    expect(sentenceOn(withBranches(branch('Relu', 'x'), branch('Tanh', 'x')))).toBe('admitted');
    expect(sentenceOn(withBranches(branch('Relu', 'x'), branch('Loop', 'x')))).toMatch(/Loop, which is not supported/);
    expect(sentenceOn(withBranches(branch('Relu', 'z'), branch('Relu', 'x')))).toMatch(
      /feeds Relu from z, which is not there/,
    );
    const shadow = { ...branch('Relu', 'x'), initializers: [W] };
    expect(sentenceOn(withBranches(shadow, shadow))).toMatch(/has two values named W/);
  });
});

describe('ends', () => {
  const many = Array.from({ length: 65 }, (_, at) => `x${String(at)}`);
  test.each<[string, Partial<OnnxGraph>, RegExp]>([
    [
      '65 inputs',
      {
        inputs: many.map((name): OnnxValue => ({ name, type: 'float32', shape: ['N', 2] })),
        nodes: [node('Sum', many, 'x'), gemm],
      },
      /describes a model with 65 inputs \(x0, x1, x2, \.\.\.\); exactly one is expected/,
    ],
    ['no input that counts', { nodes: [node('Add', ['W', 'W'], 'y')] }, /has outputs that depend on no input/],
    ['images of int64', input(['N', 2], 'int64'), /takes int64 numbers \(x\), and the examples are float32/],
    ['images of uint8', input(['N', 2], 'uint8'), /takes uint8 numbers \(x\), and the examples are float32/],
    ['float16', input(['N', 2], 'float16'), /takes float16 numbers \(x\), expected float32: call model\.float\(\)/],
    ['an input without a shape', input(null), /does not say what shape it takes \(x\): export it with an example/],
    ['an input of one number', input([]), /takes an input without a side for the batch \(x\)/],
    ['no outputs', { outputs: [] }, /describes a model with 0 outputs/],
    [
      'two outputs of scores',
      { outputs: [...base.outputs, { name: 'x', type: 'float32', shape: null }] },
      /describes a model with 2 outputs; exactly one is expected/,
    ],
    [
      'labels alone',
      { outputs: [{ name: 'y', type: 'int64', shape: null }] },
      /gives int64 numbers \(y\), expected float32: let the model give a score for each class/,
    ],
  ])('%s', (_what, graph, sentence) => {
    expect(sentenceOn(graph)).toMatch(sentence);
  });

  test.each([[['N', 2]], [[1, 2]], [[64, 2]], [['', 2]]])('a batch of %j is taken', (shape) => {
    expect(sentenceOn(input(shape))).toBe('admitted');
  });
});
