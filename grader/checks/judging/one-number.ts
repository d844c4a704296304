/** Answers that are one and the same number everywhere: where some of them are right, they are right by accident. */
import type { TensorData } from '../../tensor/tensor.js';

/** Two numbers may well be the same. */
const FEWEST_ANSWERS = 3;

/** What is said of an answer that would have been right. */
export const BY_ACCIDENT = 'is right by accident: everything that was answered is the same number';

/** Whether all that was answered, in several answers, is one number. */
export function areOneNumber(answers: readonly TensorData[]): boolean {
  if (answers.length < FEWEST_ANSWERS) return false;
  const first = answers.find(({ values }) => values.length > 0)?.values[0];
  return first !== undefined && answers.every(({ values }) => values.every((value: number) => value === first));
}
