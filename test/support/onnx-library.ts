/** The real library, loaded once; where its package has nothing for this machine, a test says so and is skipped. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { OnnxLibrary } from '../../grader/runtime/onnx/library.js';

function bindingPath(): string | null {
  try {
    const root = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
    const path = join(root, 'bin', 'napi-v6', process.platform, process.arch, 'onnxruntime_binding.node');
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

export const ONNX_BINDING = bindingPath();

/** Modules of Node itself are the same objects in all test files of a process; the library can be started in it once. */
const PLACE = Symbol.for('tuxgrade.onnx-library');

export function onnxLibrary(): OnnxLibrary {
  if (ONNX_BINDING === null) throw new Error('onnxruntime-node is not installed for this machine');
  const known = Reflect.get(vm, PLACE) as OnnxLibrary | undefined;
  const library = known ?? new OnnxLibrary(ONNX_BINDING);
  Reflect.set(vm, PLACE, library);
  return library;
}
