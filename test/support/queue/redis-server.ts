/** A real redis-server on a free port of this machine alone, with its data in a folder of its own; ended by its pid. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { Redis } from 'ioredis';
import { makeFolder } from '../folders.js';
import { freePort } from '../free-port.js';

/** Why none can be started here; null when one can. */
export function whyNoRedis(): string | null {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'pipe' });
    return null;
  } catch {
    return 'redis-server is not installed (setup.sh --with-redis)';
  }
}

export class RedisServer {
  readonly port: number;
  readonly #folder = makeFolder();
  readonly #options: readonly string[];
  #process: ReturnType<typeof startServer> | null = null;

  private constructor(port: number, options: readonly string[]) {
    this.port = port;
    this.#options = options;
  }

  /** `options` as on the command line of redis-server; by default it is as a queue needs it. */
  static async start(options: readonly string[] = []): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${String(this.port)}`;
  }

  async start(): Promise<void> {
    const data = ['--dir', this.#folder, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''];
    const own = ['--port', String(this.port), '--bind', '127.0.0.1', '--maxmemory-policy', 'noeviction', ...data];
    this.#process = startServer([...own, ...this.#options]);
    const client = new Redis(this.url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    // any answer will do: it may ask for a password
    await client.ping().catch(() => undefined);
    client.disconnect();
  }

  /** As when its machine loses power. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#process;
    this.#process = null;
  }

  /** Everything in it is gone. */
  lose(): void {
    rmSync(join(this.#folder, 'appendonlydir'), { recursive: true, force: true });
  }

  /** Everything that is in it, as text. */
  async contents(): Promise<string[]> {
    const client = new Redis(this.url);
    const texts: string[] = [];
    for (const key of await client.keys('*')) texts.push(`${key} ${await client.dump(key)}`);
    client.disconnect();
    return texts;
  }

  async flush(): Promise<void> {
    const client = new Redis(this.url);
    await client.flushall();
    client.disconnect();
  }
}

function startServer(args: readonly string[]) {
  return execa('redis-server', args, { reject: false, stdout: 'ignore', stderr: 'ignore' });
}
