/** Which tensor backends load on this machine, for `doctor`. tf.js is never loaded into the grader's own process. */
import { execa } from 'execa';
import { GraderError } from '../../errors.js';
import type { BackendKit } from './backends.js';
import { findWasm } from './wasm.js';

export interface BackendFinding {
  readonly name: string;
  readonly works: boolean;
  readonly reason: string;
  readonly fix: string | null;
}

export async function examineBackends(): Promise<readonly BackendFinding[]> {
  return [
    await examineNode(),
    await examineWasm(),
    { name: 'cpu', works: true, reason: 'part of the worker', fix: null },
  ];
}

async function examineWasm(): Promise<BackendFinding> {
  const kit = findOrTell();
  if ('works' in kit) return kit;
  const compile = 'WebAssembly.compile(require("node:fs").readFileSync(process.argv[1])).catch(() => process.exit(1))';
  const { exitCode } = await execa(process.execPath, ['-e', compile, kit.files[1]], { reject: false, timeout: 30_000 });
  if (exitCode === 0)
    return { name: 'wasm', works: true, reason: 'WebAssembly with SIMD; kernels corrected', fix: null };
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

async function examineNode(): Promise<BackendFinding> {
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
