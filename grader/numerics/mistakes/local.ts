/** Mistakes in one step alone, whatever it computes: the right result of that step, changed. */
import type { TensorData } from '../../tensor/tensor.js';
import { scaled } from '../ops/op.js';
import { transpose } from '../shapes.js';
import type { Made, Words } from './mistake.js';

export interface LocalMistake extends Words {
  /** The mistake of the library that is the same in one step: it need not be told besides. */
  readonly covers: string;
  /** The step with the mistake; null where it does not apply. */
  readonly change: (right: TensorData) => TensorData | null;
}

const FACTOR = 'Which constant does the square of the loss bring along when it is differentiated?';

export const LOCAL: readonly LocalMistake[] = [
  {
    name: 'step-sign-flipped',
    covers: 'sign-flipped',
    topic: 'scale',
    sentence: 'has its sign flipped',
    hint: 'Which of y and yhat is subtracted from which?',
    section: 'Quiz 2: backward propagation',
    change: (right) => scaled(right, -1),
  },
  {
    name: 'step-twice',
    covers: 'factor-2',
    topic: 'scale',
    sentence: 'is twice the value that follows',
    hint: FACTOR,
    section: 'Quiz 2: backward propagation',
    change: (right) => scaled(right, 2),
  },
  {
    name: 'step-half',
    covers: 'factor-half',
    topic: 'scale',
    sentence: 'is half the value that follows',
    hint: FACTOR,
    section: 'Quiz 2: backward propagation',
    change: (right) => scaled(right, 0.5),
  },
  {
    name: 'step-transposed',
    covers: 'weight-gradient-transposed',
    topic: 'linear layers',
    sentence: 'is transposed',
    hint: 'Which index counts outputs and which counts inputs?',
    section: 'Quiz 2: questions on Jacobians',
    change: (right) => (right.shape.length === 2 ? transpose(right) : null),
  },
];

/** The mistakes that explain a step, each once: those of one step, and those of the library that they do not cover. */
export function distinct(local: readonly LocalMistake[], ruled: readonly Made[]): readonly Made[] {
  const covered = local.map(({ covers }) => covers);
  const others = ruled.filter(({ mistake: { name } }, index) => {
    return !covered.includes(name) && ruled.findIndex(({ mistake }) => mistake.name === name) === index;
  });
  return [...local.map((mistake) => ({ mistake, at: null })), ...others];
}
