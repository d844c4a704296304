/**
 * User ids for the sandbox when the grader runs as root: never 0, one for each process that runs at a time, because
 * the kernel counts processes by user.
 */

const FIRST_UID = 200_000;
const SLOTS_PER_PROCESS = 64;
const GROUPS = 1000;

const taken = new Set<number>();

/** A uid of this grader's own range; give it back with `releaseUid`. null when not root: then the own user is used. */
export function takeUid(): number | null {
  if (process.getuid?.() !== 0) return null;
  const first = FIRST_UID + (process.pid % GROUPS) * SLOTS_PER_PROCESS;
  for (let uid = first; uid < first + SLOTS_PER_PROCESS; uid += 1) {
    if (!taken.has(uid)) {
      taken.add(uid);
      return uid;
    }
  }
  throw new RangeError(`more than ${String(SLOTS_PER_PROCESS)} sandboxes at a time`);
}

export function releaseUid(uid: number | null): void {
  if (uid !== null) taken.delete(uid);
}
