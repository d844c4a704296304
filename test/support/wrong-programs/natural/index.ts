/** Wrong programs in tf.js as students write them, and right ones by the same code. */
import type { WrongProgram } from '../wrong-program.js';
import { ATTENTION_PROGRAMS } from './attention.js';
import { attentionForward, cnnForward, mlpForward, regressionForward } from './autograd.js';
import { CNN_PROGRAMS } from './cnn.js';
import { cnnByHand } from './cnn-by-hand.js';
import { BY_AUTOGRAD } from './forward.js';
import { MLP_LAYERS } from './mlp.js';
import { MLP_LOSSES } from './mlp-losses.js';
import { SIGMOID, TANH, mlp, regression } from './mlp-by-hand.js';
import { REGRESSION_BY_HAND } from './regression.js';
import { student, tf } from './tfjs.js';

export const NATURAL: readonly WrongProgram[] = [
  ...MLP_LAYERS,
  ...MLP_LOSSES,
  ...REGRESSION_BY_HAND,
  ...BY_AUTOGRAD,
  ...CNN_PROGRAMS,
  ...ATTENTION_PROGRAMS,
];

export const NATURAL_RIGHT: readonly WrongProgram[] = [
  student('mlp', [], 'by hand', mlp({})),
  student('mlp', [], 'by tf.grads', mlpForward({})),
  student('regression-sigmoid', [], 'by hand', regression(SIGMOID, {})),
  student('regression-tanh', [], 'by hand', regression(TANH, {})),
  student('regression-tanh', [], 'by tf.grads', regressionForward(tf.tanh, {})),
  student('cnn', [], 'by hand', cnnByHand({}, false)),
  student('cnn', [], 'by tf.grads', cnnForward({}, false)),
  student('cnn-pool-first', [], 'by hand', cnnByHand({}, true)),
  student('cnn-pool-first', [], 'by tf.grads', cnnForward({}, true)),
  student('attention', [], 'by tf.grads', attentionForward({})),
];
