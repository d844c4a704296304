/**
 * Decides whether an output that follows from a student's own values still shows that its step was understood. It does
 * not if zeros, one number everywhere, the same row for every example, or a copy of another tensor would be accepted in
 * its place; otherwise a submission that answers nothing but such tensors would earn marks for being consistent.
 */
import type { TensorData } from '../tensor/tensor.js';
import { at, build, matrixSides } from './ops/op.js';

/** A step at one sample. */
export interface Following {
  readonly truth: TensorData;
  /** The step from the student's own values. */
  readonly recomputed: TensorData;
  /** Inputs, parameters and labels. */
  readonly given: readonly TensorData[];
  /** The student's other answers, each with the right one. */
  readonly others: readonly { readonly answer: TensorData; readonly truth: TensorData }[];
}

type AreAlike = (a: TensorData, reference: TensorData) => boolean;

export function isAssessable(steps: readonly Following[], areAlike: AreAlike): boolean {
  const everywhere = (made: (step: Following) => TensorData | null) =>
    steps.every((step) => {
      const plain = made(step);
      return plain !== null && areAlike(plain, step.recomputed);
    });
  if (everywhere(({ recomputed }) => build(recomputed.shape, () => 0))) return false;
  if (!steps.every(({ truth }) => isOneNumber(truth, areAlike)) && isOneNumberEverywhere(steps, areAlike)) return false;
  if (!everywhereTruth(steps, areAlike, sameRows) && everywhere(({ recomputed }) => sameRows(recomputed))) return false;
  return !isCopy(steps, areAlike);
}

function everywhereTruth(
  steps: readonly Following[],
  areAlike: AreAlike,
  made: (one: TensorData) => TensorData | null,
) {
  return steps.every(({ truth }) => {
    const plain = made(truth);
    return plain !== null && areAlike(plain, truth);
  });
}

/** The tensor filled with its first element; null if it has only one, which is always "the same number". */
function filled(tensor: TensorData): TensorData | null {
  return tensor.values.length < 2 ? null : build(tensor.shape, () => at(tensor, 0));
}

function isOneNumber(tensor: TensorData, areAlike: AreAlike): boolean {
  const plain = filled(tensor);
  return plain !== null && areAlike(plain, tensor);
}

/** Filled with one number at each sample, or, where it is a single number, the same at all of several samples. */
function isOneNumberEverywhere(steps: readonly Following[], areAlike: AreAlike): boolean {
  const [first] = steps;
  if (first === undefined) return false;
  if (steps.every(({ recomputed }) => recomputed.values.length === 1)) {
    return steps.length > 1 && steps.every(({ recomputed }) => areAlike(first.recomputed, recomputed));
  }
  return steps.every(({ recomputed }) => recomputed.values.length === 1 || isOneNumber(recomputed, areAlike));
}

/** The first row in place of every row; null for a single row. */
function sameRows(tensor: TensorData): TensorData | null {
  const [rows, columns] = matrixSides(tensor);
  return rows < 2 || tensor.shape.length < 2 ? null : build(tensor.shape, (i) => at(tensor, i % columns));
}

/** Fewer numbers may be equal by chance: with one example, the gradient of a bias is that of the layer's output. */
const FEWEST_ALIKE = 8;

/** A copy of a given tensor, or of another answer unless the right ones are plainly copies of each other, too. */
function isCopy(steps: readonly Following[], areAlike: AreAlike): boolean {
  const [first] = steps;
  if (first === undefined) return false;
  const fits = (a: TensorData | undefined, b: TensorData) => a?.values.length === b.values.length;
  const copiesGiven = first.given.some((_one, index) =>
    steps.every(({ given, recomputed }) => {
      const one = given[index];
      return one !== undefined && fits(one, recomputed) && areAlike(one, recomputed);
    }),
  );
  if (copiesGiven) return true;
  return first.others.some((_one, index) => {
    const copied = steps.every(({ others, recomputed }) => {
      const one = others[index]?.answer;
      return one !== undefined && fits(one, recomputed) && areAlike(one, recomputed);
    });
    const isRight =
      steps.reduce((sum, { truth }) => sum + truth.values.length, 0) >= FEWEST_ALIKE &&
      steps.every(({ others, truth }) => {
        const one = others[index]?.truth;
        return one !== undefined && fits(one, truth) && areAlike(one, truth);
      });
    return copied && !isRight;
  });
}
