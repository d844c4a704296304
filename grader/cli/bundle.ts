/**
 * Bundles the command line and the public interface with their libraries into dist/bin, because loading about three
 * hundred small files takes longer than grading, and so that a package brings few others. Each command is a separate
 * chunk, loaded when it is called. Must run after tsc.
 */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
// as deep as the folders of dist, because modules find their files relative to their own path
const outdir = join(here, '..', 'bin');

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: { tuxgrade: join(here, 'start.js'), index: join(here, '..', 'index.js') },
  outdir,
  bundle: true,
  splitting: true,
  // they have native parts
  external: ['sharp', 'esbuild'],
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // the CommonJS form of some packages cannot be bundled
  mainFields: ['module', 'main'],
  // one version for all; newer ones build tables of emoji at each start, which takes longer than all that they measure
  alias: { 'string-width': 'string-width' },
  absWorkingDir: join(here, '..', '..'),
  chunkNames: '[name]-[hash]',
  legalComments: 'eof',
  // CommonJS packages in the bundle load Node's own modules with `require`
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
