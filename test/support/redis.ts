/** A Redis with a connection of the test's own. */
import { Redis } from 'ioredis';
import { RedisServer } from './queue/redis-server.js';

export interface RunningRedis {
  readonly url: string;
  readonly port: number;
  readonly client: Redis;
  stop(): Promise<void>;
}

/** Waits until it answers. `more` are arguments such as `--requirepass`, `secret`. */
export async function startRedis(more: readonly string[] = []): Promise<RunningRedis> {
  const server = await RedisServer.start(more);
  const { url, port } = server;
  const at = more.indexOf('--requirepass');
  const client = new Redis({
    ...{ host: '127.0.0.1', port, retryStrategy: () => 50, maxRetriesPerRequest: null },
    ...(at === -1 ? {} : { password: more[at + 1] ?? '' }),
  });
  client.on('error', () => undefined);
  await client.ping();
  const stop = async () => {
    client.disconnect();
    await server.kill();
  };
  return { url, port, client, stop };
}
