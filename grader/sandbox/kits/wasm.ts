/** The wasm backend: tf.js's kernels with the corrections of runtime/, built together with the worker. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { GraderError } from '../../errors.js';
import type { Backend, BackendFinding, BackendKit } from './backend.js';
import { kitOf, reachable } from './kit.js';

const SCRIPT = 'wasm.cjs';
const BINARY = 'tfjs-backend-wasm-simd.wasm';

let cached: BackendKit | string | undefined;

export const WASM: Backend = { find: findWasm, examine };

function findWasm(): BackendKit | string {
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
    readable: files,
    env: {},
    isNative: false,
    needsDevices: false,
    version: '',
    differentiates: true,
    witness: 'cpu',
  };
}

async function examine(): Promise<BackendFinding> {
  const kit = findOrTell();
  if ('works' in kit) return kit;
  const compile = 'WebAssembly.compile(require("node:fs").readFileSync(process.argv[1])).catch(() => process.exit(1))';
  const { exitCode } = await execa(process.execPath, ['-e', compile, kit.files[1] ?? ''], {
    reject: false,
    timeout: 30_000,
  });
  if (exitCode === 0) {
    return { name: 'wasm', works: true, reason: 'WebAssembly with SIMD; kernels corrected', fix: null };
  }
  const reason = 'WebAssembly with SIMD does not work here';
  return { name: 'wasm', works: false, reason, fix: 'Node.js 20 or 22 on a processor with SIMD' };
}

function findOrTell(): BackendKit | BackendFinding {
  try {
    const kit = findWasm();
    return typeof kit === 'string' ? { name: 'wasm', works: false, reason: kit, fix: null } : kit;
  } catch (error) {
    if (!(error instanceof GraderError)) throw error;
    return { name: 'wasm', works: false, reason: error.message, fix: error.advice ?? null };
  }
}
