/** Finds the folders of a submission that contain the files of the rubric, as if each were the submission. Pure. */
import { LABELS_FILE, SPLIT_NAMES } from '../../protocol/data-set.js';
import { isOnnx } from '../../protocol/model-forms.js';
import { originalOf } from '../../files/copy-names.js';
import { CODE_ENDINGS } from '../../files/other-kinds.js';
import { comparePaths, showName } from '../../files/names.js';

/** A folder whose files are moved to the folder of the submission. */
export interface Root {
  /** Ends in a slash. */
  readonly folder: string;
  /** It is the submission: all of its files are moved. */
  readonly isBase: boolean;
  /** For a folder with files that the submission lacks: the expected paths below it. */
  readonly holds: readonly string[];
}

export interface Roots {
  /** The one with most of the expected files first; empty if nothing has to be moved. */
  readonly roots: readonly Root[];
  readonly remarks: readonly string[];
}

/** The expected paths in a folder, by `keyOfWanted`. */
type Held = ReadonlyMap<string, string>;

const NONE: Held = new Map();

/**
 * The folder with most of the expected files, and others that contain files that it lacks and none that it has. If two
 * have equally many and share one, neither is chosen, and a remark says so. The top folder remains the submission if a
 * folder has only slightly more of the same files.
 */
export function findRoots(paths: readonly string[], expects: readonly string[]): Roots {
  const places = placesOf(paths, expects);
  const heldIn = (place: string) => places.get(place) ?? NONE;
  const found = new Set([...places.values()].flatMap((held) => [...held.keys()]));
  if (heldIn('').size === found.size) return { roots: [], remarks: [] };
  const inOrder = [...places.keys()].sort((a, b) => heldIn(b).size - heldIn(a).size || comparePaths(a, b));
  // among equals, the empty path comes first
  const [most = ''] = inOrder;
  const base = isOlderCopy(heldIn(''), heldIn(most)) ? '' : most;
  const isRival = (place: string) => (other: string) =>
    other !== place && heldIn(other).size >= heldIn(place).size && overlap(heldIn(other), heldIn(place));
  const largest = largestTwo(inOrder, heldIn);
  const rivals = base === '' ? [] : inOrder.filter(isRival(base));
  if (rivals.length > 0) {
    const shared = `${listOf([base, ...rivals])} hold the same expected files`;
    return { roots: [], remarks: [`${shared}, and none of them was taken as the submission: hand in one of them`] };
  }
  const chosen = [base];
  for (const place of inOrder) {
    if (chosen.some((one) => overlap(heldIn(one), heldIn(place)))) continue;
    // code of the base may import files below it
    const isNeeded = place.startsWith(base) && hasCode(heldIn(base)) && hasCode(heldIn(place));
    const others = [...heldIn(place).keys()].flatMap((key) => largest.get(key) ?? []);
    if (!isNeeded && !others.some(isRival(place))) chosen.push(place);
  }
  const folders = chosen.filter((place) => place !== '');
  return {
    roots: folders.map((folder) => ({ folder, isBase: folder === base, holds: [...heldIn(folder).values()] })),
    remarks: folders.map((folder) => remarkOn(folder, heldIn(folder), folder === base)),
  };
}

/** More than half of its files are also at the top: it may be an older copy with files that are no longer handed in. */
function isOlderCopy(top: Held, folder: Held): boolean {
  return overlap(top, folder) && 2 * top.size > folder.size;
}

/** For each wanted file, the two largest places that contain it: any third place has one of them as a rival. */
function largestTwo(inOrder: readonly string[], heldIn: (place: string) => Held): Map<string, string[]> {
  const largest = new Map<string, string[]>();
  for (const place of inOrder) {
    for (const key of heldIn(place).keys()) {
      const two = largest.get(key) ?? [];
      if (two.length < 2) largest.set(key, [...two, place]);
    }
  }
  return largest;
}

function hasCode(held: Held): boolean {
  return [...held.values()].some(isCode);
}

export function isCode(path: string): boolean {
  return CODE_ENDINGS.some((ending) => path.endsWith(ending));
}

function overlap(a: Held, b: Held): boolean {
  return [...a.keys()].some((key) => b.has(key));
}

function remarkOn(folder: string, held: Held, isBase: boolean): string {
  const names = [...held.values()];
  const lie = `${listOf(names)} ${names.length === 1 ? 'lies' : 'lie'} in ${showName(folder)}`;
  return isBase
    ? `${lie}: that folder was taken as the submission`
    : `${lie}: taken as if ${names.length === 1 ? 'it' : 'they'} lay where the homework asks for ${names.length === 1 ? 'it' : 'them'}`;
}

/** By folder, the expected files at their paths relative to it. A file counts for only one expected path. */
function placesOf(paths: readonly string[], expects: readonly string[]): Map<string, Held> {
  const places = new Map<string, Map<string, string>>();
  // longest first: `train/labels.csv` is not the labels.csv of a folder `train`
  const wanted = [...new Set(expects)].sort((a, b) => b.length - a.length);
  for (const path of paths) {
    const place = placeOf(path, wanted) ?? placeOf(originalOf(path) ?? '', wanted);
    if (place === null) continue;
    const held = places.get(place.root) ?? new Map<string, string>();
    places.set(place.root, held.set(keyOfWanted(place.wanted), place.wanted));
  }
  return places;
}

function placeOf(path: string, wanted: readonly string[]): { readonly root: string; readonly wanted: string } | null {
  const found = wanted.find((one) => path === one || path.endsWith(`/${one}`));
  return found === undefined ? null : { root: path.slice(0, path.length - found.length), wanted: found };
}

/**
 * Paths of which one is sufficient have the same key: code with any extension, a model in either format, a data set with
 * or without splits.
 */
export function keyOfWanted(path: string): string {
  if (isOnnx(path)) return path.replace(/\.onnx$/, '.json');
  const ending = CODE_ENDINGS.find((one) => path.endsWith(one));
  if (ending !== undefined) return path.slice(0, -ending.length);
  const split = SPLIT_NAMES.find((name) => `/${path}`.endsWith(`/${name}/${LABELS_FILE}`));
  return split === undefined ? path : path.slice(0, -`${split}/${LABELS_FILE}`.length) + LABELS_FILE;
}

const MOST_NAMED = 5;

/** `a, b and c`, printable; only the first few of many. */
export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map(showName);
  if (names.length > MOST_NAMED) return `${shown.join(', ')} and ${String(names.length - MOST_NAMED)} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
