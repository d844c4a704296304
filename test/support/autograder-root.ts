/**
 * A root like that of Gradescope's container: this machine's system read-only, a new /autograder, no Node.js, and root with
 * Docker's default rights. What is started there cannot make namespaces or mounts.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { openPromise } from 'yauzl';
import { commandIn, whyNotHere } from './docker-like.js';
import { makeFolder } from './folders.js';

/** Why there can be none here; null if there can. */
export function whyNoRoot(): string | null {
  const why = whyNotHere();
  if (why !== null) return why;
  const { status, stderr } = spawnSync('unshare', ['-m', '-p', '-f', 'true'], { encoding: 'utf8' });
  return status === 0 ? null : `no namespaces can be made: ${stderr.trim()}`;
}

/** Unpacks as Gradescope does, with the modes that the archive has. */
export async function unpackTo(folder: string, archive: string): Promise<void> {
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false });
  for await (const entry of zip.eachEntry()) {
    const path = join(folder, entry.fileName);
    mkdirSync(dirname(path), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
    chmodSync(path, (entry.externalFileAttributes >>> 16) & 0o777);
  }
  zip.close();
}

export interface Autograder {
  /** The folder that is / inside. */
  readonly root: string;
  readonly results: () => string;
  /** Runs a command inside, by the names that files have there. */
  readonly run: (...command: readonly string[]) => Promise<Ended>;
  /** The same, after a shell script outside. */
  readonly runIn: (before: string, ...command: readonly string[]) => Promise<Ended>;
}

export interface Ended {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** `system`: a folder with a whole system, instead of this machine's. */
export async function makeAutograder(archive: string, system: string | null = null): Promise<Autograder> {
  const root = system ?? makeFolder();
  const folder = join(root, 'autograder');
  for (const name of ['source', 'submission', 'results']) mkdirSync(join(folder, name), { recursive: true });
  mkdirSync(join(root, 'tmp'), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  chmodSync(root, 0o755);
  await unpackTo(join(folder, 'source'), archive);
  writeFileSync(join(folder, 'run_autograder'), readFileSync(join(folder, 'source', 'run_autograder')), {
    mode: 0o755,
  });
  const runIn = async (before: string, ...command: readonly string[]) => {
    const [perl, words] = commandIn('container', ['chroot', root, ...command]);
    const script = `${before}${PRIVATE}${system === null ? SHARED : ''}${PROCESSES}exec "$@"`;
    const args = ['-m', '-p', '-f', '--kill-child', 'bash', '-euc', script, root, perl, ...words];
    const { exitCode, stdout, stderr } = await execa('unshare', args, {
      reject: false,
      stdin: 'ignore',
      extendEnv: false,
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    });
    return { exitCode, stdout, stderr };
  };
  return {
    root,
    results: () => readFileSync(join(folder, 'results', 'results.json'), 'utf8'),
    run: (...command) => runIn('', ...command),
    runIn,
  };
}

/** What the system has, read-only; Node.js of it is hidden, so that only the archive's can be started. */
const SHARED = `
for name in usr bin sbin lib lib64 etc; do
  if [ -L "/$name" ]; then ln -sfn "$(readlink "/$name")" "$0/$name"
  elif [ -d "/$name" ]; then mkdir -p "$0/$name"; mount --rbind "/$name" "$0/$name"; mount -o remount,bind,ro "$0/$name"; fi
done
mkdir -p "$0/dev"
mount --bind /dev "$0/dev"
for node in "$0"/usr/bin/node "$0"/usr/local/bin/node; do
  if [ -e "$node" ]; then mount --bind /dev/null "$node"; fi
done
`;
const PRIVATE = 'mount --make-rprivate /\n';
const PROCESSES = 'mkdir -p "$0/proc" "$0/sys"; mount -t proc proc "$0/proc"; mount --rbind /sys "$0/sys"\n';

/** Whether somebody has made a whole system there, as debootstrap does. */
export function isSystem(folder: string): boolean {
  return existsSync(join(folder, 'etc', 'debian_version'));
}
