/**
 * Which files code can import are needed once more where they were handed in, because moving code to the folder of the
 * submission separated it from others (`src/backprop.js` from `../lib/layers.js`). Pure.
 */
import type { IntakeLimits } from '../../files/caps.js';
import { isCode } from './roots.js';
import type { SourceFile } from '../files/source.js';

/** What the bundler reads. */
const IMPORTED = /\.(?:[cm]?[jt]s|[jt]sx|json|txt|css)$/;

/**
 * The files that can be imported, at the paths where they were handed in; none if all of them were moved alike, so that
 * the ways between them are the same.
 */
export function unmovedCode(given: readonly SourceFile[], moved: readonly SourceFile[]): readonly SourceFile[] {
  const places = new Map(moved.map(({ key, path }) => [key, path]));
  const imported = given.filter(({ path }) => IMPORTED.test(path));
  if (!imported.some(({ key, path }) => isCode(path) && places.get(key) !== path)) return [];
  const steps = new Set(imported.map(({ key, path }) => stepOf(path, places.get(key))));
  return steps.size > 1 || steps.has(null) ? imported : [];
}

/** The folder that a path lost; null if the file was left out. */
function stepOf(path: string, place: string | undefined): string | null {
  return place === undefined ? null : path.slice(0, path.length - place.length);
}

/** Without those that were left out in `placed`, if they are too much for a submission together with it. */
export function unmovedWithin(
  placed: readonly SourceFile[],
  unmoved: readonly SourceFile[],
  limits: IntakeLimits,
): readonly SourceFile[] {
  const keys = new Set(placed.map(({ key }) => key));
  const all = [...placed, ...unmoved.filter(({ key }) => !keys.has(key))];
  const bytes = all.reduce((sum, file) => sum + file.bytes, 0);
  if (all.length <= limits.files && bytes <= limits.submissionBytes) return unmoved;
  return unmoved.filter(({ key }) => keys.has(key));
}
