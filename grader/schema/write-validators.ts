/**
 * Compiles the schemas to plain functions at build time: `node dist/schema/write-validators.js`. Building them at
 * every start would cost more than a whole grading. What they need of Ajv is put into the file, so that the package does
 * not have to bring it.
 */
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { Configuration } from './configuration.js';
import { GradeReport } from './report.js';
import { Rubric } from './rubric.js';

const ajv = new Ajv2020({
  strict: true,
  allErrors: true,
  discriminator: true,
  // sentences need the value and the schema of an error
  verbose: true,
  code: { source: true },
  schemas: { rubric: Rubric, report: GradeReport, configuration: Configuration },
});
// the package is CommonJS, and its function is the `default`
const generate = standalone.default;
const names = { rubric: 'rubric', report: 'report', configuration: 'configuration' };
await build({
  stdin: { contents: generate(ajv, names), resolveDir: import.meta.dirname },
  outfile: fileURLToPath(new URL('validators.cjs', import.meta.url)),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
});
