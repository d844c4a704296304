/** Builds the programs' engine into one script, dist/selftest/engine.cjs, that defines `engine`. Must run after tsc. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { NOTING } from '../building/bundled.js';

const folder = dirname(fileURLToPath(import.meta.url));

await build({
  entryPoints: [join(folder, 'engine.js')],
  outfile: join(folder, 'engine.cjs'),
  bundle: true,
  format: 'iife',
  globalName: 'engine',
  platform: 'neutral',
  target: 'node20',
  minify: true,
  logLevel: 'warning',
  plugins: [NOTING],
});
