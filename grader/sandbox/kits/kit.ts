/**
 * The files that every sandbox contains: node, its libraries, the worker, esbuild. The sandbox runs as another user;
 * files that this user could not reach are copied to where it can.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, constants, copyFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeOf, GraderError } from '../../errors.js';
import { amongTemporary, makeTemporary } from '../../temporary.js';
import { recall, remember, stampOf } from '../../cache/facts.js';

export interface Kit {
  readonly node: string;
  /** Shared libraries of node, at the paths where its loader looks for them. */
  readonly libraries: readonly string[];
  /** The worker as it was built, which another user may not be able to read. */
  readonly source: string;
  readonly boot: string;
  readonly worker: string;
  readonly cache: string;
  /** The files of each program that parses a submission, of which the first is started. */
  readonly decoder: readonly string[];
  readonly reader: readonly string[];
  readonly esbuild: string;
}

/** Names of the files of programs that parse a submission. */
export const READING = {
  decoder: ['decoder.cjs'],
  reader: ['reader.cjs', 'reader-program.cjs', 'reader.cache'],
} as const;

let cached: Kit | undefined;
const copies = new Map<string, string>();

/** The kit of this process; made once. */
export function kitOf(): Kit {
  cached ??= makeKit();
  return cached;
}

function makeKit(): Kit {
  // from the bundled command line (dist/bin), from dist/sandbox/kits, or from grader/sandbox/kits when tests run the
  // sources
  const here = dirname(fileURLToPath(import.meta.url));
  const built = [['worker'], ['..', 'worker'], ['..', '..', 'dist', 'worker']].map((path) => join(here, '..', ...path));
  const worker = built.find((folder) => existsSync(join(folder, 'worker.cjs')));
  if (worker === undefined) {
    throw new GraderError('SANDBOX_UNAVAILABLE', 'the worker is not built', { advice: 'Run: npm run build' });
  }
  return {
    node: reachable(process.execPath),
    // evaluated only for a sandbox: precheck works without ldd
    get libraries() {
      return process.platform === 'linux' ? librariesOf(process.execPath) : [];
    },
    source: join(worker, 'worker.cjs'),
    boot: reachable(join(worker, 'boot.cjs')),
    worker: reachable(join(worker, 'worker.cjs')),
    cache: reachable(join(worker, 'worker.cache')),
    decoder: READING.decoder.map((name) => reachable(join(worker, name))),
    reader: READING.reader.map((name) => reachable(join(worker, name))),
    esbuild: reachable(findEsbuild()),
  };
}

let digest: string | undefined;

/** sha256 over the programs that were built to run in the sandbox, on which every observation depends. As hex. */
export function programsDigest(): string {
  digest ??= digestPrograms(dirname(kitOf().source));
  return digest;
}

function digestPrograms(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    // a cache of V8 follows from its program, and from the version of Node.js
    if (/\.(cjs|wasm)$/.test(name)) hash.update(`${name}\n`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}

function findEsbuild(): string {
  const require = createRequire(import.meta.url);
  const name = `@esbuild/${process.platform}-${process.arch}`;
  const file = process.platform === 'win32' ? 'esbuild.exe' : 'bin/esbuild';
  try {
    return createRequire(require.resolve('esbuild/package.json')).resolve(`${name}/${file}`);
  } catch (cause) {
    throw new GraderError('SANDBOX_UNAVAILABLE', `esbuild has no binary for this machine (${name})`, {
      advice: 'Install tuxgrade again on this machine, with its optional packages.',
      cause,
    });
  }
}

/** This file changes when libraries are installed. */
const LOADER_CACHE = '/etc/ld.so.cache';
const libraries = new Map<string, readonly string[]>();

/** The shared libraries of a program, where its loader looks for them. Throws SANDBOX_UNAVAILABLE without ldd. */
export function librariesOf(program: string): readonly string[] {
  const known = libraries.get(program) ?? listLibraries(program);
  libraries.set(program, known);
  return known;
}

function listLibraries(program: string): readonly string[] {
  const facts = [program, LOADER_CACHE].filter((path) => existsSync(path)).map(stampOf);
  const name = `libraries-${basename(program)}`;
  const kept = recall(name, facts)?.split('\n');
  if (kept?.every((path) => existsSync(path)) === true) return kept;
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };
  const { stdout, error } = spawnSync('ldd', [program], { encoding: 'utf8', env });
  if (error !== undefined) {
    const code = codeOf(error) ?? error.message;
    const why = code === 'ENOENT' ? 'ldd is not installed' : `ldd does not start (${code})`;
    throw new GraderError('SANDBOX_UNAVAILABLE', `${why}: it tells which libraries a sandbox has to show`, {
      advice: 'Run: sudo apt-get install libc-bin, and see that ldd is on PATH',
      cause: error,
    });
  }
  const found = librariesIn(stdout);
  remember(name, facts, found.join('\n'));
  return found;
}

/** The paths in what ldd prints, each with the address at the end of its line. A folder's name may contain spaces. */
export function librariesIn(printed: string): readonly string[] {
  return [...printed.matchAll(/^\s*(?:[^/\s].*? => )?(\/.+) \(0x[\da-f]+\)$/gm)].flatMap(([, path]) => path ?? []);
}

/** The path itself if every user may read it, otherwise that of a copy. */
export function reachable(path: string): string {
  return process.getuid?.() !== 0 || isOpenToAll(path) ? path : copyForAll(path);
}

/** A temporary copy that every user may read and run; made once, removed when this process ends. */
export function copyForAll(path: string): string {
  const known = copies.get(path);
  if (known !== undefined) return known;
  const folder = makeTemporary();
  const copy = join(folder, basename(path));
  amongTemporary(() => {
    chmodSync(folder, 0o755);
    copyFileSync(path, copy, constants.COPYFILE_FICLONE);
    chmodSync(copy, 0o755);
  });
  copies.set(path, copy);
  return copy;
}

/** True if every user may read the path and enter the folders above it. */
export function isOpenToAll(path: string): boolean {
  if ((statSync(path).mode & 0o004) === 0) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
