/** The convolutional network as students get it wrong, by hand and by tf.grads. */
import type { WrongProgram } from '../wrong-program.js';
import { cnnForward, rank4, type CnnForwardCode } from './autograd.js';
import { cnnByHand, fullConv, kernelGradient, rightDx, type CnnBackward } from './cnn-by-hand.js';
import { student, tf } from './tfjs.js';

type Ids = readonly string[] | null;
type Changed<Functions> = readonly [ids: Ids, name: string, changes: Partial<Functions>];

const forward = (...one: Changed<CnnForwardCode>) => one;
const backward = (...one: Changed<CnnBackward>) => one;

const FORWARD: readonly Changed<CnnForwardCode>[] = [
  forward(['conv-kernel-flipped'], 'a convolution as in mathematics', {
    conv: (x, K, k, padding) => tf.conv2d(rank4(x), rank4(K.reverse([0, 1])), 1, padding).add(k),
  }),
  forward(['conv-padding-shifted'], 'tf.pad on two sides only', {
    conv: (x, K, k, padding) => {
      const padded =
        padding === 'same'
          ? tf.pad(x, [
              [0, 0],
              [2, 0],
              [2, 0],
              [0, 0],
            ])
          : x;
      return tf.conv2d(rank4(padded), rank4(K), 1, 'valid').add(k);
    },
  }),
  forward(null, 'mirrored padding', {
    conv: (x, K, k, padding) => {
      const padded =
        padding === 'same'
          ? tf.mirrorPad(
              x,
              [
                [0, 0],
                [1, 1],
                [1, 1],
                [0, 0],
              ],
              'symmetric',
            )
          : x;
      return tf.conv2d(rank4(padded), rank4(K), 1, 'valid').add(k);
    },
  }),
  forward(['avg-for-max-pool'], 'tf.avgPool', { pool: (x) => tf.avgPool(rank4(x), 2, 2, 'valid') }),
  forward(null, 'pooling by strides alone', { pool: (x) => tf.maxPool(rank4(x), 1, 2, 'valid') }),
  forward(['flatten-nchw'], 'flattened channels first', {
    flatten: (x) => x.transpose([0, 3, 1, 2]).reshape([x.shape[0], -1]),
  }),
  forward(null, 'height and width exchanged before flattening', {
    flatten: (x) => x.transpose([0, 2, 1, 3]).reshape([x.shape[0], -1]),
  }),
  forward(['bias-missing@c1'], 'tf.conv2d without a bias in the first layer', {
    conv: (x, K, k, padding) => {
      const out = tf.conv2d(rank4(x), rank4(K), 1, padding);
      return padding === 'same' ? out : out.add(k);
    },
  }),
];

const BACKWARD: readonly Changed<CnnBackward>[] = [
  backward(['conv-dx-unflipped'], 'dx: the kernel is not turned', {
    dx: ({ g, K, padding }) => fullConv(g, K.transpose([0, 1, 3, 2]), padding),
  }),
  backward(['weights-updated-early@c1', 'weights-updated-early@c2'], 'dx: after the kernels were updated', {
    dx: (at) => rightDx({ ...at, K: at.K.sub(kernelGradient(at).mul(0.1)) }),
  }),
  backward(['conv-dw-flipped'], 'dK: turned although it should not be', {
    dK: (at, right) => right(at).reverse([0, 1]),
  }),
  backward(['conv-db-spatial-mean'], 'db: mean over the positions', {
    db: ({ g }) => g.mean([1, 2]).sum(0),
  }),
  backward(
    ['conv-db-spatial-mean@c1', 'conv-db-spatial-mean@c2', 'db-mean@c1', 'db-mean@c2'],
    'db: mean over everything',
    { db: ({ g }) => g.mean([0, 1, 2]) },
  ),
  backward(['conv-db-one-position'], 'db: of the first position', {
    db: ({ g }) => g.slice([0, 0, 0, 0], [-1, 1, 1, -1]).sum([0, 1, 2]),
  }),
  backward(['max-pool-gradient-everywhere'], 'max pool backward: without the mask', {
    poolMask: (x) => tf.onesLike(x),
  }),
  backward(null, 'max pool backward: a quarter for each cell', {
    poolMask: (x) => tf.onesLike(x).div(4),
  }),
  backward(['dw-from-preactivation@c2'], 'dK: from c1 in place of relu(c1)', {
    dK: (at, right) => right({ ...at, input: at.before }),
  }),
  backward(['relu-no-mask@r1'], 'relu backward: forgotten in the first layer', {
    reluBackward: (g, z, layer) => (layer === 1 ? g : g.mul(z.greater(0))),
  }),
];

/** Each for both orders of relu and pooling. */
export const CNN_PROGRAMS: readonly WrongProgram[] = (['cnn', 'cnn-pool-first'] as const).flatMap((network) => {
  const isPoolFirst = network === 'cnn-pool-first';
  return [
    ...FORWARD.map(([ids, name, changes]) => student(network, ids, name, cnnForward(changes, isPoolFirst))),
    ...BACKWARD.map(([ids, name, changes]) => student(network, ids, name, cnnByHand(changes, isPoolFirst))),
  ];
});
