/** How Keras's layers treat a mask: [N, T], true for the positions that count. */
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';

type Layer = layers.layers.Layer;
export type Mask = tf.Tensor | null;
/** The program that wrote the file. */
export type Origin = 'keras3' | 'keras2' | 'tfjs';

/** Layers that pass their mask on (`supports_masking` in Keras). */
const HANDS_ON = new Set([
  ...['Activation', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU', 'Softmax', 'Dense', 'TimeDistributed'],
  ...['Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'],
  ...['BatchNormalization', 'LayerNormalization', 'GroupNormalization', 'UnitNormalization'],
]);
const MERGES = new Set(['Add', 'Multiply', 'Average', 'Maximum', 'Minimum']);
const MAKES = new Set(['Masking', 'Embedding']);
const RECURRENT = new Set(['SimpleRNN', 'LSTM', 'GRU', 'GRUResetAfter', 'RNN', 'Bidirectional']);

/** The mask of a layer's first output. */
export function findMask(layer: Layer, inputs: tf.Tensor[], masks: readonly Mask[], origin: Origin): Mask {
  const className = layer.getClassName();
  const [mask = null] = masks;
  if (MAKES.has(className)) return (layer.computeMask(inputs) as tf.Tensor | null | undefined) ?? null;
  if (RECURRENT.has(className)) return returnsSequences(layer) ? mask : null;
  if (MERGES.has(className)) return merged(masks, origin);
  if (className === 'Concatenate') return joined(layer, inputs, masks, origin);
  return HANDS_ON.has(className) ? mask : null;
}

function returnsSequences(layer: Layer): boolean {
  return (layer as unknown as { readonly returnSequences: boolean }).returnSequences;
}

/** Keras 3: the union, if all inputs have a mask; earlier: the intersection of those that have one. */
function merged(masks: readonly Mask[], origin: Origin): Mask {
  const known = masks.filter((mask) => mask !== null);
  const [first = null, ...rest] = known;
  if (first === null || (origin === 'keras3' && known.length < masks.length)) return null;
  return rest.reduce((all, mask) => (origin === 'keras3' ? tf.logicalOr(all, mask) : tf.logicalAnd(all, mask)), first);
}

function joined(layer: Layer, inputs: readonly tf.Tensor[], masks: readonly Mask[], origin: Origin): Mask {
  if (masks.every((mask) => mask === null)) return null;
  const { axis } = layer.getConfig() as { readonly axis: number };
  const wide = masks.map((mask, index) => {
    const x = inputs[index] as tf.Tensor;
    const ones = tf.ones(x.shape, 'bool');
    if (mask === null) return ones;
    return tf.logicalAnd(tf.expandDims(mask, -1), ones);
  });
  const all = tf.concat(wide, axis);
  return origin === 'keras3' ? tf.any(all, -1) : tf.all(all, -1);
}

/** The mean over the positions that count. */
export function maskedAverage(x: tf.Tensor, mask: tf.Tensor, isFirst: boolean, keepDims: boolean): tf.Tensor {
  return tf.tidy(() => {
    const [time, channels] = isFirst ? [2, 1] : [1, 2];
    const counts = tf.expandDims(tf.cast(mask, 'float32'), channels);
    return tf.div(tf.sum(tf.mul(x, counts), time, keepDims), tf.sum(counts, time, keepDims));
  });
}

/** Keras's Bidirectional returns zeros at positions that do not count. */
export function zeroedWhereMasked(layer: Layer, output: tf.Tensor, mask: Mask, origin: Origin): tf.Tensor {
  if (mask === null || origin === 'tfjs') return output;
  if (layer.getClassName() !== 'Bidirectional' || !returnsSequences(layer)) return output;
  return tf.mul(output, tf.expandDims(tf.cast(mask, 'float32'), -1));
}
