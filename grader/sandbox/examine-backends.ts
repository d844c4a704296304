/** Which tensor backends load on this machine, for `doctor`. tf.js is never loaded into the grader's own process. */
import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { findWasm } from './wasm-kit.js';

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
  const kit = findWasm();
  if (typeof kit === 'string') return { name: 'wasm', works: false, reason: kit, fix: null };
  try {
    await WebAssembly.compile(readFileSync(kit.files[1]));
    return { name: 'wasm', works: true, reason: 'WebAssembly with SIMD; kernels corrected', fix: null };
  } catch (error) {
    const reason = `${kit.files[1]} does not compile here: ${error instanceof Error ? error.message : String(error)}`;
    return { name: 'wasm', works: false, reason, fix: 'Node.js 20 or 22 on a machine with SIMD' };
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
