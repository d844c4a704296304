/** A machine without memory: the kernel ends a program of the sandbox, and the student does not lose a point for it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { quiz2Code } from '../support/quiz2-code.js';
import { runWithMemory, whyNoSmallMachine } from '../support/small-machine.js';
import { testUnless } from '../support/where-possible.js';

afterAll(removeFolders);

const MIB = 2 ** 20;
const testSmall = testUnless(whyNoSmallMachine(), 'a machine without memory');

/** Holds that many more MiB whenever `forward` is called. */
const holding = (mebibytes: number) =>
  quiz2Code({ head: 'const held = [];', before: `held.push(new Uint8Array(${String(mebibytes * MIB)}).fill(1));` });

interface Graded {
  readonly exitCode: number | undefined;
  readonly stderr: string;
  /** null if none was written. */
  readonly report: { readonly verdict: { readonly earned: number } } | null;
}

async function gradeWith(memory: number, code: string): Promise<Graded> {
  const [folder, out] = [writeFiles(makeFolder(), { 'backprop.js': code }), makeFolder()];
  const { exitCode, stderr } = await runWithMemory(memory * MIB, ['grade', folder, '--rubric', 'quiz2', '--out', out]);
  const path = join(out, 'report.json');
  const report = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as NonNullable<Graded['report']>) : null;
  return { exitCode, stderr, report };
}

testSmall('a submission that needs less than the rubric allows, and more than there is, is not graded', async () => {
  const { exitCode, stderr, report } = await gradeWith(500, holding(600));
  expect([exitCode, report]).toEqual([4, null]);
  expect(stderr).toMatch(
    /^tuxgrade: this machine ran out of memory: its kernel ended .* held \d{3} MB, where 1024 MB are allowed\n.*--jobs 1/,
  );
});

testSmall('in a class it is left ungraded, and the class continues', async () => {
  const [folder, out] = [makeFolder(), makeFolder()];
  writeFiles(folder, { 'ada/backprop.js': holding(600), 'grace/backprop.js': quiz2Code() });
  const args = ['batch', folder, '--rubric', 'quiz2', '--out', out, '--jobs', '1'];
  expect((await runWithMemory(500 * MIB, args)).exitCode).toBe(4);
  const scores = readFileSync(join(out, 'scores.csv'), 'utf8');
  expect(scores).toMatch(/^ada,,,,ungraded,,100,.*/m);
  expect(scores).toMatch(/^grace,,,,graded,60,/m);
  expect(readFileSync(join(out, 'reports', 'ada', 'report.json'), 'utf8')).toContain('MACHINE_MEMORY');
});

testSmall('a submission that ends as if the kernel had ended it is graded', async () => {
  const { exitCode, report } = await gradeWith(2000, quiz2Code({ before: 'process.exit(137);' }));
  expect([exitCode, report?.verdict.earned]).toEqual([0, 40]);
  expect(JSON.stringify(report)).toContain('forward ended the process before there was a result (exit code 137)');
});

testSmall('doctor tells that there is less than a class may need', async () => {
  const { exitCode, stdout } = await runWithMemory(500 * MIB, ['doctor']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/✗ memory {7}500\.0 MiB, where \d+ submissions? at a time may need [\d.]+ GiB\n.*--jobs 1/);
});
