/**
 * Course systems with the command line: every command of docs/course-systems.md, the gradebooks that sites gave, and what a
 * system calls.
 */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { parse as parseYaml } from 'yaml';
import { readAudit } from '../../grader/decided/audit.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { rowsOf } from '../support/gradebooks.js';
import { refusals } from '../support/importer-rules.js';
import { ADA, BEN, CEM, copyOf, gradeNamedClass } from '../support/named-class.js';
import { MAIN } from '../support/run-cli.js';
import { runCommand } from '../support/run-command.js';

const TITLE = 'Quiz 2: forward and backward propagation';
const CANVAS = [
  `Student,ID,SIS User ID,SIS Login ID,Section,${TITLE} (4711)`,
  '    Points Possible,,,,,100.00',
  `"Quillfeather, Ada",1,${ADA.sid},ada,001,`,
  `"Zweig, Ben",2,,${BEN.email},001,EX`,
  '"Okur, Cem",3,,,001,1.00',
  '"Student, Test",4,,,001,',
].join('\n');
const WORKSHEET = [
  'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Last modified (grade)"',
  ...[ADA, BEN].map(
    ({ name, email }, index) => `Participant ${String(index)},"${name}",${email},"Submitted",,100.00,-`,
  ),
].join('\n');

let run = '';
/** Where the commands of the documentation are run. */
let work = '';

beforeAll(async () => {
  ({ run } = await gradeNamedClass());
  work = makeFolder();
  cpSync(run, join(work, 'run'), { recursive: true });
  // the documentation has a student of this name
  cpSync(join(run, 'reports', ADA.id), join(work, 'run', 'reports', 'ada'), { recursive: true });
  cpSync('submissions/quiz2/forgot-relu-mask', join(work, 'submission'), { recursive: true });
  writeFileSync(join(work, 'grades.csv'), CANVAS);
  writeFileSync(join(work, 'worksheet.csv'), WORKSHEET);
}, 120_000);
afterAll(removeFolders);

const documented = readFileSync('docs/course-systems.md', 'utf8')
  .split('\n')
  .flatMap((line) => (line.startsWith('    tuxgrade ') ? [line.trim().slice('tuxgrade '.length)] : []))
  // gradescope.test.ts and doctor.test.ts run these
  .filter((line) => !/^(?:gradescope|doctor) /.test(line));

describe('as documented', () => {
  test('there is an example for each system', () => {
    const systems = documented.flatMap((line) => /--to (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(systems).size).toBe(10);
  });
  test.each(documented)(
    '%s',
    async (line) => {
      const { exitCode, stderr } = await runCommand(line.split(' '), { cwd: work });
      // the copy under another name has no journal, and Ada two submissions: both are told
      const expected = /--to (?:canvas|moodle)/.test(line) ? 2 : 0;
      expect([exitCode, stderr]).toEqual([expected, expect.any(String)]);
      const [, to = ''] = /--to (\S+)/.exec(line) ?? [];
      const out = / --out (\S+)/.exec(line)?.[1];
      if (out === undefined || to === '' || ['canvas', 'moodle'].includes(to)) return;
      const path = join(work, out);
      const files =
        line.includes('export run --to') && to !== 'ags' ? readdirSync(path).map((name) => join(path, name)) : [path];
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) expect(refusals(to, readFileSync(file, 'utf8'))).toEqual([]);
    },
    60_000,
  );
  test('the files that were given are as they were', () => {
    expect(readFileSync(join(work, 'grades.csv'), 'utf8')).toBe(CANVAS);
    expect(readFileSync(join(work, 'worksheet.csv'), 'utf8')).toBe(WORKSHEET);
  });
});

describe('a gradebook', () => {
  const fill = (folder: string, to: string, text: string, ...more: string[]) => {
    const given = join(makeFolder(), 'given.csv');
    writeFileSync(given, text);
    const out = join(makeFolder(), 'filled.csv');
    return { out, done: runCommand(['export', folder, '--to', to, '--gradebook', given, '--out', out, ...more]) };
  };
  test('with totals that tell of hidden checks only once they are published, or on request', async () => {
    const folder = copyOf(run);
    const refused = fill(folder, 'canvas', CANVAS);
    const { exitCode, stderr } = await refused.done;
    expect([exitCode, existsSync(refused.out)]).toEqual([2, false]);
    expect(stderr).toContain('the totals of 3 students tell of results that are not published');
    const asked = fill(folder, 'canvas', CANVAS, '--unpublished');
    expect((await asked.done).exitCode).toBe(2);
    await runCommand(['publish', folder]);
    const published = fill(folder, 'canvas', CANVAS);
    const told = await published.done;
    expect(readFileSync(published.out, 'utf8')).toBe(readFileSync(asked.out, 'utf8'));
    const scores = rowsOf(readFileSync(join(folder, 'scores.csv'), 'utf8'));
    const earned = (id: string) => Number(scores.find(([own]) => own === id)?.[5]).toFixed(2);
    expect(rowsOf(readFileSync(published.out, 'utf8')).map((row) => row[5])).toEqual([
      ...[`${TITLE} (4711)`, '100.00', earned(ADA.id), 'EX', earned(CEM.id), ''],
    ]);
    expect(told.stderr).toContain(`Ben Zweig (${BEN.id}) is excused (EX): kept`);
    expect(told.stderr).toContain(`Cem Okur (${CEM.id}) had 1.00: now ${earned(CEM.id)}`);
    const trail = await readAudit(folder);
    expect(trail.lines.at(-1)).toMatchObject({ action: 'export', details: { to: 'canvas', written: 2 } });
  }, 60_000);
  test.each([
    [
      'of another course',
      CANVAS.replaceAll(/Quillfeather|Zweig|Okur/g, 'Other')
        .replace(ADA.sid, '')
        .replace(BEN.email, ''),
      'none of the 3 students of the run is in given.csv',
    ],
    ['that is something else', 'a,b\n1,2\n', 'is not a gradebook of Canvas'],
  ])('%s is refused, and nothing is written', async (_what, text, sentence) => {
    const { out, done } = fill(run, 'canvas', text, '--unpublished');
    const { exitCode, stderr } = await done;
    expect([exitCode, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toContain(sentence);
  });
  test('whoever is not in it is named', async () => {
    const { stderr, exitCode } = await fill(run, 'moodle', WORKSHEET, '--unpublished').done;
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Cem Okur (${CEM.id}) is not in the gradebook`);
  });
});

test('options that would mean nothing, and files that are there, are refused', async () => {
  const there = join(makeFolder(), 'there.csv');
  writeFileSync(there, CANVAS);
  const refused = async (...args: string[]) => {
    const { exitCode, stderr } = await runCommand(['export', run, ...args]);
    expect(exitCode).toBe(2);
    return stderr;
  };
  const canvas = ['--to', 'canvas', '--gradebook', there, '--unpublished'];
  expect(await refused(...canvas, '--out', there)).toContain('is there already, and is not written over');
  expect(readFileSync(there, 'utf8')).toBe(CANVAS);
  expect(await refused('--to', 'canvas', '--out', 'x')).toContain('--to canvas needs --gradebook');
  expect(await refused('--to', 'junit', '--scale', '--out', 'x')).toContain('--scale is for gradebooks only');
  expect(await refused('--gradebook', there, '--out', 'x')).toContain('--gradebook needs --to');
  expect(await refused('--to', 'junit', '--pseudonyms', 'key', '--out', 'x')).toContain(
    '--pseudonyms does not go with --to',
  );
  expect(await refused('--to', 'junit', '--out', run)).toContain('is not empty');
}, 60_000);

describe('what a course system calls', () => {
  test('prairielearn run writes a result that is valid from the start, and exits with 0', async () => {
    const root = makeFolder();
    cpSync('submissions/quiz2/forgot-relu-mask', join(root, 'student'), { recursive: true });
    const results = join(root, 'results', 'results.json');
    const graded = await runCommand(['prairielearn', 'run', '--rubric', 'quiz2', '--root', root]);
    expect(graded).toMatchObject({ exitCode: 0, stdout: '' });
    expect(refusals('prairielearn', readFileSync(results, 'utf8'))).toEqual([]);
    expect(JSON.parse(readFileSync(results, 'utf8'))).toMatchObject({ gradable: true, score: 48 / 54 });
    rmSync(join(root, 'student'), { recursive: true });
    for (const rubric of ['quiz2', 'no-such-rubric']) {
      const { exitCode, stderr } = await runCommand(['prairielearn', 'run', '--rubric', rubric, '--root', root]);
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(/student|no-such-rubric/);
      expect(refusals('prairielearn', readFileSync(results, 'utf8'))).toEqual([]);
      expect(JSON.parse(readFileSync(results, 'utf8'))).toMatchObject({ gradable: false });
    }
  }, 60_000);

  const dodona = async (input: string) => {
    const { stdout, stderr, exitCode } = await execa(process.execPath, [MAIN, 'dodona', 'run'], {
      input,
      reject: false,
    });
    expect(exitCode).toBe(0);
    expect(refusals('dodona', stdout)).toEqual([]);
    const commands = stdout.split('\n').map((line) => JSON.parse(line) as { command: string; status?: unknown });
    return { stdout, stderr, last: commands.at(-1) };
  };
  test('dodona run grades the one file under the name that the rubric expects', async () => {
    const resources = makeFolder();
    copyFileSync('rubrics/quiz2.yaml', join(resources, 'rubric.yaml'));
    const source = join(resources, 'submission.js');
    copyFileSync('submissions/quiz2/perfect-javascript/backprop.js', source);
    const { stdout, last } = await dodona(
      JSON.stringify({ source, resources, time_limit: 60, natural_language: 'nl' }),
    );
    expect(stdout).toContain('"description":"z1"');
    // there are no typed answers
    expect(last).toMatchObject({ accepted: false, status: { enum: 'wrong' } });
    expect(stdout).toContain('answers.json is missing');
  }, 60_000);
  test.each(['{', '{"source": "/nowhere/a.js", "resources": "/nowhere"}'])(
    'dodona run with %j is an internal error, with the reason for staff',
    async (input) => {
      const { stderr, stdout, last } = await dodona(input);
      expect(last).toMatchObject({ status: { enum: 'internal error' } });
      expect(stdout).toContain('"permission":"staff"');
      expect(stderr).toMatch(/^tuxgrade: /);
      expect(stderr).not.toMatch(/\n\s+at /);
    },
  );

  test('the action for GitHub: its script grades, and writes what Classroom 50 takes', async () => {
    const action = parseYaml(readFileSync('.github/actions/grade/action.yml', 'utf8')) as {
      readonly inputs: Record<string, unknown>;
      readonly runs: {
        readonly using: string;
        readonly steps: readonly { readonly name?: string; readonly run?: string; readonly env?: object }[];
      };
    };
    const step = action.runs.steps.find(({ name }) => name === 'Grade');
    const scripts = action.runs.steps.flatMap(({ run: script }) => script ?? []);
    // an input in the text of a script would be run
    for (const script of scripts) expect(script).not.toContain('${{');
    expect(Object.keys(step?.env ?? {})).toEqual(['RUBRIC', 'SUBMISSION', 'OUT', 'RESULT']);
    const folder = makeFolder();
    mkdirSync(join(folder, 'bin'));
    const command = join(folder, 'bin', 'tuxgrade');
    writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
    chmodSync(command, 0o755);
    const [out, result] = [join(folder, 'out'), join(folder, 'result.json')];
    await execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 1'], {
      env: {
        ...{ PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`, RUBRIC: 'quiz2', OUT: out, RESULT: result },
        ...{ SUBMISSION: 'submissions/quiz2/perfect', CLASSROOM: 'cs', ASSIGNMENT: 'hw', OWNER: 'ada' },
      },
    });
    expect(refusals('classroom50', readFileSync(result, 'utf8'))).toEqual([]);
    const expected = { classroom: 'cs', assignment: 'hw', owner: 'ada', score: 5400 };
    expect(JSON.parse(readFileSync(result, 'utf8'))).toMatchObject(expected);
  }, 60_000);
});
