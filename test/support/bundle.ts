/** Bundles a program of the tests into one script as the worker is bundled: with the ES modules of tf.js. */
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { makeFolder } from './folders.js';

export async function bundleProgram(entry: string): Promise<string> {
  const outfile = join(makeFolder(), 'program.cjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  // otherwise esbuild's own process stays, and a test that looks for strays finds it
  await stop();
  return outfile;
}
