/** Mistakes in one step alone, whatever it computes: the right result of that step, changed. */
import type { TensorData } from '../../tensor/tensor.js';
import { scaled } from '../ops/op.js';
import { transpose } from '../shapes.js';
import type { Made, Words } from './mistake.js';

export interface LocalMistake extends Words {
  /** The mistake of the library that is the same in one step: it need not be told besides. */
  readonly covers: string;
  /** The hint where the step is a value: `hint` is about a gradient. */
  readonly hintOfValue: string;
  /** The step with the mistake; null where it does not apply. */
  readonly change: (right: TensorData) => TensorData | null;
}

const FACTOR =
  'Which constants do the derivatives on the way to this step bring along, such as that of a square, and how often does each enter?';
const FACTOR_OF_VALUE =
  'Which constants does the formula of this step have, such as one half in a loss, and how often does each term enter it?';

export const LOCAL: readonly LocalMistake[] = [
  {
    name: 'step-sign-flipped',
    covers: 'sign-flipped',
    topic: 'scale',
    sentence: 'has its sign flipped',
    hint: 'Which of y and yhat is subtracted from which, and what is the sign of each factor after that?',
    hintOfValue: 'Which sign does each term of this step have, and which one is subtracted from which?',
    section: 'Quiz 2: backward propagation',
    change: (right) => scaled(right, -1),
  },
  {
    name: 'step-twice',
    covers: 'factor-2',
    topic: 'scale',
    sentence: 'is twice the value that follows',
    hint: FACTOR,
    hintOfValue: FACTOR_OF_VALUE,
    section: 'Quiz 2: backward propagation',
    change: (right) => scaled(right, 2),
  },
  {
    name: 'step-half',
    covers: 'factor-half',
    topic: 'scale',
    sentence: 'is half the value that follows',
    hint: FACTOR,
    hintOfValue: FACTOR_OF_VALUE,
    section: 'Quiz 2: backward propagation',
    change: (right) => scaled(right, 0.5),
  },
  {
    name: 'step-transposed',
    covers: 'weight-gradient-transposed',
    topic: 'linear layers',
    sentence: 'is transposed',
    hint: 'Which index counts outputs and which counts inputs?',
    hintOfValue: 'Which index counts the examples, and which counts the values of one example?',
    section: 'Quiz 2: questions on Jacobians',
    change: (right) => (right.shape.length === 2 ? transpose(right) : null),
  },
];

const OF_VALUES = LOCAL.map((mistake) => ({ ...mistake, hint: mistake.hintOfValue }));

/** The mistakes of one step, with the hint that fits the kind of step. */
export function localOf(kind: 'value' | 'gradient'): readonly LocalMistake[] {
  return kind === 'value' ? OF_VALUES : LOCAL;
}

/** The mistakes that explain a step, each once: those of one step, and those of the library that they do not cover. */
export function distinct(local: readonly LocalMistake[], ruled: readonly Made[]): readonly Made[] {
  const covered = local.map(({ covers }) => covers);
  const others = ruled.filter(({ mistake: { name } }, index) => {
    return !covered.includes(name) && ruled.findIndex(({ mistake }) => mistake.name === name) === index;
  });
  return [...local.map((mistake) => ({ mistake, at: null })), ...others];
}
