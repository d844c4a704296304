/** The code that the build keeps of the command line, as a start of it uses it. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { keptCodeOf } from '../../grader/program/load.js';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

const BIN = resolve('dist/bin');

/** In a process of its own, because V8 refuses code that was compiled with other flags than those of jest. */
async function acceptedOf(bin: string): Promise<Readonly<Record<string, boolean>>> {
  const script = `
    import { chunksOf, keptCodeOf } from ${JSON.stringify(resolve('dist/program/load.js'))};
    const { load, scripts } = chunksOf(${JSON.stringify(bin)}, keptCodeOf(${JSON.stringify(bin)}));
    load('./main.cjs');
    console.log(JSON.stringify(Object.fromEntries([...scripts].map(([name, one]) => [name, one.cachedDataRejected === false]))));`;
  const { stdout } = await execa('node', ['--input-type=module', '-e', script]);
  return JSON.parse(stdout) as Record<string, boolean>;
}

/** A copy whose kept code may be changed. */
function copied(): string {
  const dist = join(makeFolder(), 'dist');
  cpSync(BIN, join(dist, 'bin'), { recursive: true });
  cpSync(resolve('package.json'), join(dist, '..', 'package.json'));
  return join(dist, 'bin');
}

const versionOf = (bin: string, ...flags: readonly string[]) =>
  execa('node', [...flags, join(bin, 'tuxgrade.cjs'), '--version']);

test('V8 takes the kept code of every chunk that is loaded at a start', async () => {
  const accepted = await acceptedOf(BIN);
  expect(Object.keys(accepted).length).toBeGreaterThan(1);
  expect(Object.values(accepted)).not.toContain(false);
});

test('chunks that typical commands load have kept code', () => {
  const kept = readdirSync(keptCodeOf(BIN));
  for (const command of ['grade', 'batch']) {
    expect(kept).toContainEqual(expect.stringMatching(new RegExp(`^${command}-\\w+\\.cjs$`)));
  }
});

test('kept code does not name the folder in which it was made', () => {
  const kept = keptCodeOf(BIN);
  const naming = readdirSync(kept).filter((name) => {
    const code = readFileSync(join(kept, name));
    return (['latin1', 'utf16le'] as const).some((encoding) => code.includes(process.cwd(), 0, encoding));
  });
  expect(naming).toEqual([]);
});

test('code that V8 cannot use is compiled again', async () => {
  const bin = copied();
  writeFileSync(join(keptCodeOf(bin), 'main.cjs'), 'not code');
  expect((await acceptedOf(bin))['./main.cjs']).toBe(false);
  expect((await versionOf(bin)).stdout).toMatch(/^\d+\.\d+\.\d+$/);
  // other flags than at the time of the build
  expect((await versionOf(bin, '--stack-size=900')).stdout).toMatch(/^\d+\.\d+\.\d+$/);
});

test('another version of Node.js, for which none is kept, compiles all', async () => {
  const bin = copied();
  rmSync(keptCodeOf(bin), { recursive: true });
  expect((await versionOf(bin)).stdout).toMatch(/^\d+\.\d+\.\d+$/);
  mkdirSync(keptCodeOf(bin));
  expect((await versionOf(bin)).stdout).toMatch(/^\d+\.\d+\.\d+$/);
});
