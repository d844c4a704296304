import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ensureWritable, writeAtomically } from '../../grader/report/writers/atomic.js';
import { toCheckedJson, toJson, writeReport } from '../../grader/report/writers/files.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { makeReport } from '../support/reports.js';

afterAll(removeFolders);

test('a file is written whole, with the folders above it, and nothing else is left', async () => {
  const folder = makeFolder();
  await writeAtomically(join(folder, 'a', 'b.txt'), 'one');
  await writeAtomically(join(folder, 'a', 'b.txt'), 'two');
  expect(readFileSync(join(folder, 'a', 'b.txt'), 'utf8')).toBe('two');
  expect(readdirSync(join(folder, 'a'))).toEqual(['b.txt']);
});

interface SmallDisk {
  readonly folder: string;
}

/** A disk of 64 KiB, or why there can be none here. */
function mountSmall(): SmallDisk | string {
  const folder = makeFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'pipe' });
    return { folder };
  } catch (error) {
    return `no small disk can be mounted (${String(error).split('\n')[0] ?? ''})`;
  }
}

describe('a write that fails', () => {
  const small = mountSmall();
  if (typeof small === 'string') process.stdout.write(`a full disk is not tried: ${small}\n`);
  (typeof small === 'string' ? test.skip : test)('on a full disk leaves the old file and no other', async () => {
    const { folder } = small as SmallDisk;
    const path = join(folder, 'report.json');
    await writeAtomically(path, 'old');
    const failure = { code: 'DISK_FULL', message: expect.stringContaining('the disk is full') as unknown };
    await expect(writeAtomically(path, 'x'.repeat(200_000))).rejects.toMatchObject(failure);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['report.json']);
  });
  afterAll(() => {
    if (typeof small !== 'string') execFileSync('umount', [small.folder]);
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

describe('a report', () => {
  test('is written with what Gradescope reads beside it', async () => {
    const folder = makeFolder();
    const report = makeReport();
    await writeReport(folder, report);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(toJson(report));
    expect(JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'))).toMatchObject({ score: 5.5 });
  });
  const [first] = makeReport().results;
  if (first === undefined) throw new Error('no result');
  test.each<[string, object]>([
    ['a key too many', { score: 3 }],
    ['points that are not a number', { verdict: { ...makeReport().verdict, earned: NaN } }],
    ['an infinite error', { results: [{ ...first, earned: Infinity }] }],
    ['a status of its own', { results: [{ ...first, status: 'great' }] }],
    ['nothing about the driver', { environment: { grader: '1' } }],
  ])('that does not fit its schema is never written or shown: %s', async (_name, change) => {
    const folder = makeFolder();
    const broken = { ...makeReport(), ...change };
    await expect(writeReport(folder, broken)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(readdirSync(folder)).toEqual([]);
    expect(() => toCheckedJson(broken)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});
