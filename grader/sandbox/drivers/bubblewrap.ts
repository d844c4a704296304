/**
 * The bubblewrap driver: own namespaces of every kind, no network, no /proc, /dev or /tmp, everything read-only, no
 * capabilities, a seccomp filter, rlimits, and a user id other than root. Every option stops an attack or a failure
 * that was seen: read docs/decisions/0008 before you remove one. Relies on bwrap and prlimit.
 */
import { closeSync, realpathSync } from 'node:fs';
import { GraderError } from '../../errors.js';
import { openNameless } from '../../temporary.js';
import type { Child } from '../process/child.js';
import type { Driver, DriverOptions } from './driver.js';
import type { Launch } from '../kits/launch.js';
import { kitOf, librariesOf, type Kit } from '../kits/kit.js';
import { commandOf, INSIDE, mountsOf } from '../kits/layout.js';
import { stampOf } from '../../cache/facts.js';
import { findProgram } from '../kits/programs.js';
import { architecture, machineFacts, refuseUnreachable } from './machine.js';
import { PROCESSES_FLAG, rlimitFlags } from './rlimits.js';
import { encodeFilter, filterFor } from './seccomp.js';
import { releaseUid, takeUid } from './slots.js';
import { startProcess } from '../process/start.js';

/** Throws SANDBOX_UNAVAILABLE when its programs are missing. Whether it isolates is for the self-test to find out. */
export function makeBubblewrapDriver(options: DriverOptions = {}): Driver {
  const bwrap = findProgram('bwrap');
  const prlimit = findProgram('prlimit');
  if (bwrap === null || prlimit === null) {
    throw new GraderError('SANDBOX_UNAVAILABLE', `${bwrap === null ? 'bubblewrap' : 'prlimit'} is not installed`, {
      advice: `Run: sudo apt-get install ${bwrap === null ? 'bubblewrap' : 'util-linux'}`,
    });
  }
  const filter = encodeFilter(filterFor(architecture()));
  return {
    name: 'bubblewrap',
    gaps: [],
    hasDevices: true,
    facts: () => [
      ...[bwrap, prlimit, process.execPath].map((program) => stampOf(realpathSync(program))),
      ...[...namespaceFlags(), ...rlimitFlags({ memoryBytes: 0, cpuSeconds: 0 })],
      Buffer.from(filter).toString('base64'),
      ...machineFacts(),
    ],
    start: (launch) => startSandbox(launch, { bwrap, prlimit, filter, options }),
    isComplaint: (line) => COMPLAINT.test(line),
    adviceFor: (complaint) => (NO_NAMESPACE.test(complaint) ? ALLOW_NAMESPACES : null),
  };
}

/** How error messages of its own programs begin. */
const COMPLAINT = /^(?:bwrap|prlimit|\/bin\/prlimit): /;
const NO_NAMESPACE = /user namespace|uid map|Operation not permitted|Permission denied/i;
const ALLOW_NAMESPACES =
  'Allow user namespaces: sudo sysctl -w kernel.unprivileged_userns_clone=1 (Debian), kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu)';

interface Tools {
  readonly bwrap: string;
  readonly prlimit: string;
  readonly filter: Uint8Array;
  readonly options: DriverOptions;
}

function startSandbox(launch: Launch, { bwrap, prlimit, filter, options }: Tools): Child {
  const uid = takeUid();
  // bubblewrap reads each to its end
  const descriptor = openNameless(filter);
  try {
    if (uid !== null) refuseUnreachable(launch.submission);
    return startProcess({
      file: prlimit,
      args: [
        // processes are counted per user: outside the sandbox, only a user id of its own can be limited; see
        // `limitInside`
        ...(uid === null ? [] : [PROCESSES_FLAG]),
        ...rlimitFlags(launch),
        ...['--', bwrap, ...namespaceFlags(), ...mountFlags(launch, kitOf())],
        ...(uid === null ? limitInside(prlimit) : closeRoot()),
        '--',
        ...(uid === null ? ['/bin/prlimit', PROCESSES_FLAG, '--'] : []),
        ...commandOf(launch, INSIDE, options),
      ],
      cwd: '/',
      env: {},
      uid,
      descriptor,
      pidPipe: true,
      detached: true,
      readsInput: launch.program === 'bundler',
      onExit: () => {
        releaseUid(uid);
      },
    });
  } catch (error) {
    releaseUid(uid);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function namespaceFlags(): string[] {
  const namespaces = ['user', 'pid', 'ipc', 'uts', 'cgroup', 'net'].map((name) => `--unshare-${name}`);
  return [
    ...namespaces,
    '--disable-userns',
    '--die-with-parent',
    '--new-session',
    // otherwise pid 1 is bubblewrap, whose /proc entry shows the parent's environment
    '--as-pid-1',
    ...['--hostname', 'sandbox', '--uid', '65534', '--gid', '65534', '--cap-drop', 'ALL', '--clearenv'],
    ...['--setenv', 'PATH', '/bin', '--setenv', 'LANG', 'C.UTF-8', '--setenv', 'TZ', 'UTC'],
    ...['--seccomp', '4', '--info-fd', '5'],
  ];
}

function mountFlags(launch: Launch, kit: Kit): string[] {
  const { program, backend, submission } = launch;
  return [
    ...mountsOf(launch, kit).flatMap(([from, to]) => bind(from, to)),
    // one thread for each core would be too many on large machines
    ...(program === 'bundler' ? ['--setenv', 'GOMAXPROCS', '2'] : []),
    ...(backend?.needsDevices === true ? neededByTensorFlow() : []),
    ...Object.entries(backend?.env ?? {}).flatMap((pair) => ['--setenv', ...pair]),
    ...bind(submission, INSIDE.submission),
  ];
}

/**
 * Without root the sandbox runs as the grader's own user, who has other processes. The sandbox's user namespace counts
 * from zero, so prlimit sets the limit inside it.
 */
function limitInside(prlimit: string): string[] {
  const libraries = librariesOf(prlimit).flatMap((library) => bind(library, library));
  return [...bind(prlimit, '/bin/prlimit'), ...libraries, ...closeRoot()];
}

/** The root of the sandbox is a writable tmpfs until it is remounted, so this must come after the last mount. */
function closeRoot(): string[] {
  return ['--remount-ro', '/', '--chdir', INSIDE.submission];
}

/** The sandbox has no /dev or /proc; without these two entries TensorFlow ends the process. */
function neededByTensorFlow(): string[] {
  return ['--dev-bind', '/dev/urandom', '/dev/urandom', '--symlink', '/bin/node', '/proc/self/exe'];
}

function bind(from: string, to: string): string[] {
  return ['--ro-bind', from, to];
}
