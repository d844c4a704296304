import { describe, expect, test } from '@jest/globals';
import { examineModel } from '../../../../grader/reader/models/examine.js';
import {
  exportModel,
  groupOf,
  layerOf,
  smallModel,
  tfl,
  weightOf,
  type ModelJson,
} from '../../../support/exported-model.js';

const PATH = 'deep/model.json';
const encode = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

function examine(json: unknown, weightBytes: number) {
  const bytes = encode(json);
  const sizes = new Map(Object.entries({ [PATH]: bytes.length, 'deep/weights.bin': weightBytes }));
  return examineModel(PATH, bytes, sizes);
}
/** The verdict on the small model after `change`. */
async function changed(change: (json: ModelJson) => void, weightBytes = 52) {
  const { json } = await exportModel(smallModel());
  change(json);
  return examine(json, weightBytes);
}

describe('refused, with a sentence', () => {
  const cases: [string, (json: ModelJson) => void, RegExp][] = [
    ['no topology', (json) => (json.modelTopology = undefined as never), /^deep\/model\.json has no modelTopology/],
    [
      'no weights',
      (json) => (json.weightsManifest = []),
      /lists no weights, so the model would run with random ones: export/,
    ],
    ['an empty group', (json) => (groupOf(json).weights.length = 0), /lists no weights/],
    ['a missing weight', (json) => groupOf(json).weights.pop(), /weight out\/bias is missing/],
    ['a dtype', (json) => (weightOf(json, 0).dtype = 'string'), /the weight hidden\/kernel the dtype string; expected/],
    ['one name twice', (json) => (weightOf(json, 1).name = 'hidden/kernel'), /lists the weight hidden\/kernel twice/],
    ['a negative side', (json) => (weightOf(json, 0).shape = [-2, 3]), /hidden\/kernel a shape that is not a list/],
    [
      'a climbing path',
      (json) => groupOf(json).paths.splice(0, 1, '../secret.bin'),
      /\.\.\/secret\.bin: weight files must lie inside deep\//,
    ],
    ['an absolute path', (json) => groupOf(json).paths.splice(0, 1, '/etc/passwd'), /must lie inside deep\//],
    ['an address', (json) => groupOf(json).paths.splice(0, 1, 'http://h/w.bin'), /must lie inside deep\//],
    [
      'a missing file',
      (json) => groupOf(json).paths.splice(0, 1, 'w2.bin'),
      /names the weight file w2\.bin, which was not handed in/,
    ],
    ['one file twice', (json) => groupOf(json).paths.push('./weights.bin'), /\.\/weights\.bin twice/],
    [
      'Lambda',
      (json) => (layerOf(json, 1).class_name = 'Lambda'),
      /has the layer out \(Lambda\), which is not supported: use standard layers/,
    ],
    [
      'a custom layer',
      (json) => (layerOf(json, 1).class_name = '__proto__'),
      /out \(__proto__\), which is not supported: build the model/,
    ],
    [
      'an activation',
      (json) => (layerOf(json, 0).config['activation'] = 'evil'),
      /with the activation evil, which is not supported/,
    ],
    ['two layers of one name', (json) => (layerOf(json, 1).config['name'] = 'hidden'), /two layers named hidden/],
    ['no input shape', (json) => delete layerOf(json, 0).config['batch_input_shape'], /does not say what shape/],
    [
      'a layer larger than its weights',
      (json) => (layerOf(json, 0).config['units'] = 20000),
      /weight hidden\/kernel has shape \[2, 3\], but the layer hidden \(Dense\) needs \[2, 20000\]/,
    ],
    [
      'a width that does not follow',
      (json) => (layerOf(json, 0).config['batch_input_shape'] = [null, 5]),
      /hidden\/kernel has shape \[2, 3\], but the layer hidden \(Dense\) needs \[5, 3\]/,
    ],
    [
      'a weight of no layer',
      (json) => (weightOf(json, 3).name = 'other/bias'),
      /weight out\/bias is missing: the layer out \(Dense\) needs it/,
    ],
    [
      'an extra weight of a layer',
      (json) => groupOf(json).weights.push({ name: 'out/y', shape: [0], dtype: 'float32' }),
      /weight out\/y belongs to no layer/,
    ],
    [
      'a huge weight',
      (json) => (weightOf(json, 0).shape = [20000, 20000]),
      /declares weights of 1\.5 GiB, more than .* hidden\/kernel with shape \[20000, 20000\]/,
    ],
    [
      'absurd sides',
      (json) => (weightOf(json, 0).shape = Array.from({ length: 8 }, () => 2 ** 52)),
      /more than the grader loads/,
    ],
    [
      'quantisation without scale',
      (json) => (weightOf(json, 0).quantization = { dtype: 'uint8' }),
      /without a finite scale/,
    ],
  ];
  test.each(cases)('%s', async (_what, change, sentence) => {
    const { problem, groups } = await changed(change);
    expect(problem).toMatch(sentence);
    expect(groups).toEqual([]);
  });

  test('short and long weight files', async () => {
    const short = await changed(() => undefined, 40);
    expect(short.problem).toBe(
      'deep/weights.bin is too short (40 bytes instead of 52): weight out/kernel with shape [3, 1] needs 12 bytes and 4 are there; export the model again',
    );
    const long = await changed(() => undefined, 60);
    expect(long.problem).toBeNull();
    expect(long.facts?.parameters).toBe(13);
  });

  test.each([
    ['{"a": NaN}', /is not valid JSON: line 1, column 7: a word or sign/],
    ['{\n  "a": 1,\n}', /line 3, column 1/],
    ['{"root:x:0:0": secret', /line 1, column 16/],
    ['[1]', /is not a JSON object/],
    ['  ', /is empty/],
    ['['.repeat(1e6), /nests its values more than 200 deep/],
    ['{"class_name": "Sequential", "config": {}}', /in the JSON format of Keras/],
    ['{"modelTopology": {"class_name": "Sequential", "config": {"layers": []}}}', /without layers/],
    ['{"modelTopology": {"__proto__": {"class_name": "Sequential"}}}', /no description of the model/],
    ['{"modelTopology": 7}', /no description of the model/],
  ])('model.json: %.30s', (text, sentence) => {
    const { problem, facts } = examine(text, 0);
    expect(problem).toMatch(sentence);
    expect(problem).not.toContain('secret');
    expect(facts).toBeNull();
  });

  test('bytes that are not text', () => {
    expect(examineModel(PATH, Uint8Array.of(0x7b, 0xff, 0xfe), new Map()).problem).toMatch(/is not a text file/);
  });

  test('two inputs', async () => {
    const inputs = [tfl.input({ shape: [2] }), tfl.input({ shape: [2] })];
    const model = tfl.model({ inputs, outputs: tfl.layers.add().apply(inputs) as ReturnType<typeof tfl.input> });
    const { json } = await exportModel(model);
    json.weightsManifest = [{ paths: ['weights.bin'], weights: [{ name: 'a', shape: [1], dtype: 'float32' }] }];
    expect(examine(json, 4).problem).toMatch(/a model with 2 inputs; exactly one is expected/);
  });
});
