/** `init`, `rubric starter` and `rubric public`: what they write, that it type-checks, and what they refuse. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { backendsFor, chooseDriver, gradeOne, loadRubric, type GradeReport } from '../../grader/index.js';
import { WITH_STARTER } from '../../grader/starters/shipped.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { SMALL_RUBRIC } from '../support/rubric-text.js';
import { runCommand } from '../support/run-command.js';
import { fillIn, partsOf } from '../support/starter-parts.js';
import { testUnless } from '../support/where-possible.js';

afterAll(removeFolders);

describe('init', () => {
  test('a folder named after the homework, in the working folder', async () => {
    const cwd = makeFolder();
    const { exitCode, stdout } = await runCommand(['init', 'quiz2'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('    cd quiz2\n    npm install\n    npm run train\n    npx tuxgrade precheck');
    expect(readdirSync(join(cwd, 'quiz2'))).toEqual(
      expect.arrayContaining(['README.md', 'backprop.ts', 'tuxgrade.json']),
    );
  });
  test('an empty folder, and one that holds nothing but a clone', async () => {
    const folder = writeFiles(makeFolder(), { '.git/HEAD': 'ref: refs/heads/main\n' });
    expect((await runCommand(['init', 'quiz2', '.'], { cwd: folder })).exitCode).toBe(0);
    expect(readFileSync(join(folder, '.git/HEAD'), 'utf8')).toContain('main');
  });
  test('a folder with work in it is left alone', async () => {
    const folder = writeFiles(makeFolder(), { 'backprop.ts': 'mine', 'notes/a.txt': '' });
    const { exitCode, stderr } = await runCommand(['init', 'quiz2', folder]);
    expect([exitCode, stderr]).toEqual([
      2,
      `tuxgrade: ${folder} has work in it (backprop.ts, notes): nothing was written\nGive a folder that is empty or not there yet.\n`.trimEnd(),
    ]);
    expect(readdirSync(folder)).toEqual(['backprop.ts', 'notes']);
    expect(readFileSync(join(folder, 'backprop.ts'), 'utf8')).toBe('mine');
  });
  test('a link, to whatever it leads, and a file', async () => {
    const root = makeFolder();
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync('elsewhere', join(root, 'link'));
    symlinkSync('nowhere', join(root, 'dangling'));
    writeFileSync(join(root, 'file'), 'mine');
    const told = async (name: string) =>
      (await runCommand(['init', 'quiz2', name], { cwd: root })).stderr.split('\n')[0];
    expect(await told('link')).toBe(
      'tuxgrade: link is a symbolic link to elsewhere: nothing is written through a link',
    );
    expect(await told('dangling')).toBe(
      'tuxgrade: dangling is a symbolic link to nowhere: nothing is written through a link',
    );
    expect(await told('file')).toBe('tuxgrade: file is a file, expected a folder that is empty or not there yet');
    expect(await told('file/below')).toBe('tuxgrade: cannot write file/below: a file is where a folder is expected');
    expect([readdirSync(join(root, 'elsewhere')), readFileSync(join(root, 'file'), 'utf8')]).toEqual([[], 'mine']);
  });
  testUnless(process.getuid?.() === 0 ? 'root may write everywhere' : null, 'init without permission')(
    'a folder that cannot be written',
    async () => {
      const root = makeFolder();
      chmodSync(root, 0o555);
      const { exitCode, stderr } = await runCommand(['init', 'quiz2', join(root, 'mine')]);
      chmodSync(root, 0o755);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('no permission')]);
    },
  );
  test('a homework that is not there, or has no starter', async () => {
    const told = async (name: string) => {
      const { exitCode, stderr } = await runCommand(['init', name], { cwd: makeFolder() });
      return [exitCode, stderr];
    };
    expect(await told('quiz3')).toEqual([
      2,
      'tuxgrade: there is no homework quiz3; did you mean "quiz2"?\nName one of quiz2, hw2-circle, hw3-supertux.',
    ]);
    expect(await told('hw4-segmentation')).toEqual([
      2,
      expect.stringContaining('tuxgrade rubric starter hw4-segmentation --out'),
    ]);
    expect(await told('constructor')).toEqual([2, expect.stringContaining('there is no homework constructor')]);
  });
});

/** The points of each visible check. */
async function visibleScores(
  submission: string,
  rubric: string,
): Promise<readonly (readonly [string, number | null])[]> {
  const { stdout } = await runCommand(['precheck', submission, '--rubric', rubric, '--json']);
  return (JSON.parse(stdout) as GradeReport).results.map(({ id, earned }) => [id, earned]);
}

describe('rubric public', () => {
  test.each([
    ['quiz2', ['perfect', 'followed-the-slide', 'sign-flipped', 'nan']],
    ['hw2-circle', ['good', 'hidden-layer-in-linear']],
    ['hw3-supertux', ['number-label']],
  ])('%s: lints, and gives the same visible scores', async (id, submissions) => {
    const file = join(makeFolder(), 'public.yaml');
    expect((await runCommand(['rubric', 'public', id, '--out', file])).exitCode).toBe(0);
    expect((await runCommand(['rubric', 'lint', file])).exitCode).toBe(0);
    for (const name of submissions) {
      const folder = join('submissions', id, name);
      const scores = await visibleScores(folder, file);
      expect(scores.length).toBeGreaterThan(3);
      expect([name, scores]).toEqual([name, await visibleScores(folder, id)]);
    }
  });
  test('a file that is there is left alone, also one behind a link', async () => {
    const folder = writeFiles(makeFolder(), { 'mine.yaml': 'mine' });
    symlinkSync('mine.yaml', join(folder, 'link.yaml'));
    for (const name of ['mine.yaml', 'link.yaml']) {
      const { exitCode, stderr } = await runCommand(['rubric', 'public', 'quiz2', '--out', name], { cwd: folder });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${name} is there already: nothing was written`)]);
    }
    expect(readFileSync(join(folder, 'mine.yaml'), 'utf8')).toBe('mine');
  });
  test('a rubric of which nothing is visible', async () => {
    const text = SMALL_RUBRIC.replaceAll(/- id: (.*)\n/g, '- id: $1\n    visibility: hidden\n');
    const folder = writeFiles(makeFolder(), { 'r.yaml': text });
    const { exitCode, stderr } = await runCommand(['rubric', 'public', 'r.yaml', '--out', 'p.yaml'], { cwd: folder });
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('r.yaml has no visible check')]);
    expect(existsSync(join(folder, 'p.yaml'))).toBe(false);
  });
});

describe('rubric starter', () => {
  /** Functions under odd names, files that earn points by being there, a log, a model that only ONNX can be. */
  const ODD = SMALL_RUBRIC.replace('export: forward', 'export: default')
    .replace('file: code', 'file: src/delete')
    .replace('path: model/model.json', 'path: model.onnx')
    .replace('points: 20', 'points: 25')
    .replace('files: [{ path: notes/loss.csv }]', 'files: [{ path: answers.json }, { path: src/delete.ts }]')
    .concat('  - { id: log, kind: loss-log, title: "Log */ of `it`", points: 5, file: logs/loss.csv }\n');
  const KINDS = readdirSync('grader/kinds').filter((kind) => existsSync(join('grader/kinds', kind, 'example.yaml')));
  const driver = chooseDriver(undefined);
  const made = new Map<string, string>();

  async function make(name: string, rubric: string): Promise<string> {
    const folder = join(makeFolder(), 'starter');
    const { exitCode, stderr } = await runCommand(['rubric', 'starter', rubric, '--out', folder]);
    expect([exitCode, stderr]).toEqual([0, '']);
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    made.set(name, folder);
    return folder;
  }

  test.each(['quiz2', 'hw2-circle', 'hw4-segmentation'])('%s: earns nothing', async (id) => {
    const folder = await make(id, id);
    expect(JSON.parse(readFileSync(join(folder, 'tuxgrade.json'), 'utf8'))).toEqual({ rubric: id, submission: '.' });
    const { stdout } = await runCommand(['grade', folder, '--rubric', id, '--json']);
    expect((JSON.parse(stdout) as GradeReport).verdict).toMatchObject({ status: 'graded', earned: 0 });
  });
  test.each([
    ['a small rubric', SMALL_RUBRIC],
    ['a rubric with odd names', ODD],
  ])('%s of one’s own: earns nothing, and brings its public part', async (name, text) => {
    const path = join(writeFiles(makeFolder(), { 'r.yaml': text }), 'r.yaml');
    const folder = await make(name, path);
    const { stdout, stderr } = await runCommand(['grade', folder, '--rubric', path, '--json']);
    expect(stderr).toBe('');
    expect((JSON.parse(stdout) as GradeReport).verdict).toMatchObject({ status: 'graded', earned: 0 });
    expect((await visibleScores(folder, join(folder, 'rubric.yaml'))).every(([, earned]) => earned === 0)).toBe(true);
  });
  test.each(KINDS)('the example of %s: earns nothing', async (kind) => {
    const rubric = join('grader/kinds', kind, 'example.yaml');
    const folder = await make(kind, rubric);
    const resolved = await loadRubric(rubric, { withoutMissing: true });
    const options = { rubric: resolved, driver: await driver, backends: backendsFor(undefined) };
    const { verdict, results } = await gradeOne(folder, options);
    // what a person grades has no points yet
    expect([verdict.earned ?? 0, results.some(({ status }) => status === 'ungraded')]).toEqual([0, false]);
  });
  test('all of them type-check, and so do those of `init`, as they come and with what a student writes', async () => {
    for (const homework of WITH_STARTER) {
      for (const parts of [[], partsOf(homework)]) {
        const folder = join(makeFolder(), 'starter');
        await runCommand(['init', homework, folder]);
        symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
        fillIn(homework, folder, parts);
        made.set(`${homework} with ${String(parts)}`, folder);
      }
    }
    const all = Array.from(made.values()).filter((folder) => existsSync(join(folder, 'tsconfig.json')));
    const parsed = all
      .map((folder) => {
        const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
          config: object;
        };
        return ts.parseJsonConfigFileContent(config, ts.sys, folder);
      })
      // where even code is a template under another name, there is none yet
      .filter(({ fileNames }) => fileNames.length > 0);
    expect(parsed.length).toBeGreaterThan(18);
    expect(parsed.flatMap(({ errors }) => errors)).toEqual([]);
    // one program for all, so that the types of tf.js are read once
    const files = parsed.flatMap(({ fileNames }) => fileNames);
    expect(files.length).toBeGreaterThan(80);
    const found = ts.getPreEmitDiagnostics(ts.createProgram(files, parsed[0]?.options ?? {}));
    expect(found.map(({ file, messageText }) => [file?.fileName, messageText])).toEqual([]);
  });
  test('a file that the starter has for itself', async () => {
    const text = SMALL_RUBRIC.replace('path: notes/loss.csv', 'path: README.md');
    const folder = writeFiles(makeFolder(), { 'r.yaml': text });
    const { exitCode, stderr } = await runCommand(['rubric', 'starter', 'r.yaml', '--out', 's'], { cwd: folder });
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringContaining('the rubric asks for README.md, which the starter has for itself'),
    ]);
    expect(existsSync(join(folder, 's'))).toBe(false);
  });
  test('a folder with work in it', async () => {
    const folder = writeFiles(makeFolder(), { 'a.txt': 'mine' });
    const { exitCode, stderr } = await runCommand(['rubric', 'starter', 'quiz2', '--out', folder]);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('Give --out a folder that is empty or not there yet.'),
    ]);
  });
});
