/**
 * Activations of Keras 3 that tf.js does not have, under the names that the translation gives them. Formulas and
 * constants: keras.activations, Keras 3.
 */
import * as tf from '@tensorflow/tfjs-core';

type Formula = (x: tf.Tensor) => tf.Tensor;

const hardSigmoid: Formula = (x) => tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6);
const shrunk = (x: tf.Tensor, isKept: tf.Tensor, value: tf.Tensor) => tf.where(isKept, value, tf.zerosLike(x));

const FORMULAS: Readonly<Record<string, Formula>> = {
  kerasLeakyRelu: (x) => tf.leakyRelu(x, 0.2),
  kerasExponential: (x) => tf.exp(x),
  kerasHardSigmoid: hardSigmoid,
  kerasHardSilu: (x) => tf.mul(x, hardSigmoid(x)),
  kerasCelu: (x) => tf.elu(x),
  kerasHardTanh: (x) => tf.clipByValue(x, -1, 1),
  kerasLogSigmoid: (x) => tf.logSigmoid(x),
  kerasTanhShrink: (x) => tf.sub(x, tf.tanh(x)),
  kerasSoftShrink: (x) => tf.mul(tf.sign(x), tf.relu(tf.sub(tf.abs(x), 0.5))),
  kerasHardShrink: (x) => shrunk(x, tf.greater(tf.abs(x), 0.5), x),
  kerasSparsePlus: (x) => tf.where(tf.greater(x, 1), x, tf.div(tf.square(tf.relu(tf.add(x, 1))), 4)),
  kerasSparseSigmoid: (x) => tf.clipByValue(tf.div(tf.add(x, 1), 2), 0, 1),
  kerasSquareplus: (x) => tf.mul(0.5, tf.add(x, tf.sqrt(tf.add(tf.square(x), 4)))),
};

/** tf.js finds activations by the name of a class. */
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
