/**
 * Keeps inherited descriptors away from children. Descriptors that the grader inherited without "close on exec" would
 * be passed to every child, because Node.js marks only the low ones. A child gets an empty file in place of each.
 */
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';

type Place = 'ignore' | 'pipe' | number;

/** fcntl.h, as /proc/<pid>/fdinfo prints it. */
const O_CLOEXEC = 0o2000000;
const FIRST = 3;

/** `wanted` with an empty file wherever a child would inherit; close `opened` after the start. */
export function coverInherited(wanted: readonly Place[]): { stdio: readonly Place[]; opened: number | null } {
  const leaks = inheritable().filter((descriptor) => (wanted[descriptor] ?? 'ignore') === 'ignore');
  if (leaks.length === 0) return { stdio: wanted, opened: null };
  const opened = openSync('/dev/null', 'r');
  const length = Math.max(wanted.length, ...leaks.map((descriptor) => descriptor + 1));
  const stdio = Array.from({ length }, (_, index): Place =>
    leaks.includes(index) ? opened : (wanted[index] ?? 'ignore'),
  );
  return { stdio, opened };
}

/**
 * Closes what the process inherited and will never use, so that nothing has to be covered: execa is slow for long lists
 * of descriptors. For a program's own start only; a channel to a parent that forked it stays open.
 */
export function closeInherited(): void {
  const channel = Number(process.env['NODE_CHANNEL_FD'] ?? NaN);
  for (const descriptor of inheritable()) if (descriptor !== channel) closeQuietly(descriptor);
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // already closed
  }
}

/** Open descriptors, from 3 on, that a child would inherit. */
function inheritable(): readonly number[] {
  if (process.platform !== 'linux') return [];
  return namesIn('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => descriptor >= FIRST && !closesOnExec(descriptor));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Also true for a descriptor that has been closed, such as the one that read the folder. */
function closesOnExec(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${String(descriptor)}`, 'latin1'))?.[1];
    return flags === undefined || (parseInt(flags, 8) & O_CLOEXEC) !== 0;
  } catch {
    return true;
  }
}
