/**
 * Gradients of a loss with respect to the weights of an exported model, by tf.js's automatic differentiation. All
 * weights count, whatever the file says about `trainable`: a frozen layer has a gradient too. The statistics of batch
 * normalisation are not weights in this sense. Batch normalisation and dropout work as in prediction.
 */
import type { Scaling } from '../tensor/images.js';
import type { ModelLoss } from '../protocol/worker.js';
import type { TensorData } from '../tensor/tensor.js';
import type { Model } from './model.js';
import { batchOf } from './predict.js';
import { runLayers } from './run-layers.js';
import { tf } from './tf.js';

type Tensor = ReturnType<typeof tf.tensor>;

/** Each loss is the mean over the batch; scores are [B,K], labels [B]. */
const LOSSES: Readonly<Record<ModelLoss, (scores: Tensor, label: Tensor) => Tensor>> = {
  'cross-entropy': (scores, label) => tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(scores), oneHot(scores, label)), 1))),
  brier: (scores, label) => squaredDistance(tf.softmax(scores), oneHot(scores, label)),
  'one-hot-l2': (scores, label) => squaredDistance(scores, oneHot(scores, label)),
  'half-squared-error': (scores, label) =>
    tf.div(squaredDistance(scores, tf.reshape(tf.cast(label, 'float32'), [-1, 1])), 2),
};

function oneHot(scores: Tensor, label: Tensor): Tensor {
  return tf.cast(tf.oneHot(tf.cast(label, 'int32'), scores.shape[1] ?? 1), 'float32');
}

/** mean over b of sum_k (a_bk - b_bk)^2 */
function squaredDistance(a: Tensor, b: Tensor): Tensor {
  return tf.mean(tf.sum(tf.square(tf.sub(a, b)), 1));
}

/** The gradients, by the names of the weights in model.json. Throws a plain sentence. */
export function differentiate(
  model: Model,
  loss: ModelLoss,
  { input, label, scaling }: { readonly input: TensorData; readonly label: TensorData; readonly scaling: Scaling },
): Record<string, TensorData> {
  if (model instanceof tf.GraphModel) throw new Error('a GraphModel cannot be differentiated: hand in a LayersModel');
  const weights = weightsOf(model);
  const variables = weights.map((weight) => {
    const variable = weight.read();
    if (!(variable instanceof tf.Variable)) throw new Error(`${weight.originalName} is not a variable`);
    // tf.js skips other weights; this worker must only read them
    variable.trainable = true;
    return variable;
  });
  const found = new Map<string, TensorData>();
  tf.tidy(() => {
    const { values, shape } = batchOf(input, 0, input.shape[0] ?? 0, scaling);
    const x = tf.tensor(values, [...shape], 'float32');
    const labels = tf.tensor1d(Int32Array.from(label.values), 'int32');
    const lossOf = () => {
      const [scores, ...more] = runLayers(model, [x]);
      if (scores === undefined || more.length > 0) throw new Error('the model has several outputs, expected one');
      return LOSSES[loss](scores, labels) as ReturnType<typeof tf.scalar>;
    };
    const { grads } = tf.variableGrads(lossOf, variables);
    for (const [index, { originalName }] of weights.entries()) {
      const gradient = grads[variables[index]?.name ?? ''];
      if (gradient === undefined) throw new Error(`no gradient by ${originalName}`);
      const values = Float32Array.from(gradient.dataSync());
      found.set(originalName, { dtype: 'float32', shape: gradient.shape, values });
    }
  });
  return Object.fromEntries(found);
}

type LayersModel = Exclude<Model, InstanceType<typeof tf.GraphModel>>;

/** All weights except the running means and variances of batch normalisation. */
function weightsOf(model: LayersModel): LayersModel['weights'] {
  const kept = new Set(model.layers.flatMap(statisticsIn));
  return model.weights.filter((weight) => !kept.has(weight));
}

/** Includes models and layers inside this one. */
function statisticsIn(layer: LayersModel['layers'][number]): LayersModel['weights'] {
  const { layers, layer: inner } = layer as unknown as Partial<LayersModel> & { readonly layer?: typeof layer };
  if (layers !== undefined) return layers.flatMap(statisticsIn);
  if (inner !== undefined) return statisticsIn(inner);
  if (layer.getClassName() !== 'BatchNormalization') return [];
  const { movingMean, movingVariance } = layer as unknown as Record<string, LayersModel['weights'][number]>;
  return [movingMean, movingVariance].filter((weight) => weight !== undefined);
}
