/**
 * TensorFlow's native library, if @tensorflow/tfjs-node was installed with it. Only a worker that runs an exported
 * model, and therefore no student code, may see it: add-ons have to be allowed in Node's permission model.
 */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { execa } from 'execa';
import { foundOnce, type Backend, type BackendFinding, type BackendKit } from './backend.js';
import { isOpenToAll, librariesOf } from './kit.js';
import { packageFolder, versionIn } from './package.js';

export interface NativePackage {
  /** The package's own scripts, whose kernels call the binding. */
  readonly scripts: string;
  readonly binding: string;
  readonly libraries: readonly string[];
}

/** One thread: a result must not depend on the number of cores. */
const ENV = {
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  OMP_NUM_THREADS: '1',
  TF_CPP_MIN_LOG_LEVEL: '3',
} as const;

const PACKAGE = '@tensorflow/tfjs-node';
/** Where a sandbox shows the package. */
const INSIDE = '/grader/native';

export const NATIVE: Backend = { find: foundOnce(find), examine };

/** A package as a backend. */
export function nativeBackend(found: NativePackage): BackendKit {
  const { scripts, binding } = found;
  return {
    name: 'node',
    files: [scripts, binding],
    inside: [join(INSIDE, 'dist'), insideBinding(binding)],
    mounts: nativeMounts(found),
    readable: [`${scripts}${sep}*`],
    env: ENV,
    isNative: true,
    needsDevices: true,
    version: versionIn(dirname(scripts)),
    differentiates: true,
    witness: 'cpu',
  };
}

function find(): BackendKit | string {
  const root = packageFolder(PACKAGE);
  if (root === null) return `${PACKAGE} is not installed`;
  const lib = join(root, 'lib');
  const binding = (existsSync(lib) ? readdirSync(lib) : [])
    .map((folder) => join(lib, folder, 'tfjs_binding.node'))
    .find((path) => existsSync(path));
  if (binding === undefined) return '@tensorflow/tfjs-node is installed without its native library';
  const scripts = join(root, 'dist');
  const libraries = process.platform === 'linux' ? librariesOf(binding) : [];
  const closed = [join(scripts, 'index.js'), binding, ...libraries].find((path) => !isOpenToAll(realpathSync(path)));
  if (process.getuid?.() === 0 && closed !== undefined) return `the sandbox's user cannot read ${closed}`;
  return nativeBackend({ scripts, binding, libraries });
}

/**
 * What a sandbox mounts, source and target: the package with its layout on disk, so that the binding finds its
 * libraries.
 */
function nativeMounts({ scripts, binding, libraries }: NativePackage): readonly (readonly [string, string])[] {
  const root = dirname(scripts);
  const own = realpathSync(root) + sep;
  const placeOf = (library: string): string =>
    library.startsWith(own) || library.startsWith(root + sep)
      ? join(INSIDE, 'deps', 'lib', basename(library))
      : library;
  return [
    [scripts, join(INSIDE, 'dist')],
    [binding, insideBinding(binding)],
    ...libraries.map((library): [string, string] => [library, placeOf(library)]),
  ];
}

function insideBinding(binding: string): string {
  return join(INSIDE, 'lib', basename(dirname(binding)), basename(binding));
}

async function examine(): Promise<BackendFinding> {
  const result = await execa(process.execPath, ['-e', 'require("@tensorflow/tfjs-node")'], {
    reject: false,
    cwd: import.meta.dirname,
    timeout: 30_000,
  });
  if (result.exitCode === 0) return { name: 'node', works: true, reason: '@tensorflow/tfjs-node loads', fix: null };
  const missing = /Cannot find module '@tensorflow\/tfjs-node'/.test(result.stderr);
  const reason = missing
    ? '@tensorflow/tfjs-node is not installed'
    : '@tensorflow/tfjs-node is installed but does not load';
  const fix =
    'Optional, for models: npm install @tensorflow/tfjs-node (Node.js 20 or 22), or bash setup.sh --with-native';
  return { name: 'node', works: false, reason, fix };
}
