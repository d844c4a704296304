/**
 * Grading from a queue keeps its secrets: a submission that prints its environment and what it can read of the grader's
 * processes, graded by a worker whose environment has a key, a password and credentials. None of them is in the sandbox, in
 * a log, a report, Redis or the store; and neither Redis nor the store has anything of the person, or a right answer.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { Redis } from 'ioredis';
import { findProgram } from '../../grader/sandbox/kits/programs.js';
import { whyNotAt, type Place } from '../adversarial/places.js';
import { commandIn } from '../support/docker-like.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { freePort } from '../support/free-port.js';
import { MAIN } from '../support/run-cli.js';
import { testUnless } from '../support/where-possible.js';

afterAll(removeFolders);

const KEY = '5ec2e7'.padEnd(64, 'a1b2c3');
const PASSWORD = 'the-password-of-redis';
const CREDENTIALS = 'the-secret-of-the-bucket';
const STUDENT = 'lovelace-ada';
const USER = 54321;

/** Prints all that it finds, when it is loaded. */
const SPY = `
const fs = process.getBuiltinModule?.('fs') ?? process.mainModule?.require('fs');
const found = ['SPY-SAW', JSON.stringify(process.env), process.argv.join(' ')];
for (const pid of ['self', '1', String(process.ppid), ...Array.from({ length: 400 }, (_, at) => String(PARENT - 200 + at))]) {
  for (const file of ['environ', 'cmdline']) {
    try { found.push(fs.readFileSync('/proc/' + pid + '/' + file, 'latin1')); } catch {}
  }
}
console.log(found.join(' ').slice(0, 3000));
`;

function whyNoRedis(): string | null {
  return findProgram('redis-server') === null ? 'redis-server is not installed' : null;
}

/** All texts of all files below. */
function textsBelow(folder: string): string {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
  return paths.map((path) => (statSync(path).isFile() ? `${path}\n${readFileSync(path, 'latin1')}` : path)).join('\n');
}

async function startRedis() {
  const port = await freePort();
  const options = ['--save', '', '--maxmemory-policy', 'noeviction', '--requirepass', PASSWORD, '--bind', '127.0.0.1'];
  const server = spawn('redis-server', ['--port', String(port), ...options], { stdio: 'ignore' });
  const watching = new Redis(port, '127.0.0.1', { password: PASSWORD, maxRetriesPerRequest: null });
  watching.on('error', () => undefined);
  await watching.ping();
  const monitor = await watching.monitor();
  const seen: string[] = [];
  monitor.on('monitor', (_time: string, args: readonly string[]) => seen.push(args.join(' ')));
  const stop = () => {
    monitor.disconnect();
    watching.disconnect();
    server.kill('SIGKILL');
  };
  return { url: `redis://127.0.0.1:${String(port)}`, seen, stop };
}

const PLACES: readonly (readonly [Place, string])[] = [
  ['bubblewrap', 'bubblewrap'],
  ['container', 'confine'],
  ['user', 'confine'],
];

for (const [place, driver] of PLACES) {
  testUnless(whyNoRedis() ?? whyNotAt(place), `secrets of a worker in ${place}`)(
    `${driver} in ${place}: no secret gets anywhere`,
    async () => {
      const base = makeFolder();
      for (const name of ['store', 'home', 'tmp']) mkdirSync(join(base, name), { mode: 0o711 });
      const submission = join(base, 'class', STUDENT);
      cpSync('submissions/quiz2/perfect-javascript', submission, { recursive: true });
      appendFileSync(join(submission, 'backprop.js'), SPY.replace('PARENT', String(process.pid)));
      if (place === 'user') await execa('chown', ['-R', `${String(USER)}:${String(USER)}`, base]);
      const { url, seen, stop } = await startRedis();
      const start = (args: readonly string[]) => {
        const command = [process.execPath, MAIN, ...args, '--queue', url, '--store', join(base, 'store')];
        const [file, given] = place === 'bubblewrap' ? [command[0] ?? '', command.slice(1)] : commandIn(place, command);
        const env = {
          ...{ PATH: process.env['PATH'] ?? '', HOME: join(base, 'home'), TMPDIR: join(base, 'tmp') },
          ...{ TUXGRADE_QUEUE_KEY: KEY, TUXGRADE_QUEUE_PASSWORD: PASSWORD, AWS_SECRET_ACCESS_KEY: CREDENTIALS },
        };
        return execa(file, given, { extendEnv: false, env, all: true, reject: false, stdin: 'ignore' });
      };
      try {
        const worker = start(['work', '--driver', driver, '--jobs', '1']);
        const batch = await start(['batch', join(base, 'class'), '--rubric', 'quiz2', '--out', join(base, 'run')]);
        worker.kill('SIGTERM');
        const { all: log } = await worker;
        const run = textsBelow(join(base, 'run'));
        const store = textsBelow(join(base, 'store'));
        expect(batch.exitCode).toBe(0);
        // it ran, and what it saw is in its report
        expect(run.includes('SPY-SAW {')).toBe(true);
        expect(run.includes(`"${driver}"`)).toBe(true);
        expect(seen.length).toBeGreaterThan(10);
        const texts = { run, store, log, batch: batch.all, redis: seen.join('\n') };
        for (const [where, text] of Object.entries(texts)) {
          for (const secret of [KEY, Buffer.from(KEY, 'hex').toString('latin1'), PASSWORD, CREDENTIALS]) {
            expect([where, text.includes(secret)]).toEqual([where, false]);
          }
        }
        // a worker's log and Redis have nothing of a person, the store nothing that can be read
        for (const text of [log, texts.redis, store])
          expect(/lovelace|SPY-SAW|squaredDifference/i.exec(text)).toBeNull();
      } finally {
        stop();
        await sleep(0);
      }
    },
    120_000,
  );
}

test('the key of a worker is needed by nobody else: it is refused without one, before anything is opened', async () => {
  const { exitCode, stderr } = await execa(
    process.execPath,
    [MAIN, 'work', '--queue', 'redis://127.0.0.1:1', '--store', join(makeFolder(), 'store')],
    { reject: false, stdin: 'ignore', env: { TUXGRADE_QUEUE_KEY: KEY.slice(1) } },
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain('TUXGRADE_QUEUE_KEY has 63 hexadecimal digits, expected 64');
  expect(stderr).not.toContain(KEY.slice(1, 20));
});
