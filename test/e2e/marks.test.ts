/** Marks that staff change on the command line: a small class of quiz2, graded once, and copies of its run. */
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { writeAdjustment } from '../../grader/decided/adjustment-lines.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { makeClass } from '../support/class-runs.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const { folder, rubric } = makeClass(['perfect', 'throws', 'bias-missing']);
const graded = join(makeFolder(), 'run');
beforeAll(async () => {
  const { exitCode, stderr } = await runCommand([
    'batch',
    folder,
    '--rubric',
    rubric,
    '--out',
    graded,
    '--staff-pages',
  ]);
  expect({ exitCode, failed: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, failed: '' });
}, 300_000);

function copyOfRun(): string {
  const run = join(makeFolder(), 'run');
  cpSync(graded, run, { recursive: true });
  return run;
}
const read = (...path: readonly string[]) => readFileSync(join(...path), 'utf8');
const reportIn = (run: string, id: string) => JSON.parse(read(run, 'reports', id, 'report.json')) as GradeReport;
const pointsIn = (run: string, id: string, check: string) =>
  reportIn(run, id).results.find((result) => result.id === check)?.earned;
const adjusting = (run: string, id: string, check: string, ...rest: readonly string[]) =>
  ['adjust', run, id, check, '--reason', 'the 7 is a 1', '--author', 'Ann Author', ...rest] as const;
const adjust = (...given: Parameters<typeof adjusting>) => runCommand(adjusting(...given));
/** What a student gets, and what staff share with them. */
const studentFiles = (run: string, id: string) =>
  ['report.html', 'results.json'].map((name) => read(run, 'reports', id, name)).join('\n');

describe('adjust', () => {
  test('says what changed, and the student reads the reason but not who gave it', async () => {
    const run = copyOfRun();
    // 30 points for the answers and 60 in all
    const { exitCode, stdout } = await adjust(run, 'throws', 'answers', '--points', '12');
    expect(stdout).toContain('throws: answers from 30 to 12 of 30 points\nTotal: from 60 to 42 of 100\n');
    expect(exitCode).toBe(0);
    const told = studentFiles(run, 'throws');
    expect(told).toContain('adjusted by staff from 30 to 12: the 7 is a 1');
    expect(told).not.toContain('Ann Author');
    expect(read(run, 'reports', 'throws', 'staff.html')).toContain('adjusted by Ann Author');
    const json = await adjust(run, 'throws', 'answers', '--by=-2', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      ...{ submission: 'throws', check: 'answers', wasEdited: false },
      ...{ before: { earned: 12 }, after: { earned: 28, adjustment: { machine: 30 } } },
      total: [{ earned: 42 }, { earned: 58 }],
    });
  });
  test.each<[string[], string]>([
    [['throws', 'answers', '--points', '31'], '--points 31: answers has from 0 to 30 points'],
    [['throws', 'answers', '--points=-1'], '--points -1: answers has from 0 to 30 points'],
    [['throws', 'answers', '--points', 'many'], '--points is not a number'],
    [['throws', 'answer', '--points', '1'], 'quiz2 has no check answer. Did you mean answers?'],
    [['thrws', 'answers', '--points', '1'], 'Did you mean throws?'],
    [['throws', 'answers'], 'adjust takes one of --points, --by and --undo, not 0'],
    [['throws', 'answers', '--points', '1', '--by', '2'], 'adjust takes one of --points, --by and --undo, not 2'],
    [['throws', 'answers', '--by', '2', '--undo'], 'adjust takes one of --points, --by and --undo, not 2'],
    [['throws', 'answers', '--undo'], 'answers of throws is not adjusted'],
    [['throws', 'answers', '--points', '1', '--reasn', 'x'], 'Did you mean --reason?'],
  ])('%j is refused', async (args, sentence) => {
    const { exitCode, stderr } = await runCommand(['adjust', graded, ...args, '--reason', 'r']);
    expect(stderr).toContain(sentence);
    expect(exitCode).toBe(2);
    expect(existsSync(join(graded, 'adjustments.jsonl'))).toBe(false);
  });
  test('needs a reason, and the folder of a run', async () => {
    const unexplained = await runCommand(['adjust', graded, 'throws', 'answers', '--points', '1']);
    expect(unexplained.stderr).toContain('needs --reason');
    const other = makeFolder();
    const { exitCode, stderr } = await adjust(other, 'throws', 'answers', '--points', '1');
    expect(stderr).toContain('is not the folder of a run');
    expect(exitCode).toBe(2);
    expect(readdirSync(other)).toEqual([]);
  });
  test('of several people at once loses nobody: whoever has to wait is told for whom', async () => {
    const run = copyOfRun();
    const checks = ['answers', 'jacobian', 'operations', 'forward-seed'];
    const results = await Promise.all(checks.map((check) => runCli(adjusting(run, 'throws', check, '--points', '1'))));
    const [done, refused] = [0, 2].map((code) => checks.filter((_check, at) => results[at]?.exitCode === code));
    expect([...(done ?? []), ...(refused ?? [])]).toHaveLength(checks.length);
    expect(done).not.toEqual([]);
    for (const { exitCode, stderr } of results) if (exitCode === 2) expect(stderr).toMatch(/in use by process \d+ on/);
    for (const check of refused ?? []) {
      expect((await adjust(run, 'throws', check, '--points', '1')).exitCode).toBe(0);
    }
    expect(checks.map((check) => pointsIn(run, 'throws', check))).toEqual([1, 1, 1, 1]);
    expect((await runCommand(['audit', run])).stdout).toContain('4 lines, each follows from the one before');
    expect(read(run, 'scores.csv')).toContain('answers from 30 to 1; jacobian from 6 to 1; operations from 4 to 1');
  }, 60_000);
  test('while a run has the folder, the one who holds it is named', async () => {
    const run = copyOfRun();
    const holder = execa('flock', [join(run, '.lock'), 'sh', '-c', 'echo held; cat'], { reject: false });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const { exitCode, stderr } = await adjust(run, 'throws', 'answers', '--points', '1');
    holder.stdin.end();
    await holder;
    expect(stderr).toContain(`${run} is in use by process`);
    expect(exitCode).toBe(2);
    expect((await adjust(run, 'throws', 'answers', '--points', '1')).exitCode).toBe(0);
  });
});

describe('adjustments survive', () => {
  test('a run that is continued, whatever it grades again; and what was interrupted is made up for', async () => {
    const run = copyOfRun();
    await adjust(run, 'throws', 'answers', '--by=-3');
    await adjust(run, 'perfect', 'jacobian', '--points', '1');
    const kept = read(run, 'reports', 'perfect', 'report.json');
    // the report is graded again, and one whose adjustment was killed before the report was written is made up for
    cpSync(join(graded, 'reports', 'throws', 'report.json'), join(run, 'reports', 'throws', 'report.json'));
    const given = { submission: 'bias-missing', check: 'answers', change: { by: -7 } };
    const line = { ...given, reason: 'r', author: 'a', at: 't' };
    const foreign = JSON.stringify({ ...line, change: { points: 0 } });
    appendFileSync(join(run, 'adjustments.jsonl'), `${foreign}\n${writeAdjustment(line)}\n`);
    const args = ['batch', folder, '--rubric', rubric, '--out', run, '--resume'];
    const { exitCode, stdout, stderr } = await runCommand(args);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('throws was graded again: its report is missing or was changed');
    expect(stdout).toContain('adjustments.jsonl: line 3 is not a line of adjustments, or was changed: it is not used');
    expect(pointsIn(run, 'throws', 'answers')).toBe(27);
    expect(pointsIn(run, 'bias-missing', 'answers')).toBe(20);
    expect(read(run, 'reports', 'perfect', 'report.json')).toBe(kept);
    expect(read(run, 'scores.csv')).toContain('answers from 30 to 27');
  }, 120_000);
  test('regrade and rejudge, relative to what the grader gives then', async () => {
    const run = copyOfRun();
    await adjust(run, 'throws', 'answers', '--by=-3');
    const { exitCode } = await runCommand(['regrade', run, 'throws', '--reason', 'asked']);
    expect(exitCode).toBe(0);
    expect(pointsIn(run, 'throws', 'answers')).toBe(27);
    const harder = join(makeFolder(), 'quiz2.yaml');
    // the answers have 29 points now: 1 less for the first step
    writeFileSync(
      harder,
      read(rubric)
        .replace('points: 100', 'points: 99')
        .replace('points: 30', 'points: 29')
        .replace('value: z1, points: 3 }', 'value: z1, points: 2 }'),
    );
    const judged = await runCommand(['rejudge', run, '--rubric', harder, '--apply', '--author', 'Ann']);
    expect({ code: judged.exitCode, told: judged.stdout }).toMatchObject({ code: 0 });
    expect(reportIn(run, 'throws').results[0]).toMatchObject({ earned: 26, possible: 29, adjustment: { machine: 29 } });
    expect((await runCommand(['audit', run])).exitCode).toBe(0);
  }, 120_000);
});

describe('publish', () => {
  /** The titles, places and hints of the checks of quiz2 that wait for it. */
  const waitingIn = (run: string) =>
    reportIn(run, 'throws')
      .results.filter(({ visibility }) => visibility === 'after_published')
      .flatMap(({ id, title, hint }) => [`check-${id}"`, title, ...(hint === undefined ? [] : [hint])]);

  test('shows students what waited for it, and --undo takes it back to the byte', async () => {
    const run = copyOfRun();
    const pageOf = (id: string) => read(run, 'reports', id, 'report.html');
    const ids = ['perfect', 'throws', 'bias-missing'];
    const before = ids.map((id) => studentFiles(run, id));
    const waiting = waitingIn(run);
    const told = () => waiting.filter((words) => pageOf('throws').replaceAll('&quot;', '"').includes(words));
    expect(told()).toEqual([]);
    const counts = () => ids.map((id) => (pageOf(id).match(/class="check"/g) ?? []).length);
    expect(counts()).toEqual([5, 5, 5]);
    const { exitCode, stdout } = await runCommand(['publish', run, '--author', 'Ann']);
    expect(stdout).toContain('Published: students see what is after_published or after_due_date.');
    expect(exitCode).toBe(0);
    expect(counts()).toEqual([7, 7, 7]);
    expect(told().length).toBeGreaterThanOrEqual(4);
    expect(pageOf('perfect')).toContain('100 <small>of 100 points');
    const results = JSON.parse(read(run, 'reports', 'throws', 'results.json')) as { tests: { visibility: string }[] };
    expect(results.tests.map(({ visibility }) => visibility)).toEqual(Array.from({ length: 7 }, () => 'visible'));
    // a run that is continued, and pages that are made anew, keep it
    await runCommand(['batch', folder, '--rubric', rubric, '--out', run, '--resume']);
    await runCommand(['pages', join(run, 'reports', 'throws')]);
    expect(counts()).toEqual([7, 7, 7]);
    const undone = await runCommand(['publish', run, '--undo', '--author', 'Ann']);
    expect(undone.stdout).toContain('No longer published');
    expect(ids.map((id) => studentFiles(run, id))).toEqual(before);
    expect(told()).toEqual([]);
    expect((await runCommand(['publish', run, '--undo'])).stderr).toContain(
      'is not published, so there is nothing to undo',
    );
    const { stdout: trail } = await runCommand(['audit', run, '--json']);
    const { lines } = JSON.parse(trail) as { lines: { action: string; by: string }[] };
    expect(lines.map(({ action, by }) => [action, by])).toEqual([
      ['publish', 'Ann'],
      ['unpublish', 'Ann'],
    ]);
  }, 120_000);
  test('at a later time changes no page until then', async () => {
    const run = copyOfRun();
    const before = studentFiles(run, 'throws');
    const { stdout } = await runCommand(['publish', run, '--at', '2999-01-01T00:00:00Z']);
    expect(stdout).toContain('To be published at 2999-01-01T00:00:00');
    await runCommand(['pages', run]);
    expect(studentFiles(run, 'throws')).toBe(before);
    const past = await runCommand(['publish', run, '--at', '2018-10-01T09:00:00-05:00']);
    expect(past.stdout).toContain(
      'It was to be published from 2999-01-01T00:00:00.000Z on; this takes the place of that.',
    );
    expect(studentFiles(run, 'throws')).not.toBe(before);
    const lowered = await adjust(run, 'throws', 'answers', '--points', '1');
    expect(lowered.stderr).toContain('the scores are out, and this would lower answers of throws from 30 to 1');
    expect((await adjust(run, 'throws', 'answers', '--points', '1', '--allow-lower')).exitCode).toBe(0);
  }, 60_000);
  test.each([
    [['--at', 'tomorrow'], '--at tomorrow is not written like'],
    [['--at', '2018-10-01T09:00'], '--at 2018-10-01T09:00 has no time zone'],
    [['--at', '2018-02-30T09:00Z'], 'is not a date of the calendar'],
    [['--at', '2018-10-01T09:00Z', '--undo'], 'publish takes --at or --undo, not both'],
  ])('%j is refused', async (args, sentence) => {
    const { exitCode, stderr } = await runCommand(['publish', graded, ...args]);
    expect(stderr).toContain(sentence);
    expect(exitCode).toBe(2);
    expect(existsSync(join(graded, 'publication.json'))).toBe(false);
  });
});

describe('audit', () => {
  test('of a run that nobody changed', async () => {
    expect(await runCommand(['audit', graded])).toMatchObject({ exitCode: 0, stdout: 'Nothing was changed by hand.' });
  });
  test('names the line that was changed, and ends with 2', async () => {
    const run = copyOfRun();
    await adjust(run, 'throws', 'answers', '--points', '12');
    await runCommand(['publish', run]);
    const path = join(run, 'audit.jsonl');
    writeFileSync(path, read(path).replace('"after":12', '"after":30'));
    const { exitCode, stderr, stdout } = await runCommand(['audit', run]);
    expect(stderr).toContain('line 1 was changed');
    expect(stdout).toContain('damaged');
    expect(exitCode).toBe(2);
  });
});
