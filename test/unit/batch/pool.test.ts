import { expect, test } from '@jest/globals';
import { runPool } from '../../../grader/batch/pool.js';

/** Lets others go on, more often the larger the count. */
async function yieldTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('never more than the limit at a time, all of them in the end', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await runPool([...Array(20).keys()], 3, undefined, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await yieldTurns(item % 4);
    running -= 1;
    done.push(item);
  });
  expect(most).toBe(3);
  expect(done.sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
});

test('after an abort nothing is started, and running jobs are awaited', async () => {
  const controller = new AbortController();
  const ended: number[] = [];
  await runPool([1, 2, 3, 4], 2, controller.signal, async (item) => {
    await yieldTurns(5);
    controller.abort();
    ended.push(item);
  });
  expect(ended).toEqual([1, 2]);
});

test('a fault that affects every item stops the pool', async () => {
  const begun: number[] = [];
  const run = runPool([1, 2, 3], 1, undefined, (item) => {
    begun.push(item);
    return Promise.reject(new Error('disk full'));
  });
  await expect(run).rejects.toThrow('disk full');
  expect(begun).toEqual([1]);
});
