/** The self-test of a driver: code inside tries to read, write, connect, signal and start a process, and must fail. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { amongTemporary, makeTemporary, removeTemporary } from '../../temporary.js';
import type { Driver } from './driver.js';

/** Runs inside, without the permission model, and prints the names of the attempts that succeeded. */
export const ATTEMPTS = `
const can = [];
const fs = require('fs');
const attempt = (name, f) => { try { if (f() !== false) can.push(name); } catch {} };
attempt('read a file outside', () => fs.readFileSync(process.argv[1]));
attempt('read system files', () => fs.readFileSync('/etc/passwd'));
attempt('see processes', () => fs.readFileSync('/proc/self/status'));
attempt('write a file outside', () => fs.writeFileSync(process.argv[1] + '.written', 'x'));
attempt('write a file', () => fs.writeFileSync('/grader/written', 'x'));
attempt('write into the submission', () => fs.writeFileSync('written', 'x'));
attempt('start a process', () => require('child_process').spawnSync('/bin/node', ['-e', '0']).error === undefined);
attempt('signal the grader', () => process.ppid !== 0 && process.kill(process.ppid, 0));
attempt('be root', () => process.getuid() === 0);
attempt('see an environment', () => Object.keys(process.env).some((name) => !/^(PATH|LANG|TZ|PWD|OPENSSL_CONF)$/.test(name)));
const done = () => { fs.writeSync(1, JSON.stringify(can)); process.exit(0); };
const socket = require('net').connect({ host: '127.0.0.1', port: Number(process.argv[2]) });
socket.on('error', (error) => { if (!['EPERM', 'EACCES'].includes(error.code)) can.push('use the network'); done(); });
socket.on('connect', () => { can.push('connect to the grader'); done(); });
`;

const TIMEOUT_MS = 15_000;
const MEMORY_BYTES = 512 * 1024 * 1024;

export interface Leak {
  /** What is wrong with the sandbox, in a sentence. */
  readonly sentence: string;
  /** How to fix it; null if the driver does not know. */
  readonly advice: string | null;
}

/** null when every attempt failed. Throws DISK_FULL if no temporary file can be written. */
export async function findLeak(driver: Driver): Promise<Leak | null> {
  const folder = makeTemporary();
  const server = createServer((socket) => socket.destroy());
  try {
    // open to every user, so that only the sandbox can be the reason for a refusal
    const canary = join(folder, 'canary');
    const submission = join(folder, 'room', 'submission');
    amongTemporary(() => {
      chmodSync(folder, 0o777);
      writeFileSync(canary, 'canary');
      chmodSync(canary, 0o644);
      mkdirSync(submission, { recursive: true });
      chmodSync(submission, 0o777);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return await attempt(driver, submission, [canary, String(port)]);
  } finally {
    server.close();
    await removeTemporary(folder);
  }
}

async function attempt(driver: Driver, submission: string, targets: readonly string[]): Promise<Leak | null> {
  const args = ['-e', ATTEMPTS, ...targets];
  const child = driver.start({ program: 'self-test', args, submission, memoryBytes: MEMORY_BYTES, cpuSeconds: 10 });
  let printed = '';
  let complained = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  const timer = setTimeout(() => {
    child.kill();
  }, TIMEOUT_MS);
  const exit = await child.exited;
  clearTimeout(timer);
  if (exit.code !== 0) {
    const said = complaintOf(complained, driver);
    const how = exit.startError ?? (said === '' ? `exit ${String(exit.code ?? exit.signal)}` : said);
    return { sentence: `it does not start (${how})`, advice: driver.adviceFor(how) };
  }
  const could = JSON.parse(printed) as string[];
  return could.length === 0 ? null : { sentence: `code inside it can ${could.join(', ')}`, advice: null };
}

/** The line that says why, or else the last one. */
function complaintOf(printed: string, driver: Driver): string {
  const lines = printed.trim().split('\n');
  const own = lines.find((line) => driver.isComplaint(line));
  return own ?? lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
}
