import { describe, expect, test } from '@jest/globals';
import { bestClassOrder } from '../../../grader/numerics/class-order.js';
import { makeRng } from '../../../grader/numerics/rng.js';
import { measureProcessor } from '../../support/processor-time.js';

/** The most that any order has right, by trying them all. */
function mostRight(confusion: readonly (readonly number[])[], taken: readonly number[] = []): number {
  const row = confusion[taken.length];
  if (row === undefined) return 0;
  const left = [...row.keys()].filter((output) => !taken.includes(output));
  return Math.max(...left.map((output) => (row[output] ?? 0) + mostRight(confusion, [...taken, output])));
}

describe('the best order of the classes', () => {
  test('as good as the best of all orders, for every size that all can be tried of', () => {
    const rng = makeRng(3);
    for (let trial = 0; trial < 300; trial += 1) {
      const size = 1 + (trial % 7);
      const most = trial % 3 === 0 ? 3 : 40;
      const confusion = Array.from({ length: size }, () =>
        Array.from({ length: size }, () => Math.floor(most * rng.nextUniform())),
      );
      const { outputOf, correct } = bestClassOrder(confusion);
      expect([...outputOf].sort((a, b) => a - b)).toEqual([...outputOf.keys()]);
      expect(outputOf.reduce((sum, output, label) => sum + (confusion[label]?.[output] ?? 0), 0)).toBe(correct);
      expect(correct).toBe(mostRight(confusion));
    }
  });
  test('255 classes are processed quickly', () => {
    const confusion = Array.from({ length: 255 }, (_, row) =>
      Array.from({ length: 255 }, (_column, column) => (column === (row * 2) % 255 ? 3 : 1)),
    );
    const spent = measureProcessor();
    expect(bestClassOrder(confusion).correct).toBe(3 * 255);
    expect(spent()).toBeLessThan(1000);
  });
});
