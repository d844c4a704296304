/**
 * The WebAssembly backend with the corrections of wasm-corrections/, on the worker's own tf namespace. It is a separate
 * script (dist/worker/wasm.cjs), so that workers without a model do not have to load it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { tf, TF_PACKAGES } from './tf.js';
import type { useCorrectedWasm, useStockWasm } from './wasm-corrections/main.js';

export interface WasmScript {
  readonly useStockWasm: typeof useStockWasm;
  readonly useCorrectedWasm: typeof useCorrectedWasm;
}

/** Makes WebAssembly the backend; throws if it does not start. `binary` is the package's SIMD build. */
export async function useWasmBackend(script: string, binary: string): Promise<void> {
  await loadWasmScript(script).useCorrectedWasm(binary);
}

/** Loads the script with the worker's tf.js instead of a second one. */
export function loadWasmScript(file: string): WasmScript {
  const builtIn = createRequire('/');
  const require = (name: string): unknown => (TF_PACKAGES.has(name) ? tf : builtIn(name));
  const module: { exports: unknown } = { exports: {} };
  const source = `(function (require, module, exports, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
  const start = new Script(source, { filename: file }).runInThisContext() as (...args: unknown[]) => void;
  start(require, module, module.exports, file, dirname(file));
  return module.exports as WasmScript;
}
