import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ensureFileWritable, ensureWritable, explainWriteError, writeAtomically } from '../../grader/atomic.js';
import { toJson, writeReport } from '../../grader/report/writers/files.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { makeReport } from '../support/reports.js';
import { mountDisk, testUnless, unmountDisk, whyNoDisk } from '../support/where-possible.js';

afterAll(removeFolders);

/** The built code, for a process of its own. */
const BUILT = join(process.cwd(), 'dist', 'atomic.js');

test('a file is written whole, with the folders above it, and nothing else is left', async () => {
  const folder = makeFolder();
  await writeAtomically(join(folder, 'a', 'b.txt'), 'one');
  await writeAtomically(join(folder, 'a', 'b.txt'), 'two');
  expect(readFileSync(join(folder, 'a', 'b.txt'), 'utf8')).toBe('two');
  expect(readdirSync(join(folder, 'a'))).toEqual(['b.txt']);
});

describe('a write that fails', () => {
  test('halfway leaves the old file and no other', async () => {
    const folder = makeFolder();
    const path = join(folder, 'report.json');
    await writeAtomically(path, 'old');
    // a limit of 64 KiB a file, which needs no rights, in a process of its own
    const script = `const { writeAtomically } = await import(${JSON.stringify(BUILT)});
      try { await writeAtomically(process.argv[1], 'x'.repeat(200_000)); console.log('written'); }
      catch (error) { console.log(error.code, error.message); }`;
    const limited = ['-c', 'trap "" XFSZ; ulimit -f 64; exec "$@"', 'bash', process.execPath];
    const said = execFileSync('bash', [...limited, '--input-type=module', '-e', script, path], { encoding: 'utf8' });
    expect(said).toBe(`DISK_FULL cannot write ${path}: EFBIG\n`);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['report.json']);
  });

  test('for want of space says so', () => {
    let full: unknown;
    try {
      writeFileSync('/dev/full', 'x');
    } catch (error) {
      full = error;
    }
    expect(explainWriteError('report.json', full)).toMatchObject({
      code: 'DISK_FULL',
      message: 'cannot write report.json: the disk is full',
    });
  });

  testUnless(whyNoDisk(), 'a full disk')('on a full disk leaves the old file and no other', async () => {
    const folder = makeFolder();
    mountDisk(folder, '64k');
    try {
      const path = join(folder, 'report.json');
      await writeAtomically(path, 'old');
      const failure = { code: 'DISK_FULL', message: expect.stringContaining('the disk is full') as unknown };
      await expect(writeAtomically(path, 'x'.repeat(200_000))).rejects.toMatchObject(failure);
      expect(readFileSync(path, 'utf8')).toBe('old');
      expect(readdirSync(folder)).toEqual(['report.json']);
    } finally {
      unmountDisk(folder);
    }
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'a file in the place of a folder',
      (folder) => {
        writeFileSync(join(folder, 'out'), '');
      },
      /a file is where a folder is expected/,
    ],
    [
      'a folder in the place of the file',
      (folder) => {
        mkdirSync(join(folder, 'out', 'report.json', 'x'), { recursive: true });
      },
      /cannot write/,
    ],
  ])('because of %s says so', async (_name, prepare, said) => {
    const folder = makeFolder();
    prepare(folder);
    const path = join(folder, 'out', 'report.json');
    await expect(writeAtomically(path, 'x')).rejects.toMatchObject({ message: expect.stringMatching(said) as unknown });
  });
});

test('a folder that cannot be written is found out before anything is graded', async () => {
  await expect(ensureWritable('/sys/tuxgrade')).rejects.toMatchObject({ code: 'USAGE' });
  const folder = join(makeFolder(), 'new');
  await ensureWritable(folder);
  expect(readdirSync(folder)).toEqual([]);
});

describe('a file that is to be written after grading', () => {
  test('may be new, in a new folder, or there already, and is not touched', async () => {
    const folder = makeFolder();
    await ensureFileWritable(join(folder, 'new', 'page.html'), '--html');
    expect(readdirSync(join(folder, 'new'))).toEqual([]);
    writeFileSync(join(folder, 'page.html'), 'old');
    await ensureFileWritable(join(folder, 'page.html'), '--html');
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toBe('old');
  });
  test.each([
    ['', 'a folder is where the file'],
    ['/', 'a folder is where the file'],
    ['there', 'a folder is where the file'],
    ['new/', 'a folder is where the file'],
    ['file/page.html', 'a file is where a folder'],
  ])('cannot be "%s"', async (name, sentence) => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'there'));
    writeFileSync(join(folder, 'file'), '');
    const path = name === '' ? '' : `${folder}/${name}`;
    await expect(ensureFileWritable(path, '--html')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(sentence) as unknown,
      advice: expect.stringContaining('another --html') as unknown,
    });
  });
  test('cannot be where nothing may be written', async () => {
    await expect(ensureFileWritable('/sys/page.html', '--html')).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('a report', () => {
  test('is written with what Gradescope reads beside it', async () => {
    const folder = makeFolder();
    const report = makeReport();
    await writeReport(folder, report);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(toJson(report));
    expect(JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'))).toMatchObject({ score: 5.5 });
  });
});
