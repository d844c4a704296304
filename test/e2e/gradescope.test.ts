/**
 * An autograder of Gradescope from the command that packs it to the results of submissions, in a root like that of its
 * container: without Node.js, without network namespaces, as root with Docker's default rights.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openPromise, type Entry } from 'yauzl';
import { comparePaths } from '../../grader/files/names.js';
import { makeAutograder, whyNoRoot, type Autograder } from '../support/autograder-root.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { readResults as read } from '../support/gradescope-results.js';
import { runCommand } from '../support/run-command.js';
import { testUnless } from '../support/where-possible.js';

afterAll(removeFolders);

/** As the documentation says. */
const [, PACK = ''] =
  /^ +tuxgrade (gradescope pack quiz2 .*)$/m.exec(readFileSync('docs/course-systems.md', 'utf8')) ?? [];

const SNOOPS = `
const fs = process.getBuiltinModule?.('fs') ?? process.mainModule?.require('fs');
const got = [];
const attempt = (name, act) => { try { act(); got.push(name); } catch {} };
for (const path of ['/autograder', '/autograder/source/homework/rubric.yaml', '/autograder/submission_metadata.json', '/autograder/source/tuxgrade/package.json']) {
  attempt('read ' + path, () => (fs.statSync(path).isDirectory() ? fs.readdirSync(path) : fs.readFileSync(path)));
}
for (const path of ['/autograder/results/results.json', '/autograder/run_autograder', '/autograder/source/own', '/tmp/own']) {
  attempt('write ' + path, () => fs.writeFileSync(path, '{"score": 100}'));
}
module.exports = {
  forward() { throw new Error('got [' + got.join(', ') + ']'); },
  backward() { throw new Error('got [' + got.join(', ') + ']'); },
};
if (process.argv[2] === 'control') console.log('got [' + got.join(', ') + ']');
`;

/** Inside: starts it, waits until students' code runs, sends a signal to the grader alone, and waits for the end. */
const KILL = `
signal=$1
find_process() { for p in /proc/[0-9]*; do tr '\\0' ' ' < "$p/cmdline" 2> /dev/null | grep -q -e "$1" && basename "$p"; done; }
/autograder/run_autograder & run=$!
until [ -n "$(find_process '^/bin/node .* /grader/boot.cjs')" ] && ! grep -q '"score"' /autograder/results/results.json; do sleep 0.05; done
for pid in $(find_process '^/autograder/source/tuxgrade/bin/node .* gradescope run '); do kill -"$signal" "$pid"; done
wait "$run" && echo "ended well"
sleep 0.3
[ -z "$(find_process '^/bin/node .* /grader/boot.cjs')" ] && echo "nothing is left"
`;

let archive = '';
let inside: Autograder;
const why = whyNoRoot();

beforeAll(async () => {
  const folder = makeFolder();
  const { exitCode, stdout, stderr } = await runCommand(PACK.split(' '), { cwd: folder });
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Upload as the autograder: autograder.zip');
  archive = join(folder, 'autograder.zip');
  inside = await makeAutograder(archive);
}, 180_000);

test('its bytes depend on what is in it alone', async () => {
  const zip = await openPromise(archive, { lazyEntries: true });
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  const names = entries.map(({ fileName }) => fileName);
  expect(names).toEqual([...names].sort(comparePaths));
  expect(
    new Set(
      entries.map(({ lastModFileDate, lastModFileTime }) => `${String(lastModFileDate)} ${String(lastModFileTime)}`),
    ).size,
  ).toBe(1);
  const modes = new Map(
    entries.map(({ fileName, externalFileAttributes }) => [fileName, externalFileAttributes >>> 16]),
  );
  expect([modes.get('setup.sh'), modes.get('run_autograder'), modes.get('ungraded.json')]).toEqual([
    0o100755, 0o100755, 0o100644,
  ]);
  if (process.env['FUZZ'] !== 'full') return;
  const before = readFileSync(archive);
  const { exitCode, stdout } = await runCommand(['gradescope', 'pack', 'quiz2', '--out', archive]);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('nothing in it has changed')]);
  expect(Buffer.compare(readFileSync(archive), before)).toBe(0);
}, 180_000);

test('it has what grades and nothing for other machines, and fits', () => {
  const files = readdirSync(join(inside.root, 'autograder', 'source'), { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(
    expect.arrayContaining(['setup.sh', 'run_autograder', 'homework/rubric.yaml', 'ungraded.json']),
  );
  expect(files.filter((path) => /darwin|win32|arm64|cuda|tensorrt|\.map$|\.d\.ts$|\.h$/i.test(path))).toEqual([]);
  expect(statSync(archive).size).toBeLessThan(90 * 1024 * 1024);
});

/** Puts files in the place of a submission. */
function handIn(from: string | Readonly<Record<string, string>>): void {
  const folder = join(inside.root, 'autograder', 'submission');
  rmSync(folder, { recursive: true });
  if (typeof from === 'string') cpSync(from, folder, { recursive: true });
  else writeFiles(folder, from);
}

const inRoot = testUnless(why, 'an autograder in a root like that of Gradescope');

describe('in a container', () => {
  inRoot(
    'setup.sh prepares the image, and says that it can grade',
    async () => {
      const { exitCode, stdout } = await inside.run('/autograder/source/setup.sh');
      expect([exitCode, stdout]).toEqual([
        0,
        expect.stringContaining('confine works, as root, with rights that Docker gives'),
      ]);
      // right answers are for root alone
      expect(statSync(join(inside.root, 'autograder', 'source', 'homework')).mode & 0o077).toBe(0);
    },
    60_000,
  );
  inRoot(
    'a right submission gets all points',
    async () => {
      handIn('submissions/quiz2/perfect');
      const { exitCode, stdout } = await inside.run('/autograder/run_autograder');
      expect(exitCode).toBe(0);
      expect(read(inside.results())).toMatchObject({ score: 100, extra_data: { status: 'graded' } });
      expect(stdout).toContain('100 of 100 points');
      expect(stdout).toContain('submission_metadata.json is missing');
    },
    60_000,
  );
  inRoot(
    'a submission that throws gets what it deserves, and is told why',
    async () => {
      handIn('submissions/quiz2/throws');
      await inside.run('/autograder/run_autograder');
      const { score, tests } = read(inside.results());
      const { throws } = JSON.parse(readFileSync('submissions/quiz2/expected.json', 'utf8')) as {
        throws: { earned: number };
      };
      expect(score).toBe(throws.earned);
      expect(tests.map(({ output }) => output).join('\n')).toContain('backprop');
    },
    60_000,
  );
  inRoot(
    'one that looks for answers and writes results gets nothing, where it could without a sandbox',
    async () => {
      const before = readFileSync(join(inside.root, 'autograder', 'run_autograder'), 'utf8');
      handIn({ 'backprop.js': SNOOPS });
      await inside.run('/autograder/run_autograder');
      const { score, tests } = read(inside.results());
      expect(score).toBe(0);
      expect(tests.map(({ output }) => output).join('\n')).toContain('got \\[\\]');
      expect(readFileSync(join(inside.root, 'autograder', 'run_autograder'), 'utf8')).toBe(before);
      expect(existsSync(join(inside.root, 'autograder', 'source', 'own'))).toBe(false);
      // the same program, as another grader would start it
      const { stdout } = await inside.run(
        '/autograder/source/tuxgrade/bin/node',
        '/autograder/submission/backprop.js',
        'control',
      );
      expect(stdout).toContain('read /autograder/source/homework/rubric.yaml');
      expect(stdout).toContain('write /autograder/results/results.json');
      writeFileSync(join(inside.root, 'autograder', 'run_autograder'), before);
    },
    60_000,
  );
  inRoot.each([
    ['KILL', 'the grader itself had a problem'],
    ['TERM', 'the grader itself had a problem'],
  ])(
    'whoever ends the grader with SIG%s in the middle costs no points',
    async (signal, sentence) => {
      handIn('submissions/quiz2/infinite-loop');
      rmSync(join(inside.root, 'autograder', 'results'), { recursive: true });
      const { stdout } = await inside.run('/bin/sh', '-c', KILL, 'sh', signal);
      expect(stdout).toContain('ended well');
      expect(stdout).toContain('nothing is left');
      if (signal === 'TERM') expect(stdout).toContain('not graded: the grader was told to end');
      const { score, output, tests } = read(inside.results());
      expect([score, tests.map((one) => one.score)]).toEqual([undefined, [undefined]]);
      expect(output).toContain(sentence);
    },
    60_000,
  );
});

test('a broken rubric is not packed', async () => {
  const folder = writeFiles(makeFolder(), { 'rubric.yaml': 'schemaVersion: 1\nid: x\n' });
  const out = join(folder, 'autograder.zip');
  const { exitCode, stderr } = await runCommand(['gradescope', 'pack', join(folder, 'rubric.yaml'), '--out', out]);
  expect([exitCode, existsSync(out)]).toEqual([3, false]);
  expect(stderr).toContain('rubric.yaml');
}, 60_000);
