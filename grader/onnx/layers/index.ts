/** Which layer is translated by which rule. Layers that are missing here are refused. */
import { batchNormalization } from './batch-normalization.js';
import type { LayerRule } from './call.js';
import { convolution } from './convolution.js';
import { dense } from './dense.js';
import { depthwiseConvolution, separableConvolution } from './depthwise.js';
import { activation, activationLayer, identity, parametricReLU, rescaling } from './elementwise.js';
import { concatenate, merging } from './merging.js';
import { embedding } from './embedding.js';
import {
  groupNormalization,
  layerNormalization,
  normalization,
  rmsNormalization,
  unitNormalization,
} from './normalization.js';
import { attention, multiHeadAttention } from './attention.js';
import { dot } from './dot.js';
import { einsumDense } from './einsum-dense.js';
import { convolutionalRecurrent } from './recurrent/convolutional.js';
import { kerasOperation } from './keras-operation/operation.js';
import { aroundCells, recurrent } from './recurrent/recurrent.js';
import { bidirectional, timeDistributed } from './recurrent/wrappers.js';
import { centerCrop, resizing, upSampling } from './resizing.js';
import { cropping, zeroPadding } from './sides.js';
import { transposedConvolution } from './transposed-convolution.js';
import { globalPooling, pooling } from './pooling.js';
import { flatten, permute, repeatVector, reshape } from './shapes.js';

const named = (rule: LayerRule, ...classes: readonly string[]) =>
  classes.map((className): [string, LayerRule] => [className, rule]);

export const LAYER_RULES: ReadonlyMap<string, LayerRule> = new Map([
  ...named(dense, 'Dense'),
  ...named(convolution, 'Conv1D', 'Conv2D', 'Conv3D'),
  ...named(depthwiseConvolution, 'DepthwiseConv1D', 'DepthwiseConv2D'),
  ...named(separableConvolution, 'SeparableConv1D', 'SeparableConv2D'),
  ...named(transposedConvolution, 'Conv1DTranspose', 'Conv2DTranspose', 'Conv3DTranspose'),
  ...named(pooling, 'MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D'),
  ...named(pooling, 'AveragePooling1D', 'AveragePooling2D', 'AveragePooling3D'),
  ...named(globalPooling, 'GlobalMaxPooling1D', 'GlobalMaxPooling2D', 'GlobalMaxPooling3D'),
  ...named(globalPooling, 'GlobalAveragePooling1D', 'GlobalAveragePooling2D', 'GlobalAveragePooling3D'),
  ...named(batchNormalization, 'BatchNormalization'),
  ...named(layerNormalization, 'LayerNormalization'),
  ...named(groupNormalization, 'GroupNormalization'),
  ...named(unitNormalization, 'UnitNormalization'),
  ...named(rmsNormalization, 'RMSNormalization'),
  ...named(normalization, 'Normalization'),
  ...named(zeroPadding, 'ZeroPadding1D', 'ZeroPadding2D', 'ZeroPadding3D'),
  ...named(cropping, 'Cropping1D', 'Cropping2D', 'Cropping3D'),
  ...named(upSampling, 'UpSampling1D', 'UpSampling2D', 'UpSampling2DBilinear', 'UpSampling3D'),
  ...named(resizing, 'Resizing'),
  ...named(centerCrop, 'CenterCrop'),
  ...named(embedding, 'Embedding'),
  ...named(activation, 'Activation'),
  ...named(activationLayer, 'ReLU', 'LeakyReLU', 'ELU', 'ThresholdedReLU', 'Softmax'),
  ...named(parametricReLU, 'PReLU'),
  ...named(rescaling, 'Rescaling'),
  ...named(identity, 'Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'RandomWidth'),
  ...named(merging, 'Add', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Subtract'),
  ...named(concatenate, 'Concatenate'),
  ...named(recurrent, 'SimpleRNN', 'LSTM', 'GRU', 'GRUResetAfter'),
  ...named(aroundCells, 'RNN'),
  ...named(convolutionalRecurrent, 'ConvLSTM2D'),
  ...named(bidirectional, 'Bidirectional'),
  ...named(timeDistributed, 'TimeDistributed'),
  ...named(attention, 'Attention'),
  ...named(multiHeadAttention, 'MultiHeadAttention'),
  ...named(einsumDense, 'EinsumDense'),
  ...named(dot, 'Dot'),
  ...named(kerasOperation, 'KerasOperation'),
  ...named(flatten, 'Flatten'),
  ...named(reshape, 'Reshape'),
  ...named(permute, 'Permute'),
  ...named(repeatVector, 'RepeatVector'),
]);

/** Translated as part of the layer around them. */
export const CELLS: ReadonlySet<string> = new Set([
  ...['SimpleRNNCell', 'GRUCell', 'GRUResetAfterCell', 'LSTMCell', 'StackedRNNCells'],
]);
