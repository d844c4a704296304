/**
 * ONNX Runtime, if onnxruntime-node has a library for this machine. The package's scripts are not used: the worker loads
 * its add-on, beside which the library must lie. The files of wasm come along, for the witness.
 */
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { foundOnce, type Backend, type BackendFinding, type BackendKit } from './backend.js';
import { librariesOf, reachable } from './kit.js';
import { packageFolder, versionIn } from './package.js';
import { WASM } from './wasm.js';

const PACKAGE = 'onnxruntime-node';
const ADD_ON = 'onnxruntime_binding.node';
/** Where a sandbox shows the add-on and its library. */
const INSIDE = '/grader/onnx';
/** Its telemetry would write an identifier and send events. */
const ENV = { ORT_DISABLE_TELEMETRY: '1' } as const;

/** The witness where there is no wasm: part of the worker. */
const CPU = { name: 'cpu', files: [], inside: [], mounts: [], readable: [] } as const;

const findOnnx = foundOnce(find);

export const ONNX: Backend = { find: findOnnx, examine };

function find(): BackendKit | string {
  const addOn = addOnPath();
  if (addOn === null) return `${PACKAGE} is not installed`;
  if (!existsSync(addOn)) return `${PACKAGE} has no library for ${process.platform} on ${process.arch}`;
  const folder = dirname(addOn);
  const placeOf = (library: string) => (dirname(library) === folder ? join(INSIDE, basename(library)) : library);
  const libraries = process.platform === 'linux' ? librariesOf(addOn) : [];
  const wasm = WASM.find();
  const witness = typeof wasm === 'string' ? CPU : wasm;
  return {
    name: 'onnx',
    files: [addOn, ...witness.files],
    inside: [join(INSIDE, ADD_ON), ...witness.inside],
    mounts: [
      [reachable(addOn), join(INSIDE, ADD_ON)],
      ...libraries.map((library): [string, string] => [reachable(library), placeOf(library)]),
      ...witness.mounts,
    ],
    readable: witness.readable,
    env: ENV,
    isNative: true,
    needsDevices: false,
    version: versionIn(packageFolder(PACKAGE) ?? ''),
    differentiates: false,
    witness: witness.name,
  };
}

/** null if the package is not installed. */
function addOnPath(): string | null {
  const root = packageFolder(PACKAGE);
  if (root === null) return null;
  const path = join(root, 'bin', 'napi-v6', process.platform, process.arch, ADD_ON);
  return existsSync(path) ? realpathSync(path) : path;
}

async function examine(): Promise<BackendFinding> {
  const addOn = addOnPath();
  const kit = findOnnx();
  if (addOn === null || typeof kit === 'string') {
    const reason = typeof kit === 'string' ? kit : `${PACKAGE} is not installed`;
    return { name: 'onnx', works: false, reason, fix: INSTALL };
  }
  const load = 'process.dlopen({ exports: {} }, process.argv[1])';
  const options = { reject: false, timeout: 30_000, env: ENV } as const;
  const { exitCode, stderr } = await execa(process.execPath, ['-e', load, addOn], options);
  if (exitCode === 0) return { name: 'onnx', works: true, reason: `${PACKAGE} loads`, fix: null };
  const why = /^Error: (.*)$/m.exec(stderr)?.[1];
  const reason = `${PACKAGE} is installed but does not load${why === undefined ? '' : `: ${why}`}`;
  return { name: 'onnx', works: false, reason, fix: INSTALL };
}

// without the variable, npm leaves the package out where its installer does not reach its server
const INSTALL = `Needed for ONNX models, and faster for others: ONNXRUNTIME_NODE_INSTALL=skip npm install ${PACKAGE}`;
