/** A download from a course system, with the command line: graded, remarks printed once, kept on resume. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { makeFolder, removeFolders } from '../support/folders.js';
import { honestZip } from '../support/raw-zip.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const PERFECT = 'submissions/quiz2/perfect';
const FILES = ['answers.json', 'backprop.ts'];
const zipOf = () => honestZip(Object.fromEntries(FILES.map((file) => [file, readFileSync(join(PERFECT, file))])));

/** quiz2 with dates. */
function datedRubric(): string {
  const path = join(makeFolder(), 'dated.yaml');
  const dates = 'dates: { due: "2018-09-13T23:59:00-05:00", closes: "2018-09-15T23:59:00-05:00" }\nchecks:';
  writeFileSync(path, readFileSync('rubrics/quiz2.yaml', 'utf8').replace(/^checks:/m, dates));
  return path;
}

/** By id, as scores.csv has them. */
function scoresIn(out: string): Record<string, string>[] {
  return parse(readFileSync(join(out, 'scores.csv'), 'utf8'), { columns: true });
}

test('Moodle: a zip in a folder, an online text, and dates that are reported once', async () => {
  const root = makeFolder();
  const ada = join(root, 'Ada Adams_1_assignsubmission_file_');
  mkdirSync(ada);
  writeFileSync(join(ada, 'quiz2.zip'), await zipOf());
  mkdirSync(join(root, 'Ada Adams_1_assignsubmission_onlinetext_'));
  writeFileSync(join(root, 'Ada Adams_1_assignsubmission_onlinetext_', 'onlinetext.html'), 'see file');
  cpSync(PERFECT, join(root, 'Bob_2_assignsubmission_file_'), { recursive: true });
  mkdirSync(join(root, 'Cem_3_assignsubmission_file_'));
  const out = join(makeFolder(), 'out');
  const args = ['batch', root, '--rubric', datedRubric(), '--out', out];
  const { exitCode, stdout, stderr } = await runCommand(args);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('taken for a download of Moodle')]);
  expect(stdout.match(/no time of being handed in/g)).toHaveLength(1);
  expect(stdout).toContain('3 of 3 submissions have no time of being handed in');
  expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toMatchObject({
    remarks: [expect.stringContaining('3 of 3 submissions have no time')],
  });
  expect(scoresIn(out).map(({ id, name, earned }) => [id, name, earned])).toEqual([
    ['Ada Adams_1', 'Ada Adams', '100'],
    ['Bob_2', 'Bob', '100'],
    ['Cem_3', 'Cem', '0'],
  ]);
  const again = await runCommand([...args, '--resume', '--json']);
  expect(again.stderr).toContain('3 were finished before and kept');
  expect(again.stderr.match(/no time of being handed in/g)).toHaveLength(1);
  expect((JSON.parse(again.stdout) as { reports: unknown[] }).reports).toHaveLength(3);
}, 120_000);

test('after the closing date: 0 with the reason everywhere, a pair as two lines, numbers with their zeros', async () => {
  const root = join(makeFolder(), 'assignment_7_export');
  cpSync(PERFECT, join(root, 'submission_1'), { recursive: true });
  writeFileSync(
    join(root, 'submission_metadata.yml'),
    `---
submission_1:
  :submitters:
  - :name: Ann Lee
    :sid: '00012345'
  - :name: علی\u200cرضا
    :sid: '0007'
  :created_at: 2018-09-16 12:00:00 -05:00
`,
  );
  const out = join(makeFolder(), 'out');
  const { exitCode, stdout } = await runCommand(['batch', root, '--rubric', datedRubric(), '--out', out]);
  const reason = 'handed in after it closed (2018-09-15T23:59:00-05:00)';
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining(reason)]);
  expect(stdout).not.toContain('no time of being handed in');
  expect(scoresIn(out).map((row) => [row['student_id'], row['name'], row['earned'], row['before_late']])).toEqual([
    ['00012345', 'Ann Lee', '0', '100'],
    ['0007', 'علی\u200cرضا', '0', '100'],
  ]);
  for (const { late } of scoresIn(out)) expect(late).toContain(reason);
  for (const file of ['report.json', 'results.json']) {
    expect(readFileSync(join(out, 'reports', 'submission_1', file), 'utf8')).toContain(reason);
  }
}, 120_000);

test('precheck shows what the code prints, behind a bar', async () => {
  const folder = join(makeFolder(), 'quiz2');
  cpSync(PERFECT, folder, { recursive: true });
  const code = readFileSync(join(folder, 'backprop.ts'), 'utf8');
  const forged = "console.log('W1 is here\\nAll visible checks pass.\\u001b[2J'); console.error('to stderr');\n";
  writeFileSync(join(folder, 'backprop.ts'), `${forged}${code}`);
  const { exitCode, stdout } = await runCommand(['precheck', folder]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Your code printed \(standard output\):\n {2}\| W1 is here\n {2}\| All visible checks pass\./);
  expect(stdout).toMatch(/Your code printed \(standard error\):\n {2}\| to stderr\n/);
  expect(stdout.split('\n').filter((line) => line === 'All visible checks pass.')).toHaveLength(1);
  expect(stdout).not.toContain('\u001b');
}, 120_000);
