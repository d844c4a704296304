/**
 * Metrics of predictions on held-out examples, and what the best answer reaches that is the same for every example. All
 * sums are float64. Relies on outputs that are finite.
 */

/** Probabilities below this count as this, as in Keras and tf.js (epsilon), so that the loss stays finite. */
export const LEAST_PROBABILITY = 1e-7;

/** Mean of (prediction - target)^2 over the examples, for each of `width` columns of [N, width]. */
export function squaredErrors(predicted: ArrayLike<number>, targets: ArrayLike<number>, width: number): number[] {
  const sums = new Array<number>(width).fill(0);
  for (let at = 0; at < targets.length; at += 1) {
    sums[at % width] = (sums[at % width] ?? 0) + ((predicted[at] ?? NaN) - (targets[at] ?? NaN)) ** 2;
  }
  return sums.map((sum) => (sum * width) / targets.length);
}

/** The same of the mean of each column: its variance. */
export function variances(targets: ArrayLike<number>, width: number): number[] {
  const rows = targets.length / width;
  const means = new Array<number>(width).fill(0);
  for (let at = 0; at < targets.length; at += 1)
    means[at % width] = (means[at % width] ?? 0) + (targets[at] ?? 0) / rows;
  const constant = Float64Array.from({ length: targets.length }, (_, at) => means[at % width] ?? 0);
  return squaredErrors(constant, targets, width);
}

export interface CrossEntropy {
  /** Mean of -log p(label) over the examples, in nats. */
  readonly loss: number;
  /** Probabilities of the label that counted as LEAST_PROBABILITY. */
  readonly clipped: number;
}

/**
 * Of [N, classes] logits, or of [N, 1] logits of class 1 of two, as torch.nn.CrossEntropyLoss and BCEWithLogitsLoss.
 * Nothing is clipped: the loss of a finite logit is finite.
 */
export function crossEntropyOfLogits(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  width: number,
): CrossEntropy {
  let sum = 0;
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row] ?? 0;
    if (width === 1) {
      const logit = logits[row] ?? NaN;
      sum += softplus(label === 1 ? -logit : logit);
    } else {
      const scores = Array.from({ length: width }, (_, at) => logits[row * width + at] ?? NaN);
      const largest = Math.max(...scores);
      const total = scores.reduce((all, score) => all + Math.exp(score - largest), 0);
      // in this order: the logarithm would be lost in a large logit
      sum += Math.log(total) + (largest - (scores[label] ?? NaN));
    }
  }
  return { loss: sum / labels.length, clipped: 0 };
}

/**
 * Of [N, classes] probabilities, each divided by the sum of its row, or of [N, 1] probabilities of class 1 of two. Where
 * rounding made one larger than 1, it counts as 1.
 */
export function crossEntropyOfProbabilities(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  width: number,
): CrossEntropy {
  let [sum, clipped] = [0, 0];
  for (let row = 0; row < labels.length; row += 1) {
    const probability = probabilityOf(probabilities, row, labels[row] ?? 0, width);
    if (probability < LEAST_PROBABILITY) clipped += 1;
    sum -= Math.log(Math.min(1, Math.max(LEAST_PROBABILITY, probability)));
  }
  return { loss: sum / labels.length, clipped };
}

function probabilityOf(probabilities: ArrayLike<number>, row: number, label: number, width: number): number {
  if (width === 1) {
    const one = probabilities[row] ?? NaN;
    return label === 1 ? one : 1 - one;
  }
  let total = 0;
  for (let at = 0; at < width; at += 1) total += probabilities[row * width + at] ?? NaN;
  return (probabilities[row * width + label] ?? NaN) / total;
}

/** log(1 + e^z) without overflow. */
function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** The loss of predicting the shares of the classes for every example: the entropy of the labels. */
export function entropyOf(labels: ArrayLike<number>, count: number): number {
  return countsOf(labels, count).reduce(
    (sum, n) => (n === 0 ? sum : sum - (n / labels.length) * Math.log(n / labels.length)),
    0,
  );
}

/**
 * F1 = 2 TP / (2 TP + FP + FN) of each class; null for a class that is neither in the labels nor predicted. A predicted
 * class of -1 is none.
 */
export function f1Scores(labels: ArrayLike<number>, predicted: ArrayLike<number>, count: number): (number | null)[] {
  const right = new Array<number>(count).fill(0);
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row] ?? -1;
    if (label === predicted[row]) right[label] = (right[label] ?? 0) + 1;
  }
  const [actual, named] = [countsOf(labels, count), countsOf(predicted, count)];
  return right.map((hits, label) => {
    const either = (actual[label] ?? 0) + (named[label] ?? 0);
    return either === 0 ? null : (2 * hits) / either;
  });
}

/** Mean of F1 over the classes that have one, as `macro` of scikit-learn's f1_score. */
export function macroF1(scores: readonly (number | null)[]): number {
  const there = scores.filter((score) => score !== null);
  return there.reduce((sum, score) => sum + score, 0) / there.length;
}

/** Macro F1 of naming one class for every example, the best one. */
export function macroF1OfConstant(labels: ArrayLike<number>, count: number): number {
  const counts = countsOf(labels, count).filter((n) => n > 0);
  return Math.max(...counts.map((n) => (2 * n) / (labels.length + n) / counts.length));
}

function countsOf(labels: ArrayLike<number>, count: number): number[] {
  const counts = new Array<number>(count).fill(0);
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row] ?? -1;
    if (label >= 0 && label < count) counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}
