/**
 * A student's forward and backward pass of the multilayer perceptrons, by hand with tf.js operations. Each natural program
 * changes one or two of its functions.
 */
import { tf, type Answer, type Code, type Named, type Tensor } from './tfjs.js';

export type LayerNumber = 1 | 2 | 3;

/** What the backward pass of a linear layer has at hand. */
export interface AtLayer {
  readonly layer: LayerNumber;
  /** Of the loss by the layer's output. */
  readonly g: Tensor;
  /** Of the loss by the activation of that output; g in the last layer. */
  readonly above: Tensor;
  /** What the layer multiplies, and what that was before its activation. */
  readonly input: Tensor;
  readonly before: Tensor;
  readonly W: Tensor;
}

export interface Layers {
  readonly linear: (x: Tensor, W: Tensor, b: Tensor, layer: LayerNumber) => Tensor;
  readonly activation: (z: Tensor, layer: LayerNumber) => Tensor;
  /** The gradient by z from that by a = activation(z). */
  readonly activationBackward: (g: Tensor, z: Tensor, a: Tensor, layer: LayerNumber) => Tensor;
  readonly dW: (at: AtLayer) => Tensor;
  readonly db: (at: AtLayer) => Tensor;
  readonly dx: (at: AtLayer, dW: Tensor) => Tensor;
}

export const RELU: Layers = {
  linear: (x, W, b) => tf.matMul(x, W, false, true).add(b),
  activation: (z) => tf.relu(z),
  activationBackward: (g, z) => g.mul(z.greater(0)),
  dW: ({ g, input }) => tf.matMul(g, input, true),
  db: ({ g }) => g.sum(0),
  dx: ({ g, W }) => tf.matMul(g, W),
};

const curved = (value: (z: Tensor) => Tensor, slope: (a: Tensor) => Tensor): Layers => ({
  ...RELU,
  activation: (z, layer) => (layer === 1 ? value(z) : tf.relu(z)),
  activationBackward: (g, z, a, layer) => g.mul(layer === 1 ? slope(a) : z.greater(0)),
});

export const SIGMOID = curved(
  (z) => tf.sigmoid(z),
  (a) => a.mul(tf.sub(1, a)),
);
export const TANH = curved(
  (z) => tf.tanh(z),
  (a) => tf.sub(1, a.square()),
);

export type LayerName = 'x' | 'W1' | 'b1' | 'W2' | 'b2' | 'W3' | 'b3';
type Parameters = Readonly<Record<LayerName, Tensor>>;

/** The loss of the scores, and its gradient by them. */
export interface Loss {
  readonly loss: Tensor;
  readonly gradient: Tensor;
}

function byHand(layers: Layers, scores: string, given: Parameters, lossOf: (scores: Tensor) => Loss): Answer {
  const { x, W1, b1, W2, b2, W3, b3 } = given;
  const { linear, activation, activationBackward, dW, db, dx } = layers;
  const z1 = linear(x, W1, b1, 1);
  const z2 = activation(z1, 1);
  const z3 = linear(z2, W2, b2, 2);
  const z4 = activation(z3, 2);
  const out = linear(z4, W3, b3, 3);
  const { loss, gradient } = lossOf(out);

  const third: AtLayer = { layer: 3, g: gradient, above: gradient, input: z4, before: z3, W: W3 };
  const dW3 = dW(third);
  const dz4 = dx(third, dW3);
  const second = {
    ...third,
    layer: 2,
    above: dz4,
    g: activationBackward(dz4, z3, z4, 2),
    input: z2,
    before: z1,
    W: W2,
  } as const;
  const dW2 = dW(second);
  const dz2 = dx(second, dW2);
  const first = {
    ...third,
    layer: 1,
    above: dz2,
    g: activationBackward(dz2, z1, z2, 1),
    input: x,
    before: x,
    W: W1,
  } as const;
  const dW1 = dW(first);
  const gradients: Named = {
    ...{ x: dx(first, dW1), W1: dW1, b1: db(first), W2: dW2, b2: db(second), W3: dW3, b3: db(third) },
    ...{ z1: first.g, z2: dz2, z3: second.g, z4: dz4, [scores]: gradient },
  };
  return { values: { z1, z2, z3, z4, [scores]: out, loss }, gradients };
}

export interface ClassLoss {
  readonly oneHot: (label: Tensor, classes: number) => Tensor;
  readonly softmax: (logits: Tensor) => Tensor;
  readonly loss: (p: Tensor, target: Tensor) => Tensor;
  readonly dlogits: (p: Tensor, target: Tensor) => Tensor;
}

export const CROSS_ENTROPY: ClassLoss = {
  oneHot: (label, classes) => tf.oneHot(label, classes),
  softmax: (logits) => {
    const powers = tf.exp(logits);
    return powers.div(powers.sum(1, true));
  },
  loss: (p, target) => tf.log(p).mul(target).sum(1).mean().neg(),
  dlogits: (p, target) => p.sub(target).div(p.shape[0]),
};

export type MlpName = LayerName | 'label';

/** The classifier with some functions changed. */
export function mlp(changes: Partial<Layers & ClassLoss>): Code<MlpName> {
  const code = { ...RELU, ...CROSS_ENTROPY, ...changes };
  return (given) =>
    byHand(code, 'logits', given, (logits) => {
      const p = code.softmax(logits);
      const target = code.oneHot(given.label, logits.shape[1] ?? 1);
      return { loss: code.loss(p, target), gradient: code.dlogits(p, target) };
    });
}

export interface SquaredError {
  readonly loss: (yhat: Tensor, y: Tensor) => Tensor;
  readonly dyhat: (yhat: Tensor, y: Tensor) => Tensor;
}

export const HALF_SQUARED_ERROR: SquaredError = {
  loss: (yhat, y) => yhat.sub(y).square().div(2).mean(),
  dyhat: (yhat, y) => yhat.sub(y).div(y.shape[0]),
};

export type RegressionName = LayerName | 'y';

/** The regression with some functions changed. */
export function regression(layers: Layers, changes: Partial<Layers & SquaredError>): Code<RegressionName> {
  const code = { ...layers, ...HALF_SQUARED_ERROR, ...changes };
  return (given) =>
    byHand(code, 'yhat', given, (yhat) => ({ loss: code.loss(yhat, given.y), gradient: code.dyhat(yhat, given.y) }));
}
