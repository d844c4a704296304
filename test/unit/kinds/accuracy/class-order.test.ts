/** Which classes a network confuses by number: the sentence names the right ones, in both directions. */
import { describe, expect, test } from '@jest/globals';
import { remarkOnOrder } from '../../../../grader/kinds/accuracy/class-order.js';

const NAMES = ['object', 'tile', 'tux', 'badguy', 'bonus', 'projectile'];
/** So many examples of each class, in order. */
const labelsOf = (counts: readonly number[]) =>
  Int32Array.from(counts.flatMap((count, label) => new Array<number>(count).fill(label)));
const EVEN = labelsOf([10, 10, 10, 10, 10, 10]);

function remark(labels: Int32Array, classOf: (label: number, at: number) => number, names = NAMES, count = 6): string {
  const classes = labels.map((label, at) => classOf(label, at));
  const predictions = { classes, margins: new Float64Array(labels.length), nonFinite: 0, areProbabilities: false };
  return remarkOnOrder(labels, predictions, names, count).join();
}

const ONE_HIGH =
  'its class numbers are 1 too high: what is class 0 (object) here is its class 1, as when labels count from 1';
const ONE_LOW = 'its class numbers are 1 too low: what is class 1 (tile) here is its class 0';

describe('numbers that are off by one', () => {
  test('too high: the last comes round, is nothing, or stays at the end', () => {
    expect(remark(EVEN, (label) => (label + 1) % 6)).toContain(ONE_HIGH);
    expect(remark(EVEN, (label) => (label === 5 ? -1 : label + 1))).toContain(ONE_HIGH);
    expect(remark(EVEN, (label) => Math.min(5, label + 1))).toContain(ONE_HIGH);
  });
  test('too low, in the same ways', () => {
    expect(remark(EVEN, (label) => (label + 5) % 6)).toContain(ONE_LOW);
    expect(remark(EVEN, (label) => Math.max(0, label - 1))).toContain(ONE_LOW);
  });
  test('most examples are of a class at the end', () => {
    const ending = labelsOf([10, 10, 10, 10, 10, 25]);
    expect(remark(ending, (label) => Math.min(5, label + 1), NAMES)).not.toMatch(/too low/);
    const beginning = labelsOf([12, 10, 10, 10, 10, 10]);
    expect(remark(beginning, (label) => Math.max(0, label - 1))).toContain(ONE_LOW);
  });
  test('with mistakes among them, and without names', () => {
    expect(remark(EVEN, (label, at) => (at % 5 === 0 ? 2 : (label + 1) % 6))).toContain(
      'what is class 1 (tile) here is its class 2, as when labels count from 1: it would be 83.3 %',
    );
    expect(remark(EVEN, (label) => (label + 1) % 6, [])).toContain('what is class 0 here is its class 1, as');
  });
  test('off by two', () => {
    expect(remark(EVEN, (label) => (label + 2) % 6)).toContain(
      'its class numbers are 2 too high: what is class 0 (object) here is its class 2:',
    );
  });
  test('ten classes', () => {
    const labels = labelsOf(new Array<number>(10).fill(6));
    expect(remark(labels, (label) => (label + 1) % 10, [], 10)).toContain(
      '1 too high: what is class 0 here is its class 1',
    );
  });
});

describe('other orders', () => {
  test('two exchanged', () => {
    expect(remark(EVEN, (label) => [0, 3, 2, 1, 4, 5][label] ?? -1)).toContain(
      'it has the classes 1 (tile) and 3 (badguy) exchanged: it would be 100.0 %',
    );
  });
  test('alphabetical, and any other', () => {
    const alphabetical = [...NAMES].sort();
    expect(remark(EVEN, (label) => alphabetical.indexOf(NAMES[label] ?? ''))).toContain(
      'its classes are in alphabetical order (badguy, bonus, object, projectile, tile, tux; asked is object, tile, tux, badguy, bonus, projectile)',
    );
    // class 0 is its 2, class 1 its 4, ...
    expect(remark(EVEN, (label) => [2, 4, 0, 5, 1, 3][label] ?? -1)).toContain(
      'its classes are in another order (tux, bonus, object, projectile, tile, badguy;',
    );
  });
  test('there is no remark about a network that is right, or one that guesses', () => {
    expect(remark(EVEN, (label) => label)).toBe('');
    expect(remark(EVEN, (_label, at) => at % 6)).toBe('');
  });
});
