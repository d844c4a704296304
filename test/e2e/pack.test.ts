/** `tuxgrade pack`: the archive has what is graded and nothing else, and earns what the folder earns. */
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseDriver, gradeOne, loadRubric, type Driver } from '../../grader/index.js';
import { readRubric } from '../../grader/rubric/load.js';
import type { Rubric } from '../../grader/schema/rubric.js';
import { pack } from '../../grader/workspace/packing/pack.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

let quiz2: Rubric;
let hw2: Rubric;
beforeAll(async () => {
  [quiz2, hw2] = await Promise.all([readRubric('rubrics/quiz2.yaml'), readRubric('rubrics/hw2-circle.yaml')]);
});

/** A copy of an example submission, with these files beside its own. */
function workOf(example: string, files: Record<string, string> = {}): string {
  const folder = join(makeFolder(), 'work');
  cpSync(`submissions/${example}`, folder, { recursive: true });
  return writeFiles(folder, files);
}

describe('the archive', () => {
  let driver: Driver;
  beforeAll(async () => {
    driver = await chooseDriver('process');
  });

  test.each([
    ['quiz2/helper-modules', 'quiz2', ['activations/relu.ts', 'answers.json', 'backprop.ts', 'layers.ts']],
    ['quiz2/syntax-error', 'quiz2', null],
    [
      'hw2-circle/good',
      'hw2-circle',
      ['deep/model.json', 'deep/weights.bin', 'linear/model.json', 'linear/weights.bin', 'loss.csv'],
    ],
    ['hw2-circle/weights-missing', 'hw2-circle', null],
  ])('of %s earns what the folder earns', async (example, id, files) => {
    const work = workOf(example, { 'notes.md': 'mine', 'train.py': 'pass', '.DS_Store': 'x' });
    const resolved = await loadRubric(`rubrics/${id}.yaml`);
    const { packed, archive } = await pack(work, resolved.rubric);
    if (files !== null) expect(packed).toEqual(files);
    expect(packed).not.toContain('notes.md');
    const path = join(makeFolder(), 'work.zip');
    writeFileSync(path, archive);
    const [folder, zip] = [work, path].map((one) => gradeOne(one, { rubric: resolved, driver }));
    const [asFolder, asArchive] = await Promise.all([folder, zip]);
    expect(asArchive?.results).toEqual(asFolder?.results);
    expect(asArchive?.verdict).toEqual(asFolder?.verdict);
  });

  test('files in a folder of their own are placed as they are graded', async () => {
    const work = makeFolder();
    cpSync('submissions/quiz2/helper-modules', join(work, 'src'), { recursive: true });
    writeFiles(work, { 'report.md': 'mine' });
    const { packed, remarks } = await pack(work, quiz2);
    expect(packed).toEqual(['activations/relu.ts', 'answers.json', 'backprop.ts', 'layers.ts']);
    expect(remarks.join()).toContain('that folder was taken as the submission');
  });
});

describe('what is missing or lies elsewhere is warned of', () => {
  test('a shard of weights, a description that names files elsewhere, a model that is not there', async () => {
    const secret = JSON.stringify({ weightsManifest: [{ paths: ['w.bin', '../../../../etc/passwd'] }] });
    const work = writeFiles(makeFolder(), { 'linear/model.json': secret, 'loss.csv': 'step,loss\n' });
    const { packed, warnings } = await pack(work, hw2);
    expect(packed).toEqual(['linear/model.json', 'loss.csv']);
    expect(warnings).toContain('linear/w.bin is missing: linear/model.json names it as a file of its weights');
    expect(warnings.join()).toContain('deep/model.json');
  });
  test('modules that are not there, lie outside or are packages; with a mistake in it, all code is handed in', async () => {
    const outside = writeFiles(makeFolder(), { 'shared.ts': 'export const shared = 1;\n' });
    const work = join(outside, 'work');
    const lines = ["import { shared } from '../shared';", 'export const forward = () => shared;'];
    writeFiles(work, { 'backprop.ts': lines.join('\n') });
    expect((await pack(work, quiz2)).warnings).toContain(
      '../shared.ts is imported and lies outside of the folder: it is not handed in',
    );
    writeFiles(work, {
      'backprop.ts': "import _ from 'lodash';\nimport { a } from './gone';\nconsole.log(_, a);",
      'other.ts': 'export {};',
    });
    const { packed, warnings } = await pack(work, quiz2);
    expect(packed).toEqual(['backprop.ts', 'other.ts']);
    expect(warnings).toEqual([
      'answers.json is missing',
      'backprop.ts, line 1: "lodash" cannot be imported where this is graded: use your own files and @tensorflow/tfjs',
      'backprop.ts, line 2: "./gone" is imported and is not there',
    ]);
  });
  test('a link is left out, and said so', async () => {
    const work = workOf('quiz2/only-code');
    symlinkSync('/etc/passwd', join(work, 'answers.json'));
    const { packed, remarks, warnings } = await pack(work, quiz2);
    expect(packed).toEqual(['backprop.ts']);
    expect(remarks.join()).toContain('answers.json was left out: it is a symbolic link to outside');
    expect(warnings).toEqual(['answers.json is missing']);
  });
  test('what would be refused for its size is not written', async () => {
    const work = workOf('quiz2/perfect');
    await expect(pack(work, { ...quiz2, limits: { submissionMiB: 1e-4 } })).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
    await expect(pack(makeFolder(), quiz2)).rejects.toMatchObject({ code: 'MISSING_FILE' });
  });
});

describe('on the command line', () => {
  test('the archive lies beside the work; it is made again, and nothing else is written over', async () => {
    const work = workOf('quiz2/perfect', { 'tuxgrade.json': '{"rubric": "quiz2", "submission": "."}' });
    const out = join(work, '..', 'quiz2.zip');
    const first = await runCommand(['pack'], { cwd: work });
    expect([first.exitCode, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('tuxgrade.json\n2 files');
    expect(first.stdout).toMatch(/Hand in: \/.*\/quiz2\.zip$/m);
    expect((await runCommand(['pack'], { cwd: work })).stdout).toContain('nothing in it has changed');
    writeFiles(work, { 'answers.json': '{}' });
    expect((await runCommand(['pack'], { cwd: work })).stdout).toContain('in place of the one that was there');
    writeFileSync(out, 'my thesis');
    const refused = await runCommand(['pack'], { cwd: work });
    expect([refused.exitCode, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('tuxgrade pack did not write it: it is left as it is');
    expect(readFileSync(out, 'utf8')).toBe('my thesis');
    expect((await runCommand(['pack', '--force'], { cwd: work })).exitCode).toBe(0);
    mkdirSync(join(work, '..', 'folder'));
    const taken = await runCommand(['pack', '--out', '../folder'], { cwd: work });
    expect([taken.exitCode, taken.stderr]).toEqual([2, expect.stringContaining('a folder is where the file')]);
  });
  test('with a warning it ends with 1, and the archive is there', async () => {
    const work = workOf('quiz2/only-code');
    const out = join(makeFolder(), 'mine.zip');
    const { exitCode, stdout } = await runCommand(['pack', work, '--rubric', 'quiz2', '--out', out, '--json']);
    expect([exitCode, existsSync(out)]).toEqual([1, true]);
    expect(JSON.parse(stdout)).toMatchObject({ packed: ['backprop.ts'], warnings: ['answers.json is missing'] });
  });
  test('a file or nothing in place of a folder', async () => {
    const { exitCode, stderr } = await runCommand(['pack', 'README.md', '--rubric', 'quiz2']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('README.md is not a folder')]);
    expect((await runCommand(['pack', 'gone', '--rubric', 'quiz2'])).stderr).toContain('gone does not exist');
  });
});
