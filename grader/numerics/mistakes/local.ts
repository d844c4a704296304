/** Mistakes in one step alone, whatever it computes: the right result of that step, changed. */
import type { TensorData } from '../../tensor/tensor.js';
import { scaled } from '../ops/op.js';
import { transpose } from '../shapes.js';
import type { Words } from './mistake.js';

export interface LocalMistake extends Words {
  /** The step with the mistake; null where it does not apply. */
  readonly change: (right: TensorData) => TensorData | null;
}

const FACTOR = 'Which constant does the square of the loss bring along when it is differentiated?';

export const LOCAL: readonly LocalMistake[] = [
  {
    name: 'step-sign-flipped',
    topic: 'scale',
    sentence: 'has its sign flipped',
    hint: 'Which of y and yhat is subtracted from which?',
    section: 'Quiz 2: backward propagation',
    change: (right) => scaled(right, -1),
  },
  {
    name: 'step-twice',
    topic: 'scale',
    sentence: 'is twice the value that follows',
    hint: FACTOR,
    section: 'Quiz 2: backward propagation',
    change: (right) => scaled(right, 2),
  },
  {
    name: 'step-half',
    topic: 'scale',
    sentence: 'is half the value that follows',
    hint: FACTOR,
    section: 'Quiz 2: backward propagation',
    change: (right) => scaled(right, 0.5),
  },
  {
    name: 'step-transposed',
    topic: 'linear layers',
    sentence: 'is transposed',
    hint: 'Which index counts outputs and which counts inputs?',
    section: 'Quiz 2: questions on Jacobians',
    change: (right) => (right.shape.length === 2 ? transpose(right) : null),
  },
];
