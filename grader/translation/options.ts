/**
 * Options of layers that tf.js ignores or interprets differently, in files of both Keras 2 and Keras 3. They are
 * translated if the runtime supports them, and otherwise refused by name. Pure.
 */
import { field, isRecord, textField, type JsonRecord } from '../text/fields.js';
import type { Untranslatable } from './untranslatable.js';

/** Makes the error for a reason of the form `with …`. */
export type Refuse = (why: string) => Untranslatable;

const isSet = (value: unknown) => value !== undefined && value !== null && value !== false;
const isMore = (value: unknown) => [value].flat().some((one) => typeof one === 'number' && one !== 1);
const isOther = (known: readonly string[]) => (value: unknown) => typeof value === 'string' && !known.includes(value);
const RESIZED = isOther(['nearest', 'bilinear']);

/** Class, option, the condition under which it cannot be computed, and the reason. */
const REFUSED: readonly (readonly [RegExp, string, (value: unknown) => boolean, string])[] = [
  [/^Conv[123]DTranspose$/, 'output_padding', isSet, 'with an output_padding: crop or pad with a layer after it'],
  [/^Conv[123]DTranspose$/, 'dilation_rate', isMore, 'with a dilation_rate: use UpSampling2D and Conv2D'],
  [
    /^(?:Conv3D|Conv[123]DTranspose|ConvLSTM.*)$/,
    'groups',
    isMore,
    'with groups: use Conv1D or Conv2D, which have them',
  ],
  [/RNN|GRU|LSTM/, 'time_major', isSet, 'with time_major: give it the examples first'],
  [/^(?:RNN|SimpleRNN|GRU|LSTM|ConvLSTM2D)$/, 'zero_output_for_mask', isSet, 'with zero_output_for_mask: leave it out'],
  [
    /^(?:UpSampling2D|Resizing)$/,
    'interpolation',
    RESIZED,
    'with an interpolation that is not computed: use nearest or bilinear',
  ],
  [/^Resizing$/, 'pad_to_aspect_ratio', isSet, 'with pad_to_aspect_ratio: use crop_to_aspect_ratio or neither'],
  [/^Resizing$/, 'antialias', isSet, 'with antialias: leave it out'],
  [/^LayerNormalization$/, 'rms_scaling', isSet, 'with rms_scaling: use the layer without it'],
  [
    /^CategoryEncoding$/,
    'output_mode',
    isOther(['one_hot', 'multi_hot', 'count']),
    'with an output_mode that is not computed: use one_hot, multi_hot or count',
  ],
  [
    /^(?:Dense|Embedding|EinsumDense|Conv[123]D)$/,
    'lora_rank',
    isSet,
    'with a lora_rank: merge the weights and export it again',
  ],
];

/** Throws `refuse(reason)` for an option that cannot be computed. */
export function checkOptions(className: string, config: JsonRecord, refuse: Refuse): void {
  for (const [classes, option, isRefused, why] of REFUSED) {
    if (classes.test(className) && isRefused(field(config, option))) throw refuse(why);
  }
  if (className === 'Bidirectional') checkDirections(config, refuse);
}

/** tf.js makes the backward layer from the forward one, whatever the description says. */
function checkDirections(config: JsonRecord, refuse: Refuse): void {
  const [forward, backward] = [field(config, 'layer'), field(config, 'backward_layer')];
  if (!isRecord(backward)) return;
  if (essence(forward) === essence(backward)) return;
  throw refuse(
    'with a backward_layer that differs from the forward one: use two layers, one with go_backwards, and Concatenate',
  );
}

const NAMED =
  /^(?:name|go_backwards|zero_output_for_mask|seed|.*_(?:initializer|regularizer|constraint)|build_config|dtype|trainable|batch_input_shape)$/;

/** What the layer computes, without its direction. */
function essence(layer: unknown): string {
  const config = field(layer, 'config');
  const kept = Object.entries(isRecord(config) ? config : {}).filter(([key]) => !NAMED.test(key));
  return JSON.stringify([textField(layer, 'class_name'), kept.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Keras has the centres of pixels at half-integers, which the runtime's layers do if `at_halves` is set. */
export function resizedAtHalves(className: string, config: JsonRecord): readonly [string, JsonRecord] {
  if (className === 'UpSampling2D' && field(config, 'interpolation') === 'bilinear')
    return ['UpSampling2DBilinear', config];
  return [className, className === 'Resizing' ? { ...config, at_halves: true } : config];
}
