/** Recognises answers that are the same number everywhere: if some of them are right, they are right by accident. */
import type { TensorData } from '../../tensor/tensor.js';

/** Two answers may be equal by chance. */
const FEWEST_ANSWERS = 3;

/** The sentence for an answer that would have been right. */
export const BY_ACCIDENT = 'is right by accident: everything that was answered is the same number';

/** Whether all values, in several answers, are the same number. */
export function areOneNumber(answers: readonly TensorData[]): boolean {
  if (answers.length < FEWEST_ANSWERS) return false;
  const first = answers.find(({ values }) => values.length > 0)?.values[0];
  return first !== undefined && answers.every(({ values }) => values.every((value: number) => value === first));
}
