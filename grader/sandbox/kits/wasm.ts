/** WebAssembly: tf.js's kernels with the corrections of runtime/, built beside the worker. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BackendKit } from './backends.js';
import { kitOf, reachable } from './kit.js';

const SCRIPT = 'wasm.cjs';
const BINARY = 'tfjs-backend-wasm-simd.wasm';

let cached: BackendKit | string | undefined;

/** The backend, or why there is none. */
export function findWasm(): BackendKit | string {
  cached ??= find();
  return cached;
}

function find(): BackendKit | string {
  const folder = dirname(kitOf().source);
  const [script, binary] = [join(folder, SCRIPT), join(folder, BINARY)];
  if (!existsSync(script) || !existsSync(binary)) return 'the wasm backend is not built: npm run build';
  const files = [reachable(script), reachable(binary)] as const;
  const inside = [`/grader/${basename(script)}`, `/grader/${basename(binary)}`] as const;
  return {
    name: 'wasm',
    files,
    inside,
    mounts: [
      [files[0], inside[0]],
      [files[1], inside[1]],
    ],
    env: {},
    isNative: false,
  };
}
