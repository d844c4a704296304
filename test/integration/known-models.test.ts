/** A model whose files were admitted before is not read again; one that was refused, or that changed by a byte, is. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { folderCache } from '../../grader/cache/blobs.js';
import { gradeOne, loadRubric, type Driver, type ResolvedRubric } from '../../grader/index.js';
import { evaluationsIn } from '../../grader/kept/evaluations.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

let rubric: ResolvedRubric;
let driver: Driver;
const started: string[] = [];
beforeAll(async () => {
  rubric = await loadRubric('rubrics/hw2-circle.yaml');
  const own = await chooseDriver('bubblewrap');
  driver = {
    ...own,
    start: (launch) => {
      started.push(launch.program);
      return own.start(launch);
    },
  };
});

/** The report but for what it took, and how many readers were started. */
async function grade(submission: string, kept: string) {
  started.length = 0;
  const { timing: _timing, ...report } = await gradeOne(submission, {
    ...{ rubric, driver, evaluations: evaluationsIn(folderCache(kept)) },
  });
  return { report, readers: started.filter((program) => program === 'reader').length, all: started.length };
}

test('the same files are read once, and give the same report', async () => {
  const [kept, copy] = [makeFolder(), join(makeFolder(), 'good')];
  cpSync('submissions/hw2-circle/good', copy, { recursive: true });
  const first = await grade(copy, kept);
  expect(first.readers).toBe(1);
  const again = await grade(copy, kept);
  expect([again.readers, again.all]).toEqual([0, 0]);
  expect(again.report).toEqual(first.report);
  const weights = join(copy, 'deep', 'weights.bin');
  const bytes = readFileSync(weights);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  writeFileSync(weights, bytes);
  expect((await grade(copy, kept)).readers).toBe(1);
});

test('a refused model is read again', async () => {
  const kept = makeFolder();
  const first = await grade('submissions/hw2-circle/nan-weights', kept);
  const again = await grade('submissions/hw2-circle/nan-weights', kept);
  expect([first.readers, again.readers]).toEqual([1, 1]);
  expect(again.report).toEqual(first.report);
});
