/** Options that tf.js ignores or fails on, as written by Keras 2 and Keras 3. */
import { describe, expect, test } from '@jest/globals';
import { translateModel } from '../../../grader/translation/translate.js';

type Json = Record<string, unknown>;

const layerOf = (class_name: string, config: Json): Json => ({ class_name, config: { name: 'it', ...config } });

/** What becomes of one layer; a sentence where it cannot be translated. */
function translated(keras_version: string, className: string, config: Json): unknown {
  const model_config = { class_name: 'Sequential', config: { name: 'model', layers: [layerOf(className, config)] } };
  const result = translateModel({ modelTopology: { keras_version, model_config }, weightsManifest: [] });
  if (!result.ok) return result.problem;
  const topology = result.model['modelTopology'] as { model_config: { config: { layers: unknown[] } } };
  return topology.model_config.config.layers[0];
}
const is = layerOf;

/** Options that tf.js takes no notice of, whichever Keras wrote them. */
const REFUSED: [string, Json, RegExp][] = [
  [
    'Conv2DTranspose',
    { output_padding: [1, 1] },
    /the layer it \(Conv2DTranspose\) with an output_padding: crop or pad/,
  ],
  ['Conv2DTranspose', { dilation_rate: [2, 2] }, /with a dilation_rate/],
  ['Conv3D', { groups: 4 }, /with groups: use Conv1D or Conv2D/],
  ['LSTM', { time_major: true }, /with time_major/],
  ['LSTM', { zero_output_for_mask: true }, /with zero_output_for_mask/],
  [
    'UpSampling2D',
    { interpolation: 'lanczos3' },
    /with an interpolation that is not computed: use nearest or bilinear/,
  ],
  ['Resizing', { pad_to_aspect_ratio: true }, /with pad_to_aspect_ratio/],
  ['LayerNormalization', { rms_scaling: true }, /with rms_scaling/],
  ['CategoryEncoding', { output_mode: 'tf_idf' }, /with an output_mode that is not computed/],
  [
    'Bidirectional',
    { layer: layerOf('LSTM', { units: 2 }), backward_layer: layerOf('LSTM', { units: 2, activation: 'relu' }) },
    /with a backward_layer that differs/,
  ],
];

describe('a layer of Keras 2', () => {
  test.each<[string, Json, unknown]>([
    ['GRU', { units: 2, reset_after: true }, is('GRUResetAfter', { units: 2 })],
    ['GRU', { units: 2, reset_after: false }, is('GRU', { units: 2 })],
    ['UpSampling2D', { interpolation: 'bilinear' }, is('UpSampling2DBilinear', { interpolation: 'bilinear' })],
    ['Resizing', { height: 2, width: 3 }, is('Resizing', { height: 2, width: 3, at_halves: true })],
    [
      'SeparableConv2D',
      { filters: 2, kernel_initializer: {}, kernel_regularizer: null },
      is('SeparableConv2D', { filters: 2 }),
    ],
    ['Dense', { units: 2, activity_regularizer: {} }, is('Dense', { units: 2 })],
    ['Dense', { units: 2, activation: 'hard_sigmoid' }, is('Dense', { units: 2, activation: 'hard_sigmoid' })],
  ])('%s %j', (className, config, expected) => {
    expect(translated('2.15.0', className, config)).toEqual(expected);
  });
  test('of the first Keras versions resizes as tf.js does', () => {
    const config = { interpolation: 'bilinear' };
    expect(translated('2.2.4', 'UpSampling2D', config)).toEqual(is('UpSampling2D', config));
    expect(translated('2.2.4-tf', 'UpSampling2D', config)).toEqual(is('UpSampling2DBilinear', config));
  });
});

describe.each(['2.15.0', '3.5.0'])('what is not computed is named: Keras %s', (version) => {
  test.each(REFUSED)('%s %j', (className, config, sentence) => {
    expect(translated(version, className, config)).toMatch(sentence);
  });
});
