/** Admission of ONNX models: what real exporters write, and what is measured in it. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { OnnxGraph, OnnxModel } from '../../../../../grader/onnx/format/model.js';
import { writeModel } from '../../../../../grader/onnx/format/write.js';
import { examineOnnx } from '../../../../../grader/reader/models/onnx/examine.js';
import { bytesOf, node, onnxModel, weight, whole } from '../../../../support/onnx-models.js';

const FIXTURES = resolve('fixtures/onnx');
const examine = (model: OnnxModel) => examineOnnx('deep/model.onnx', writeModel(model));
const fixture = (name: string) => examineOnnx(`${name}.onnx`, readFileSync(join(FIXTURES, `${name}.onnx`)));
const layersIn = ({ facts }: ReturnType<typeof examine>) =>
  facts?.layers.map(
    ({ className, activation, output }) =>
      `${className}${activation === null ? '' : ` ${activation}`}${output ? ' !' : ''}`,
  );

describe('models of real exporters', () => {
  // counted by hand from the definitions in make_onnx.py; batch normalisation is folded into the convolutions before it
  const CNN = 3 * 8 * 25 + 8 + (8 * 12 * 9 + 12) + (12 * 12 * 9 + 12) + (12 * 6 + 6) + 6;
  test.each([
    ['torch-cnn', [3, 64, 64], CNN],
    ['torch-cnn-fixed-batch', [3, 64, 64], CNN],
    ['torch-cnn-older-exporter', [3, 64, 64], CNN],
    ['torch-cnn-older-opset-11', [3, 64, 64], CNN],
    ['torch-mlp', [2], 2 * 8 + 8 + 8 + 1],
    ['torch-mlp-older-exporter', [2], 2 * 8 + 8 + 8 * 8 + 8 + 16 + 2],
    ['torch-linear', [2], 3],
    ['torch-double', [2], 12 + 6 + 12 + 2],
    ['torch-flat', [3, 8, 8], 192 * 5 + 5 + 15 + 3],
    ['torch-segmentation', [3, 8, 8], 3 * 6 * 9 + 6 + 6 * 6 * 16 + 6 + 9 * 4 + 4],
    ['keras-mlp', [2], 33],
  ])('%s: shape %j, %d parameters', (name, inputShape, parameters) => {
    const { status, facts } = fixture(name);
    const { size } = { size: readFileSync(join(FIXTURES, `${name}.onnx`)).length };
    expect(status).toBe('admitted');
    expect(facts).toMatchObject({ format: 'onnx-model', inputShape, parameters, fileBytes: size });
  });

  test.each([
    ['torch-linear', ['Dense linear !']],
    ['torch-mlp', ['Dense relu', 'Dense sigmoid !']],
    ['torch-mlp-older-exporter', ['Dense relu', 'Dense relu', 'Dense linear !']],
    ['keras-mlp', ['Dense relu', 'Dense sigmoid !']],
    [
      'torch-cnn',
      [
        ...['Rescaling', 'Rescaling', 'Conv2D relu', 'Conv2D relu', 'MaxPooling2D', 'Conv2D relu'],
        ...['GlobalAveragePooling2D', 'Dense linear !'],
      ],
    ],
    [
      'torch-block',
      [
        ...['Conv2D swish', 'DepthwiseConv2D linear', 'GroupNormalization', 'Rescaling', 'Rescaling'],
        ...['Activation hardSilu', 'GlobalAveragePooling2D', 'Dense sigmoid', 'Multiply mul', 'Add'],
        ...['Activation gelu', 'AveragePooling2D', 'Conv2D leakyReLU', 'UpSampling2D', 'ReLU relu6'],
        ...['AveragePooling2D', 'Dense logSoftmax !'],
      ],
    ],
    ['torch-recurrent', ['LSTM tanh', 'GRU tanh', 'Cropping1D', 'Dense linear !']],
    ['torch-segmentation', ['Conv2D relu', 'Conv2DTranspose relu', 'Concatenate', 'Conv2D linear !']],
    ['torch-squeezed-older-exporter', ['Conv2D linear', 'Dense linear !']],
  ])('the layers of %s', (name, layers) => {
    expect(layersIn(fixture(name))).toEqual(layers);
  });

  // from the same definitions: results of each layer times the numbers that go into one
  const CNN_WORK = 32 * 32 * 8 * (3 * 25) + 16 * 16 * 12 * (8 * 9) + 8 * 8 * 12 * (12 * 9) + 12 * 6;
  const BLOCK_WORK = 64 * 6 * (3 * 9) + 64 * 6 * 9 + 6 * 6 + 16 * 6 * (6 * 9) + 24 * 4;
  test.each([
    ['torch-cnn', CNN_WORK],
    ['torch-cnn-fixed-batch', CNN_WORK],
    ['torch-cnn-older-exporter', CNN_WORK],
    ['torch-cnn-older-opset-11', CNN_WORK],
    ['torch-block', BLOCK_WORK],
    ['torch-block-older-exporter', BLOCK_WORK],
    ['torch-mlp', 2 * 8 + 8],
    ['torch-mlp-older-exporter', 2 * 8 + 8 * 8 + 8 * 2],
    ['torch-linear', 2],
    ['torch-double', 2 * 6 + 6 * 2],
    ['torch-flat', 192 * 5 + 5 * 3],
    ['torch-recurrent', 6 * 4 * 5 * (3 + 5) + 6 * 3 * 4 * (5 + 4) + 4 * 3],
    ['torch-segmentation', 16 * 6 * (3 * 9) + 16 * 6 * (6 * 16) + 64 * 4 * 9],
    ['torch-squeezed-older-exporter', 4 * (3 * 64) + 4 * 2],
    ['keras-mlp', 2 * 8 + 8],
    ['keras-cnn', 64 * 8 * (3 * 9) + 64 * 8 * 9 + 64 * 8 * 8 + 4 * 4 * 8 * 6],
  ])('%s: %d multiply-adds', (name, macs) => {
    expect(fixture(name).facts?.macs).toBe(macs);
  });

  test.each([
    ['external-data', /keeps its weights in another file \(external data, in net\.0\.weight\): .*external_data=False/],
    ['noise', /\(RandomNormalLike\), which is not supported: its outputs would differ each time; call model\.eval\(\)/],
    ['two-inputs', /describes a model with 2 inputs \(x, y\); exactly one is expected/],
    ['loop', /\(Loop\), which is not supported: there is no bound on how long it runs/],
    ['training', /\(BatchNormalization\) in the mode of training: call model\.eval\(\) before torch\.onnx\.export/],
    ['half', /gives float16 numbers \(linear\), expected float32: call model\.float\(\)/],
    ['labels', /gives int64 numbers \(argmax\), expected float32: .*without argmax at its end/],
  ])('one exported with %s is told what to change', (name, sentence) => {
    const reading = fixture(`refused/${name}`);
    expect(reading.status === 'rejected' && reading.sentence).toMatch(sentence);
  });
});

describe('what is measured', () => {
  test('labels beside the scores are left out, with what only they need', () => {
    const { graph } = onnxModel();
    const labels = node('ArgMax', ['y'], 'labels', { axis: { kind: 'int', value: 1 } });
    const names = node('Gather', ['classes', 'labels'], 'label');
    const reading = examine(
      onnxModel({
        nodes: [...graph.nodes, labels, names],
        initializers: [
          ...graph.initializers,
          whole(
            'classes',
            [40],
            Array.from({ length: 40 }, () => 1n),
          ),
        ],
        outputs: [{ name: 'label', type: 'int64', shape: ['N'] }, ...graph.outputs],
      }),
    );
    expect(reading).toMatchObject({ status: 'admitted', facts: { parameters: 9 } });
    expect(layersIn(reading)).toEqual(['Dense linear !']);
  });

  test('an unused input and an unused weight do not count', () => {
    const { graph } = onnxModel();
    const reading = examine(
      onnxModel({
        inputs: [{ name: 'unused', type: 'int64', shape: [] }, ...graph.inputs],
        initializers: [...graph.initializers, weight('unused weight', [2], [1, NaN])],
      }),
    );
    expect(reading).toMatchObject({ status: 'admitted', facts: { parameters: 9, inputShape: [2] } });
  });

  test('weights cannot be hidden among whole numbers, nor in constants', () => {
    const { graph } = onnxModel();
    const rest = [node('Cast', ['bias'], 'float', { to: { kind: 'int', value: 1 } }), node('Add', ['z', 'float'], 'y')];
    const constant = node('Constant', [], 'c', { value_floats: { kind: 'floats', values: [1, 2, 3] } });
    const hidden = examine(
      onnxModel({
        nodes: [constant, node('Gemm', ['x', 'W', 'c'], 'z', { transB: { kind: 'int', value: 1 } }), ...rest],
        initializers: [
          ...graph.initializers.slice(0, 1),
          { name: 'bias', type: 'int32', shape: [17], bytes: bytesOf(new Int32Array(17)) },
        ],
      }),
    );
    expect(hidden.facts?.parameters).toBe(6 + 3 + 17);
  });

  const nodesOf = (...nodes: OnnxGraph['nodes']) =>
    layersIn(
      examine(
        onnxModel({
          nodes,
          initializers: [
            weight('W', [2, 2], [1, 2, 3, 4]),
            weight('c', [1], [6]),
            weight('zero', [], [0]),
            weight('six', [], [6]),
          ],
          outputs: [{ name: 'y', type: 'float32', shape: null }],
        }),
      ),
    );

  test.each([
    ['a bias that is added', [node('MatMul', ['x', 'W'], 'z'), node('Add', ['c', 'z'], 'y')], ['Dense linear !']],
    [
      'a result that is used twice',
      [node('MatMul', ['x', 'W'], 'z'), node('Relu', ['z'], 'r'), node('Add', ['r', 'z'], 'y')],
      ['Dense linear', 'ReLU relu', 'Add !'],
    ],
    [
      'a second activation',
      [node('MatMul', ['x', 'W'], 'z'), node('Relu', ['z'], 'r'), node('Tanh', ['r'], 'y')],
      ['Dense relu', 'Activation tanh !'],
    ],
    [
      'moved before its activation',
      [node('MatMul', ['x', 'W'], 'z'), node('Transpose', ['z'], 't'), node('Softmax', ['t'], 'y')],
      ['Dense softmax !'],
    ],
    [
      'the square of the input',
      [node('Mul', ['x', 'x'], 's'), node('MatMul', ['s', 'W'], 'y')],
      ['Multiply mul', 'Dense linear !'],
    ],
    [
      'weights made of the input',
      [node('MatMul', ['x', 'W'], 'z'), node('MatMul', ['z', 'x'], 'y')],
      ['Dense linear', 'Dot matMul !'],
    ],
    ['a constant divided by the input', [node('Div', ['c', 'x'], 'y')], ['Div div !']],
    [
      'cut off to whole numbers',
      [
        node('Cast', ['x'], 'i', { to: { kind: 'int', value: 7 } }),
        node('Cast', ['i'], 'y', { to: { kind: 'int', value: 1 } }),
      ],
      ['Cast cast !'],
    ],
    ['relu as a maximum', [node('Max', ['x', 'zero'], 'y')], ['Max max !']],
    ['relu6 as a clip', [node('Clip', ['x', 'zero', 'six'], 'y')], ['ReLU relu6 !']],
    ['another clip', [node('Clip', ['x', 'zero', 'c'], 'y')], ['ReLU relu6 !']],
    ['a clip without a bound', [node('Clip', ['x', 'zero'], 'y')], ['Activation clip !']],
    [
      'a look-up by the input',
      [node('Cast', ['x'], 'i', { to: { kind: 'int', value: 7 } }), node('Gather', ['c', 'i'], 'y')],
      ['Cast cast', 'Embedding gather !'],
    ],
    [
      'a sigmoid of something else',
      [node('MatMul', ['x', 'W'], 'z'), node('Sigmoid', ['x'], 's'), node('Mul', ['z', 's'], 'y')],
      ['Dense linear', 'Activation sigmoid', 'Multiply mul !'],
    ],
  ])('%s', (_what, nodes, layers) => {
    expect(nodesOf(...nodes)).toEqual(layers);
  });

  test('operations on shapes are no layers', () => {
    const nodes = [
      node('Shape', ['x'], 'shape'),
      node('Gather', ['shape', 'first'], 'rows'),
      node('Concat', ['rows', 'minus'], 'target', { axis: { kind: 'int', value: 0 } }),
      node('Reshape', ['x', 'target'], 'y'),
    ];
    const reading = examine(
      onnxModel({ nodes, initializers: [whole('first', [1], [0n]), whole('minus', [1], [-1n])] }),
    );
    expect(reading).toMatchObject({ status: 'admitted', facts: { layers: [], parameters: 0 } });
  });
});
