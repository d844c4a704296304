/**
 * Builds what the sandbox runs: the worker and all of tf.js as one script (worker.cjs), started by a few lines
 * (boot.cjs) that hand V8 the code cache made here; the wasm backend (wasm.cjs and its binary) for workers that run
 * models; and the decoder of images (decoder.cjs). Run after tsc.
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { execa } from 'execa';
import { WORKER_V8_FLAGS } from '../schema/worker-flags.js';

const folder = dirname(fileURLToPath(import.meta.url));

/** Reads the script and its cache; `--make-cache` writes the cache instead of starting the worker. */
const BOOT = `'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
const source = readFileSync(__dirname + '/worker.cjs', 'utf8');
const makes = process.argv[2] === '--make-cache';
let cachedData;
try { if (!makes) cachedData = readFileSync(__dirname + '/worker.cache'); } catch {}
const script = new Script('(function (require, module, exports, __filename, __dirname) {' + source + '\\n})', { filename: 'worker.cjs', cachedData });
if (makes) {
  process.argv[2] = __dirname;
  process.on('exit', () => writeFileSync(__dirname + '/worker.cache', script.createCachedData()));
}
script.runInThisContext()(require, module, exports, __filename, __dirname);
`;

const OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
};

await build({ ...OPTIONS, entryPoints: [join(folder, 'main.js')], outfile: join(folder, 'worker.cjs') });
await build({ ...OPTIONS, entryPoints: [join(folder, 'decoder.js')], outfile: join(folder, 'decoder.cjs') });
// the wasm backend finds tf.js in the worker that loads it
await build({
  ...OPTIONS,
  entryPoints: [join(folder, '..', 'runtime', 'wasm-corrections', 'main.js')],
  outfile: join(folder, 'wasm.cjs'),
  external: ['@tensorflow/tfjs-core'],
});
const WASM_BINARY = 'tfjs-backend-wasm-simd.wasm';
copyFileSync(
  createRequire(import.meta.url).resolve(`@tensorflow/tfjs-backend-wasm/dist/${WASM_BINARY}`),
  join(folder, WASM_BINARY),
);
writeFileSync(join(folder, 'boot.cjs'), BOOT);
await execa('node', [...WORKER_V8_FLAGS, join(folder, 'boot.cjs'), '--make-cache'], {
  // an empty channel: the worker starts, finds it closed and ends
  stdio: ['ignore', 'inherit', 'inherit', 'ignore'],
});
