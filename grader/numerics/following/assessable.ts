/**
 * Decides whether an output that follows from a student's own values still shows that its step was understood. It does
 * not if zeros, one number everywhere, the same row for every example, one row or column alone, numbers that depend on the sizes
 * only, or a copy or multiple of another tensor would be accepted in its place; otherwise a submission that answers
 * nothing but such tensors would earn marks for being consistent.
 */
import { infinityNorm } from '../closeness.js';
import { at, build, matrixSides, scaled } from '../ops/op.js';
import { equalShapes } from '../shapes.js';
import type { TensorData } from '../../tensor/tensor.js';

/** A student's answer, and the right one. */
interface Answered {
  readonly answer: TensorData;
  readonly truth: TensorData;
}

/** A step at one sample. The lists are in the same order at all samples. */
export interface Following {
  readonly truth: TensorData;
  /** The step from the student's own values. */
  readonly recomputed: TensorData;
  /** Inputs, parameters and labels. */
  readonly given: readonly TensorData[];
  /** The student's other answers. */
  readonly others: readonly Answered[];
  /** Those of them from which it is calculated. */
  readonly used: readonly Answered[];
}

type AreAlike = (a: TensorData, reference: TensorData) => boolean;
type Steps = readonly Following[];

/** `areAlike`: whether the first would be accepted if the second were expected. `steps`: one for each sample. */
export function isAssessable(steps: Steps, areAlike: AreAlike): boolean {
  return !HOLLOW.some((isHollow) => isHollow(steps, areAlike));
}

const HOLLOW: readonly ((steps: Steps, areAlike: AreAlike) => boolean)[] = [
  isZeroEverywhere,
  isOneNumberEverywhere,
  hasSameRows,
  hasOneLine,
  dependsOnSizesOnly,
  isCopy,
  isMultiple,
];

function isZeroEverywhere(steps: Steps, areAlike: AreAlike): boolean {
  return isEverywhere(steps, ({ recomputed }) => recomputed, areAlike, (one) => build(one.shape, () => 0)); // prettier-ignore
}

/** Filled with one number at each sample, or, where it is a single number, the same at all of several samples. */
function isOneNumberEverywhere(steps: Steps, areAlike: AreAlike): boolean {
  const [first] = steps;
  if (first === undefined || steps.every(({ truth }) => isOneNumber(truth, areAlike))) return false;
  if (steps.every(({ recomputed }) => recomputed.values.length === 1)) {
    return steps.length > 1 && steps.every(({ recomputed }) => areAlike(first.recomputed, recomputed));
  }
  return steps.every(({ recomputed }) => recomputed.values.length === 1 || isOneNumber(recomputed, areAlike));
}

function isOneNumber(tensor: TensorData, areAlike: AreAlike): boolean {
  // a single number is always "the same number"
  return tensor.values.length >= 2 && areAlike(build(tensor.shape, () => at(tensor, 0)), tensor); // prettier-ignore
}

/** In the step, or in a matrix from which it is calculated: then a sum over examples is a product with their number. */
function hasSameRows(steps: Steps, areAlike: AreAlike): boolean {
  const [own, ...used] = pairsOf(steps);
  const isWide = ([, right]: Pair) => steps.every((step) => (right(step)?.shape.at(-1) ?? 0) > 1);
  return [own, ...used.filter(isWide)].some((pair) => pair !== undefined && isSimpler(steps, pair, areAlike, sameRows));
}

/**
 * One example or one unit decides alone, in the step or in an answer from which it is calculated: the others are zero,
 * or nothing beside it. Then no sum over them is seen.
 */
function hasOneLine(steps: Steps, areAlike: AreAlike): boolean {
  return [largestRow, largestColumn].some((simpler) =>
    pairsOf(steps).some((pair) => isSimpler(steps, pair, areAlike, simpler)),
  );
}

type Pair = readonly [own: Pick, right: Pick];

/** The step itself, and each answer from which it is calculated. */
function pairsOf([first]: Steps): readonly Pair[] {
  const used = first?.used.map((_one, index): Pair => [
    ({ used }) => used[index]?.answer,
    ({ used }) => used[index]?.truth,
  ]);
  return [[({ recomputed }) => recomputed, ({ truth }) => truth], ...(used ?? [])];
}

/** Whether something simpler would be accepted in place of the student's, but not in place of the right one. */
function isSimpler(steps: Steps, [own, right]: Pair, areAlike: AreAlike, simpler: Parameters<typeof isEverywhere>[3]) {
  return isEverywhere(steps, own, areAlike, simpler) && !isEverywhere(steps, right, areAlike, simpler);
}

/** The same at all samples of the same sizes, of which there are several. */
function dependsOnSizesOnly(steps: Steps, areAlike: AreAlike): boolean {
  const twins = steps.flatMap((step, place) =>
    steps.slice(0, place).flatMap((other) => (haveSameSizes(step, other) ? [[step, other] as const] : [])),
  );
  return (
    twins.length > 0 &&
    twins.every(([step, other]) => areAlike(step.recomputed, other.recomputed)) &&
    !twins.every(([step, other]) => areAlike(step.truth, other.truth))
  );
}

function haveSameSizes(a: Following, b: Following): boolean {
  const fits = (one: TensorData, other: TensorData | undefined) =>
    other !== undefined && equalShapes(one.shape, other.shape);
  return fits(a.truth, b.truth) && a.given.every((one, index) => fits(one, b.given[index]));
}

/** With fewer numbers, tensors may be equal by chance: with one example, db is the gradient of the layer's output. */
const FEWEST_ALIKE = 8;

/** A copy of a given tensor, or of another answer unless the right ones are plainly copies of each other, too. */
function isCopy(steps: Steps, areAlike: AreAlike): boolean {
  const isLike = (own: Pick, other: Pick) => steps.every((step) => isPresentAnd(own(step), other(step), areAlike));
  return othersOf(steps).some(({ own, right, isGiven }) => {
    if (!isLike(({ recomputed }) => recomputed, own)) return false;
    return isGiven || numbersIn(steps) < FEWEST_ALIKE || !isLike(({ truth }) => truth, right);
  });
}

/** Another answer times a constant at each sample, unless the right ones are as well. */
function isMultiple(steps: Steps, areAlike: AreAlike): boolean {
  if (numbersIn(steps) < FEWEST_ALIKE || steps.some(({ truth }) => truth.values.length < FEWEST_IN_A_MULTIPLE))
    return false;
  const areMultiples = (own: Pick, other: Pick) =>
    steps.every((step) => isPresentAnd(own(step), other(step), (a, b) => areAlike(scaled(a, factor(a, b)), b)));
  return othersOf(steps).some(
    ({ own, right, isGiven }) =>
      !isGiven && areMultiples(({ recomputed }) => recomputed, own) && !areMultiples(({ truth }) => truth, right),
  );
}

/** A vector of two numbers is soon a multiple of another. */
const FEWEST_IN_A_MULTIPLE = 3;

type Pick = (step: Following) => TensorData | undefined;

/** The tensors that may be copied: given ones, which are right, and other answers. */
function othersOf([first]: Steps): readonly { readonly own: Pick; readonly right: Pick; readonly isGiven: boolean }[] {
  const given = first?.given.map((_one, index) => {
    const pick: Pick = (step) => step.given[index];
    return { own: pick, right: pick, isGiven: true };
  });
  const answered = first?.others.map((_one, index) => ({
    own: (step: Following) => step.others[index]?.answer,
    right: (step: Following) => step.others[index]?.truth,
    isGiven: false,
  }));
  return [...(given ?? []), ...(answered ?? [])];
}

/** Whether there are both, of the same size, and the second would be accepted in place of the first. */
function isPresentAnd(one: TensorData | undefined, other: TensorData | undefined, areAlike: AreAlike): boolean {
  return one !== undefined && other?.values.length === one.values.length && areAlike(other, one);
}

/** The f at which f a is nearest to b by least squares. */
function factor(a: TensorData, b: TensorData): number {
  // divided first, so that squares of large numbers do not overflow
  const most = infinityNorm(a);
  if (most === 0) return 0;
  let [products, squares] = [0, 0];
  for (let index = 0; index < a.values.length; index += 1) {
    const share = at(a, index) / most;
    products += share * at(b, index);
    squares += share * share;
  }
  return products / squares / most;
}

function numbersIn(steps: Steps): number {
  return steps.reduce((sum, { truth }) => sum + truth.values.length, 0);
}

/** Whether at all samples something simpler would be accepted; `simpler` is null where it is not simpler. */
function isEverywhere(
  steps: Steps,
  of: Pick,
  areAlike: AreAlike,
  simpler: (one: TensorData) => TensorData | null,
): boolean {
  return steps.every((step) => {
    const one = of(step);
    const plain = one === undefined ? null : simpler(one);
    return one !== undefined && plain !== null && areAlike(plain, one);
  });
}

/** The first row in place of every row; null for a single row. */
function sameRows(tensor: TensorData): TensorData | null {
  const [rows, columns] = matrixSides(tensor);
  return rows < 2 || tensor.shape.length < 2 ? null : build(tensor.shape, (i) => at(tensor, i % columns));
}

/** The row with the largest number, and zeros in all others; null for a single row. */
function largestRow(tensor: TensorData): TensorData | null {
  const [rows, columns] = matrixSides(tensor);
  if (rows < 2 || tensor.shape.length < 2) return null;
  const row = Math.floor(placeOfLargest(tensor) / columns);
  return build(tensor.shape, (i) => (Math.floor(i / columns) === row ? at(tensor, i) : 0));
}

/** The same for columns. In a single row zeros are usual, and only numbers that vanish beside the largest are hollow. */
function largestColumn(tensor: TensorData): TensorData | null {
  const [rows, columns] = matrixSides(tensor);
  if (columns < 2 || (rows < 2 && tensor.values.includes(0))) return null;
  const column = placeOfLargest(tensor) % columns;
  return build(tensor.shape, (i) => (i % columns === column ? at(tensor, i) : 0));
}

function placeOfLargest(tensor: TensorData): number {
  const most = infinityNorm(tensor);
  return tensor.values.findIndex((value: number) => Math.abs(value) === most);
}
