import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findReportProblems } from '../../grader/schema/validate.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { measureWithChildren } from '../support/processor-time.js';
import { MAIN, type CliResult } from '../support/run-cli.js';
import { runCommand } from '../support/run-command.js';
import { until } from '../support/until.js';
import { mountDisk, testUnless, unmountDisk, whyNoDisk } from '../support/where-possible.js';

afterAll(removeFolders);

const PERFECT = 'submissions/quiz2/perfect';
const CODE = readFileSync(join(PERFECT, 'backprop.ts'), 'utf8');

interface Report {
  verdict: { status: string; earned: number };
  results: { id: string; earned: number; summary: string }[];
}

function readReport(out: string, id: string): Report {
  const report: unknown = JSON.parse(readFileSync(join(out, 'reports', id, 'report.json'), 'utf8'));
  expect(findReportProblems(report)).toEqual([]);
  return report as Report;
}

describe('a class with bad submissions in it', () => {
  let run: CliResult;
  const root = makeFolder();
  const out = join(root, 'run');

  beforeAll(async () => {
    const klass = join(root, 'class');
    cpSync(PERFECT, join(klass, 'perfect'), { recursive: true });
    mkdirSync(join(klass, 'empty'));
    writeFiles(join(klass, 'huge'), { 'backprop.ts': CODE, 'video.mp4': '' });
    truncateSync(join(klass, 'huge', 'video.mp4'), 200e6);
    writeFiles(join(klass, 'binary'), {
      'backprop.ts': CODE,
      'answers.json': Uint8Array.of(0x89, 0x50, 0, 0xff, 0xfe),
    });
    writeFiles(join(klass, 'proto'), {
      'answers.json': '{ "__proto__": { "forward": { "loss": 1 } }, "operations": { "reverse": 14, "forward": 20 } }',
    });
    writeFiles(join(klass, 'strings'), { 'answers.json': '{ "operations": { "reverse": "14", "forward": 1e999 } }' });
    writeFiles(join(klass, 'nan'), { 'answers.json': '{ "operations": { "reverse": NaN, "forward": 20 } }' });
    writeFiles(klass, { 'not-a-zip.zip': 'PK but no archive' });
    run = await runCommand(['batch', klass, '--rubric', 'quiz2', '--out', out]);
  }, 120_000);

  test('is graded completely: an error in one submission does not affect another', () => {
    expect(run).toMatchObject({ exitCode: 0 });
    expect(readReport(out, 'perfect').verdict).toMatchObject({ status: 'graded', earned: 100 });
    expect(readdirSync(join(out, 'reports'))).toHaveLength(8);
  });
  test.each([
    ['empty', 0, /holds no files \(it is empty\)/],
    ['huge', 0, /200.* MB|190\.\d MiB|limit.*100 MiB/],
    ['binary', 60, /answers\.json is not text/],
    ['not-a-zip', 0, /not-a-zip\.zip/],
  ])('%s earns %p, with the reason', (id, earned, said) => {
    const report = readReport(out, id);
    expect(report.verdict).toMatchObject({ status: 'graded', earned });
    expect(report.results.map(({ summary }) => summary).join('\n')).toMatch(said);
  });
  test('__proto__ in JSON gives nothing and takes nothing', () => {
    const report = readReport(out, 'proto');
    expect(report.verdict.earned).toBe(4);
    expect(report.results.find(({ id }) => id === 'answers')?.earned ?? 0).toBe(0);
  });
  test('numbers as strings, numbers out of range and NaN earn nothing and say what was found', () => {
    const sentences = (id: string) => JSON.stringify(readReport(out, id).results);
    expect(readReport(out, 'strings').verdict.earned).toBe(0);
    expect(sentences('strings')).toContain('write 14, not');
    expect(sentences('strings')).toContain('is Infinity');
    expect(readReport(out, 'nan').verdict.earned).toBe(0);
    expect(sentences('nan')).toContain('line 1, column 30: NaN is not a JSON value');
  });
});

describe('results that cannot be written', () => {
  test('a missing permission is reported before anything is graded', () => {
    const folder = makeFolder();
    chmodSync(folder, 0o555);
    const args = ['batch', 'submissions/hw2-circle', '--rubric', 'hw2-circle', '--out', join(folder, 'run')];
    // root may write anywhere: it gives itself up first
    const nobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
    const command = [...nobody, process.execPath, MAIN, ...args];
    expect(() => execFileSync('env', command, { stdio: 'pipe', encoding: 'utf8' })).toThrow(
      expect.objectContaining({ status: 2, stderr: expect.stringContaining('no permission') as unknown }),
    );
  });

  testUnless(whyNoDisk(), 'a disk that fills up')(
    'a disk that fills up ends the run with 4, and what was finished is kept',
    async () => {
      const folder = makeFolder();
      mountDisk(folder, '192k');
      try {
        // without code, so that grading takes no time
        const klass = makeFolder();
        for (let n = 0; n < 20; n += 1) writeFiles(join(klass, `s${String(n)}`), { 'answers.json': '{}' });
        const { exitCode, stderr } = await runCommand([
          'batch',
          klass,
          '--rubric',
          'quiz2',
          '--out',
          join(folder, 'run'),
        ]);
        expect(exitCode).toBe(4);
        expect(stderr).toContain('the disk is full\nFree some space; what was finished is kept.');
        const kept = readdirSync(join(folder, 'run', 'reports')).filter((id) =>
          existsSync(join(folder, 'run', 'reports', id, 'report.json')),
        );
        expect(kept.length).toBeGreaterThan(0);
        expect(kept.length).toBeLessThan(20);
        for (const id of kept) expect(readReport(join(folder, 'run'), id).verdict.status).toBe('graded');
      } finally {
        unmountDisk(folder);
      }
    },
    60_000,
  );
});

describe('Ctrl-C in a batch', () => {
  test('ends with 130, keeps what is finished and leaves no process', async () => {
    const root = makeFolder();
    const marker = `endless-${String(process.pid)}`;
    const klass = join(root, 'class');
    cpSync(PERFECT, join(klass, 'a-perfect'), { recursive: true });
    for (const name of ['b', 'c', 'd'])
      cpSync('submissions/quiz2/infinite-loop', join(klass, name), { recursive: true });
    writeFileSync(join(klass, 'd', marker), '');
    const out = join(root, 'run');
    const spent = measureWithChildren();
    const child = spawn(process.execPath, [MAIN, 'batch', klass, '--rubric', 'quiz2', '--out', out, '--jobs', '2'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise((resolve) => child.once('close', resolve));
    await until(() => existsSync(join(out, 'reports', 'a-perfect', 'report.json')), 'the first is graded');
    await until(() => childrenOf(child.pid).length > 0, 'the others are under way');
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    // each of the endless ones may use 8 s and is called more than once
    expect(spent()).toBeLessThan(16_000);
    expect(said).toMatch(/Stopped with 1 of 4 graded and kept\.\nTo continue: tuxgrade batch .* --resume/);
    expect(readReport(out, 'a-perfect').verdict.earned).toBe(100);
    expect(readFileSync(join(out, 'scores.csv'), 'utf8')).toMatch(/^a-perfect,/m);
    expect(childrenOf(child.pid)).toEqual([]);
    expect(processesOf(root)).toEqual([]);
  }, 60_000);
});

function childrenOf(pid: number | undefined): string[] {
  return processes()
    .filter(({ parent }) => parent === pid)
    .map(({ command }) => command);
}

/** Processes that have the folder in their command line, as sandboxes have what they mount. */
function processesOf(folder: string): string[] {
  return processes()
    .map(({ command }) => command)
    .filter((command) => command.includes(folder));
}

function processes(): { parent: number; command: string }[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
      return [{ parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      return [];
    }
  });
}
