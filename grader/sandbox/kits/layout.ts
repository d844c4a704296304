/**
 * Where a program finds its files: in a sandbox with its own file system, or on this machine. The command that starts a
 * program is otherwise the same in both.
 */
import { basename, dirname, join, sep } from 'node:path';
import { SHOWN_FLAG } from '../../protocol/worker.js';
import { WORKER_V8_FLAGS } from '../../protocol/worker-flags.js';
import type { BackendKit } from './backend.js';
import type { Launch, Program } from './launch.js';
import { READING, type Kit } from './kit.js';
import { permissionFlags } from './permission.js';

export interface LayoutOptions {
  /** Default: true. Tests turn Node's permission model off to see what the kernel alone refuses. */
  readonly permissionModel?: boolean;
}

export interface Layout {
  readonly node: string;
  readonly esbuild: string;
  readonly boot: string;
  readonly decoder: string;
  readonly reader: string;
  readonly submission: string;
  /** What Node's permission model lets a program read, besides the submission: patterns. */
  readonly readable: (launch: Launch) => readonly string[];
  /** The files of a backend that the worker is told about. */
  readonly filesOf: (backend: BackendKit) => readonly string[];
  /** Where it finds a file that it is shown. */
  readonly shownAt: (path: string) => string;
}

const SUBMISSION = '/submission';
const SHOWN = '/shown';

/** A file system that contains only what `mountsOf` lists. */
export const INSIDE: Layout = {
  node: '/bin/node',
  esbuild: '/bin/esbuild',
  boot: '/grader/boot.cjs',
  decoder: '/grader/decoder.cjs',
  reader: '/grader/reader.cjs',
  submission: SUBMISSION,
  readable: ({ shown = [] }) => ['/grader/*', ...(shown.length === 0 ? [] : [`${SHOWN}/*`])],
  filesOf: ({ inside }) => inside,
  shownAt: (path) => `${SHOWN}/${basename(path)}`,
};

/** This machine's own file system, for programs of this user: as they were built, and not their copies for another user. */
export function hostLayout(kit: Kit, submission: string): Layout {
  const built = (name: string) => join(dirname(kit.source), name);
  const worker = [built('boot.cjs'), built('worker.cjs'), built('worker.cache')] as const;
  return {
    node: process.execPath,
    esbuild: kit.esbuild,
    boot: worker[0],
    decoder: built(READING.decoder[0]),
    reader: built(READING.reader[0]),
    submission,
    readable: ({ program, backend, shown = [] }) =>
      isReading(program) ? READING[program].map(built) : [...worker, ...(backend?.readable ?? []), ...shown],
    filesOf: ({ files }) => files,
    shownAt: (path) => path,
  };
}

/** Programs that parse a submission without running any of it. */
function isReading(program: Program): program is Extract<Program, 'decoder' | 'reader'> {
  return program === 'decoder' || program === 'reader';
}

/** The program and its arguments. */
export function commandOf(
  launch: Launch,
  layout: Layout,
  { permissionModel = true }: LayoutOptions = {},
): readonly [string, ...string[]] {
  const { program, args, backend, shown = [] } = launch;
  if (program === 'bundler') return [layout.esbuild, ...args];
  const node = [layout.node, ...WORKER_V8_FLAGS] as const;
  if (program === 'self-test') return [...node, ...args];
  // the directory only by its wildcard: if it is given twice, Node 20 fails an internal assertion
  const readable = [...layout.readable(launch), `${layout.submission}${sep}*`];
  const permissions = permissionModel ? permissionFlags(readable, backend?.isNative) : [];
  if (isReading(program)) return [...node, ...permissions, layout[program], layout.submission];
  const told = backend ? [backend.name, ...layout.filesOf(backend)] : [];
  const files = shown.length === 0 ? [] : [SHOWN_FLAG, ...shown.map(layout.shownAt)];
  return [...node, ...permissions, layout.boot, layout.submission, ...told, ...args, ...files];
}

/** All files, except the submission, that a program needs in its own file system: pairs of source and target. */
export function mountsOf(
  { program, backend, shown = [] }: Launch,
  kit: Kit,
): readonly (readonly [from: string, to: string])[] {
  if (program === 'bundler') return [[kit.esbuild, INSIDE.esbuild]];
  const node = [[kit.node, INSIDE.node] as const, ...kit.libraries.map((library) => [library, library] as const)];
  if (isReading(program)) return [...node, ...kit[program].map((path) => [path, `/grader/${basename(path)}`] as const)];
  return [
    ...node,
    [kit.boot, INSIDE.boot],
    [kit.worker, '/grader/worker.cjs'],
    [kit.cache, '/grader/worker.cache'],
    ...(backend?.mounts ?? []),
    ...shown.map((path) => [path, INSIDE.shownAt(path)] as const),
  ];
}
