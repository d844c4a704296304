/** The same files as a folder, a zip and a tar archive give the same report, wherever the submission is inside them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { GradeReport } from '../../grader/schema/report.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { honestZip, rawZip } from '../support/raw-zip.js';
import { IS_FULL } from '../support/runs.js';
import { keptAnswers } from '../support/kept-answers.js';

afterAll(removeFolders);

type Files = Readonly<Record<string, string | Buffer>>;

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver(undefined);
});
/** The models are the same in every form: they are run once, and found again by what is asked of them. */
const evaluations = keptAnswers();
const rubrics = new Map<string, ResolvedRubric>();
beforeAll(async () => {
  for (const id of ['quiz2', 'hw2-circle']) rubrics.set(id, await loadRubric(join('rubrics', `${id}.yaml`)));
});

function filesBelow(folder: string): Record<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path)];
    }),
  );
}

const QUIZ2 = filesBelow('submissions/quiz2/perfect');
const HW2 = filesBelow('submissions/hw2-circle/good');

/** Under other names; files that are mapped to nothing are left out. */
function renamed(files: Files, nameOf: (path: string) => string | null): Files {
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, bytes]) => {
      const name = nameOf(path);
      return name === null ? [] : [[name, bytes]];
    }),
  );
}

const below = (folder: string, files: Files) => renamed(files, (path) => `${folder}/${path}`);
const NEIGHBOURS = { 'report.pdf': '%PDF', '.gitignore': 'dist' };
const NOISE = { '__MACOSX/._hw2': 'x', '.git/HEAD': 'ref', 'hw2/.DS_Store': 'x' };

/** Each way to hand the files in, by the kind of its name. */
async function formsOf(files: Files): Promise<Readonly<Record<string, string>>> {
  const root = makeFolder();
  const folder = writeFiles(join(root, 'hand-in'), files);
  const entries = Object.entries(files);
  const zip = (name: string, bytes: Buffer) => {
    writeFileSync(join(root, name), bytes);
    return join(root, name);
  };
  const tar = (name: string, ...how: string[]) => {
    execFileSync('tar', [...how, '-cf', join(root, name), '-C', folder, ...readdirSync(folder)]);
    return join(root, name);
  };
  return {
    folder,
    zip: zip('a.zip', await honestZip(files)),
    'zip with backslashes': zip(
      'b.zip',
      rawZip(entries.map(([name, data]) => ({ name: name.replaceAll('/', '\\'), data }))),
    ),
    'zip with backslashes, as of Unix': zip(
      'c.zip',
      rawZip(entries.map(([name, data]) => ({ name: name.replaceAll('/', '\\'), data, mode: 0o100644 }))),
    ),
    'folder with backslashes': writeFiles(
      join(root, 'flat'),
      Object.fromEntries(entries.map(([name, data]) => [name.replaceAll('/', '\\'), data])),
    ),
    tar: tar('a.tar'),
    'tar.gz': tar('a.tar.gz', '-z'),
    tgz: tar('a.tgz', '-z', '--format=pax'),
  };
}

/** All of a report but the time that it took. */
function resultOf({ timing: _, ...rest }: GradeReport): unknown {
  return rest;
}

/** Forms that no other one covers; the rest differ in how an archive is written, which does not depend on its files. */
const FEW = ['zip with backslashes, as of Unix', 'tgz'];
/** By default only the first case is tried in every form, and the others in one of these, in turn. */
let cases = 0;

function chosenForms(forms: readonly string[], isEveryForm: boolean): readonly string[] {
  cases += 1;
  if (isEveryForm && (IS_FULL || cases === 1)) return forms;
  return IS_FULL ? FEW : FEW.filter((_form, at) => at === cases % FEW.length);
}

async function gradeAlike(id: string, files: Files, isEveryForm = false): Promise<GradeReport> {
  const rubric = rubrics.get(id);
  if (rubric === undefined) throw new Error(`no rubric ${id}`);
  const { folder = '', ...others } = await formsOf(files);
  const grade = (path: string) => gradeOne(path, { rubric, driver, id: 'student', evaluations });
  const report = await grade(folder);
  for (const form of chosenForms(Object.keys(others), isEveryForm)) {
    expect([form, resultOf(await grade(others[form] ?? ''))]).toEqual([form, resultOf(report)]);
  }
  return report;
}

const notesOf = ({ notes }: GradeReport) => notes.map(({ text }) => text).join('\n');

describe('earns all points', () => {
  test.each<[string, string, Files, string]>([
    ['as expected', 'quiz2', QUIZ2, ''],
    ['in a folder', 'quiz2', below('hw2', QUIZ2), 'all files lie in hw2/'],
    [
      'in a folder beside a report, and noise',
      'quiz2',
      { ...below('hw2', QUIZ2), ...NEIGHBOURS, ...NOISE },
      'lie in hw2/',
    ],
    ['two levels deep', 'quiz2', { ...below('me/hw2', QUIZ2), ...NEIGHBOURS, 'me/notes.md': 'x' }, 'lie in me/hw2/'],
    [
      'with its code in src/',
      'quiz2',
      renamed(QUIZ2, (path) => (path.endsWith('.json') ? path : `src/${path}`)),
      'backprop.ts lies in src/',
    ],
    [
      'renamed by a browser',
      'quiz2',
      renamed(QUIZ2, (path) => path.replace('backprop', 'backprop (2)').replace('answers', 'answers - Copy')),
      'answers - Copy.json was taken for answers.json',
    ],
    ['with an older copy below', 'quiz2', { ...QUIZ2, ...below('old', { 'answers.json': '{}' }) }, ''],
    ['models as expected', 'hw2-circle', HW2, ''],
    ['models beside a report', 'hw2-circle', { ...below('x', HW2), ...NEIGHBOURS }, 'lie in x/'],
    [
      'a folder for each part',
      'hw2-circle',
      renamed(HW2, (path) => (path.startsWith('deep/') ? `part 2/${path}` : path)),
      'deep/model.json lies in part 2/',
    ],
    [
      'models renamed by a browser',
      'hw2-circle',
      renamed(HW2, (path) => path.replace(/\.(?=json$|bin$)/, ' (1).')),
      'linear/model (1).json was taken for linear/model.json',
    ],
  ])(
    '%s',
    async (_, id, files, note) => {
      const report = await gradeAlike(id, files, note === '');
      expect(report.verdict).toMatchObject({ status: 'graded', earned: report.verdict.possible });
      expect(notesOf(report)).toContain(note);
    },
    60_000,
  );
});

describe('is reported in the same way', () => {
  test('two copies, neither of which is chosen', async () => {
    const report = await gradeAlike('quiz2', { ...below('new', QUIZ2), ...below('old', QUIZ2) });
    expect(report.verdict.earned).toBe(0);
    expect(notesOf(report)).toContain('new/ and old/ hold the same expected files');
    const summaries = report.results.map(({ summary }) => summary).join('\n');
    expect(summaries).toContain('new/backprop.ts and old/backprop.ts are there: put the right one at backprop.ts');
    expect(summaries).toContain('new/answers.json and old/answers.json are there');
  }, 180_000);

  test('a missing model, if another has the same name', async () => {
    const files = renamed(HW2, (path) => (path === 'deep/model.json' ? null : path));
    const { results } = await gradeAlike('hw2-circle', files);
    expect(results.find(({ id }) => id === 'deep-limits')?.summary).toBe(
      'deep/model.json or deep/model.onnx was not handed in; deep/weights.bin holds weights only: hand in the model.json that was saved with it as well',
    );
  }, 180_000);

  test('weights beside the folder, if another model has weights of that name', async () => {
    const files = renamed(HW2, (path) => path.replace(/^deep\/(.*\.bin)$/, '$1'));
    const { results } = await gradeAlike('hw2-circle', files);
    expect(results.find(({ id }) => id === 'deep-limits')?.summary).toBe(
      'deep/model.json names the weight file weights.bin, which was not handed in beside it; weights.bin is there: put it at deep/weights.bin',
    );
  }, 180_000);

  test('two copies of weights, and none under the right name', async () => {
    const files = renamed(HW2, (path) => path.replace(/^(deep\/.*)\.bin$/, '$1 (1).bin'));
    const copy = Object.keys(files).find((path) => path.endsWith(' (1).bin')) ?? '';
    const bytes = files[copy] ?? '';
    const report = await gradeAlike('hw2-circle', { ...files, [copy.replace('(1)', '(2)')]: bytes });
    const deep = report.results.find(({ id }) => id === 'deep-limits');
    expect(deep?.earned).toBe(0);
    expect(deep?.summary).toMatch(/\(1\)\.bin and deep\/.* \(2\)\.bin are there: put the right one at deep\//);
  }, 180_000);
});
