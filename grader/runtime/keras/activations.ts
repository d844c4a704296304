/**
 * Activations of Keras 3 that tf.js lacks, under the names that the translation uses. Formulas and constants:
 * keras.activations, Keras 3.
 */
import * as tf from '@tensorflow/tfjs-core';

type Formula = (x: tf.Tensor) => tf.Tensor;

const hardSigmoid: Formula = (x) => tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6);

/** Written with operations that have gradients in tf.js. */
const FORMULAS: Readonly<Record<string, Formula>> = {
  // written by Keras 2; the name under which tf.js looks it up
  exponential: (x) => tf.exp(x),
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  // tf.js writes gelu_new but looks up this name
  geluNew: (x) => {
    const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.pow(x, 3))));
    return tf.mul(0.5, tf.mul(x, tf.add(1, tf.tanh(inner))));
  },
  kerasLeakyRelu: (x) => tf.leakyRelu(x, 0.2),
  kerasExponential: (x) => tf.exp(x),
  kerasHardSigmoid: hardSigmoid,
  kerasHardSilu: (x) => tf.mul(x, hardSigmoid(x)),
  kerasCelu: (x) => tf.elu(x),
  kerasHardTanh: (x) => tf.clipByValue(x, -1, 1),
  kerasLogSigmoid: (x) => tf.neg(tf.softplus(tf.neg(x))),
  kerasTanhShrink: (x) => tf.sub(x, tf.tanh(x)),
  kerasSoftShrink: (x) => tf.mul(tf.sign(x), tf.relu(tf.sub(tf.abs(x), 0.5))),
  kerasHardShrink: (x) => tf.mul(x, tf.step(tf.sub(tf.abs(x), 0.5))),
  // x above 1, (x + 1)^2 / 4 down to -1; a choice by `greater` would have no gradient
  kerasSparsePlus: (x) => tf.add(tf.relu(tf.sub(x, 1)), tf.div(tf.square(tf.add(tf.clipByValue(x, -1, 1), 1)), 4)),
  kerasSparseSigmoid: (x) => tf.clipByValue(tf.div(tf.add(x, 1), 2), 0, 1),
  kerasSquareplus: (x) => tf.mul(0.5, tf.add(x, tf.sqrt(tf.add(tf.square(x), 4)))),
};

/** tf.js finds activations by class name. */
export function registerActivations(): void {
  for (const [name, formula] of Object.entries(FORMULAS)) {
    class KerasActivation extends tf.serialization.Serializable {
      static readonly className = name;
      apply(x: tf.Tensor): tf.Tensor {
        return tf.tidy(() => formula(x));
      }
      override getConfig(): tf.serialization.ConfigDict {
        return {};
      }
    }
    tf.serialization.registerClass(KerasActivation);
  }
}
