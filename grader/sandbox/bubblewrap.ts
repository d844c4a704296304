/**
 * The bubblewrap driver: own namespaces of every kind, no network, no /proc, /dev or /tmp, everything read-only, no
 * capability, a seccomp filter, rlimits, and a user id that is not root's. Every option is here for a reason that was
 * paid for; see the decisions before you drop one.
 */
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { GraderError } from '../errors.js';
import { WORKER_V8_FLAGS } from '../schema/worker-flags.js';
import type { Driver, Launch } from './driver.js';
import { kitOf, librariesOf, type Kit } from './kit.js';
import { permissionFlags } from './permission.js';
import { encodeFilter, filterFor } from './seccomp.js';
import { releaseUid, takeUid } from './slots.js';
import { startProcess } from './start.js';

const SUBMISSION = '/submission';
/** Files a sandboxed program may create nowhere; this caps what it might write to an inherited descriptor. */
const FILE_BYTES = 16 * 1024 * 1024;
/** Node.js needs about eleven threads; esbuild a few more. */
const PROCESSES = '--nproc=32';
/** What Node.js itself takes before any student code: stacks of its threads, V8's own spaces, tf.js. */
const BASE_BYTES = 192 * 1024 * 1024;

/** The first place on PATH that has the program; null when there is none. */
export function findProgram(name: string): string | null {
  const folders = (process.env['PATH'] ?? '/usr/bin:/bin').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** The driver; throws SANDBOX_UNAVAILABLE when its programs are not there. Whether it holds is for the self-test. */
export function makeBubblewrapDriver(): Driver {
  const bwrap = findProgram('bwrap');
  const prlimit = findProgram('prlimit');
  if (bwrap === null || prlimit === null) {
    throw new GraderError('SANDBOX_UNAVAILABLE', `${bwrap === null ? 'bubblewrap' : 'prlimit'} is not installed`, {
      advice: `Run: sudo apt-get install ${bwrap === null ? 'bubblewrap' : 'util-linux'}`,
    });
  }
  const filter = writeFilter();
  return {
    name: 'bubblewrap',
    submissionPath: () => SUBMISSION,
    start: (launch) => {
      const uid = takeUid();
      // opened afresh for each start: bubblewrap reads it to its end
      const descriptor = openSync(filter, 'r');
      try {
        return startProcess({
          file: prlimit,
          args: [
            ...limitFlags(launch, uid),
            '--',
            bwrap,
            ...namespaceFlags(),
            ...mountFlags(launch, kitOf()),
            ...(uid === null ? limitInside(prlimit) : closeRoot()),
            '--',
            ...(uid === null ? ['/bin/prlimit', PROCESSES, '--'] : []),
            ...programOf(launch),
          ],
          cwd: '/',
          env: {},
          uid,
          descriptor,
          reportsPid: true,
          onExit: () => {
            releaseUid(uid);
          },
        });
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function writeFilter(): string {
  if (process.arch !== 'x64' && process.arch !== 'arm64') {
    throw new GraderError('SANDBOX_UNAVAILABLE', `no seccomp filter for the architecture ${process.arch}`, {
      advice: 'Grade on an x86-64 or arm64 machine.',
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'tuxgrade-seccomp-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, 'filter.bpf');
  writeFileSync(path, encodeFilter(filterFor(process.arch)));
  return path;
}

function limitFlags({ memoryBytes, cpuSeconds }: Launch, uid: number | null): string[] {
  return [
    // counted by user: out here only a user id that does nothing else can be limited; see `limitInside`
    ...(uid === null ? [] : [PROCESSES]),
    `--fsize=${String(FILE_BYTES)}`,
    '--nofile=128',
    '--core=0',
    `--cpu=${String(cpuSeconds)}`,
    // DATA, not AS: wasm reserves gigabytes of addresses that it never touches
    `--data=${String(memoryBytes + BASE_BYTES)}`,
    '--memlock=65536',
    '--msgqueue=0',
    '--stack=8388608',
  ];
}

function namespaceFlags(): string[] {
  const namespaces = ['user', 'pid', 'ipc', 'uts', 'cgroup', 'net'].map((name) => `--unshare-${name}`);
  return [
    ...namespaces,
    '--disable-userns',
    '--die-with-parent',
    '--new-session',
    // else pid 1 is bubblewrap, whose /proc entry shows the parent's environment
    '--as-pid-1',
    ...['--hostname', 'sandbox', '--uid', '65534', '--gid', '65534', '--cap-drop', 'ALL', '--clearenv'],
    ...['--setenv', 'PATH', '/bin', '--setenv', 'LANG', 'C.UTF-8', '--setenv', 'TZ', 'UTC'],
    ...['--seccomp', '4', '--info-fd', '5'],
  ];
}

function mountFlags({ submission, program }: Launch, kit: Kit): string[] {
  const programs =
    program === 'bundler'
      ? // a thread a core would be too many on large machines
        [...bind(kit.esbuild, '/bin/esbuild'), '--setenv', 'GOMAXPROCS', '2']
      : [
          ...bind(kit.node, '/bin/node'),
          ...kit.libraries.flatMap((library) => bind(library, library)),
          ...bind(kit.boot, '/grader/boot.cjs'),
          ...bind(kit.worker, '/grader/worker.cjs'),
          ...bind(kit.cache, '/grader/worker.cache'),
        ];
  return [...programs, ...bind(submission, SUBMISSION)];
}

/**
 * Without root the sandbox runs as the grader's own user, who has other processes. The count starts anew in the
 * sandbox's user namespace, so the limit is set in there, by prlimit itself.
 */
function limitInside(prlimit: string): string[] {
  const libraries = librariesOf(prlimit).flatMap((library) => bind(library, library));
  return [...bind(prlimit, '/bin/prlimit'), ...libraries, ...closeRoot()];
}

/** The root of the sandbox is a writable tmpfs until it is remounted: this comes after the last mount. */
function closeRoot(): string[] {
  return ['--remount-ro', '/', '--chdir', SUBMISSION];
}

function bind(from: string, to: string): string[] {
  return ['--ro-bind', from, to];
}

function programOf({ program, args }: Launch): string[] {
  if (program === 'bundler') return ['/bin/esbuild', ...args];
  const node = ['/bin/node', ...WORKER_V8_FLAGS];
  if (program === 'self-test') return [...node, ...args];
  return [...node, ...permissionFlags(['/grader/*', `${SUBMISSION}/*`]), '/grader/boot.cjs', SUBMISSION, ...args];
}
