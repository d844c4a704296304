/** `tuxgrade queue metrics`: an overview of a queue for Prometheus, printed once or served. */
import { EXIT, type ExitCode } from '../../errors.js';
import { overviewOf } from '../../queue/admin/overview.js';
import { queueMetrics } from '../../queue/metrics/queue-metrics.js';
import { addressOf, serveMetrics } from '../../queue/metrics/serve.js';
import { openRedis } from '../../queue/redis.js';
import { abortOnInterrupt } from '../interrupt.js';

export interface QueueMetricsArguments {
  readonly queue: string;
  readonly listen?: string | undefined;
}

export async function metrics({ queue, listen }: QueueMetricsArguments): Promise<ExitCode> {
  const address = listen === undefined ? null : addressOf(listen, '--listen');
  const signal = abortOnInterrupt();
  const redis = await openRedis(queue, { isPatient: false });
  try {
    if (address === null) {
      process.stdout.write(await queueMetrics(await overviewOf(redis, null, Date.now())));
      return EXIT.OK;
    }
    const collect = async () => queueMetrics(await overviewOf(redis, null, Date.now()).catch(() => null));
    const close = await serveMetrics(address, collect);
    process.stderr.write(`Serving http://${address.host}:${String(address.port)}/metrics until Ctrl-C\n`);
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve, { once: true });
    });
    await close();
    return EXIT.OK;
  } finally {
    redis.disconnect();
  }
}
