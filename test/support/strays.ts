/**
 * Processes that a test left behind, on Linux. Test files share a process, in which a library may keep a helper from an
 * earlier file (esbuild does): what was there when the watch began is not counted.
 */
import { readFileSync, readdirSync } from 'node:fs';

/** Begins to watch the children of this process; the function that it returns tells those begun since and still there. */
export function watchChildren(): () => string[] {
  const before = new Set(children().map(({ pid, started }) => `${pid} ${started}`));
  return () =>
    children().flatMap(({ pid, started, command }) => (before.has(`${pid} ${started}`) ? [] : [`${pid} ${command}`]));
}

interface Child {
  readonly pid: string;
  /** A pid may be given again: with the time of its start it is unique. */
  readonly started: string;
  readonly command: string;
}

function children(): Child[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        // fields 4 and 22 of proc(5)
        const [parent, started = ''] = [fields[1], fields[19]];
        if (Number(parent) !== process.pid) return [];
        return [{ pid, started, command: readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ') }];
      } catch {
        return [];
      }
    });
}
