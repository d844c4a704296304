/** The gradient of tf.einsum with two operands, which tf.js lacks. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * For `a,b->out`, the gradient by `a` is `out,b->a` of the incoming gradient and b, and that by `b` is `out,a->b`,
 * provided that every letter of an operand is in the output or in the other operand. Throws otherwise.
 */
function gradientOf(dy: tf.Tensor, other: tf.Tensor, [own, others, out]: readonly string[]): tf.Tensor {
  const lost = Array.from(own ?? '').find((letter) => !`${out ?? ''}${others ?? ''}`.includes(letter));
  if (lost !== undefined)
    throw new Error(`the operation Einsum sums over ${lost} alone, of which there is no gradient`);
  return tf.einsum(`${out ?? ''},${others ?? ''}->${own ?? ''}`, dy, other);
}

export function addEinsumGradient(): void {
  tf.registerGradient({
    kernelName: tf.Einsum,
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const [left = '', out = ''] = (attrs['equation'] as string).replaceAll(' ', '').split('->');
      const [first = '', second = ''] = left.split(',');
      const [a, b] = saved;
      const incoming = dy as tf.Tensor;
      return {
        0: () => gradientOf(incoming, b as tf.Tensor, [first, second, out]),
        1: () => gradientOf(incoming, a as tf.Tensor, [second, first, out]),
      };
    },
  });
}
