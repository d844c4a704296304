/** A class through the real pipeline: order, retries, and faults that do not affect other submissions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gradeBatch, type BatchOptions } from '../../grader/batch/batch.js';
import { GraderError } from '../../grader/errors.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { GradeReport } from '../../grader/schema/report.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

let driver: Driver;
let rubric: ResolvedRubric;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
  rubric = await loadRubric('rubrics/quiz2.yaml', { data: {} });
});

const NAMES = ['perfect', 'nan', 'missing-file', 'throws'];
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

async function run(jobs: number, own: Driver = driver, submissions = found, options: Partial<BatchOptions> = {}) {
  const out = makeFolder();
  const result = await gradeBatch(submissions, { rubric, driver: own, out, jobs, ...options });
  return { out, ...result };
}

function reportIn(out: string, id: string): GradeReport {
  return JSON.parse(readFileSync(join(out, 'reports', id, 'report.json'), 'utf8')) as GradeReport;
}

test('the same reports and scores in the same order, one at a time and side by side', async () => {
  const [alone, together] = [await run(1), await run(8)];
  expect(readFileSync(join(together.out, 'scores.csv'), 'utf8')).toBe(
    readFileSync(join(alone.out, 'scores.csv'), 'utf8'),
  );
  expect(together.standings.map(({ submission }) => submission.id)).toEqual(NAMES);
  for (const id of NAMES) {
    const [{ timing: _alone, ...first }, { timing: _together, ...second }] = [
      reportIn(alone.out, id),
      reportIn(together.out, id),
    ];
    expect(second).toEqual(first);
  }
}, 60_000);

describe('a fault of the grader', () => {
  // the warm room and the cold start of one attempt both fail
  const ONE_ATTEMPT = 3;

  test('that passes is tried again and costs nothing', async () => {
    const { out } = await run(1, failing(2 * ONE_ATTEMPT), found.slice(0, 1));
    expect(reportIn(out, 'perfect').verdict).toMatchObject({ status: 'graded', earned: 100 });
  });
  test('that stays leaves it ungraded, with the reason, and never at zero', async () => {
    const { out, standings } = await run(1, failing(1000), found.slice(0, 1));
    expect(standings.map(({ verdict }) => [verdict.status, verdict.earned])).toEqual([['ungraded', null]]);
    expect(reportIn(out, 'perfect').notes).toEqual([
      { audience: 'system', text: 'SPAWN_FAILED: no process can be started: EAGAIN' },
    ]);
    expect(readFileSync(join(out, 'scores.csv'), 'utf8')).toMatch(/^perfect,,,,ungraded,,100,/m);
  });
  test('does not affect others', async () => {
    const gone = { ...found[0], id: 'gone', path: 'submissions/quiz2/not-there', submittedAt: null, submitters: [] };
    const { standings } = await run(1, driver, [gone, ...found.slice(0, 1)]);
    expect(standings.map(({ verdict }) => [verdict.status, verdict.earned])).toEqual([
      ['ungraded', null],
      ['graded', 100],
    ]);
  });
});

test('an abort keeps finished submissions and says that the run was stopped', async () => {
  const controller = new AbortController();
  const { out, standings, stopped } = await run(1, driver, found, {
    signal: controller.signal,
    onFinished: (_id, finished) => {
      if (finished === 2) controller.abort();
    },
  });
  expect([standings.length, stopped]).toEqual([2, true]);
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
