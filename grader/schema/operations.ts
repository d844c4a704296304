/**
 * The operations of reference networks by name, each with what an editor shows of it: its operands, its value, its options.
 * Leading sides, written `..`, are kept. The operations themselves are in grader/numerics/ops/.
 */

export const OPERATIONS = {
  linear: '[x, W, b] -> x W^T + b (x [..,in], W [out,in], as torch.nn.Linear; b may be omitted)',
  relu: '[z]',
  'leaky-relu': '[z]; slope',
  sigmoid: '[z]',
  tanh: '[z]',
  softplus: '[z] -> log(1 + exp(z))',
  gelu: '[z] -> z Phi(z), as torch.nn.GELU; approximate',
  softmax: '[z], over the last axis',
  conv2d: '[x, W, b] with x [B,H,W,C], W [kh,kw,C,D], b may be omitted; strides, padding, dilation',
  'depthwise-conv2d': '[x, W, b] with W [kh,kw,C,M], b may be omitted; strides, padding, dilation',
  'max-pool': '[x]; window, strides, padding',
  'avg-pool': '[x]; window, strides, padding',
  'global-avg-pool': '[x] -> [B,C]',
  'batch-norm': '[x, mean, variance, gamma, beta]; epsilon',
  'batch-norm-training': '[x, gamma, beta]; epsilon',
  'layer-norm': '[x, gamma, beta], over the last axis, as torch.nn.LayerNorm; epsilon',
  flatten: '[x] -> [B, rest]',
  matmul: '[a, b] -> a b with a [..,N,K] and b [..,K,M] or [K,M]; transpose',
  multiply: '[a, b] of the same shape, element by element',
  add: '[a, b, ...] of the same shape, element by element',
  concat: '[a, b, ...], joined along an axis; axis',
  slice: '[x] -> one of several equal parts along an axis; part, parts, axis',
  dropout: '[x, mask] -> x mask / (1 - rate), the mask of ones and zeros being an input; rate',
  embedding: '[ids, W] -> [..,D], rows of W [V,D], with ids [..] declared under labels',
  'rnn-step': '[x, h, Wx, Wh, b] -> f(x Wx^T + h Wh^T + b) [..,H], as torch.nn.RNNCell with one bias; activation',
  'lstm-step':
    "[x, h, c, Wx, Wh, b] with Wx [4H,D], Wh [4H,H], b [4H], gates i, f, g, o, as torch.nn.LSTMCell with one bias -> [..,2H], which is [h', c']: slice with parts 2 takes them apart",
  attention:
    '[q, k, v] with q [..,T,D], k [..,S,D], v [..,S,E] -> softmax(q k^T / sqrt(D / heads)) v [..,T,E], the softmax over the keys; heads, causal',
  'cross-entropy': '[logits, label] -> mean of -log softmax(logits)[label]',
  'binary-cross-entropy':
    '[logits, y] with y from 0 to 1 -> mean over all elements of -y log p - (1 - y) log(1 - p), p = sigmoid(logits)',
  'half-squared-error': '[yhat, y] -> mean over the batch of (y - yhat)^2 / 2',
  'squared-error': '[out, y or label] -> mean over the batch of (out - y)^2',
  brier: '[logits, label] -> mean of sum_k (softmax(logits)_k - onehot_k)^2',
  'one-hot-l2': '[out, label] -> mean of sum_k (out_k - onehot_k)^2',
  hinge:
    '[out, label] -> mean of sum_k max(0, 1 - out_label + out_k) / C over the other classes, as torch.nn.MultiMarginLoss; [out, y] with y -1 or 1 -> mean of max(0, 1 - y out)',
  'weight-decay': '[loss, W1, W2, ...] -> loss + lambda / 2 times the sum of all squares; the last node; lambda',
} as const;

export type OpName = keyof typeof OPERATIONS;

// the names are those of the object above
export const OP_NAMES = Object.keys(OPERATIONS) as OpName[];
