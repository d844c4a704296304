/**
 * The mistakes that the programs in plain loops can make. A switch is on everywhere where it makes sense; `id@place` is on
 * in the layer of one node or parameter. B is the number of rows that the loss is averaged over: examples, or the tokens of all.
 */
import type { NetworkName } from './networks/networks.js';

/** What a network must have for a mistake to show. */
type Part = 'any' | 'equal-relus' | 'hidden' | 'square' | 'classes' | 'sigmoid' | 'tanh' | 'conv' | 'attention';

export interface Mistake {
  readonly id: string;
  readonly what: string;
  readonly part: Part;
  /** The forward pass is wrong and the gradients are those of the wrong loss; otherwise the loss is right. */
  readonly isForward: boolean;
  /** Of two that are on in one group, the first in this catalogue decides; null: it goes together with all others. */
  readonly group: string | null;
}

const PARTS: Readonly<Record<NetworkName, readonly Part[]>> = {
  mlp: ['any', 'equal-relus', 'hidden', 'square', 'classes'],
  'regression-sigmoid': ['any', 'hidden', 'square', 'sigmoid'],
  'regression-tanh': ['any', 'hidden', 'square', 'tanh'],
  cnn: ['any', 'hidden', 'classes', 'conv'],
  'cnn-pool-first': ['any', 'hidden', 'classes', 'conv'],
  attention: ['any', 'hidden', 'square', 'classes', 'attention'],
  'attention-heads': ['any', 'hidden', 'square', 'classes', 'attention'],
  'attention-batch': ['any', 'hidden', 'square', 'classes', 'attention'],
};

type Row = readonly [id: string, what: string, group?: string];

const backward = (part: Part, rows: readonly Row[]): Mistake[] =>
  rows.map(([id, what, group = null]) => ({ id, what, part, isForward: false, group }));
const forward = (part: Part, rows: readonly Row[]): Mistake[] =>
  rows.map(([id, what, group = null]) => ({ id, what, part, isForward: true, group }));

const ACTIVATIONS: readonly Mistake[] = [
  ...backward('any', [
    ['relu-no-mask', 'the gradient passes a relu unchanged', 'slope'],
    ['relu-inverted-mask', 'passes where z <= 0', 'slope'],
    ['relu-mask-of-gradient', 'passes where the gradient is positive', 'slope'],
    ['relu-times-activation', 'is multiplied by relu(z)', 'slope'],
  ]),
  ...backward('equal-relus', [['relu-mask-of-other-layer', 'passes where another relu is on', 'slope']]),
  ...forward('any', [
    ['activation-missing', 'no relu; with @node no sigmoid or tanh either', 'curve'],
    ['sigmoid-for-relu', 'sigmoid in place of relu', 'curve'],
    ['tanh-for-relu', 'tanh in place of relu', 'curve'],
    ['relu-on-logits', 'the loss takes relu of the scores'],
  ]),
  ...backward('sigmoid', [['sigmoid-slope-of-output', 'the slope of sigmoid at the activation in place of z']]),
  ...backward('tanh', [['tanh-slope-of-input', '1 - z^2 in place of 1 - tanh(z)^2']]),
];

const LINEAR: readonly Mistake[] = [
  ...forward('square', [['weight-not-transposed', 'x W in place of x W^T where W is square']]),
  ...backward('square', [
    ['input-gradient-transposed', 'dx = g W^T in place of g W where W is square'],
    ['dw-transposed', 'dW transposed where W is square'],
  ]),
  ...backward('hidden', [
    ['dw-from-preactivation', 'dW takes what went into the activation below in place of what came out'],
    ['dw-before-mask', 'dW takes the gradient by the activation above in place of that by the layer itself'],
    ['db-before-mask', 'db takes it'],
  ]),
  ...backward('any', [
    ['db-zero', 'bias gradients are 0', 'db'],
    ['db-mean', 'db is a mean over the rows (examples in a convolution) in place of the sum'],
    ['weights-updated-early', 'dx uses W - 0.1 dW'],
  ]),
  ...forward('any', [
    ['bias-missing', 'no bias is added, so db is 0', 'bias'],
    ['bias-twice', 'the bias is added twice, so db is doubled', 'bias'],
  ]),
];

const LOSSES: readonly Mistake[] = [
  ...forward('any', [
    ['times-batch', 'the sum over the rows in place of the mean'],
    ['divided-by-batch-twice', 'divided by B^2'],
    ['factor-2', 'loss and gradients doubled'],
    ['factor-half', 'loss and gradients halved'],
  ]),
  ...backward('any', [
    ['gradient-times-batch', 'gradients of the sum, the loss is the mean'],
    ['sign-flipped', 'all gradients have the other sign'],
  ]),
  ...forward('classes', [
    ['divided-by-classes', 'loss and gradients divided by C'],
    ['times-classes', 'loss and gradients times C'],
    ['log2', 'logarithm to base 2'],
    ['softmax-twice', 'the loss takes softmax of the logits for its logits'],
    ['brier-for-cross-entropy', 'sum_k (softmax(logits)_k - onehot_k)^2', 'loss'],
    ['l2-on-logits', 'sum_k (logits_k - onehot_k)^2', 'loss'],
    ['number-label', 'sum_k (logits_k - label)^2', 'loss'],
    ['sigmoid-cross-entropy', 'sum_k of the binary cross-entropy of sigmoid(logits_k)', 'loss'],
    ['label-off-by-one', '(label + 1) mod C'],
    ['softmax-over-batch', 'softmax over the first axis of the logits'],
  ]),
  ...backward('classes', [
    ['onehot-missing', 'the gradient by the logits does not subtract the one-hot label'],
    ['softmax-diagonal-jacobian', 'p_i (1 - p_i) is taken for the whole Jacobian of softmax'],
  ]),
];

const IMAGES: readonly Mistake[] = [
  ...forward('conv', [
    ['conv-kernel-flipped', 'a convolution as in mathematics'],
    ['conv-padding-shifted', 'two rows and columns of zeros before the image and none after it'],
    ['flatten-nchw', 'flat tensors in the order channel, row, column'],
    ['avg-for-max-pool', 'the mean of a window in place of its maximum'],
  ]),
  ...backward('conv', [
    ['max-pool-gradient-everywhere', 'each cell of a window gets the whole gradient'],
    ['conv-dx-unflipped', 'dx uses the kernel without turning it'],
    ['conv-dw-flipped', 'dK turned by 180 degrees'],
    ['conv-db-one-position', 'db takes the first position only'],
    ['conv-db-spatial-mean', 'db is a mean over the positions'],
  ]),
];

const ATTENTION: readonly Mistake[] = [
  ...forward('attention', [
    ['residual-missing', 's = a in place of x + a'],
    ['attention-scale-missing', 'softmax(q k^T)', 'scale'],
    ['attention-scale-linear', 'softmax(q k^T / d)', 'scale'],
    ['attention-softmax-over-queries', 'the weights of each key sum to 1'],
    ['attention-keys-as-values', 'the weights mix k in place of v'],
    ['attention-query-key-swapped', 'softmax(k q^T)'],
    ['layer-norm-unbiased', 'the variance is divided by D - 1'],
    ['layer-norm-mean-missing', 'x / sqrt(variance + epsilon); the variance is right'],
  ]),
  ...backward('attention', [
    ['residual-gradient-missing', 'the gradient does not take the short way'],
    ['layer-norm-statistics-constant', 'mean and variance are constants in the backward pass'],
  ]),
];

export const CATALOGUE: readonly Mistake[] = [...ACTIVATIONS, ...LINEAR, ...LOSSES, ...IMAGES, ...ATTENTION];

/** Other forms of the same mistakes, of which a diagnosis may know one or none. */
export const VARIANTS: readonly Mistake[] = [
  ...backward('any', [
    ['weights-updated-early:1', 'dx uses W - dW'],
    ['weights-updated-early:0.01', 'dx uses W - 0.01 dW'],
    ['factor-2:gradient', 'gradients doubled, the loss is right'],
    ['factor-half:gradient', 'gradients halved, the loss is right'],
    ['divided-by-batch-twice:gradient', 'gradients divided by B again, the loss is right'],
    ['bias-missing:by-hand', 'no bias is added, but its gradient is the sum all the same', 'bias'],
    ['bias-twice:by-hand', 'the bias is added twice, but its gradient is not doubled', 'bias'],
  ]),
  ...backward('classes', [
    ['divided-by-classes:gradient', 'gradients divided by C, the loss is right'],
    ['log2:gradient', 'gradients divided by ln 2, the loss is right'],
    ['softmax-over-batch:by-hand', 'softmax over the first axis, whose gradient is taken for p - onehot'],
  ]),
  ...forward('any', [['relu-on-logits:reported', 'the scores themselves are relu of the last layer']]),
  ...forward('classes', [['softmax-twice:reported', 'the logits themselves are softmax of the last layer']]),
  ...forward('attention', [['layer-norm-mean-missing:rms', 'x / sqrt(mean(x^2) + epsilon)']]),
];

/** Whether a mistake can show in a network. */
export function appliesTo({ part }: Mistake, network: NetworkName): boolean {
  return PARTS[network].includes(part);
}

const MAIN_OF_IMAGES = [
  ...['relu-no-mask', 'dw-from-preactivation', 'dw-before-mask', 'db-zero', 'bias-missing', 'times-batch'],
  ...['sign-flipped', 'softmax-twice', 'label-off-by-one', 'conv-kernel-flipped', 'conv-dx-unflipped'],
  ...['conv-dw-flipped', 'conv-db-spatial-mean', 'flatten-nchw', 'max-pool-gradient-everywhere'],
];

/** The main mistakes of a network, of which all pairs are tried. */
export const MAIN: Readonly<Partial<Record<NetworkName, readonly string[]>>> = {
  mlp: [
    ...['relu-no-mask', 'activation-missing', 'weight-not-transposed', 'input-gradient-transposed', 'dw-transposed'],
    ...['dw-from-preactivation', 'dw-before-mask', 'db-zero', 'bias-missing', 'times-batch', 'sign-flipped'],
    ...['softmax-twice', 'label-off-by-one', 'onehot-missing', 'detached@z2'],
  ],
  cnn: MAIN_OF_IMAGES,
  'cnn-pool-first': MAIN_OF_IMAGES,
  attention: [
    ...['relu-no-mask', 'weight-not-transposed', 'dw-transposed', 'db-zero', 'bias-missing', 'times-batch'],
    ...['sign-flipped', 'label-off-by-one', 'residual-missing', 'residual-gradient-missing', 'attention-scale-missing'],
    ...['attention-softmax-over-queries', 'attention-keys-as-values', 'layer-norm-statistics-constant'],
    'layer-norm-unbiased',
  ],
};
