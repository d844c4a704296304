/** The script of the engine, as build.ts has built it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GraderError } from '../errors.js';

const BUILT = join('selftest', 'engine.cjs');

/** Throws SANDBOX_UNAVAILABLE where it is not built. */
export function engineText(): string {
  // from the bundled command line (dist/bin) and from dist/selftest, or from grader/selftest when tests run the sources
  const here = dirname(fileURLToPath(import.meta.url));
  const paths = [join(here, '..', BUILT), join(here, '..', '..', 'dist', BUILT)];
  const path = paths.find((one) => existsSync(one));
  if (path === undefined) {
    throw new GraderError('SANDBOX_UNAVAILABLE', 'the programs with mistakes are not built', {
      advice: 'Run: npm run build',
    });
  }
  return readFileSync(path, 'utf8');
}
