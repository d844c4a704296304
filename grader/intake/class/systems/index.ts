/** The course systems whose downloads are recognised by names; Gradescope's export has metadata instead. */
import type { LevelEntry } from '../level.js';
import { canvas } from './canvas.js';
import { moodle } from './moodle.js';
import type { CourseSystem, Owned } from './system.js';

const SYSTEMS: readonly CourseSystem[] = [moodle, canvas];

export interface Recognised {
  readonly system: string;
  /** By the name of the entry. */
  readonly owned: ReadonlyMap<string, Owned>;
}

/** null for a level that is not from a known system. */
export function recognise(entries: readonly LevelEntry[], expects: readonly string[]): Recognised | null {
  for (const { name: system, read, fits } of SYSTEMS) {
    const owned = new Map(
      entries.flatMap((entry) => {
        // one student's files may be named in two ways of writing the same letters
        const one = read({ ...entry, name: entry.name.normalize('NFC') }, expects);
        return one === null ? [] : [[entry.name, one] as const];
      }),
    );
    if (owned.size > 0 && fits([...owned.values()], entries, expects)) return { system, owned };
  }
  return null;
}
