/** The package made by `npm pack` is complete: it grades with the rubrics that it contains, without the repository. */
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

/** The folder of the unpacked package, with its dependencies. */
let installed: string;

beforeAll(async () => {
  const folder = makeFolder();
  const { stdout } = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  await execa('tar', ['-xzf', join(folder, packed?.filename ?? ''), '-C', folder]);
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  installed = join(folder, 'package');
}, 120_000);

function run(...args: readonly string[]) {
  const main = join(installed, 'dist', 'bin', 'tuxgrade.js');
  return execa(process.execPath, [main, ...args], { cwd: makeFolder(), reject: false, stdin: 'ignore' });
}

test('every shipped rubric is whole: its data are in the package', async () => {
  const rubrics = readdirSync(join(installed, 'rubrics')).filter((name) => name.endsWith('.yaml'));
  expect(rubrics).toContain('hw3-supertux.yaml');
  for (const name of rubrics) {
    const { exitCode, stderr } = await run('rubric', 'lint', name.replace('.yaml', ''));
    expect([name, exitCode, stderr.includes('missing')]).toEqual([name, 0, false]);
  }
});

test('it grades', async () => {
  const { exitCode, stdout } = await run(
    'grade',
    join(process.cwd(), 'submissions/quiz2/perfect'),
    '--rubric',
    'quiz2',
  );
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('100 of 100 points')]);
});

test.each(['quiz2', 'hw2-circle', 'hw3-supertux'])('the starter of %s is whole', async (homework) => {
  const folder = join(makeFolder(), 'mine');
  const { exitCode } = await run('init', homework, folder);
  expect(exitCode).toBe(0);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['README.md', 'package.json', 'tf.ts', 'tuxgrade.json']));
});

test('it can be imported, with types for what it exports', async () => {
  const code = `import('${join(installed, 'dist', 'index.js')}').then((all) => console.log(typeof all.gradeOne))`;
  const { stdout } = await execa(process.execPath, ['-e', code], { cwd: installed });
  expect(stdout).toBe('function');
  expect(readdirSync(join(installed, 'dist'))).toContain('index.d.ts');
});

test('neither tests nor benchmarks nor source maps are in it', () => {
  const all = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  expect(all.filter((path) => /(^|\/)(test|bench)\/|\.map$/.test(path))).toEqual([]);
});
