/** The server of moto, which speaks the protocol of S3 and was not written for this project. */
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

export interface Moto {
  readonly url: string;
  readonly stop: () => void;
}

/** Why it cannot be started here; null if it can. */
export function whyNoMoto(): string | null {
  const { error, status } = spawnSync('moto_server', ['--help'], { stdio: 'ignore' });
  return error === undefined && status === 0 ? null : 'moto_server is not installed (pip install "moto[server]")';
}

/** Resolves when it answers. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const stop = () => void server.kill('SIGKILL');
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answers) return { url, stop };
    await sleep(100);
  }
  stop();
  throw new Error('moto did not start');
}
