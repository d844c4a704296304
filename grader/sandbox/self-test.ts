/** Proof before use: in a sandbox that holds, reading a file outside, connecting and starting a process all fail. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Driver } from './driver.js';

/** Runs inside; prints the names of what it could do and should not have been able to. */
const ATTEMPTS = `
const can = [];
const fs = require('fs');
try { fs.readFileSync(process.argv[1]); can.push('read a file outside'); } catch {}
try { fs.readFileSync('/etc/hostname'); can.push('read /etc/hostname'); } catch {}
try { fs.writeFileSync('/written', 'x'); can.push('write a file'); } catch {}
try { require('child_process').spawnSync('/bin/node', ['-e', '0']).error || can.push('start a process'); } catch {}
let open = 1;
const socket = require('net').connect({ host: '127.0.0.1', port: 9 });
const done = () => { if (open-- > 0) { console.log(JSON.stringify(can)); process.exit(0); } };
socket.on('error', (error) => { if (error.code === 'ECONNREFUSED') can.push('reach the network'); done(); });
socket.on('connect', () => { can.push('connect'); done(); });
`;

const TIMEOUT_MS = 15_000;
const MEMORY_BYTES = 512 * 1024 * 1024;

/** null when the sandbox holds; else what is wrong with it, in a sentence. */
export async function findLeak(driver: Driver): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'tuxgrade-self-test-'));
  try {
    const canary = join(folder, 'canary');
    writeFileSync(canary, 'canary', { mode: 0o644 });
    return await attempt(driver, folder, canary);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function attempt(driver: Driver, folder: string, canary: string): Promise<string | null> {
  const submission = mkdtempSync(join(tmpdir(), 'tuxgrade-empty-'));
  const { chmodSync } = await import('node:fs');
  chmodSync(folder, 0o755);
  chmodSync(submission, 0o755);
  const child = driver.start({
    program: 'self-test',
    args: ['-e', ATTEMPTS, canary],
    submission,
    memoryBytes: MEMORY_BYTES,
    cpuSeconds: 5,
  });
  let printed = '';
  let complained = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
  const timer = setTimeout(() => {
    child.kill();
  }, TIMEOUT_MS);
  const exit = await child.exited;
  clearTimeout(timer);
  rmSync(submission, { recursive: true, force: true });
  if (exit.code !== 0) {
    const said = complained.trim().split('\n').at(-1) ?? '';
    return `it does not start (${exit.startError ?? (said === '' ? `exit ${String(exit.code ?? exit.signal)}` : said)})`;
  }
  const could = JSON.parse(printed) as string[];
  return could.length === 0 ? null : `code inside it can ${could.join(', ')}`;
}
