/** The package made by `npm pack` is complete: it grades with the rubrics that it contains, without the repository. */
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

/** The folder of the unpacked package, with its dependencies. */
let installed: string;

beforeAll(async () => {
  const folder = makeFolder();
  const { stdout } = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  await execa('tar', ['-xzf', join(folder, packed?.filename ?? ''), '-C', folder]);
  const [own, given] = [join(folder, 'node_modules'), join(process.cwd(), 'node_modules')];
  mkdirSync(own);
  for (const name of readdirSync(given)) symlinkSync(join(given, name), join(own, name));
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

describe('with an onnxruntime-node', () => {
  const own = () => join(dirname(installed), 'node_modules', 'onnxruntime-node');

  test('whose installer reaches no network, an installation ends well', async () => {
    const { optionalDependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      optionalDependencies: Readonly<Record<string, string>>;
    };
    expect(optionalDependencies).toHaveProperty('onnxruntime-node');
    const env = { ONNXRUNTIME_NODE_INSTALL: 'skip', GLOBAL_AGENT_HTTPS_PROXY: 'http://127.0.0.1:1' };
    const script = join(process.cwd(), 'node_modules', 'onnxruntime-node', 'script', 'install');
    const { exitCode } = await execa(process.execPath, [script], { env, reject: false });
    expect(exitCode).toBe(0);
  });

  test.each<[string, () => void, string]>([
    ['that is not there', () => undefined, 'onnxruntime-node is not installed'],
    [
      'for other processors',
      () => writeFiles(own(), { 'package.json': '{"version":"1.0.0"}', 'bin/napi-v6/linux/mips/any.node': '' }),
      `onnxruntime-node has no library for ${process.platform} on ${process.arch}`,
    ],
  ])('%s, doctor says so and the next backend serves', async (_what, install, why) => {
    rmSync(own(), { recursive: true, force: true });
    install();
    const doctor = await run('doctor');
    expect([doctor.exitCode, doctor.stdout]).toEqual([
      0,
      expect.stringContaining(`✗ onnx         ${why}\n      Needed`),
    ]);
    const submission = join(process.cwd(), 'submissions/hw2-circle/good');
    const { exitCode, stdout } = await run('grade', submission, '--rubric', 'hw2-circle', '--json');
    const { environment } = JSON.parse(stdout) as { environment: { backends: readonly string[] } };
    expect([exitCode, environment.backends.every((one) => one.endsWith(': wasm'))]).toEqual([0, true]);
    expect(environment.backends).not.toEqual([]);
  });
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
