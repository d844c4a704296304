/** A submission on which the grader dies: after the second time it is left out, and the class continues without it. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  finishedIn,
  idsIn,
  journalIn,
  makeClass,
  reportsIn,
  runBatch,
  scoresIn,
  startBatch,
} from '../support/class-runs.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { until } from '../support/until.js';

afterAll(removeFolders);

const linesIn = (out: string) => (existsSync(join(out, 'journal.jsonl')) ? journalIn(out) : []);
const isUnderWay = (out: string, id: string) =>
  linesIn(out)
    .filter((line) => line.includes(`"id":"${id}"`))
    .at(-1)
    ?.includes('"begun":') === true;

/** A submission that takes seconds stands for one that kills the grader: the grader is killed while it is graded. */
const DEADLY = 'infinite-loop';

async function killWhileAt(id: string, args: readonly string[], out: string): Promise<void> {
  const before = linesIn(out).length;
  const running = startBatch(args);
  await until(() => linesIn(out).length !== before && isUnderWay(out, id), `${id} is under way`);
  running.kill('SIGKILL');
  expect((await running).signal).toBe('SIGKILL');
}

describe('a submission that was being graded twice when the grader was killed', () => {
  test('is left ungraded with the reason, stays so, and the others are graded', async () => {
    const { folder, rubric } = makeClass([DEADLY, 'nan', 'perfect'], 0.5);
    const out = makeFolder();
    const args = [folder, '--rubric', rubric, '--out', out, '--resume', '--jobs', '1'];
    await killWhileAt(DEADLY, args, out);
    await killWhileAt(DEADLY, args, out);

    const third = await runBatch(args);
    expect([third.exitCode, third.stderr]).toEqual([
      4,
      expect.stringContaining(`${DEADLY} is left ungraded: it was started`),
    ]);
    expect(scoresIn(out)).toMatch(new RegExp(`^${DEADLY},,,,ungraded,,100,`, 'm'));
    expect(scoresIn(out)).toMatch(/^nan,,,,graded,/m);
    expect(scoresIn(out)).toMatch(/^perfect,,,,graded,100,/m);
    const { notes } = reportsIn(out)[DEADLY] as { notes: { audience: string; text: string }[] };
    expect(notes).toEqual([
      { audience: 'system', text: expect.stringMatching(/^INTERNAL: it was started twice, .*`tuxgrade grade` shows/) },
    ]);

    const [scores, finished] = [scoresIn(out), finishedIn(out).length];
    const pages = ['report.html', 'staff.html'].map((name) => join(out, 'reports', DEADLY, name));
    rmSync(pages[0] ?? '');
    const fourth = await runBatch([...args, '--staff-pages']);
    expect(pages.map((page) => existsSync(page))).toEqual([true, true]);
    expect([fourth.exitCode, fourth.stderr]).toEqual([4, expect.stringContaining('2 were finished before')]);
    expect(scoresIn(out)).toBe(scores);
    // nothing is tried again
    expect(finishedIn(out)).toHaveLength(finished);

    appendFileSync(join(folder, DEADLY, 'backprop.ts'), '\n// changed\n');
    const fifth = await runBatch(args);
    expect(fifth.exitCode).toBe(0);
    expect(scoresIn(out)).toMatch(new RegExp(`^${DEADLY},,,,graded,`, 'm'));
  }, 90_000);

  test('is tried again with another rubric', async () => {
    const { folder, rubric } = makeClass([DEADLY], 0.5);
    const out = makeFolder();
    const args = [folder, '--rubric', rubric, '--out', out, '--resume'];
    await killWhileAt(DEADLY, args, out);
    await killWhileAt(DEADLY, args, out);
    writeFileSync(rubric, readFileSync(rubric, 'utf8').replace('callSeconds: 0.5', 'callSeconds: 0.6'));
    const { exitCode } = await runBatch(args);
    expect([exitCode, scoresIn(out)]).toEqual([0, expect.stringMatching(new RegExp(`^${DEADLY},,,,graded,`, 'm'))]);
  }, 60_000);

  test('is distinguished from what was graded beside it, which is then graded alone', async () => {
    const { folder, rubric } = makeClass([DEADLY, 'perfect', 'nan', 'throws'], 0.5);
    const out = makeFolder();
    const args = [folder, '--rubric', rubric, '--out', out, '--resume', '--jobs', '4'];
    await killWhileAt(DEADLY, args, out);
    await killWhileAt(DEADLY, args, out);
    const { exitCode, stderr } = await runBatch(args);
    expect([exitCode, stderr.match(/is left ungraded/g)]).toEqual([4, ['is left ungraded']]);
    expect(scoresIn(out)).toMatch(/^perfect,,,,graded,100,/m);
    expect(scoresIn(out)).toMatch(new RegExp(`^${DEADLY},,,,ungraded,`, 'm'));
  }, 60_000);
});

test('a run that is stopped properly, again and again, does not give up any submission', async () => {
  const { folder, rubric } = makeClass([DEADLY], 0.5);
  const out = makeFolder();
  const args = [folder, '--rubric', rubric, '--out', out, '--resume'];
  for (const _time of [1, 2, 3]) {
    const before = linesIn(out).length;
    const running = startBatch(args);
    await until(() => linesIn(out).length !== before && isUnderWay(out, DEADLY), `${DEADLY} is under way`);
    running.kill('SIGINT');
    expect((await running).exitCode).toBe(130);
  }
  expect((await runBatch(args)).exitCode).toBe(0);
}, 60_000);

test('a journal from a version that did not record starts is continued', async () => {
  const { folder, rubric } = makeClass(['perfect', 'nan']);
  const out = makeFolder();
  const args = [folder, '--rubric', rubric, '--out', out, '--resume'];
  expect((await runBatch(args)).exitCode).toBe(0);
  let last = 'tuxgrade-journal-1';
  const old = finishedIn(out).map((line) => {
    const { id, submission, inputs, report, status } = JSON.parse(line) as Record<string, string>;
    const body = JSON.stringify({ id, submission, inputs, report, status }).slice(0, -1);
    last = createHash('sha256').update(`${last}\n${body}`).digest('hex').slice(0, 16);
    return `${body},"check":"${last}"}\n`;
  });
  writeFileSync(join(out, 'journal.jsonl'), old.join(''));
  const scores = scoresIn(out);
  const { exitCode, stderr } = await runBatch(args);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('2 were finished before')]);
  expect(stderr).not.toContain('not believed');
  expect(scoresIn(out)).toBe(scores);
  expect(new Set(idsIn(out)).size).toBe(2);
}, 60_000);
