/** `gradescope run` on this machine: what it makes of submission_metadata.json, and of what cannot be graded. */
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { readResults as read, type Results } from '../support/gradescope-results.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

/** A folder like /autograder with a rubric that has dates, where this machine's sandbox is used. */
function place(files: Readonly<Record<string, string>> = {}, dates = '') {
  const root = makeFolder();
  cpSync('submissions/quiz2/perfect', join(root, 'submission'), { recursive: true });
  const rubric = readFileSync('rubrics/quiz2.yaml', 'utf8').replace(
    '\npoints: 100\n',
    `\npoints: 100\n${DATES.replace('}', `${dates} }`)}\n`,
  );
  writeFiles(root, { ...files, 'rubric.yaml': rubric });
  const run = async (...more: readonly string[]) => {
    const args = ['gradescope', 'run', '--root', root, '--rubric', join(root, 'rubric.yaml'), ...more];
    const { exitCode, stdout, stderr } = await runCommand(args);
    expect(exitCode).toBe(0);
    return { log: stdout + stderr, results: read(readFileSync(join(root, 'results', 'results.json'), 'utf8')) };
  };
  return { root, run };
}
const DATES =
  'dates: { due: "2018-09-13T23:59:00-05:00", closes: "2018-09-15T23:59:00-05:00" }\nlate: { kind: per-day, fraction: 0.1 }';

const METADATA = {
  id: 123,
  created_at: '2018-09-14T10:00:00.000000-05:00',
  assignment: {
    due_date: '2018-09-13T22:00:00.000000-05:00',
    late_due_date: '2018-09-15T22:00:00.000000-05:00',
    total_points: '50.0',
  },
  users: [
    { name: 'Ada Adams', email: 'ada@school.example', id: 1, sid: '0042' },
    { name: 'Ben Zweig', email: 'ben@school.example', id: 2, sid: null },
  ],
  previous_submissions: [{ score: 'NaN', autograder_error: true, results: {} }, { score: '30.0' }],
};
const metadata = (change: object = {}) => ({ 'submission_metadata.json': JSON.stringify({ ...METADATA, ...change }) });

describe('submission_metadata.json', () => {
  test('a group that is a day late', async () => {
    const { log, results } = await place(metadata()).run();
    expect(results).toMatchObject({
      score: 90,
      output: expect.stringContaining('1 day late: 90 % of the points count'),
      extra_data: { submitters: ['Ada Adams', 'Ben Zweig'], attempt: 3 },
    });
    expect(log).toContain(
      'submission_123 of Ada Adams, Ben Zweig, handed in at 2018-09-14T15:00:00.000Z: 90 of 100 points',
    );
    expect(log).toContain('submission 3 to this assignment; of those before, 1 failed by no fault of the student');
    expect(log).toContain('the assignment has 50 points in Gradescope, and the rubric 100');
    expect(log).not.toMatch(/\n\s+at /);
  }, 60_000);
  test('an extension of one of them moves the dates for both', async () => {
    const [ada, ben] = METADATA.users;
    const own = { due_date: '2018-09-15T22:00:00.000000-05:00', late_due_date: '2018-09-17T22:00:00.000000-05:00' };
    const { log, results } = await place(metadata({ users: [ada, { ...ben, assignment: own }] })).run();
    expect(results).toMatchObject({ score: 100, output: expect.stringContaining('due 2018-09-15T23:59:00-05:00') });
    expect(log).toContain('its students have different dates in Gradescope: the latest count');
  }, 60_000);
  test("Gradescope's own dates where the rubric follows them, and a roster before either", async () => {
    const later = { due_date: '2018-09-14T12:00:00-05:00', late_due_date: null };
    const change = metadata({ assignment: later });
    expect((await place(change, ', followSystem: true').run()).results.score).toBe(100);
    expect((await place(change).run()).results.score).toBe(90);
    const { root, run } = place({
      ...change,
      'roster.csv': 'id,email,due\nada,ada@school.example,2018-09-12T10:00:00-05:00\n',
    });
    const { results } = await run('--roster', join(root, 'roster.csv'));
    expect(results).toMatchObject({ score: 80, output: expect.stringContaining('2 days late') });
  }, 90_000);
  test.each<[string, (root: string) => void, RegExp]>([
    [
      'with nothing of use',
      (root) =>
        void writeFiles(root, { 'submission_metadata.json': '{"created_at": {"x": 1}, "users": 7, "assignment": []}' }),
      /created_at is not text[^]*took nothing off/,
    ],
    [
      'that is a link to something secret',
      (root) => {
        symlinkSync('/etc/passwd', join(root, 'submission_metadata.json'));
      },
      /is a link and not a file/,
    ],
    [
      'of 10 MB',
      (root) => void writeFiles(root, { 'submission_metadata.json': `[${'1,'.repeat(5_000_000)}1]` }),
      /has 9\.5 MiB, the limit is 8\.0 MiB/,
    ],
  ])(
    '%s costs no points, and staff are told',
    async (_what, put, remark) => {
      const { root, run } = place();
      put(root);
      const { log, results } = await run();
      expect(results).toMatchObject({ score: 100, extra_data: { submitters: [] } });
      expect(log).toMatch(remark);
      expect(log).not.toContain('root:');
    },
    60_000,
  );
});

const SLEEPS = `
const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
export const forward = sleep;
export const backward = sleep;
`;

describe('what cannot be graded has no score, and a log for staff', () => {
  const expectNone = ({ score, tests, output }: Results, sentence: string) => {
    expect([score, ...tests.map((one) => one.score)]).toEqual([undefined, undefined]);
    expect(output).toContain(sentence);
  };
  test.each<[string, (root: string) => void, readonly string[], RegExp]>([
    [
      'no submission',
      (root) => {
        rmSync(join(root, 'submission'), { recursive: true });
      },
      [],
      /submission/,
    ],
    [
      'a broken rubric',
      (root) => {
        writeFileSync(join(root, 'rubric.yaml'), 'id: [');
      },
      [],
      /rubric\.yaml/,
    ],
    [
      'a time-out that there is not',
      () => undefined,
      ['--timeout', '0'],
      /--timeout is 0, expected minutes from 1 to 40/,
    ],
    ['a roster that is not one', () => undefined, ['--roster', '/dev/null'], /--roster/],
  ])(
    '%s',
    async (_what, change, more, log) => {
      const { root, run } = place(metadata());
      change(root);
      const done = await run(...more);
      expectNone(done.results, 'costs no points');
      expect(done.log).toMatch(log);
      expect(done.log).not.toMatch(/\n\s+at /);
    },
    60_000,
  );
  test('what takes longer than Gradescope allows is ended before that', async () => {
    const { root, run } = place(metadata());
    writeFileSync(join(root, 'submission', 'backprop.ts'), SLEEPS);
    const { log, results } = await run('--timeout', '1');
    expectNone(results, 'grading took longer than Gradescope allows');
    expect(log).toContain('--timeout');
  }, 60_000);
});
