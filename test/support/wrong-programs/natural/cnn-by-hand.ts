/** A student's backward pass of the convolutional network by hand, convolutions written as other convolutions. */
import { CNN_FORWARD, rank4, type CnnName } from './autograd.js';
import { tf, type Code, type Tensor } from './tfjs.js';

/** What the backward pass of a convolution has at hand. */
export interface AtConv {
  readonly g: Tensor;
  readonly input: Tensor;
  /** What the input was before its activation. */
  readonly before: Tensor;
  readonly K: Tensor;
  readonly padding: 'same' | 'valid';
}

export interface CnnBackward {
  /** May call the right way to compute it. */
  readonly dK: (at: AtConv, right: (at: AtConv) => Tensor) => Tensor;
  readonly db: (at: AtConv) => Tensor;
  readonly dx: (at: AtConv) => Tensor;
  readonly reluBackward: (g: Tensor, z: Tensor, layer: 1 | 2) => Tensor;
  /** What the gradient of a window is multiplied by in each cell of x; `largest` repeats the maximum in all cells. */
  readonly poolMask: (x: Tensor, largest: Tensor) => Tensor;
}

const pad = (x: Tensor, by: number) =>
  tf.pad(x, [
    [0, 0],
    [by, by],
    [by, by],
    [0, 0],
  ]);

/** The convolution that goes from an output of a 3 by 3 convolution back to its input. */
export function fullConv(g: Tensor, kernel: Tensor, padding: AtConv['padding']): Tensor {
  return tf.conv2d(rank4(pad(g, padding === 'same' ? 1 : 2)), rank4(kernel), 1, 'valid');
}

/** The input and the gradient exchange batch and channels: a convolution whose kernel is as large as the picture. */
export function kernelGradient({ g, input, padding }: AtConv): Tensor {
  const pictures = pad(input, padding === 'same' ? 1 : 0).transpose([3, 1, 2, 0]);
  const out = tf.conv2d(rank4(pictures), rank4(g.transpose([1, 2, 0, 3])), 1, 'valid');
  return out.transpose([1, 2, 0, 3]);
}

/** Each cell four times, in the windows of 2 by 2. */
const spread = (x: Tensor): Tensor => {
  const [, height = 1, width = 1] = x.shape;
  return tf.image.resizeNearestNeighbor(rank4(x), [2 * height, 2 * width]);
};

export const rightDx = ({ g, K, padding }: AtConv): Tensor =>
  fullConv(g, K.reverse([0, 1]).transpose([0, 1, 3, 2]), padding);

const RIGHT: CnnBackward = {
  dK: (at, right) => right(at),
  db: ({ g }) => g.sum([0, 1, 2]),
  dx: rightDx,
  reluBackward: (g, z) => g.mul(z.greater(0)),
  poolMask: (x, largest) => x.equal(largest).toFloat(),
};

/** The second relu and the pooling, in either order: their values, and their gradients from that by what comes last. */
interface Pooled {
  readonly values: Readonly<Record<'r2' | 'p', Tensor>>;
  readonly last: Tensor;
  readonly backward: (gradient: Tensor) => Readonly<Record<'r2' | 'p' | 'c2', Tensor>>;
}

function poolFirst(c2: Tensor, { reluBackward, poolMask }: CnnBackward): Pooled {
  const p = CNN_FORWARD.pool(c2);
  const r2 = tf.relu(p);
  return {
    values: { p, r2 },
    last: r2,
    backward: (dr2) => {
      const dp = reluBackward(dr2, p, 2);
      return { r2: dr2, p: dp, c2: spread(dp).mul(poolMask(c2, spread(p))) };
    },
  };
}

/** Where all cells of a window are 0, each of them gets the gradient; the relu below stops it. */
function reluFirst(c2: Tensor, { reluBackward, poolMask }: CnnBackward): Pooled {
  const r2 = tf.relu(c2);
  const p = CNN_FORWARD.pool(r2);
  return {
    values: { r2, p },
    last: p,
    backward: (dp) => {
      const dr2 = spread(dp).mul(poolMask(r2, spread(p)));
      return { p: dp, r2: dr2, c2: reluBackward(dr2, c2, 2) };
    },
  };
}

/** `isPoolFirst`: the network that pools before the second relu. */
export function cnnByHand(changes: Partial<CnnBackward>, isPoolFirst: boolean): Code<CnnName> {
  const code = { ...RIGHT, ...changes };
  const { dK, db, dx, reluBackward } = code;
  const { conv, flatten, linear } = CNN_FORWARD;
  return ({ x, K1, k1, K2, k2, W, b, label }) => {
    const c1 = conv(x, K1, k1, 'same');
    const r1 = tf.relu(c1);
    const c2 = conv(r1, K2, k2, 'valid');
    const pooled = (isPoolFirst ? poolFirst : reluFirst)(c2, code);
    const f = flatten(pooled.last);
    const logits = linear(f, W, b, 'logits');
    const target = tf.oneHot(label, logits.shape[1] ?? 1);
    const loss = tf.losses.softmaxCrossEntropy(target, logits);

    const dlogits = tf.softmax(logits).sub(target).div(label.size);
    const df = tf.matMul(dlogits, W);
    const below = pooled.backward(df.reshape(pooled.last.shape));
    const second: AtConv = { g: below.c2, input: r1, before: c1, K: K2, padding: 'valid' };
    const dr1 = dx(second);
    const first: AtConv = { g: reluBackward(dr1, c1, 1), input: x, before: x, K: K1, padding: 'same' };
    return {
      values: { c1, r1, c2, ...pooled.values, f, logits, loss },
      gradients: {
        ...{ W: tf.matMul(dlogits, f, true), b: dlogits.sum(0), logits: dlogits, f: df, ...below },
        ...{ K2: dK(second, kernelGradient), k2: db(second), r1: dr1 },
        ...{ c1: first.g, K1: dK(first, kernelGradient), k1: db(first), x: dx(first) },
      },
    };
  };
}
