/** Counts right predictions and confusions between classes. */

export { predictClasses, type Predictions } from '../../tensor/classes.js';

/** How many labels the classes agree with. */
export function countCorrect(labels: Int32Array, classes: Int32Array): number {
  return labels.reduce((count, label, row) => count + (label === classes[row] ? 1 : 0), 0);
}

/** The size of the most frequent class, which is what the best constant answer gets right. */
export function countOfMostFrequent(labels: Int32Array): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const label of labels) {
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    most = Math.max(most, count);
  }
  return most;
}

/** [true class][predicted class]; outputs that are not finite are in no column. */
export function confusionOf(labels: Int32Array, classes: Int32Array, count: number): number[][] {
  const counts = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (const [row, label] of labels.entries()) {
    const counted = counts[label];
    const predicted = classes[row] ?? -1;
    if (counted !== undefined && predicted >= 0) counted[predicted] = (counted[predicted] ?? 0) + 1;
  }
  return counts;
}
