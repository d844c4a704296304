/** Which faults are retried, how often, and the final result. */
import { expect, test } from '@jest/globals';
import type { Executor, Job } from '../../../grader/batch/executor.js';
import { withRetries } from '../../../grader/batch/retry.js';
import { GraderError, type Code } from '../../../grader/errors.js';
import type { GradeReport } from '../../../grader/schema/report.js';

const JOB = { id: 'one', path: 'one' } as Job;
const GRADED = { schemaVersion: 1 } as unknown as GradeReport;
const UNGRADED = { schemaVersion: 1, ungraded: true } as unknown as GradeReport;

/** Fails with these, one after the other, then grades; and counts. */
function failingWith(...errors: readonly Error[]) {
  const left = [...errors];
  const state = { runs: 0, closed: 0 };
  const executor: Executor = {
    jobs: 7,
    run: () => {
      state.runs += 1;
      const error = left.shift();
      return error === undefined ? Promise.resolve(GRADED) : Promise.reject(error);
    },
    close: () => {
      state.closed += 1;
      return Promise.resolve();
    },
  };
  return { executor, state };
}

const faultOf = (code: Code) => new GraderError(code, code);

test.each([
  ['no fault', [], GRADED, 1],
  ['a fault of the system, twice', [faultOf('SPAWN_FAILED'), faultOf('SPAWN_FAILED')], GRADED, 3],
  ['a fault of the system, three times', Array.from({ length: 3 }, () => faultOf('INTERNAL')), UNGRADED, 3],
  ["an instructor's fault", [faultOf('RUBRIC_INVALID')], UNGRADED, 1],
] as const)('%s', async (_what, errors, expected, runs) => {
  const { executor, state } = failingWith(...errors);
  const told: string[] = [];
  const retrying = withRetries(executor, (job, fault) => {
    told.push(`${job.id}: ${fault.code}`);
    return UNGRADED;
  });
  expect(await retrying.run(JOB)).toBe(expected);
  expect(state.runs).toBe(runs);
  expect(told).toEqual(expected === UNGRADED ? [`one: ${(errors.at(-1) as GraderError).code}`] : []);
});

test('what is not a fault of the grader, such as an abort, is passed on immediately', async () => {
  const reason = new DOMException('stopped', 'AbortError');
  const { executor, state } = failingWith(reason);
  const retrying = withRetries(executor, () => UNGRADED);
  await expect(retrying.run(JOB)).rejects.toBe(reason);
  expect(state.runs).toBe(1);
});

test('it does as many jobs at a time, and closes', async () => {
  const { executor, state } = failingWith();
  const retrying = withRetries(executor, () => UNGRADED);
  expect(retrying.jobs).toBe(7);
  await retrying.close();
  expect(state.closed).toBe(1);
});
