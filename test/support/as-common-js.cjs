/**
 * jest's transform for ES modules that are not the project's own: bundles the one that is loaded, with all that it
 * imports, into one CommonJS script. Relies on jest keeping the result in its cache.
 */
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { buildSync, version } = require('esbuild');

const ADDRESS = 'addressOfBundle';

exports.process = (_source, path) => {
  const { outputFiles } = buildSync({
    entryPoints: [path],
    ...{ bundle: true, write: false, logLevel: 'error' },
    ...{ platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'] },
    define: { 'import.meta.url': ADDRESS },
    banner: { js: `const ${ADDRESS} = require('node:url').pathToFileURL(__filename).href;` },
  });
  return { code: outputFiles[0].text };
};

/** Differs when any package is another one. */
exports.getCacheKey = (source, path) =>
  createHash('sha256')
    .update([version, path, source, readFileSync('package-lock.json'), readFileSync(__filename)].join('\0'))
    .digest('hex');
