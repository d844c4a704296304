import { describe, expect, test } from '@jest/globals';
import { bestClassOrder } from '../../../grader/numerics/class-order.js';
import { makeRng } from '../../../grader/numerics/rng.js';
import { measureProcessor } from '../../support/processor-time.js';

/** The most that any order has right: `taken` has a bit for each output that the rows before have. */
function mostRight(confusion: readonly (readonly number[])[]): number {
  const known = new Map<number, number>();
  const from = (row: number, taken: number): number => {
    const counts = confusion[row];
    if (counts === undefined) return 0;
    const most =
      known.get(taken) ??
      Math.max(
        ...counts.map((count, output) =>
          (taken >> output) & 1 ? -Infinity : count + from(row + 1, taken | (1 << output)),
        ),
      );
    known.set(taken, most);
    return most;
  };
  return from(0, 0);
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
