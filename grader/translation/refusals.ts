/**
 * Options of layers of Keras 3 that neither tf.js nor the runtime computes, with the reason and an alternative. Pure.
 */
import { field, type JsonRecord } from '../text/fields.js';

/** Completes "the layer NAME (CLASS) …"; null where all is computed. */
type Reason = (config: JsonRecord) => string | null;

const among =
  (key: string, known: readonly unknown[], why: string): Reason =>
  (config) =>
    known.includes(field(config, key) ?? known[0]) ? null : why;

const notCausal = among('padding', ['valid', 'same'], 'with causal padding: use Conv1D, which has it');

const REASONS: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ['DepthwiseConv1D', notCausal],
  ['SeparableConv1D', notCausal],
  ['Attention', among('score_mode', ['dot'], 'with another score_mode than dot: use dot')],
  [
    'MultiHeadAttention',
    ({ attention_axes: axes }) =>
      JSON.stringify([axes ?? 1].flat()) === '[1]' ? null : 'over several axes (attention_axes): use it over one',
  ],
  ['CategoryEncoding', () => 'that prepares data: encode the data before the model'],
  ['RandomCrop', () => 'that cuts while nothing is trained too: use CenterCrop or Cropping2D'],
]);

export function whyNot(className: string, config: JsonRecord): string | null {
  return REASONS.get(className)?.(config) ?? null;
}
