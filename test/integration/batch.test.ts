/** A class through the real pipeline: order, retries, and faults that stay where they belong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gradeBatch } from '../../grader/batch/batch.js';
import { GraderError } from '../../grader/errors.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers.js';
import type { Driver } from '../../grader/sandbox/driver.js';
import type { ResolvedRubric } from '../../grader/schema/resolved.js';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

let driver: Driver;
let rubric: ResolvedRubric;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
  rubric = await loadRubric('rubrics/quiz2.yaml', { data: {} });
});

const NAMES = ['perfect', 'nan', 'missing-file', 'syntax-error', 'wrong-shapes', 'throws'];
const found = NAMES.map((id) => ({ id, path: join('submissions', 'quiz2', id), submittedAt: null, submitters: [] }));

/** A driver that cannot start anything the first `times` times that it is asked. */
function failing(times: number): Driver {
  let left = times;
  return {
    ...driver,
    start: (launch) => {
      left -= 1;
      if (left >= 0) throw new GraderError('SPAWN_FAILED', 'no process can be started: EAGAIN');
      return driver.start(launch);
    },
  };
}

async function run(jobs: number, own: Driver = driver, submissions = found) {
  const out = makeFolder();
  const { reports, stopped } = await gradeBatch(submissions, { rubric, driver: own, out, jobs });
  return { out, reports, stopped };
}

test('the same reports and scores in the same order, one at a time and side by side', async () => {
  const [alone, together] = [await run(1), await run(4)];
  expect(readFileSync(join(together.out, 'scores.csv'), 'utf8')).toBe(
    readFileSync(join(alone.out, 'scores.csv'), 'utf8'),
  );
  expect(together.reports.map(({ submission }) => submission.id)).toEqual(NAMES);
  const bare = ({ reports }: typeof alone) => reports.map(({ timing: _timing, ...rest }) => rest);
  expect(bare(together)).toEqual(bare(alone));
}, 60_000);

describe('a fault of the grader', () => {
  test('that passes is tried again and costs nothing', async () => {
    const { reports } = await run(1, failing(2), found.slice(0, 1));
    expect(reports[0]?.verdict).toMatchObject({ status: 'graded', earned: 100 });
  });
  test('that stays leaves one ungraded, with the reason, and the others as they are', async () => {
    const { reports, out } = await run(1, failing(3), found.slice(0, 2));
    expect(reports.map(({ verdict }) => [verdict.status, verdict.earned])).toEqual([
      ['ungraded', null],
      ['graded', expect.any(Number)],
    ]);
    expect(reports[0]?.notes).toEqual([{ level: 'system', text: 'SPAWN_FAILED: no process can be started: EAGAIN' }]);
    expect(readFileSync(join(out, 'scores.csv'), 'utf8')).toMatch(/^perfect,,,ungraded,,100,/m);
  });
});

test('an abort keeps what is finished and says that it was stopped', async () => {
  const out = makeFolder();
  const controller = new AbortController();
  const { reports, stopped } = await gradeBatch(found, {
    rubric,
    driver,
    out,
    jobs: 1,
    signal: controller.signal,
    onFinished: (_report, finished) => {
      if (finished === 2) controller.abort();
    },
  });
  expect([reports.length, stopped]).toEqual([2, true]);
  expect(readFileSync(join(out, 'scores.csv'), 'utf8').trim().split('\n')).toHaveLength(3);
});

test('run.json says what the scores depend on', async () => {
  const { out } = await run(2, driver, found.slice(2, 3));
  expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toMatchObject({
    rubric: { id: 'quiz2', digest: rubric.digest },
    driver: 'bubblewrap',
    submissions: ['missing-file'],
  });
});
