/**
 * User ids for the sandbox when the grader runs as root: never 0, and a different one for each running process, because
 * the kernel counts processes per user and lets users signal their own processes.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';

/**
 * systemd's conventions leave the range 0x70000000 to 0x7fffffff unused. It has exactly 64 users for each of the 2^22
 * pids that Linux can have, so that graders that run at the same time never share one.
 */
const FIRST_UID = 0x70000000;
const SLOTS = 64;
/** Where only some ids are mapped (a container): below the usual "nobody", above those of the system and of people. */
const CONTAINER_FIRST = 20_000;
const CONTAINER_GROUPS = 600;

const taken = new Set<number>();

/** A uid from this grader's range; return it with `releaseUid`. null when not root: then the grader's user is used. */
export function takeUid(): number | null {
  if (process.getuid?.() !== 0) return null;
  const first = firstUidOf(process.pid, mappedIds());
  for (let uid = first; uid < first + SLOTS; uid += 1) {
    if (!taken.has(uid)) {
      taken.add(uid);
      return uid;
    }
  }
  throw new RangeError(`more than ${String(SLOTS)} sandboxes at a time`);
}

export function releaseUid(uid: number | null): void {
  if (uid !== null) taken.delete(uid);
}

/**
 * Ends all processes of a user of this range. Without a process namespace, nothing else would end the processes that a
 * sandboxed program left behind.
 */
export function endProcessesOf(uid: number): void {
  for (const pid of processesOf(uid)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it has just ended
    }
  }
}

/** Process ids of a user. */
export function processesOf(uid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && ownerOf(`/proc/${name}`) === uid)
    .map(Number);
}

function ownerOf(path: string): number | null {
  try {
    return statSync(path).uid;
  } catch {
    return null;
  }
}

/** The first of the 64 ids of the grader with this pid; `mapped` ids exist, counted from 0. */
export function firstUidOf(pid: number, mapped: number): number {
  if (mapped >= 0x80000000) return FIRST_UID + pid * SLOTS;
  return CONTAINER_FIRST + (pid % CONTAINER_GROUPS) * SLOTS;
}

/** The number of user ids in this process's user namespace, counted from 0. */
function mappedIds(): number {
  try {
    const lines = readFileSync('/proc/self/uid_map', 'latin1').trim().split('\n');
    const first = lines.map((line) => line.trim().split(/\s+/).map(Number)).find(([inside]) => inside === 0);
    return first?.[2] ?? 0;
  } catch {
    return 0;
  }
}
