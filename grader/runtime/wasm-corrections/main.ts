/** The wasm backend of tf.js with corrected kernels, built as a separate script. */
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { correctActivations } from './activations.js';
import { correctConvolutions } from './convolution.js';
import { routeToCpu } from './cpu-route.js';
import { addFilterGradient } from './filter-gradient.js';
import { NAME } from './kernels.js';
import { correctMatrixProducts } from './matrix-product.js';
import { correctPooling } from './pooling.js';
import { correctTypes } from './types.js';
import { correctVolumePadding } from '../volume-padding.js';

/** The names under which tf.js requests its binary; the one for SIMD serves all, since Node.js has SIMD. */
const BINARIES = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];

/** Makes the corrected WebAssembly backend the current one. Throws if it does not start. */
export async function useCorrectedWasm(binary: string): Promise<void> {
  addFilterGradient();
  correctConvolutions();
  correctPooling();
  correctMatrixProducts();
  correctActivations();
  correctVolumePadding(NAME);
  correctTypes();
  routeToCpu();
  await useStockWasm(binary);
}

/** The uncorrected backend, for tests that show why the corrections are needed. */
export async function useStockWasm(binary: string): Promise<void> {
  setWasmPaths(Object.fromEntries(BINARIES.map((name) => [name, binary])));
  if (!(await tf.setBackend(NAME))) throw new Error('WebAssembly does not start');
}
