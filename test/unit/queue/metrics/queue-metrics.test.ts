/** The state of a queue as gauges. */
import { expect, test } from '@jest/globals';
import { queueMetrics } from '../../../../grader/queue/metrics/queue-metrics.js';

test('each lane has its gauges, and a Redis that does not answer is a state', async () => {
  const lane = {
    course: 'a',
    lane: 'urgent',
    waiting: 3,
    active: 2,
    failed: 1,
    isPaused: true,
    oldestWaitMs: 2500,
  } as const;
  const otherVersions = [{ version: '9.9.9', waiting: 7, workers: 0 }];
  const text = await queueMetrics({ version: '1.0.0', workers: 5, lanes: [lane], otherVersions, strange: 0 });
  expect(text).toContain('tuxgrade_queue_up 1');
  expect(text).toContain('tuxgrade_queue_jobs{course="a",lane="urgent",state="waiting"} 3');
  expect(text).toContain('tuxgrade_queue_jobs{course="a",lane="urgent",state="failed"} 1');
  expect(text).toContain('tuxgrade_queue_oldest_wait_seconds{course="a",lane="urgent"} 2.5');
  expect(text).toContain('tuxgrade_queue_paused{course="a",lane="urgent"} 1');
  expect(text).toContain('tuxgrade_queue_workers 5');
  expect(text).toContain('tuxgrade_queue_other_version_jobs{version="9.9.9"} 7');
  const without = await queueMetrics(null);
  expect(without).toContain('tuxgrade_queue_up 0');
  expect(without).not.toContain('tuxgrade_queue_workers');
});
