/** What a worker counts follows from its log: each job once, by how it ended, and none is in progress for ever. */
import { expect, test } from '@jest/globals';
import { workerMetrics } from '../../../../grader/queue/metrics/worker-metrics.js';

test('each job that ends is counted once, and one in trouble is no longer in progress', async () => {
  const lines: string[] = [];
  const { registry, counting } = workerMetrics((event) => lines.push(event), 4);
  const job = (name: string) => ({ course: 'cs101', lane: 'batch', job: name });
  counting('started', { pid: 1 });
  for (const name of ['a', 'b', 'c', 'd']) counting('taken', { ...job(name), ms: 1, waited: 1500 });
  counting('recorded', { ...job('a'), ms: 2000 });
  counting('failed', { ...job('b'), ms: 10 });
  counting('trouble', job('c'));
  const text = await registry.metrics();
  expect(text).toContain('tuxgrade_jobs_total{course="cs101",lane="batch",outcome="recorded"} 1');
  expect(text).toContain('tuxgrade_jobs_total{course="cs101",lane="batch",outcome="failed"} 1');
  expect(text).toContain('tuxgrade_job_duration_seconds_sum{lane="batch",outcome="recorded"} 2');
  expect(text).toContain('tuxgrade_job_wait_seconds_sum{lane="batch"} 6');
  expect(text).toContain('tuxgrade_jobs_in_progress 1');
  expect(text).toContain('tuxgrade_troubles_total 1');
  expect(text).toContain('tuxgrade_worker_places 4');
  expect(lines).toHaveLength(8);
});

test('a clock that is behind makes no negative wait', async () => {
  const { registry, counting } = workerMetrics(() => undefined, 1);
  counting('taken', { course: 'a', lane: 'batch', job: 'a', waited: -5000 });
  expect(await registry.metrics()).toContain('tuxgrade_job_wait_seconds_sum{lane="batch"} 0');
});
