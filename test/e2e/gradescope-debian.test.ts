/**
 * The same in a whole system that debootstrap makes: Debian 12 with nothing but its base. It takes minutes and a mirror, so
 * `npm run fuzz` alone tries it; the system is kept among the temporary files for the next time.
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { execa } from 'execa';
import { isSystem, makeAutograder, whyNoRoot } from '../support/autograder-root.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { readResults } from '../support/gradescope-results.js';
import { runCli } from '../support/run-cli.js';
import { testUnless } from '../support/where-possible.js';
import { findProgram } from '../../grader/sandbox/kits/programs.js';

const SYSTEM = join(tmpdir(), 'tuxgrade-debian-12');

function whyNot(): string | null {
  if (process.env['FUZZ'] !== 'full') return 'it takes minutes: npm run fuzz tries it';
  if (!isSystem(SYSTEM) && findProgram('debootstrap') === null) return 'it needs debootstrap';
  return whyNoRoot();
}

afterAll(() => {
  removeFolders();
  rmSync(join(SYSTEM, 'autograder'), { recursive: true, force: true });
});

testUnless(whyNot(), 'an autograder in a bare Debian')(
  'an autograder sets itself up in a bare Debian 12, and grades',
  async () => {
    if (!isSystem(SYSTEM)) {
      mkdirSync(SYSTEM, { recursive: true });
      await execa('debootstrap', ['--variant=minbase', 'bookworm', SYSTEM]);
    }
    const archive = join(makeFolder(), 'autograder.zip');
    expect((await runCli(['gradescope', 'pack', 'hw2-circle', '--out', archive])).exitCode).toBe(0);
    rmSync(join(SYSTEM, 'autograder'), { recursive: true, force: true });
    const autograder = await makeAutograder(archive, SYSTEM);
    cpSync('submissions/hw2-circle/good', join(SYSTEM, 'autograder', 'submission'), { recursive: true });
    const setup = await autograder.run('/autograder/source/setup.sh');
    expect([setup.exitCode, setup.stderr]).toEqual([0, '']);
    expect((await autograder.run('/autograder/run_autograder')).exitCode).toBe(0);
    expect(readResults(autograder.results()).score).toBe(30);
  },
  600_000,
);
