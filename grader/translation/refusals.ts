/** What Keras 3 can and neither tf.js nor the runtime computes, by layer: why, and what to use. Pure. */
import { field, type JsonRecord } from '../schema/fields.js';

/** Completes "the layer NAME (CLASS) …"; null where all is computed. */
type Reason = (config: JsonRecord) => string | null;

const among =
  (key: string, known: readonly unknown[], why: string): Reason =>
  (config) =>
    known.includes(field(config, key) ?? known[0]) ? null : why;
const always =
  (why: string): Reason =>
  () =>
    why;
const first =
  (reasons: readonly Reason[]): Reason =>
  (config) =>
    reasons.reduce<string | null>((found, reason) => found ?? reason(config), null);

const ungrouped = among('groups', [1], 'with groups: use Conv1D or Conv2D, which have them');
const notCausal = among('padding', ['valid', 'same'], 'with causal padding: use Conv1D, which has it');
const INTERPOLATION = 'with an interpolation that tf.js does not have: use nearest or bilinear';

const REASONS: ReadonlyMap<string, Reason> = new Map([
  ['Conv3D', ungrouped],
  ['Conv2DTranspose', ungrouped],
  ['Conv3DTranspose', ungrouped],
  ['DepthwiseConv1D', notCausal],
  ['SeparableConv1D', notCausal],
  [
    'Conv1DTranspose',
    first([
      ungrouped,
      among('output_padding', [null], 'with output_padding: leave it out'),
      ({ dilation_rate: rate = 1 }) => ([rate].flat()[0] === 1 ? null : 'with a dilation_rate: leave it out'),
    ]),
  ],
  ['UpSampling2D', among('interpolation', ['nearest', 'bilinear'], INTERPOLATION)],
  [
    'Resizing',
    first([
      among('interpolation', ['bilinear', 'nearest'], INTERPOLATION),
      ...['crop_to_aspect_ratio', 'pad_to_aspect_ratio', 'antialias'].map((key) =>
        among(key, [false], `with ${key}: resize without it, or before the model`),
      ),
    ]),
  ],
  ['Attention', among('score_mode', ['dot'], 'with another score_mode than dot: use dot')],
  [
    'MultiHeadAttention',
    ({ attention_axes: axes }) =>
      JSON.stringify([axes ?? 1].flat()) === '[1]' ? null : 'over several axes (attention_axes): use it over one',
  ],
  ['LayerNormalization', among('rms_scaling', [false], 'with rms_scaling: use RMSNormalization')],
  ['RandomCrop', always('that cuts while nothing is trained too: use CenterCrop or Cropping2D')],
  ['CategoryEncoding', always('that prepares data: encode the data before the model')],
]);

export function whyNot(className: string, config: JsonRecord): string | null {
  return REASONS.get(className)?.(config) ?? null;
}
