import { expect, test } from '@jest/globals';
import { defaultJobs } from '../../../grader/cli/jobs.js';

test.each([
  [1, 1],
  [20, 20],
  [21, 20],
  [256, 20],
])('%i cores: %i submissions at a time', (cores, jobs) => {
  expect(defaultJobs(cores)).toBe(jobs);
});
