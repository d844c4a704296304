/**
 * Finds images that occur more than once: within a split, in both splits, under two labels, as mirror images, or in the
 * course's data. Images that look the same are the same (alike.ts): changing a bit does not make a new image.
 */
import type { Finding } from '../../protocol/data-set.js';
import { AlikeIndex, viewOf, type View } from './alike-index.js';
import { isOneImage, mirrorCells } from './alike.js';
import type { CourseImages } from './course.js';
import { findingAt, groupBy, type Entry } from './entry.js';
import type { Looks } from './looks.js';

/** All entries with the same image, in order. */
interface Cluster {
  readonly members: Entry[];
  /** The first entry of each split. */
  readonly firstOf: Map<string, Entry>;
  /** The cluster that the first entry is a mirror image of. */
  readonly mirrorOf: Cluster | null;
}

export interface Copies {
  readonly findings: readonly Finding[];
  /** Entries of later splits that are almost, but not exactly, an image of an earlier split. */
  readonly acrossNearly: ReadonlyMap<Entry, Entry>;
  /** Entries without those that repeat an image of their split under the same label. */
  readonly distinct: readonly Entry[];
}

export function findCopies(entries: readonly Entry[], classes: readonly string[], course: CourseImages): Copies {
  const views = entries.map(({ looks }) => new Views(looks));
  const clusters = clustersOf(entries, views);
  const acrossNearly = new Map<Entry, Entry>();
  const distinct: Entry[] = [];
  const findings = clusters.flatMap((cluster) => [
    ...duplicates(cluster, acrossNearly),
    ...labels(cluster, classes),
    ...mirrorImages(cluster),
  ]);
  for (const { members } of clusters) {
    const counted = new Set<string>();
    for (const entry of members) {
      const key = `${entry.split}/${String(entry.label)}`;
      if (!counted.has(key)) distinct.push(entry);
      counted.add(key);
    }
  }
  return { findings: [...findings, ...ofCourse(entries, course, views)], acrossNearly, distinct };
}

/** An image and its mirror image; each is made when it is first needed, and once. */
class Views {
  readonly #cells: Uint8Array;
  #plain: View | undefined;
  #turned: View | undefined;

  constructor({ cells }: Looks) {
    this.#cells = cells;
  }

  get plain(): View {
    return (this.#plain ??= viewOf(this.#cells));
  }

  get turned(): View {
    return (this.#turned ??= viewOf(mirrorCells(this.#cells)));
  }
}

/** The clusters so far, by exact pixels and by appearance. */
class Known {
  readonly clusters: Cluster[] = [];
  readonly #exact = new Map<string, Cluster>();
  readonly #alike = new AlikeIndex<Cluster>();

  find({ digest, isConstant }: Looks, views: Views): Cluster | undefined {
    // images of one colour differ only in the colour
    return this.#exact.get(digest) ?? (isConstant ? undefined : this.#alike.find(views.plain));
  }

  /** A new cluster, possibly of mirror images of another. */
  open({ digest, mirrored, cells, isConstant }: Looks, views: Views): Cluster {
    const isEven = digest === mirrored || isConstant || isOneImage(cells, views.turned.cells);
    const mirrorOf = isEven ? undefined : (this.#exact.get(mirrored) ?? this.#alike.find(views.turned));
    const cluster: Cluster = { members: [], firstOf: new Map(), mirrorOf: mirrorOf ?? null };
    this.clusters.push(cluster);
    if (!isConstant) this.#alike.add(views.plain, cluster);
    return cluster;
  }

  add(entry: Entry, cluster: Cluster): void {
    const { members, firstOf } = cluster;
    if (!this.#exact.has(entry.looks.digest)) this.#exact.set(entry.looks.digest, cluster);
    members.push(entry);
    if (!firstOf.has(entry.split)) firstOf.set(entry.split, entry);
  }
}

function clustersOf(entries: readonly Entry[], views: readonly Views[]): Cluster[] {
  const known = new Known();
  for (const [at, entry] of entries.entries()) {
    const { looks } = entry;
    const seen = views[at] ?? new Views(looks);
    known.add(entry, known.find(looks, seen) ?? known.open(looks, seen));
  }
  return known.clusters;
}

const sameAs = (entry: Entry, twin: Entry) =>
  entry.looks.digest === twin.looks.digest ? 'the same pixels as' : 'nearly the same pixels as';

function duplicates({ members, firstOf }: Cluster, acrossNearly: Map<Entry, Entry>): Finding[] {
  const [first] = members;
  if (first === undefined) return [];
  const firstSplits = new Map(groupBy(members, ({ looks }) => looks.digest));
  // a file with two rows has its own finding
  const files = new Set([first.file]);
  return members.slice(1).flatMap((entry) => {
    if (files.has(entry.file)) return [];
    files.add(entry.file);
    const twin = firstOf.get(entry.split);
    if (twin !== undefined && twin !== entry) {
      return [findingAt(entry, 'duplicate', `${sameAs(entry, twin)} ${twin.file}`, twin.file)];
    }
    const [same] = firstSplits.get(entry.looks.digest) ?? [];
    if (same !== undefined && same !== entry) {
      return [findingAt(entry, 'duplicate-across-splits', `the same pixels as ${same.file}`, same.file)];
    }
    acrossNearly.set(entry, first);
    return [];
  });
}

function labels({ members }: Cluster, classes: readonly string[]): Finding[] {
  const [first] = members;
  if (first === undefined) return [];
  const nameOf = ({ label }: Entry) => (label === null ? 'no class' : (classes[label] ?? String(label)));
  return members
    .filter(({ label }) => label !== first.label)
    .map((entry) => {
      const twin = `${first.file} with ${sameAs(entry, first).replace(' as', '')}`;
      return findingAt(entry, 'two-labels', `${nameOf(entry)}, but ${twin} is ${nameOf(first)}`, first.file);
    });
}

/** The later image of a pair; an image that is its own mirror image does not count. */
function mirrorImages({ members, mirrorOf }: Cluster): Finding[] {
  const [twin] = mirrorOf?.members ?? [];
  if (twin === undefined) return [];
  return members.map((entry) => findingAt(entry, 'mirrored', `mirror image of ${twin.file}`, twin.file));
}

function ofCourse(entries: readonly Entry[], { digests, alike }: CourseImages, views: readonly Views[]): Finding[] {
  return entries.flatMap((entry, index) => {
    const { digest, mirrored, isConstant } = entry.looks;
    const exact = digests.get(digest) ?? digests.get(mirrored);
    const seen = views[index] ?? new Views(entry.looks);
    const near = isConstant || exact !== undefined ? undefined : (alike.find(seen.plain) ?? alike.find(seen.turned));
    const twin = exact ?? near;
    if (twin === undefined) return [];
    const found = near === undefined ? 'is in the' : 'is nearly an image of the';
    return [{ ...findingAt(entry, 'course-image', `${found} course's ${twin.set} data`, twin.set), twinAt: twin.at }];
  });
}
