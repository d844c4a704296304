/**
 * Bundles the command line and the public interface with their libraries into dist/bin, because loading about three
 * hundred small files takes longer than grading, and so that a package brings few others. Each command has chunks of its
 * own, which are loaded when it is called. They are CommonJS, of which V8's code can be kept (see load.ts). Must run after
 * tsc.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform, type BuildOptions } from 'esbuild';
import { NOTING } from '../building/bundled.js';
import { rewriting } from '../building/rewriting.js';

const built = join(dirname(fileURLToPath(import.meta.url)), '..');
// as deep as the folders of dist, because modules find their files relative to their own path
const outdir = join(built, 'bin');

const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  absWorkingDir: join(built, '..'),
  outdir,
  outExtension: { '.js': '.cjs' },
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** Validators are a part of the program, so that V8's code of them is kept too. */
const VALIDATORS = rewriting(/[\\/]dist[\\/](schema[\\/]validate|queue[\\/]fits)\.js$/, /\bload\('/, "require('");

/** Segmenting text loads tables, which takes 20 ms: not before there is text to segment. */
const SEGMENTER = rewriting(
  /[\\/]string-width[\\/]index\.js$/,
  /^const segmenter = (new Intl\.Segmenter\(\));$/m,
  'let made;\nconst segmenter = { segment: text => (made ??= $1).segment(text) };',
);

/** It asks for a version of string-width that is a CommonJS module, and gets the one of all, which is not. */
const PROGRESS = rewriting(
  /[\\/]cli-progress[\\/]lib[\\/]formatter\.js$/,
  /require\('string-width'\)/,
  "require('string-width').default",
);

/** Where a chunk is, for modules that look for files beside their own. */
const PLACE = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;";

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir);
await build({
  ...OPTIONS,
  entryPoints: { tuxgrade: join(built, 'program', 'start.js') },
  format: 'cjs',
  // it says so where Node.js is too old for the rest
  target: 'node14.18',
  define: { 'import.meta.dirname': '__dirname' },
});
const { outputFiles } = await build({
  ...OPTIONS,
  entryPoints: { main: join(built, 'cli', 'main.js'), public: join(built, 'index.js') },
  // esbuild makes chunks of ES modules only
  format: 'esm',
  splitting: true,
  write: false,
  // they have native parts
  external: ['sharp', 'esbuild'],
  // the CommonJS form of some packages cannot be bundled
  mainFields: ['module', 'main'],
  // one version for all; newer ones build tables of emoji at each start, which takes longer than all that they measure
  alias: { 'string-width': 'string-width' },
  chunkNames: '[name]-[hash]',
  plugins: [VALIDATORS, SEGMENTER, PROGRESS, NOTING],
  define: { 'import.meta.url': 'importMetaUrl', 'import.meta.dirname': '__dirname' },
  legalComments: 'eof',
});
for (const { path, text } of outputFiles) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // a script that is compiled with kept code cannot import; `require` serves
    supported: { 'dynamic-import': false },
    legalComments: 'eof',
    ...(text.includes('importMetaUrl') ? { banner: PLACE } : {}),
  });
  writeFileSync(join(outdir, basename(path)), code);
}

// names of a CommonJS module are not always found by an ES module that imports it
const names = Object.keys(await import('../index.js')).sort();
writeFileSync(
  join(outdir, 'index.js'),
  `import exported from './public.cjs';\nexport const { ${names.join(', ')} } = exported;\n`,
);
