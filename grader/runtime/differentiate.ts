/**
 * Gradients of a loss by the trainable weights of an exported model, by tf.js's own automatic differentiation. Batch
 * normalisation and dropout work as they do when the model predicts.
 */
import type { ModelLoss } from '../schema/protocol.js';
import type { TensorData } from '../schema/tensor.js';
import { batchOf, type Model } from './model.js';
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

/** By the names that model.json gives the weights. Throws in plain words. */
export function differentiate(
  model: Model,
  loss: ModelLoss,
  { input, label, divisor }: { readonly input: TensorData; readonly label: TensorData; readonly divisor: number },
): Record<string, TensorData> {
  if (model instanceof tf.GraphModel) throw new Error('a GraphModel cannot be differentiated: hand in a LayersModel');
  const variables = model.trainableWeights.map((weight) => {
    const variable = weight.read();
    if (!(variable instanceof tf.Variable)) throw new Error(`${weight.originalName} is no variable`);
    return variable;
  });
  const found = new Map<string, TensorData>();
  tf.tidy(() => {
    const { values, shape } = batchOf(input, 0, input.shape[0] ?? 0, divisor);
    const x = tf.tensor(values, shape, 'float32');
    const labels = tf.tensor1d(Int32Array.from(label.values), 'int32');
    const lossOf = () => {
      const scores = model.apply(x, { training: false });
      if (!(scores instanceof tf.Tensor)) throw new Error('the model has several outputs, expected one');
      return LOSSES[loss](scores, labels) as ReturnType<typeof tf.scalar>;
    };
    const { grads } = tf.variableGrads(lossOf, variables);
    for (const [index, { originalName }] of model.trainableWeights.entries()) {
      const gradient = grads[variables[index]?.name ?? ''];
      if (gradient === undefined) throw new Error(`no gradient by ${originalName}`);
      const values = Float32Array.from(gradient.dataSync());
      found.set(originalName, { dtype: 'float32', shape: gradient.shape, values });
    }
  });
  return Object.fromEntries(found);
}
