/** The same image more than once: within a split, in both splits, under two labels, as a mirror image, the course's. */
import type { Finding } from '../schema/data-set.js';
import { findingAt, groupBy, type Entry } from './entry.js';

/** `course` has the digests of images that students may not hand in, with the name of their data set. */
export function findCopies(
  entries: readonly Entry[],
  classes: readonly string[],
  course: ReadonlyMap<string, string>,
): Finding[] {
  const byDigest = groupBy(entries, ({ looks }) => looks.digest);
  return [
    ...[...byDigest.values()].flatMap((same) => [...duplicates(same), ...labels(same, classes)]),
    ...mirrorImages(entries, byDigest),
    ...entries.flatMap((entry) => {
      const set = course.get(entry.looks.digest) ?? course.get(entry.looks.mirrored);
      return set === undefined ? [] : [findingAt(entry, 'course-image', `is in the course's ${set} data`)];
    }),
  ];
}

function duplicates(same: readonly Entry[]): Finding[] {
  const [first] = same;
  if (first === undefined) return [];
  // a file with two rows has a finding of its own
  const once = same.filter((entry, index) => same.findIndex(({ file }) => file === entry.file) === index);
  return once.slice(1).map((entry) => {
    const twin = same.find(({ split }) => split === entry.split);
    if (twin !== undefined && twin !== entry) return findingAt(entry, 'duplicate', `the same pixels as ${twin.file}`);
    return findingAt(entry, 'duplicate-across-splits', `the same pixels as ${first.file}`);
  });
}

function labels(same: readonly Entry[], classes: readonly string[]): Finding[] {
  const [first] = same;
  const nameOf = ({ label }: Entry) => (label === null ? 'no class' : (classes[label] ?? String(label)));
  return same
    .filter(({ label }) => label !== first?.label)
    .map((entry) =>
      findingAt(
        entry,
        'two-labels',
        `${nameOf(entry)}, but ${first?.file ?? ''} with the same pixels is ${first === undefined ? '' : nameOf(first)}`,
      ),
    );
}

/** Of a pair the later one; an image that is its own mirror image is none. */
function mirrorImages(entries: readonly Entry[], byDigest: ReadonlyMap<string, readonly Entry[]>): Finding[] {
  const order = new Map(entries.map((entry, index) => [entry, index]));
  return entries.flatMap((entry) => {
    const { digest, mirrored } = entry.looks;
    const [twin] = digest === mirrored ? [] : (byDigest.get(mirrored) ?? []);
    if (twin === undefined || (order.get(twin) ?? 0) > (order.get(entry) ?? 0)) return [];
    return [findingAt(entry, 'mirrored', `mirror image of ${twin.file}`)];
  });
}
