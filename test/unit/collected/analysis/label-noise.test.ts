/** Doubtful labels against a plain search for the nearest images among all. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_COURSE, type CourseLook } from '../../../../grader/collected/analysis/course.js';
import type { Entry } from '../../../../grader/collected/analysis/entry.js';
import { findDoubtfulLabels } from '../../../../grader/collected/analysis/label-noise.js';
import { makeRng } from '../../../../grader/numerics/rng.js';
import { entryOf, picture } from '../../../support/entries.js';

const CLASSES = ['cat', 'dog', 'hen'];
const PLAIN = entryOf('plain', picture(1));
const NEAREST = 20;

/** Two kinds of images: all values near 60 or near 180. */
function middleOf(kind: number, seed: number): Uint8Array {
  const rng = makeRng(seed);
  return Uint8Array.from({ length: 192 }, () => 60 + 120 * kind + 40 * rng.nextUniform());
}

interface Made {
  readonly kind: number;
  readonly label: number | null;
}

function entriesOf(all: readonly Made[]): Entry[] {
  return all.map(({ kind, label }, at) => ({
    ...PLAIN,
    file: String(at),
    label,
    looks: { ...PLAIN.looks, middle: middleOf(kind, at), digest: String(at) },
  }));
}

function courseOf(all: readonly Made[]): readonly CourseLook[] {
  return all.flatMap(({ kind, label }, at) =>
    label === null
      ? []
      : [
          {
            set: 'heldout',
            at,
            label,
            digest: `c${String(at)}`,
            cells: PLAIN.looks.cells,
            bands: new Int32Array(),
            middle: middleOf(kind, 1000 + at),
          },
        ],
  );
}

const distance = (left: Uint8Array, right: Uint8Array) =>
  left.reduce((sum, value, at) => sum + (value - (right[at] ?? 0)) ** 2, 0);

/** Files whose label none of the 20 nearest has; of the course all count, of the others those of other folds. */
function searched(entries: readonly Entry[], course: readonly CourseLook[]): string[] {
  return entries.flatMap((entry, at) => {
    if (entry.label === null) return [];
    const own = entries.flatMap(({ label, looks }, other) =>
      label === null || other % 5 === at % 5 || looks.digest === entry.looks.digest
        ? []
        : [{ label, middle: looks.middle }],
    );
    const nearest = [...course, ...own]
      .map(({ label, middle }) => ({ label, apart: distance(middle, entry.looks.middle) }))
      .sort((a, b) => a.apart - b.apart)
      .slice(0, NEAREST);
    const fits = nearest.some(({ label }) => label === entry.label);
    return fits || nearest.length < NEAREST ? [] : [entry.file];
  });
}

const made = fc.record({
  kind: fc.nat(1),
  label: fc.oneof({ arbitrary: fc.constant(0), weight: 40 }, fc.constantFrom(1, 2, null)),
});
const sorted = (all: readonly Made[]): Made[] =>
  all.map(({ kind, label }) => ({ kind, label: kind === 1 && label === 0 ? 1 : label }));

test('the same images are doubted as by comparing all pairs', () => {
  const sizes = { minLength: 15, maxLength: 70, size: 'max' } as const;
  let doubted = 0;
  const law = fc.property(fc.array(made, sizes), fc.array(made, { maxLength: 30 }), (own, others) => {
    const entries = entriesOf(sorted(own));
    const labelled = courseOf(sorted(others));
    const found = findDoubtfulLabels(entries, CLASSES, { ...NO_COURSE, labelled }).map(({ file }) => file);
    doubted += found.length;
    expect(found).toEqual(searched(entries, labelled));
  });
  fc.assert(law, { numRuns: 60, seed: 12 });
  // otherwise the law is empty
  expect(doubted).toBeGreaterThan(20);
});

describe('a label that does not fit', () => {
  const cats = (count: number): Made[] => Array.from({ length: count }, () => ({ kind: 0, label: 0 }));
  const told = (own: readonly Made[], course: readonly Made[] = []) =>
    findDoubtfulLabels(entriesOf(own), CLASSES, { ...NO_COURSE, labelled: courseOf(course) }).map(
      ({ code, file, found }) => `${code} ${file}: ${found}`,
    );
  const LINE = 'label-doubtful 0: dog, but 20 of the 20 images most like it are cat, none dog';
  test('is told with the class of most of the images like it', () => {
    // numbers 5, 10, 15, 20 are in its fold
    expect(told([{ kind: 0, label: 1 }, ...cats(24)])).toEqual([LINE]);
    expect(told([{ kind: 0, label: 1 }, ...cats(23)])).toEqual([]);
  });
  test('is told by images of the course alone', () => {
    expect(told([{ kind: 0, label: 1 }], cats(20))).toEqual([LINE]);
    expect(told([{ kind: 0, label: 1 }], cats(19))).toEqual([]);
  });
  test('is not told where one of the images has it', () => {
    expect(told([{ kind: 0, label: 1 }], [{ kind: 0, label: 1 }, ...cats(19)])).toEqual([]);
  });
  test('is told although copies of the image have it', () => {
    const entries = entriesOf([{ kind: 0, label: 1 }, { kind: 0, label: 1 }, ...cats(30)]);
    const [first, second] = entries;
    if (first === undefined || second === undefined) throw new Error('no entries');
    const found = (digest: string) =>
      findDoubtfulLabels(
        [first, { ...second, looks: { ...first.looks, digest } }, ...entries.slice(2)],
        CLASSES,
        NO_COURSE,
      );
    expect(found('0').map(({ file }) => file)).toEqual(['0', '1']);
    expect(found('1')).toEqual([]);
  });
});
