/** `rejudge` and `regrade` as staff use them: what is printed, what is written, and what is refused. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changedRubric } from '../support/changed-rubric.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const QUIZ2 = 'rubrics/quiz2.yaml';
const NAMES = ['nan', 'perfect', 'wrong-shapes'];
const MORE_POINTS = changedRubric(
  QUIZ2,
  ['points: 100', 'points: 102'],
  ['points: 30\n', 'points: 32\n'],
  ['value: z1, points: 3', 'value: z1, points: 5'],
);
const MORE_CODE = changedRubric(QUIZ2, ['    seed: 1\n', '    seed: 2\n']);

let [folder, graded] = ['', ''];
beforeAll(async () => {
  [folder, graded] = [makeFolder(), makeFolder()];
  for (const name of NAMES) cpSync(join('submissions', 'quiz2', name), join(folder, name), { recursive: true });
  await runCommand(['batch', folder, '--rubric', QUIZ2, '--out', graded]);
}, 60_000);

/** A run that a test may change. */
function copyOfRun(): string {
  const copy = makeFolder();
  cpSync(graded, copy, { recursive: true });
  return copy;
}

/** Every file of a run with its text. */
function contentOf(run: string): Record<string, string> {
  const files = readdirSync(run, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.filter((path) => !path.endsWith('.lock')).map((path) => [path, readFileSync(path, 'base64')]),
  );
}

const auditOf = (run: string) =>
  readFileSync(join(run, 'audit.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { action: string; by: string; details: Record<string, unknown> });

describe('rejudge', () => {
  test('without --apply it shows what would change, and writes nothing', async () => {
    const run = copyOfRun();
    const before = contentOf(run);
    const { exitCode, stdout } = await runCommand(['rejudge', run, '--rubric', MORE_POINTS]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/answers +3 +0 +0/);
    expect(stdout).toMatch(/perfect +100 of 100 → 102 of 102/);
    expect(stdout).toContain('Nothing was written.');
    expect(contentOf(run)).toEqual(before);
  });

  test('with --apply it writes, keeps the old reports, and says so in the audit trail', async () => {
    const run = copyOfRun();
    const old = readFileSync(join(run, 'reports', 'perfect', 'report.json'), 'utf8');
    const args = ['rejudge', run, '--rubric', MORE_POINTS, '--apply', '--author', 'Ann', '--reason', 'z1 counts more'];
    expect(await runCommand(args)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(run, 'reports', 'perfect', 'earlier', '0001.json'), 'utf8')).toBe(old);
    expect(readFileSync(join(run, 'scores.csv'), 'utf8')).toMatch(/^perfect,.*,102,102,/m);
    expect(auditOf(run)).toMatchObject([
      { action: 'rejudge', by: 'Ann', details: { replaced: 3, run: 0, reason: 'z1 counts more' } },
    ]);
    const resumed = await runCommand(['batch', folder, '--rubric', MORE_POINTS, '--out', run, '--resume']);
    expect(resumed.stderr).toContain('3 were finished before and kept');
    // the same again changes nothing
    const { stdout } = await runCommand(['rejudge', run]);
    expect(stdout).toContain('0 of 3 submissions changed');
  }, 60_000);

  test('what was not observed is named; it is applied only with --run', async () => {
    const run = copyOfRun();
    const before = contentOf(run);
    const refused = await runCommand(['rejudge', run, '--rubric', MORE_CODE, '--apply']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('nothing was written: 3 submissions would have to be run');
    expect(refused.stderr).toContain('perfect was not judged again:');
    expect(contentOf(run)).toEqual(before);
    const ran = await runCommand(['rejudge', run, '--rubric', MORE_CODE, '--apply', '--run']);
    expect(ran.exitCode).toBe(0);
    expect(auditOf(run)).toMatchObject([{ action: 'rejudge', details: { run: 3 } }]);
    const { stdout } = await runCommand(['rejudge', run, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ judged: 3, changed: [], notObserved: [] });
  }, 60_000);

  test('a report that was edited by hand is told, and kept when it is replaced', async () => {
    const run = copyOfRun();
    const path = join(run, 'reports', 'nan', 'report.json');
    const edited = readFileSync(path, 'utf8').replace(/"title": "Typed answers: forward[^"]*"/, '"title": "Mine"');
    writeFileSync(path, edited);
    const { stderr } = await runCommand(['rejudge', run, '--rubric', MORE_POINTS, '--apply']);
    expect(stderr).toContain('nan: its report was changed by hand since it was written');
    expect(readFileSync(join(run, 'reports', 'nan', 'earlier', '0001.json'), 'utf8')).toBe(edited);
  });

  test('a report that cannot be read is left as it is and told', async () => {
    const run = copyOfRun();
    const path = join(run, 'reports', 'nan', 'report.json');
    writeFileSync(path, '{"schemaVersion": 1');
    const { exitCode, stderr } = await runCommand(['rejudge', run, '--rubric', MORE_POINTS, '--apply']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('nan has a report.json that is not JSON');
    expect(readFileSync(path, 'utf8')).toBe('{"schemaVersion": 1');
    expect(readFileSync(join(run, 'scores.csv'), 'utf8')).toMatch(/^perfect,.*,102,102,/m);
  });

  test('a published score is not lowered unless that is allowed', async () => {
    const run = copyOfRun();
    const fewer = changedRubric(
      QUIZ2,
      ['points: 100', 'points: 98'],
      ['points: 30\n', 'points: 28\n'],
      ['value: z1, points: 3', 'value: z1, points: 1'],
    );
    await runCommand(['publish', run]);
    const before = contentOf(run);
    const refused = await runCommand(['rejudge', run, '--rubric', fewer, '--apply']);
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain('this would lower 3 scores');
    const regraded = await runCommand(['regrade', run, 'perfect', '--submission', 'submissions/quiz2/nan']);
    expect(regraded).toMatchObject({ exitCode: 2 });
    expect(regraded.stderr).toContain('this would lower perfect from 100 to 85.11');
    expect(contentOf(run)).toMatchObject(before);
    expect(await runCommand(['rejudge', run, '--rubric', fewer, '--apply', '--allow-lower'])).toMatchObject({
      exitCode: 0,
    });
  }, 60_000);

  test.each([
    ['a folder that is not a run', () => ['rejudge', folder], 'is not the folder of a run'],
    ['the rubric of another homework', () => ['rejudge', graded, '--rubric', 'hw2-circle'], 'is a run of quiz2'],
    ['no folder', () => ['rejudge'], 'rejudge needs the folder of a run'],
  ])('%s is a usage error', async (_title, args, sentence) => {
    const { exitCode, stderr } = await runCommand(args());
    expect(exitCode).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe('regrade', () => {
  test('runs it again; if nothing differs, it says that, and the old report is not doubled', async () => {
    const run = copyOfRun();
    const { exitCode, stdout } = await runCommand(['regrade', run, 'perfect', '--reason', 'asked', '--author', 'Ann']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('0 of 1 submission changed');
    expect(stdout).toContain('Nothing that a mark depends on differs');
    expect(auditOf(run)).toMatchObject([
      {
        action: 'regrade',
        by: 'Ann',
        details: { submission: 'perfect', reason: 'asked', before: { earned: 100 }, after: { earned: 100 } },
      },
    ]);
  });

  test('another submission in its place: old and new, why, and both are kept', async () => {
    const run = copyOfRun();
    const { stdout } = await runCommand(['regrade', run, 'nan', '--submission', 'submissions/quiz2/perfect']);
    expect(stdout).toMatch(/nan +85.11 → 100 of 100/);
    expect(stdout).toMatch(/What differs: the submission \([0-9a-f]{12}, now [0-9a-f]{12}\)/);
    expect(stdout).toContain('put it there, too');
    expect(existsSync(join(run, 'reports', 'nan', 'earlier', '0001.json'))).toBe(true);
    expect(readFileSync(join(run, 'scores.csv'), 'utf8')).toMatch(/^nan,.*,100,100,/m);
  });

  test('what is no longer there is told, and the old report stays', async () => {
    const run = copyOfRun();
    const facts = join(run, 'run.json');
    const gone = join(makeFolder(), 'gone');
    writeFileSync(facts, readFileSync(facts, 'utf8').replaceAll(folder, gone));
    const before = readFileSync(join(run, 'reports', 'nan', 'report.json'), 'utf8');
    const { exitCode, stderr } = await runCommand(['regrade', run, 'nan']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(gone);
    expect(readFileSync(join(run, 'reports', 'nan', 'report.json'), 'utf8')).toBe(before);
    rmSync(run, { recursive: true });
  });

  test('a student who is not in the run is a usage error with a suggestion', async () => {
    const { exitCode, stderr } = await runCommand(['regrade', copyOfRun(), 'perfekt']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Did you mean perfect?');
  });
});
