/** A way to run code that is not trusted. */
import type { LayoutOptions } from '../kits/layout.js';
import type { Launch } from '../kits/launch.js';
import type { Child } from '../process/child.js';

export const DRIVERS = ['bubblewrap', 'confine', 'process'] as const;
export type DriverName = (typeof DRIVERS)[number];

export type DriverOptions = LayoutOptions;

export interface Driver {
  readonly name: DriverName;
  /** What it does not keep student code from, in words for the report. */
  readonly gaps: readonly string[];
  /** TensorFlow's native library can be loaded in it. */
  readonly runsNative: boolean;
  /** All that a passed self-test depends on: it holds until one of them changes. */
  facts(): readonly string[];
  /** Throws a GraderError when nothing can be started. */
  start(launch: Launch): Child;
  /** Whether a line on stderr is a complaint of the sandbox's own programs: then the launched one has not begun. */
  isComplaint(line: string): boolean;
  /** What would make a sandbox hold that does not start for this reason; null where nobody knows. */
  adviceFor(complaint: string): string | null;
}
