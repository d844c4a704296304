/**
 * jest's transform for ES modules that are not the project's own: bundles the one that is loaded, with all that it
 * imports, into one CommonJS script. Relies on jest keeping the result in its cache.
 */
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { version } = require('esbuild/package.json');

const ADDRESS = 'addressOfBundle';

exports.process = (_source, path) => ({
  // as a program that ends: esbuild's API would leave a process behind, and tests look for strays
  code: execFileSync(
    require.resolve('esbuild/bin/esbuild'),
    [
      ...[path, '--bundle', '--platform=node', '--target=node20', '--format=cjs', '--main-fields=module,main'],
      ...['--log-level=error', `--define:import.meta.url=${ADDRESS}`],
      `--banner:js=const ${ADDRESS} = require('node:url').pathToFileURL(__filename).href;`,
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'inherit'] },
  ),
});

/** Differs when any package is another one. */
exports.getCacheKey = (source, path) =>
  createHash('sha256')
    .update([version, path, source, readFileSync('package-lock.json'), readFileSync(__filename)].join('\0'))
    .digest('hex');
