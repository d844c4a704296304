/** A class in one archive, with the command line: read in the sandbox, graded, and kept on resume. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { makeFolder, removeFolders } from '../support/folders.js';
import { honestZip } from '../support/raw-zip.js';
import { runCommand } from '../support/run-command.js';

afterAll(removeFolders);

const FILES = ['answers.json', 'backprop.ts'];
const textOf = (name: string, file: string) => readFileSync(join('submissions/quiz2', name, file), 'utf8');

/** A folder, a folder that throws, and a zip, as their students handed them in. */
async function zipOfClass(): Promise<Buffer> {
  const own = Object.fromEntries(FILES.map((file) => [file, textOf('perfect', file)]));
  return await honestZip({
    ...Object.fromEntries(FILES.map((file) => [`hw/alice/${file}`, textOf('perfect', file)])),
    ...Object.fromEntries(FILES.map((file) => [`hw/bob/${file}`, textOf('throws', file)])),
    'hw/carol.zip': await honestZip(own),
  });
}

test.each(['zip', 'tar.gz'])(
  'a %s of a class',
  async (format) => {
    const folder = makeFolder();
    const archive = join(folder, `hw.${format}`);
    if (format === 'zip') writeFileSync(archive, await zipOfClass());
    else {
      cpSync('submissions/quiz2/perfect', join(folder, 'hw/alice'), { recursive: true });
      cpSync('submissions/quiz2/throws', join(folder, 'hw/bob'), { recursive: true });
      const own = Object.fromEntries(FILES.map((file) => [file, textOf('perfect', file)]));
      writeFileSync(join(folder, 'hw/carol.zip'), await honestZip(own));
      await execa('tar', ['-czf', archive, '-C', folder, 'hw']);
    }
    const out = join(makeFolder(), 'out');
    const args = ['batch', archive, '--rubric', 'quiz2', '--out', out];
    const first = await runCommand(args);
    expect([first.exitCode, first.stderr]).toEqual([0, expect.stringContaining('3 of 3 graded')]);
    const scores = readFileSync(join(out, 'scores.csv'), 'utf8').trim().split('\n').slice(1);
    expect(scores.map((line) => line.split(',').slice(0, 6).join())).toEqual([
      'alice,,,,graded,100',
      expect.stringMatching(/^bob,,,,graded,\d+$/),
      'carol,,,,graded,100',
    ]);
    const again = await runCommand([...args, '--resume']);
    expect([again.exitCode, again.stderr]).toEqual([0, expect.stringContaining('3 were finished before and kept')]);
  },
  120_000,
);
