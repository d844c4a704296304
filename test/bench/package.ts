/** What a user gets: the package, its installation, the time to the first grade, and how long the command line takes to start. */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { measureNode, median } from './measure.js';
import { mainIn } from '../support/run-cli.js';

const MIB = 1024 * 1024;
const RUNS = 10;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

export async function benchPackage(
  work: string,
  root: string,
  print: (name: string, value: string) => void,
): Promise<void> {
  const folder = join(work, 'user');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const { stdout } = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', work], {
    cwd: root,
  });
  const [packed] = JSON.parse(stdout) as [Packed];
  const { filename, size, unpackedSize, entryCount } = packed;
  const unpacked = `${(unpackedSize / MIB).toFixed(1)} MiB in ${String(entryCount)} files`;
  print('package', `${(size / MIB).toFixed(1)} MiB, unpacked ${unpacked}`);

  const env = { ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const options = { cwd: folder, env };
  const started = performance.now();
  await execa('npm', ['install', '--no-fund', '--no-audit', '--loglevel=error', join(work, filename)], options);
  const installed = performance.now();
  const main = mainIn(join(folder, 'node_modules', 'tuxgrade'));
  await measureNode([main, 'grade', join(root, 'submissions/quiz2/perfect'), '--rubric', 'quiz2'], folder);
  const graded = performance.now();
  const { bytes, files } = sizeOf(join(folder, 'node_modules'));
  print('  npm install brings', `${(bytes / MIB).toFixed(0)} MiB in ${String(files)} files`);
  const first = `${((graded - started) / 1000).toFixed(1)} s to the first grade`;
  print(
    '  npm install',
    `${((installed - started) / 1000).toFixed(1)} s, ${first} (what npm has in its cache is not fetched)`,
  );

  for (const args of [['--help'], ['grade', '--help']]) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await measureNode([main, ...args], folder));
    const wall = median(runs.map(({ wallSeconds }) => wallSeconds)) * 1000;
    const cpu = median(runs.map(({ cpuSeconds }) => cpuSeconds)) * 1000;
    print(`tuxgrade ${args.join(' ')} to exit`, `${wall.toFixed(0)} ms, CPU ${cpu.toFixed(0)} ms (aim 150 ms)`);
  }
}

function sizeOf(folder: string): { readonly bytes: number; readonly files: number } {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return { bytes: paths.reduce((sum, path) => sum + statSync(path).size, 0), files: paths.length };
}
