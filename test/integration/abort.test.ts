/** An abort of a grading: whenever it comes, its reason is thrown, and nothing is left running. */
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { chooseDriver, gradeOne, loadRubric, type Driver, type ResolvedRubric } from '../../grader/index.js';
import type { Child } from '../../grader/sandbox/process/child.js';

const REASON = new Error('enough');
let real: Driver;
const rubrics = new Map<string, ResolvedRubric>();
beforeAll(async () => {
  real = await chooseDriver('process');
  for (const id of ['quiz2', 'hw2-circle']) rubrics.set(id, await loadRubric(join('rubrics', `${id}.yaml`)));
});

/** The real one, which aborts when it has started its n-th program; `left` are those that have not ended. */
function abortingDriver(nth: number, controller: AbortController): { driver: Driver; left: Set<Child>; count: number } {
  const watched = { driver: real, left: new Set<Child>(), count: 0 };
  const start: Driver['start'] = (launch) => {
    const child = real.start(launch);
    watched.left.add(child);
    void child.exited.then(() => watched.left.delete(child));
    watched.count += 1;
    if (watched.count === nth) controller.abort(REASON);
    return child;
  };
  watched.driver = { ...real, start };
  return watched;
}

function grade(submission: string, driver: Driver, signal: AbortSignal): Promise<unknown> {
  const rubric = rubrics.get(submission.split('/')[0] ?? '');
  if (rubric === undefined) throw new Error(`no rubric for ${submission}`);
  return gradeOne(join('submissions', submission), { rubric, driver, signal });
}

test('before it begins: nothing is started', async () => {
  const signal = AbortSignal.abort(REASON);
  const watched = abortingDriver(0, new AbortController());
  await expect(grade('quiz2/infinite-loop', watched.driver, signal)).rejects.toBe(REASON);
  expect(watched.count).toBe(0);
});

test.each([
  ['quiz2/infinite-loop', 1],
  ['quiz2/infinite-loop', 2],
  ['hw2-circle/good', 1],
  ['hw2-circle/good', 2],
])('%s: when it has started %i of its programs', async (submission, nth) => {
  const controller = new AbortController();
  const watched = abortingDriver(nth, controller);
  const grading = grade(submission, watched.driver, controller.signal);
  await expect(grading).rejects.toBe(REASON);
  expect([...watched.left]).toEqual([]);
});
