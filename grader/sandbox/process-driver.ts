/**
 * The process driver: rlimits where there are any, a watchdog and Node's permission model. For a student's own code
 * on their own machine; it is no boundary against somebody who means harm.
 */
import { sep } from 'node:path';
import { WORKER_V8_FLAGS } from '../schema/worker-flags.js';
import type { Driver, Launch } from './driver.js';
import { kitOf, type Kit } from './kit.js';
import { permissionFlags } from './permission.js';
import { findProgram } from './programs.js';
import { rlimitFlags } from './rlimits.js';
import { startProcess } from './start.js';

export function makeProcessDriver(): Driver {
  const prlimit = process.platform === 'linux' ? findProgram('prlimit') : null;
  return {
    name: 'process',
    facts: () => [],
    start: (launch) => {
      const [file, ...args] = programOf(launch);
      const limited = prlimit === null ? [file, ...args] : [prlimit, ...rlimitFlags(launch), '--', file, ...args];
      const [first = file, ...rest] = limited;
      return startProcess({
        file: first,
        args: rest,
        cwd: launch.submission,
        // Windows programs do not start without its own variables
        env: {
          ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] ?? 'C:\\Windows' } : {}),
          ...launch.backend?.env,
        },
        uid: null,
        reportsPid: false,
      });
    },
  };
}

/** What a backend is made of: its folder where it is native, else its two files. */
function filesOf(backend: Launch['backend']): readonly string[] {
  if (backend === undefined || backend === null) return [];
  return backend.isNative ? [`${backend.files[0]}${sep}*`] : backend.files;
}

function decoderOf({ decoder }: Kit, submission: string): [string, ...string[]] {
  const permissions = permissionFlags([decoder, `${submission}${sep}*`]);
  return [process.execPath, ...WORKER_V8_FLAGS, ...permissions, decoder, submission];
}

function programOf({ program, args, submission, backend }: Launch): [string, ...string[]] {
  const kit = kitOf();
  if (program === 'bundler') return [kit.esbuild, ...args];
  if (program === 'self-test') return [process.execPath, ...WORKER_V8_FLAGS, ...args];
  if (program === 'decoder') return decoderOf(kit, submission);
  // the directory by its wildcard alone: given twice, Node 20 fails an assertion of its own
  const readable = [kit.boot, kit.worker, kit.cache, `${submission}${sep}*`];
  const [script = '', binary = ''] = backend?.files ?? [];
  const permissions = permissionFlags([...readable, ...filesOf(backend)], backend?.isNative);
  const told = backend ? [backend.name, script, binary] : [];
  return [process.execPath, ...WORKER_V8_FLAGS, ...permissions, kit.boot, submission, ...told, ...args];
}
