/** A real redis-server for tests, on a free port of this machine, in a folder of its own. Debian: redis-server. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { makeFolder } from './folders.js';

/** Why there is no redis-server here; null if there is one. */
export function whyNoRedis(): string | null {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'pipe' });
    return null;
  } catch {
    return 'redis-server is not installed (bash setup.sh --with-redis)';
  }
}

export interface RunningRedis {
  readonly url: string;
  readonly port: number;
  /** A connection of the test's own. */
  readonly client: Redis;
  stop(): Promise<void>;
}

/** Waits until it answers. `more` are arguments such as `--requirepass`, `secret`. */
export async function startRedis(more: readonly string[] = []): Promise<RunningRedis> {
  const port = await freePort();
  const folder = makeFolder();
  const server = spawn(
    'redis-server',
    [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ...['--maxmemory-policy', 'noeviction', '--loglevel', 'warning', ...more],
    ],
    { stdio: 'ignore' },
  );
  const at = more.indexOf('--requirepass');
  const client = new Redis({
    ...{ host: '127.0.0.1', port, retryStrategy: () => 50, maxRetriesPerRequest: null },
    ...(at === -1 ? {} : { password: more[at + 1] ?? '' }),
  });
  client.on('error', () => undefined);
  await client.ping();
  return { url: `redis://127.0.0.1:${String(port)}`, port, client, stop: () => stop(server, client) };
}

async function stop(server: ChildProcess, client: Redis): Promise<void> {
  client.disconnect();
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
}

/** Free now; somebody else may take it before it is used, which a test would notice. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
