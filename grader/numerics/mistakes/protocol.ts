/**
 * Mistakes that no rewrite of a network makes: what a function does to what it was given, what it keeps between calls, and
 * numbers that single precision cannot hold. Words only; where they are found, they are named.
 */
import type { Words } from './mistake.js';

const TOPIC = 'protocol';

export const GRADIENTS_ACCUMULATE: Words = {
  name: 'gradients-accumulate',
  topic: TOPIC,
  sentence: 'is added to what an earlier call left behind',
  hint: 'What do the variables that hold the gradients contain when the function is called a second time?',
  section: 'Quiz 2: backward propagation',
};

export const INPUT_CHANGED: Words = {
  name: 'input-changed',
  topic: TOPIC,
  sentence: 'is computed by a function that changes its inputs',
  hint: 'Who still needs the tensors that the function was given when it has returned?',
  section: 'Quiz 2: forward propagation',
};

export const MEMBER_REPLACED: Words = {
  name: 'member-replaced',
  topic: TOPIC,
  sentence: 'is computed by a function that changes an object that it was given',
  hint: 'To whom does the object with the parameters belong, and what does the next call find in it?',
  section: 'Quiz 2: forward propagation',
};

export const STATE_KEPT: Words = {
  name: 'state-kept',
  topic: TOPIC,
  sentence: 'is another one when the function is called again with the same inputs',
  hint: 'On which variables does the result depend that are not arguments of the function?',
  section: 'Quiz 2: forward propagation',
};

export const LOG_OF_ZERO: Words = {
  name: 'log-of-zero',
  topic: TOPIC,
  sentence: 'is not finite where a probability is too small for single precision',
  hint: 'Which number does the logarithm get when the network is all but certain of another class?',
  section: 'Regression vs classification',
};

export const EXP_OVERFLOW: Words = {
  name: 'exp-overflow',
  topic: TOPIC,
  sentence: 'is not finite where the exponential of a score is too large for single precision',
  hint: 'How large is the exponential of the largest score, and which changes of all scores leave softmax as it is?',
  section: 'Regression vs classification',
};

export const PROTOCOL: readonly Words[] = [
  GRADIENTS_ACCUMULATE,
  INPUT_CHANGED,
  MEMBER_REPLACED,
  STATE_KEPT,
  LOG_OF_ZERO,
  EXP_OVERFLOW,
];
