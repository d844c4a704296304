/** An overview of a queue as gauges for Prometheus. */
import { Gauge, Registry } from 'prom-client';
import type { Overview } from '../admin/overview.js';

/** null: Redis does not answer, which is a state and not the end of monitoring. */
export async function queueMetrics(overview: Overview | null): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  gauge('tuxgrade_queue_up', 'Whether Redis answers').set(overview === null ? 0 : 1);
  if (overview === null) return await registry.metrics();
  const labels = ['course', 'lane'];
  const jobs = gauge('tuxgrade_queue_jobs', 'Jobs, by course, lane and state', [...labels, 'state']);
  const oldest = gauge('tuxgrade_queue_oldest_wait_seconds', 'How long the first that waits has waited', labels);
  const paused = gauge('tuxgrade_queue_paused', 'Whether the course is paused', labels);
  for (const { course, lane, waiting, active, failed, isPaused, oldestWaitMs } of overview.lanes) {
    for (const [state, count] of Object.entries({ waiting, active, failed })) jobs.set({ course, lane, state }, count);
    oldest.set({ course, lane }, (oldestWaitMs ?? 0) / 1000);
    paused.set({ course, lane }, isPaused ? 1 : 0);
  }
  gauge('tuxgrade_queue_workers', 'Connected workers of this version').set(overview.workers);
  const other = gauge('tuxgrade_queue_other_version_jobs', 'Jobs that wait for workers of another version', [
    'version',
  ]);
  for (const { version, waiting } of overview.otherVersions) other.set({ version }, waiting);
  return await registry.metrics();
}
