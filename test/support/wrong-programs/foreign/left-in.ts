/** Layers and losses that a student left in, or took from a library, in tf.js. */
import { mlpForward, cnnForward, regressionForward } from '../natural/autograd.js';
import { student, tf, type Tensor } from '../natural/tfjs.js';
import type { WrongProgram } from '../wrong-program.js';

/** Batch normalisation in training mode, without its parameters, over all axes but the last. */
function batchNorm(z: Tensor): Tensor {
  const axes = z.shape.map((_, axis) => axis).slice(0, -1);
  const { mean, variance } = tf.moments(z, axes, true);
  return z.sub(mean).div(variance.add(0.001).sqrt());
}

const focal = (logits: Tensor, label: Tensor) => {
  const p = tf.softmax(logits);
  const target = tf.oneHot(label, logits.shape[1] ?? 1);
  return tf.log(p).mul(tf.sub(1, p).square()).mul(target).sum(1).mean().neg();
};

export const LEFT_IN: readonly WrongProgram[] = [
  student('mlp', null, 'batch normalisation left in', mlpForward({ relu: (z) => tf.relu(batchNorm(z)) })),
  student('cnn', null, 'batch normalisation left in', cnnForward({ relu: (z) => tf.relu(batchNorm(z)) }, false)),
  student('mlp', null, 'focal loss', mlpForward({ loss: focal })),
  student('mlp', null, 'relu6 and a narrower range', mlpForward({ relu: (z) => tf.clipByValue(z, 0, 0.5) })),
  student('mlp', null, 'softplus for relu', mlpForward({ relu: (z) => tf.softplus(z) })),
  student(
    'mlp',
    null,
    'a temperature of 2',
    mlpForward({
      loss: (logits, label) => tf.losses.softmaxCrossEntropy(tf.oneHot(label, logits.shape[1] ?? 1), logits.div(2)),
    }),
  ),
  student(
    'regression-tanh',
    null,
    'Huber loss',
    regressionForward(tf.tanh, {
      loss: (yhat, y) => tf.losses.huberLoss(y, yhat, undefined, 0.25),
    }),
  ),
  student(
    'regression-tanh',
    null,
    'weights of the loss by the size of y',
    regressionForward(tf.tanh, {
      loss: (yhat, y) => yhat.sub(y).square().mul(y.abs()).mean(),
    }),
  ),
];
