/** Counts pixels by true and predicted class, over a whole data set, and what follows from these counts. */
import { IGNORED } from '../../tensor/class-maps.js';

export interface PixelCounts {
  /** [true class][predicted class] */
  readonly confusion: readonly (readonly number[])[];
  /** By true class: pixels without a predicted class. */
  readonly undecided: readonly number[];
  readonly ignored: number;
}

export interface ClassCounts {
  readonly intersection: number;
  readonly union: number;
  /** null for a class that is neither in truth nor in prediction, of which nothing can be said. */
  readonly iou: number | null;
}

/** Both maps have a byte for each pixel. A prediction that is no class is undecided: never right, and of no class. */
export function countPixels(truth: Uint8Array, predicted: Uint8Array, classes: number): PixelCounts {
  const counts = new Float64Array(classes * classes);
  const undecided = new Float64Array(classes);
  let ignored = 0;
  // a plain loop over flat counts: there are millions of pixels
  for (let pixel = 0; pixel < truth.length; pixel += 1) {
    const label = truth[pixel] ?? IGNORED;
    const said = predicted[pixel] ?? IGNORED;
    if (label >= classes) ignored += 1;
    else if (said < classes) counts[label * classes + said] = (counts[label * classes + said] ?? 0) + 1;
    else undecided[label] = (undecided[label] ?? 0) + 1;
  }
  const confusion = Array.from({ length: classes }, (_, label) => [
    ...counts.subarray(label * classes, (label + 1) * classes),
  ]);
  return { confusion, undecided: [...undecided], ignored };
}

export function perClassOf({ confusion, undecided }: PixelCounts): ClassCounts[] {
  return confusion.map((row, label) => {
    const intersection = row[label] ?? 0;
    const truth = sumOf(row) + (undecided[label] ?? 0);
    const union = truth + sumOf(confusion.map((other) => other[label] ?? 0)) - intersection;
    return { intersection, union, iou: union === 0 ? null : intersection / union };
  });
}

/** The mean over the classes that have an IoU; 0 if none has. */
export function meanIouOf(counts: PixelCounts): number {
  const ious = perClassOf(counts).flatMap(({ iou }) => iou ?? []);
  return ious.length === 0 ? 0 : sumOf(ious) / ious.length;
}

/** How many pixels count, and how many of them are right. */
export function rightOf({ confusion, undecided }: PixelCounts): { readonly correct: number; readonly pixels: number } {
  const correct = sumOf(confusion.map((row, label) => row[label] ?? 0));
  return { correct, pixels: sumOf(confusion.map(sumOf)) + sumOf(undecided) };
}

/** True pixels of each class that count. */
export function truthOf({ confusion, undecided }: PixelCounts): number[] {
  return confusion.map((row, label) => sumOf(row) + (undecided[label] ?? 0));
}

/** Predicted pixels of each class, of those that count. */
export function predictedOf({ confusion }: PixelCounts): number[] {
  return confusion.map((_row, label) => sumOf(confusion.map((row) => row[label] ?? 0)));
}

/** The same pixels, had output `outputOf[k]` been taken for class k. */
export function reorder({ confusion, ...rest }: PixelCounts, outputOf: readonly number[]): PixelCounts {
  return { ...rest, confusion: confusion.map((row) => outputOf.map((output) => row[output] ?? 0)) };
}

/** The best mean that one class for every pixel reaches, without looking at any image. */
export function meanOfBestConstant(counts: PixelCounts): number {
  const truth = truthOf(counts);
  const total = sumOf(truth);
  const means = truth.map((count, label) => {
    const present = truth.filter((other, index) => other > 0 || index === label).length;
    return count / total / present;
  });
  return total === 0 ? 0 : Math.max(...means);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
