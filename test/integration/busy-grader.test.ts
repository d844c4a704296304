/** Output that the grader reads late is not lost: the kernel has it while the grader has no processor. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { SeenTime } from '../../grader/sandbox/process/seen-time.js';
import { startProcess } from '../../grader/sandbox/process/start.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { testUnless } from '../support/where-possible.js';

afterAll(removeFolders);

const spin = (ms: number) => {
  for (const until = performance.now() + ms; performance.now() < until;);
};

function run(script: string) {
  const common = { cwd: '/', env: { PATH: '/usr/bin:/bin' }, uid: null, pidPipe: false, detached: false };
  return startProcess({ file: '/bin/sh', args: ['-c', script], ...common });
}

const whyNoShell = process.platform === 'win32' ? 'it needs /bin/sh' : null;

testUnless(whyNoShell, 'a busy grader')(
  'what a process printed is read, though its end was noticed first and the grader was busy',
  async () => {
    const go = join(makeFolder(), 'go');
    const printer = run(`while [ ! -e '${go}' ]; do sleep 0.01; done; head -c 50000 /dev/zero`);
    let printed = 0;
    printer.stdout.on('data', (chunk: Buffer) => (printed += chunk.length));
    const other = run('echo x');
    other.stdout.once('data', () => {
      // in the turn in which the other one ends, the printer prints and ends as well: both ends are noticed now
      writeFileSync(go, '');
      spin(400);
      // and the time for waiting is over before anything is read
      setImmediate(() => {
        spin(800);
      });
    });
    // so that what the other one prints and its end come in one turn
    spin(200);
    expect((await printer.exited).code).toBe(0);
    expect(printed).toBe(50_000);
    await other.exited;
  },
);

test('time in which the grader could not listen counts little', async () => {
  const seen = new SeenTime();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = seen.ms;
  spin(1500);
  await new Promise((resolve) => setTimeout(resolve, 60));
  seen.stop();
  expect(before).toBeGreaterThan(20);
  expect(seen.ms - before).toBeGreaterThan(200);
  expect(seen.ms - before).toBeLessThan(700);
});
