/**
 * Bundles the command line with the libraries it loads into dist/bin: finding some three hundred small files takes
 * longer than a grading. Commands stay apart and are loaded when they are called. Run after tsc.
 */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
// as deep as the rooms of dist, because modules find their files from where they lie
const outdir = join(here, '..', 'bin');

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: { tuxgrade: join(here, 'main.js') },
  outdir,
  bundle: true,
  splitting: true,
  // has native parts of its own
  external: ['sharp'],
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // some packages' CommonJS form cannot be bundled
  mainFields: ['module', 'main'],
  chunkNames: '[name]-[hash]',
  legalComments: 'eof',
  // CommonJS packages in the bundle ask for Node's own modules by `require`
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
