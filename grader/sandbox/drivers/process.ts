/**
 * The process driver: rlimits where the system has them, a watchdog and Node's permission model. For students' own code
 * on their own machines; it is not a boundary against an attacker.
 */
import type { Driver } from './driver.js';
import { kitOf } from '../kits/kit.js';
import { commandOf, hostLayout } from '../kits/layout.js';
import { findProgram } from '../kits/programs.js';
import { rlimitFlags } from './rlimits.js';
import { startProcess } from '../process/start.js';

export function makeProcessDriver(): Driver {
  const prlimit = process.platform === 'linux' ? findProgram('prlimit') : null;
  return {
    name: 'process',
    gaps: ['nothing kept this code from reading files'],
    hasDevices: true,
    facts: () => [],
    isComplaint: (line) => line.startsWith('prlimit: '),
    adviceFor: () => null,
    start: (launch) => {
      const [file, ...args] = commandOf(launch, hostLayout(kitOf(), launch.submission));
      const limited = prlimit === null ? [file, ...args] : [prlimit, ...rlimitFlags(launch), '--', file, ...args];
      const [first = file, ...rest] = limited;
      return startProcess({
        file: first,
        args: rest,
        cwd: launch.submission,
        // programs on Windows do not start without the system's own variables
        env: {
          ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] ?? 'C:\\Windows' } : {}),
          ...launch.backend?.env,
        },
        uid: null,
        pidPipe: false,
        detached: false,
        readsInput: launch.program === 'bundler',
      });
    },
  };
}
