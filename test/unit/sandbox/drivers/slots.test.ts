import { expect, test } from '@jest/globals';
import { firstUidOf } from '../../../../grader/sandbox/drivers/slots.js';

const ALL = 4_294_967_295;
const CONTAINER = 65_536;
const MOST_PIDS = 2 ** 22;

test('graders of different pids never share a user, and none is root or beyond what the kernel has', () => {
  expect(firstUidOf(1, ALL)).toBe(0x70000000 + 64);
  expect(firstUidOf(2, ALL) - firstUidOf(1, ALL)).toBe(64);
  // the last user of the last pid is the last of the range
  expect(firstUidOf(MOST_PIDS - 1, ALL) + 63).toBe(0x7fffffff);
});

test('in a container that has 65536 users, the ids are among them', () => {
  for (const pid of [1, 599, 600, 4242, MOST_PIDS - 1]) {
    const first = firstUidOf(pid, CONTAINER);
    expect(first).toBeGreaterThan(1000);
    expect(first + 63).toBeLessThan(CONTAINER - 2);
  }
});
