/** The interface of drivers: ways to run untrusted code. */
import type { LayoutOptions } from '../kits/layout.js';
import type { Launch } from '../kits/launch.js';
import type { Child } from '../process/child.js';

export const DRIVERS = ['bubblewrap', 'confine', 'process'] as const;
export type DriverName = (typeof DRIVERS)[number];

export type DriverOptions = LayoutOptions;

export interface Driver {
  readonly name: DriverName;
  /** What it does not prevent student code from doing, in words for the report. */
  readonly gaps: readonly string[];
  /** It can show /dev/urandom and /proc/self/exe to a library that needs them. */
  readonly hasDevices: boolean;
  /** Everything that a passed self-test depends on: it remains valid until one of these changes. */
  facts(): readonly string[];
  /** Throws a GraderError when nothing can be started. */
  start(launch: Launch): Child;
  /**
   * Whether a line on stderr is from the sandbox's own programs, which means that the launched program did not start.
   */
  isComplaint(line: string): boolean;
  /** How to fix a sandbox that does not start for this reason; null if unknown. */
  adviceFor(complaint: string): string | null;
}
