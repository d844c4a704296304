/** Checks the sizes of the classes of a split. */
import type { DataSetRules, Finding } from '../../protocol/data-set.js';
import type { Entry } from './entry.js';

type BalanceRules = Pick<DataSetRules, 'classes' | 'minImagesPerClass' | 'maxImbalance'>;

/** Images of each class, by its number. */
export function countClasses(entries: readonly Entry[], classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const { label } of entries) if (label !== null) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** `file` is the file of the findings: labels.csv of the split. A validation split may have a fifth of the size. */
export function findImbalance(counts: readonly number[], rules: BalanceRules, file: string, share = 1): Finding[] {
  const { classes, minImagesPerClass, maxImbalance } = rules;
  const fewest = Math.ceil(minImagesPerClass * share);
  const small = counts.flatMap((count, number): Finding[] => {
    if (count >= fewest) return [];
    const found = `${classes[number] ?? String(number)} has ${String(count)} ${count === 1 ? 'image' : 'images'}, expected at least ${String(fewest)}`;
    return [{ code: 'class-small', file, row: null, found }];
  });
  const most = counts.reduce((high, count) => Math.max(high, count), 0);
  const least = counts.reduce((low, count) => Math.min(low, count), most);
  if (least === 0 || most <= maxImbalance * least) return small;
  const nameOf = (count: number) => classes[counts.indexOf(count)] ?? '';
  const found = `${nameOf(most)} has ${String(most)} images, ${nameOf(least)} ${String(least)}: more than ${String(maxImbalance)} times as many`;
  return [...small, { code: 'class-imbalance', file, row: null, found }];
}
