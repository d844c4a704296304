/**
 * Builds the programs of the sandbox: the worker with all of tf.js as one script (worker.cjs), started by a small script
 * (boot.cjs) that passes V8 the code cache made here; the wasm backend (wasm.cjs and its binary) for workers that run
 * models; and the programs that parse submissions (decoder.cjs, and reader.cjs, which starts reader-program.cjs with its
 * code cache). Must run after tsc.
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import { execa } from 'execa';
import { NOTING } from '../building/bundled.js';
import { rewriting } from '../building/rewriting.js';
import { FrameDecoder } from '../protocol/frames.js';
import type { Reply } from '../protocol/worker.js';
import { WORKER_V8_FLAGS } from '../protocol/worker-flags.js';
import { rehearsalFrames } from './rehearsal.js';

const folder = dirname(fileURLToPath(import.meta.url));

/** Reads a script and its cache; `--make-cache` writes the cache instead of starting the program. */
const bootOf = (script: string, cache: string) => `'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
// esbuild writes ASCII
const source = readFileSync(__dirname + '/${script}', 'latin1');
const makes = process.argv[2] === '--make-cache';
let cachedData;
try { if (!makes) cachedData = readFileSync(__dirname + '/${cache}'); } catch {}
const script = new Script('(function (require, module, exports, __filename, __dirname) {' + source + '\\n})', { filename: '${script}', cachedData });
if (makes) {
  process.argv[2] = __dirname;
  process.on('exit', () => writeFileSync(__dirname + '/${cache}', script.createCachedData()));
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

/** Of 64-bit numbers tf.js makes hashes of strings only, and compiling their WebAssembly takes 5 ms of each start. */
const LONG = rewriting(/[\\/]long[\\/]src[\\/]long\.js$/, /wasm = new WebAssembly\.Instance\([^]*?\)\.exports;/, '');

const LAZY_CRYPTO = join(folder, 'lazy-crypto.js');
await build({
  ...OPTIONS,
  entryPoints: [join(folder, 'main.js')],
  outfile: join(folder, 'worker.cjs'),
  alias: { crypto: LAZY_CRYPTO, 'node:crypto': LAZY_CRYPTO },
  plugins: [LONG, NOTING],
});
await build({
  ...OPTIONS,
  entryPoints: [join(folder, '..', 'decoder', 'main.js')],
  outfile: join(folder, 'decoder.cjs'),
  plugins: [NOTING],
});
await build({
  ...OPTIONS,
  entryPoints: [join(folder, '..', 'reader', 'main.js')],
  outfile: join(folder, 'reader-program.cjs'),
  plugins: [NOTING],
});
// the wasm backend uses the tf.js of the worker that loads it
await build({
  ...OPTIONS,
  entryPoints: [join(folder, '..', 'runtime', 'wasm-corrections', 'main.js')],
  outfile: join(folder, 'wasm.cjs'),
  external: ['@tensorflow/tfjs-core'],
  plugins: [NOTING],
});
const WASM_BINARY = 'tfjs-backend-wasm-simd.wasm';
copyFileSync(
  createRequire(import.meta.url).resolve(`@tensorflow/tfjs-backend-wasm/dist/${WASM_BINARY}`),
  join(folder, WASM_BINARY),
);
writeFileSync(join(folder, 'boot.cjs'), bootOf('worker.cjs', 'worker.cache'));
writeFileSync(join(folder, 'reader.cjs'), bootOf('reader-program.cjs', 'reader.cache'));
await makeCache('boot.cjs', rehearsalFrames());
// its libraries are most of it, and are compiled before the first request
await makeCache('reader.cjs', []);

/** Starts a program, sends it typical requests, and lets it write V8's cache when it ends. */
async function makeCache(boot: string, frames: readonly Uint8Array[]): Promise<void> {
  const worker = execa('node', [...WORKER_V8_FLAGS, join(folder, boot), '--make-cache'], {
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const [, , , channel] = worker.stdio as unknown as [null, null, null, Duplex];
  const decoder = new FrameDecoder({ headerBytes: 1 << 20, bodyBytes: 1 << 20 });
  let answers = 0;
  channel.on('data', (chunk: Uint8Array) => {
    for (const { header } of decoder.push(chunk)) {
      if ((header as Partial<Reply>).type === 'threw')
        throw new Error(`the rehearsal failed: ${JSON.stringify(header)}`);
      const next = frames[answers++];
      if (next === undefined) channel.end();
      else channel.write(next);
    }
  });
  await worker;
}
