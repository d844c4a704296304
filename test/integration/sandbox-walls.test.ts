/** The walls of the sandbox without Node's permission model in front of them, as for an exploit in native code. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chmodSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { makeBubblewrapDriver } from '../../grader/sandbox/drivers/bubblewrap.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { Exit } from '../../grader/sandbox/process/child.js';
import { removeFolders } from '../support/folders.js';
import { measureWithChildren } from '../support/processor-time.js';
import { snapshotOf } from '../support/snapshots.js';
import { testUnless } from '../support/where-possible.js';

let driver: Driver;
beforeAll(() => {
  driver = makeBubblewrapDriver();
});
afterAll(removeFolders);

/** Runs a script in the sandbox on a submission of one file; returns what it printed. */
async function run(
  script: string,
  memoryBytes = 2 ** 29,
  wallMs = 20_000,
): Promise<{ exit: Exit; printed: string; complained: string }> {
  const submission = snapshotOf({ 'mine.txt': 'mine' }).root;
  const child = driver.start({ program: 'self-test', args: ['-e', script], submission, memoryBytes, cpuSeconds: 10 });
  const said = { printed: '', complained: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.complained += chunk.toString()));
  const timer = setTimeout(() => {
    child.kill();
  }, wallMs);
  const exit = await child.exited;
  clearTimeout(timer);
  return { exit, ...said };
}

async function evaluate(expression: string): Promise<unknown> {
  const { printed, complained } = await run(
    `Promise.resolve(${expression}).then((v) => console.log(JSON.stringify(v)))`,
  );
  if (printed === '') throw new Error(complained);
  return JSON.parse(printed);
}

describe('inside', () => {
  test('there is node, its libraries, the worker and the submission', async () => {
    const listing = `['/', '/bin', '/grader', '/submission'].map((folder) => require('fs').readdirSync(folder).sort())`;
    const [root, bin, grader, submission] = (await evaluate(listing)) as string[][];
    expect(root?.filter((name) => !/^(lib|lib64|usr)$/.test(name))).toEqual(['bin', 'grader', 'submission']);
    expect(bin?.filter((name) => name !== 'prlimit')).toEqual(['node']);
    expect(grader).toEqual(['boot.cjs', 'worker.cache', 'worker.cjs']);
    expect(submission).toEqual(['mine.txt']);
  });

  test('nothing can be written, whoever owns it', async () => {
    const attempts = `['/x', '/bin/x', '/grader/x', '/submission/x', '/submission/mine.txt', '/grader/worker.cjs', '/lib/x'].filter((path) => {
      try { require('fs').writeFileSync(path, 'x'); return true; } catch { return false; } })`;
    expect(await evaluate(attempts)).toEqual([]);
  });

  test('the process has no rights, is alone, and knows nothing about the machine', async () => {
    const facts = `({ ids: [process.getuid(), process.getgid(), process.geteuid(), ...process.getgroups().filter((id) => id !== 65534)],
      pids: [process.pid, process.ppid], env: Object.keys(process.env).filter((name) => name !== 'PWD').sort(), host: require('os').hostname() })`;
    expect(await evaluate(facts)).toEqual({
      ids: [65534, 65534, 65534],
      pids: [1, 0],
      env: ['LANG', 'PATH', 'TZ'],
      host: 'sandbox',
    });
  });

  test('no process can be started and no socket opened', async () => {
    const fork = `require('child_process').spawnSync('/bin/node', ['-e', '0']).error?.code`;
    expect(await evaluate(fork)).toBe('EPERM');
    const tried = (make: string) =>
      `new Promise((done) => { try { const s = ${make}; s.on('error', (e) => done(e.code)); s.on('connect', () => done('in')); s.on('listening', () => done('in')); } catch (e) { done(e.code); } })`;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen('\0tuxgrade-walls', resolve));
    const ways = [
      `require('net').connect(9, '127.0.0.1')`,
      `require('net').connect({ path: '\\0tuxgrade-walls' })`,
      `require('net').createServer().listen(0, '127.0.0.1')`,
      `require('dgram').createSocket('udp4').bind(0)`,
    ];
    for (const way of ways) expect([way, await evaluate(tried(way))]).toEqual([way, 'EPERM']);
    server.close();
  });

  test('threads run out long before the machine does', async () => {
    // Node.js may hang when a thread is refused: the wall clock is the test's
    const script = `const { Worker } = require('worker_threads'); let up = 0;
      process.on('uncaughtException', () => {});
      for (let i = 0; i < 60; i += 1) {
        new Worker('setInterval(() => 0, 1000)', { eval: true })
          .on('online', () => require('fs').writeSync(1, String((up += 1)) + ' '))
          .on('error', () => {});
      }`;
    const { printed } = await run(script, 2 ** 29, 3000);
    expect(printed.trim().split(' ').length).toBeLessThan(32);
  });

  test('memory outside the heap is refused at the limit', async () => {
    const script = `const all = []; try { for (;;) all.push(Buffer.alloc(32 << 20, 1)); } catch { require('fs').writeSync(1, String(all.length)); }`;
    const { printed } = await run(script, 256 * 2 ** 20);
    // 256 MiB and the base of 192 MiB, in pieces of 32
    expect(Number(printed)).toBeGreaterThanOrEqual(6);
    expect(Number(printed)).toBeLessThan(14);
  });

  test('a program ends with its processor time', async () => {
    const submission = snapshotOf({}).root;
    const launch = {
      program: 'self-test' as const,
      args: ['-e', 'for (;;);'],
      submission,
      memoryBytes: 2 ** 29,
      cpuSeconds: 1,
    };
    const spent = measureWithChildren();
    const { code, signal } = await driver.start(launch).exited;
    expect(code === 0 && signal === null).toBe(false);
    expect(spent()).toBeLessThan(5000);
  });
});

test('descriptors that the grader inherited do not reach a child', () => {
  // a grader that was started with open files on high descriptors
  const built = join(import.meta.dirname, '..', '..', 'dist', 'sandbox', 'drivers');
  const script = `const { makeBubblewrapDriver } = await import('${join(built, 'bubblewrap.js')}');
    const list = "const fs = require('fs'); const own = fs.statSync('/'); for (let d = 4; d < 1100; d++) try { const s = fs.fstatSync(d); if (s.isFile() || s.isSocket() || (s.isDirectory() && s.ino !== own.ino)) console.log(d); } catch {}";
    const child = makeBubblewrapDriver().start({ program: 'self-test', args: ['-e', list], submission: process.argv[1], memoryBytes: 5e8, cpuSeconds: 5 });
    child.stdout.pipe(process.stdout); child.stderr.pipe(process.stderr); await child.exited;`;
  const shell = 'exec 77</etc/passwd 91</ 103</etc/hostname; exec "$@"';
  const args = ['-c', shell, 'bash', process.execPath, '--input-type=module', '-e', script, snapshotOf({}).root];
  expect(execFileSync('bash', args, { encoding: 'utf8' })).toBe('');
});

const whyNoOther = process.getuid?.() === 0 ? null : 'only root starts the sandbox as another user';
testUnless(whyNoOther, 'a closed snapshot')('a snapshot that the sandbox’s user cannot reach is reported', () => {
  const { root } = snapshotOf({ 'mine.txt': '' });
  chmodSync(join(root, '..'), 0o700);
  const launch = { program: 'worker' as const, args: [], submission: root, memoryBytes: 2 ** 29, cpuSeconds: 1 };
  expect(() => driver.start(launch)).toThrow(/cannot reach/);
});
