/** Which rubric a name refers to, and what a student's machine does without the instructor's data. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findReportProblems } from '../../grader/schema/validate.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

describe('the id of a rubric that ships, beside a folder of that name', () => {
  const cwd = makeFolder();
  cpSync('submissions/quiz2/perfect', join(cwd, 'quiz2'), { recursive: true });

  test.each([
    ['grade', ['grade', 'quiz2', '--rubric', 'quiz2']],
    ['precheck', ['precheck', 'quiz2', '--rubric', 'quiz2']],
    ['batch', ['batch', '.', '--rubric', 'quiz2', '--out', join(makeFolder(), 'out')]],
  ])('%s takes the one that ships, and says so', async (_name, args) => {
    const { exitCode, stderr } = await runCommand(args, { cwd });
    expect(stderr).toContain('quiz2: the rubric that comes with tuxgrade is used, not the folder here of that name');
    expect(exitCode).toBe(0);
  });
  test('a path is a path', async () => {
    const { exitCode, stderr } = await runCommand(['grade', 'quiz2', '--rubric', './quiz2'], { cwd });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('./quiz2 is not a file, expected a rubric in YAML'),
    ]);
    expect(stderr).toContain('For the rubric that comes with tuxgrade write --rubric quiz2');
  });
  test('a file of that name is told how to be named', async () => {
    const other = writeFiles(makeFolder(), { quiz2: 'schemaVersion: 1' });
    cpSync('submissions/quiz2/perfect', join(other, 'work'), { recursive: true });
    const { stderr } = await runCommand(['precheck', 'work', '--rubric', 'quiz2'], { cwd: other });
    expect(stderr).toContain('quiz2: the rubric that comes with tuxgrade is used; for the one here write ./quiz2');
  });
  test('precheck says nothing of what it found by the name of the folder', async () => {
    const { exitCode, stderr } = await runCommand(['precheck', 'quiz2'], { cwd });
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});

const ACCURACY = `  - id: accuracy
    kind: accuracy
    title: Accuracy
    points: 9
    target: model
    data: heldout
    ramp: { from: 0.5, to: 0.9 }
`;
const FILES = `  - { id: files, kind: files, title: Files, points: 1, files: [{ path: notes.txt }] }
`;

function privateRubric(checks: string, points: number): string {
  const text = `schemaVersion: 1
id: own
title: Own
points: ${String(points)}
targets:
  model: { kind: model, path: model/model.json, input: [8, 8, 3], outputs: [2] }
data:
  heldout: { kind: images, path: private/heldout, classes: [a, b], side: 8 }
checks:
${checks}`;
  return join(writeFiles(makeFolder(), { 'own.yaml': text }), 'own.yaml');
}

describe('held-out images that only the instructor has', () => {
  const submission = writeFiles(makeFolder(), { 'notes.txt': 'notes' });
  const said = '"Accuracy" (accuracy) is not checked here: its data set "heldout" is not here';

  test('precheck goes on without the checks that need them, and says so', async () => {
    const rubric = privateRubric(ACCURACY + FILES, 10);
    const { exitCode, stdout, stderr } = await runCommand(['precheck', submission, '--rubric', rubric]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.replace(/\s+/g, ' ')).toContain(said);
    expect(stdout).toContain('All visible checks that can be run here pass.\n1 more check (9 points) runs after');
    const json = await runCommand(['precheck', submission, '--rubric', rubric, '--json']);
    const report = JSON.parse(json.stdout) as GradeReport;
    expect(findReportProblems(report)).toEqual([]);
    expect(report.results.map(({ id }) => id)).toEqual(['files']);
    expect(report.notes).toEqual([{ audience: 'student', text: said }]);
  });
  test('precheck passes nothing where nothing is left', async () => {
    const { stdout } = await runCommand(['precheck', submission, '--rubric', privateRubric(ACCURACY, 9)]);
    expect(stdout).toContain('No check can be run here.');
  });
  test('grade and batch refuse', async () => {
    const rubric = privateRubric(ACCURACY + FILES, 10);
    for (const command of [['grade'], ['batch', '--out', join(makeFolder(), 'out')]]) {
      const { exitCode, stdout, stderr } = await runCommand([...command, submission, '--rubric', rubric]);
      expect([exitCode, stdout, stderr]).toEqual([3, '', expect.stringContaining('private/heldout')]);
    }
  });
});
