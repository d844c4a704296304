/**
 * Compiles the schemas to plain functions at build time: `node dist/schema/write-validators.js`. Building them at
 * every start would cost more than a whole grading. What they need of Ajv is put into the file, so that the package does
 * not have to bring it.
 */
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { NOTING } from '../building/bundled.js';
import { Configuration } from './configuration.js';
import { Envelope, Order, PackedFiles, PackedRubric, Recorded, Said } from './queue.js';
import { GradeReport } from './report.js';
import { inParts } from './in-parts.js';
import { Rubric } from './rubric.js';

// the package is CommonJS, and its function is the `default`
const generate = standalone.default;

async function compile(file: string, schemas: Readonly<Record<string, object>>): Promise<void> {
  const ajv = new Ajv2020({
    strict: true,
    allErrors: true,
    discriminator: true,
    // sentences need the value and the schema of an error
    verbose: true,
    // a union with null is the shortest form of a value that may be absent
    allowUnionTypes: true,
    code: { source: true },
    // a part is compiled when a value first comes to it, and no value comes to all
    inlineRefs: false,
    schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, inParts(schema)])),
  });
  const names = Object.fromEntries(Object.keys(schemas).map((name) => [name, name]));
  await build({
    stdin: { contents: generate(ajv, names), resolveDir: import.meta.dirname },
    outfile: fileURLToPath(new URL(file, import.meta.url)),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
    plugins: [NOTING],
  });
}

await compile('validators.cjs', { rubric: Rubric, report: GradeReport, configuration: Configuration });
// loaded only where a queue is used
await compile('queue-validators.cjs', {
  envelope: Envelope,
  order: Order,
  files: PackedFiles,
  rubric: PackedRubric,
  recorded: Recorded,
  said: Said,
});
