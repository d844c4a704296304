/** Finds what train and valid must not share: almost equal images, and levels. */
import type { Finding } from '../../protocol/data-set.js';
import { findingAt, groupBy, type Entry } from './entry.js';
import { bitsApart, thumbnailsApart, type AcrossLooks } from './looks.js';
import { counted } from '../../text/counted.js';

/** Both bounds must hold: different places with the same sky have close thumbnails or close dHashes, rarely both. */
const NEAR_BITS = 2;
const NEAR_THUMBNAILS = 2;
/** Splits by level have none; a hundredth may be by chance. */
const NEAR_SHARE = 0.01;

/** The most images with the same band of a dHash that an image is compared with. */
const MOST_COMPARED = 500;

/** Empty unless there are two splits. `alike` has images of valid that are known to be almost one of train. */
export function findShared(entries: readonly Entry[], alike: ReadonlyMap<Entry, Entry>): Finding[] {
  const [train, valid] = [...groupBy(entries, ({ split }) => split).values()];
  if (train === undefined || valid === undefined) return [];
  return [...nearDuplicates(train, valid, alike), ...sharedLevels(train, valid)];
}

function nearDuplicates(train: readonly Entry[], valid: readonly Entry[], alike: ReadonlyMap<Entry, Entry>): Finding[] {
  const known = new Set(train.map(({ looks }) => looks.digest));
  const bands = bandsOf(train);
  const findings = valid.flatMap((entry) => {
    // exact copies have their own finding
    if (known.has(entry.looks.digest)) return [];
    const near = alike.get(entry) ?? nearIn(bands, entry);
    if (near === undefined) return [];
    return [findingAt(entry, 'near-duplicate-across-splits', `nearly the same as ${near.file}`, near.file)];
  });
  return findings.length > NEAR_SHARE * valid.length ? findings : [];
}

/** dHashes that differ in two bits share two of four bands of 16 bits, so only such pairs are compared. */
function bandsOf(entries: readonly Entry[]): Map<number, Entry[]> {
  const bands = new Map<number, Entry[]>();
  for (const entry of entries) {
    for (const key of keysOf(entry)) {
      const band = bands.get(key);
      if (band === undefined) bands.set(key, [entry]);
      else if (band.length < MOST_COMPARED) band.push(entry);
    }
  }
  return bands;
}

function keysOf({ looks: { across } }: Entry): number[] {
  return (across?.dHash ?? []).flatMap((half, index) => [
    (half & 0xffff) + 2 * index * 0x10000,
    (half >>> 16) + (2 * index + 1) * 0x10000,
  ]);
}

function nearIn(bands: ReadonlyMap<number, readonly Entry[]>, entry: Entry): Entry | undefined {
  const { across } = entry.looks;
  if (across === null) return undefined;
  for (const key of keysOf(entry)) {
    const near = bands.get(key)?.find(({ looks }) => looks.across !== null && isNear(looks.across, across));
    if (near !== undefined) return near;
  }
  return undefined;
}

function isNear(left: AcrossLooks, right: AcrossLooks): boolean {
  return (
    bitsApart(left.dHash, right.dHash) <= NEAR_BITS &&
    thumbnailsApart(left.thumbnail, right.thumbnail) <= NEAR_THUMBNAILS
  );
}

function sharedLevels(train: readonly Entry[], valid: readonly Entry[]): Finding[] {
  const counts = groupBy(
    train.filter(({ level }) => level !== null),
    ({ level }) => level,
  );
  return [...groupBy(valid, ({ level }) => level)].flatMap(([level, images]) => {
    const [first] = images;
    const others = counts.get(level);
    if (others === undefined || first === undefined) return [];
    const found = `level ${String(level)} has ${counted(others.length, 'image')} in ${others[0]?.split ?? ''} and ${String(images.length)} in ${first.split}`;
    return [findingAt(first, 'level-across-splits', found)];
  });
}
