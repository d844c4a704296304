/**
 * The confine driver, for machines without user namespaces: a container such as Gradescope's, or an ordinary user where
 * they are forbidden. With the rights that root has in such a container, a program runs in its own root folder as its
 * own user; without them, Landlock replaces both. A seccomp filter denies sockets, new processes and access to other
 * processes of its user. Relies on Perl; what it does not hide is in `gaps`, for the report.
 */
import { realpathSync } from 'node:fs';
import { GraderError } from '../../errors.js';
import { LAUNCHER, LAUNCHER_CALLS } from './confine-launcher.js';
import type { Child } from '../process/child.js';
import type { Driver, DriverOptions } from './driver.js';
import type { Launch } from '../kits/launch.js';
import { furnish, folderAbove } from './jail.js';
import { kitOf } from '../kits/kit.js';
import { commandOf, hostLayout, INSIDE, type Layout } from '../kits/layout.js';
import { architecture, hasCapabilities, machineFacts, refuseUnreachable } from './machine.js';
import { stampOf } from '../../cache/facts.js';
import { findProgram } from '../kits/programs.js';
import { rlimitNumbers } from './rlimits.js';
import { encodeFilter, filterFor, OWN_PID } from './seccomp.js';
import { endProcessesOf, releaseUid, takeUid } from './slots.js';
import { startProcess } from '../process/start.js';

/** How error messages of its own programs begin. */
const COMPLAINT = /^confine: /;
const NEWER_KERNEL =
  'Use a kernel with Landlock (5.13 or newer, with landlock in its list of security modules), or run as root';

interface Tools {
  readonly perl: string;
  readonly launcher: string;
  readonly filter: string;
  /** With its own root folder and user. */
  readonly asRoot: boolean;
  readonly options: DriverOptions;
}

export interface ConfineOptions extends DriverOptions {
  /** Another launcher, for tests of the self-test. */
  readonly launcher?: string;
}

/**
 * OpenSSL's configuration is pointed at a path that cannot exist: OpenSSL ends the process if it may not read the file.
 */
const ENVIRONMENT = { PATH: '/bin', LANG: 'C.UTF-8', TZ: 'UTC', OPENSSL_CONF: '/proc/self/nothing' };
/** What it does not hide: Node.js does not start without the system call that returns the machine's name. */
const NAME = "this machine's name can be seen";
/** Where Landlock replaces the root folder: it protects the contents of files, not their names. */
const NAMES = 'whether a file of a given name exists on this machine can be found out, not what is in it';

/** Throws SANDBOX_UNAVAILABLE without Perl. Whether it isolates is for the self-test to find out. */
export function makeConfineDriver({ launcher = LAUNCHER, ...options }: ConfineOptions = {}): Driver {
  const perl = findProgram('perl');
  if (perl === null) {
    throw new GraderError('SANDBOX_UNAVAILABLE', 'perl is not installed', {
      advice: 'Run: sudo apt-get install perl-base',
    });
  }
  const asRoot = process.getuid?.() === 0 && hasCapabilities(['KILL', 'SETGID', 'SETUID', 'SYS_CHROOT']);
  const filter = Buffer.from(encodeFilter(filterFor(architecture(), { scoped: true }))).toString('hex');
  return {
    name: 'confine',
    gaps: asRoot ? [NAME] : [NAME, NAMES],
    hasDevices: false,
    facts: () => [
      ...[perl, process.execPath].map((program) => stampOf(realpathSync(program))),
      ...[launcher, filter, String(asRoot), ...machineFacts()],
    ],
    start: (launch) => startConfined(launch, { perl, launcher, filter, asRoot, options }),
    isComplaint: (line) => COMPLAINT.test(line),
    adviceFor: (complaint) => (/landlock/i.test(complaint) ? NEWER_KERNEL : null),
  };
}

function startConfined(launch: Launch, { perl, launcher, filter, asRoot, options }: Tools): Child {
  const uid = asRoot ? takeUid() : null;
  try {
    const place = asRoot ? rootPlace(launch) : userPlace(launch);
    return startProcess({
      file: perl,
      args: [
        ...['-e', launcher, '--'],
        ...Object.entries(LAUNCHER_CALLS[architecture()]).map(([name, number]) => `call=${name}:${String(number)}`),
        ...rlimitNumbers(launch, asRoot).map((limit) => `limit=${limit}`),
        ...place.words,
        ...(uid === null ? ['landlock=required'] : ['landlock=wanted', `uid=${String(uid)}`]),
        ...[`parent=${String(process.pid)}`, `filter=${filter}`, `pid-mark=${OWN_PID.toString(16)}`],
        '--',
        ...commandOf(launch, place.layout, options),
      ],
      cwd: '/',
      env: {
        ...ENVIRONMENT,
        // one thread for each core would be too many on large machines
        ...(launch.program === 'bundler' ? { GOMAXPROCS: '2' } : {}),
        ...launch.backend?.env,
      },
      uid: null,
      pidPipe: false,
      detached: true,
      readsInput: launch.program === 'bundler',
      onExit: () => {
        if (uid !== null) endProcessesOf(uid);
        releaseUid(uid);
      },
    });
  } catch (error) {
    releaseUid(uid);
    throw error;
  }
}

interface Place {
  readonly layout: Layout;
  readonly words: readonly string[];
}

/** The folder around the snapshot becomes the root of the file system, with the files that the program needs in it. */
function rootPlace(launch: Launch): Place {
  refuseUnreachable(launch.submission);
  const root = folderAbove(launch.submission);
  furnish(root, launch, kitOf());
  return { layout: INSIDE, words: [`root=${root}`, `cwd=${INSIDE.submission}`, 'allow=/'] };
}

/** Only those of this machine's files that the program needs. */
function userPlace(launch: Launch): Place {
  const kit = kitOf();
  const { program, backend, shown = [], submission } = launch;
  const own =
    program === 'bundler'
      ? [kit.esbuild]
      : [
          process.execPath,
          ...kit.libraries,
          kit.boot,
          kit.worker,
          kit.cache,
          ...kit.decoder,
          ...kit.reader,
          ...(backend?.mounts ?? []).map(([from]) => from),
          ...shown,
        ];
  return {
    layout: hostLayout(kit, submission),
    words: [`cwd=${submission}`, ...[...own, submission].map((path) => `allow=${path}`)],
  };
}
