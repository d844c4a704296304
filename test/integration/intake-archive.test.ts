import { lstatSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openSubmission } from '../../grader/intake/open.js';
import type { Snapshot } from '../../grader/stages/submission.js';
import { casesOf } from '../support/runs.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { startReader } from '../support/reader.js';
import { honestZip, rawZip } from '../support/raw-zip.js';

afterAll(removeFolders);

const MIB = 1024 * 1024;
const LIMITS = { submissionBytes: MIB, files: 20 };
const LINK = 0o120777;
const FIFO = 0o010644;

function open(zip: Uint8Array, expects: readonly string[] = [], limits = LIMITS): Promise<Snapshot> {
  const folder = makeFolder();
  writeFileSync(join(folder, 'hw.ZIP'), zip);
  return openSubmission(join(folder, 'hw.ZIP'), { limits, workDir: join(folder, 'work'), startReader, expects });
}
const pathsOf = (snapshot: Snapshot) => snapshot.files.map((file) => file.path);

describe('an archive', () => {
  test('loses the folder around everything, and the noise of macOS', async () => {
    const snapshot = await open(
      await honestZip({ 'ann/answers.json': '{}', 'ann/.DS_Store': '', '__MACOSX/ann/._answers.json': 'x' }),
    );
    expect(snapshot.id).toBe('hw');
    expect(pathsOf(snapshot)).toEqual(['answers.json']);
    expect(snapshot.remarks).toEqual([
      'all files lie in ann/: that folder was taken as the submission',
      'left out, as no part of a submission: .DS_Store, __MACOSX',
    ]);
  });

  test("keeps a folder that is the homework's own", async () => {
    const zip = await honestZip({ 'deep/model.json': '{}' });
    expect(pathsOf(await open(zip, ['deep/model.json']))).toEqual(['deep/model.json']);
    expect(pathsOf(await open(zip))).toEqual(['model.json']);
  });

  test('may have names with backslashes from Windows, and UTF-8 names without the flag', async () => {
    const snapshot = await open(rawZip([{ name: 'x\\a.txt' }, { name: 'b.txt' }, { name: 'caf\u00e9', flags: 0 }]));
    expect(pathsOf(snapshot)).toEqual(['b.txt', 'caf\u00e9', 'x/a.txt']);
  });

  test('may have names with backslashes whatever system its maker claims', async () => {
    const snapshot = await open(
      rawZip([{ name: 'x\\y\\a.txt', mode: 0o100644 }, { name: 'x\\', mode: 0o040755 }, { name: 'b' }]),
    );
    expect(pathsOf(snapshot)).toEqual(['b', 'x/y/a.txt']);
  });

  test('never yields links, pipes or unprintable names', async () => {
    const snapshot = await open(
      rawZip([
        { name: 'a.txt', data: 'a' },
        { name: 'answers.json', data: '/etc/passwd', mode: LINK },
        { name: 'pipe', mode: FIFO },
        { name: 'x\ny', data: 'b' },
      ]),
    );
    expect(pathsOf(snapshot)).toEqual(['a.txt']);
    expect(snapshot.remarks).toHaveLength(3);
    expect(lstatSync(join(snapshot.root, 'a.txt')).isFile()).toBe(true);
  });

  test('files that are left out are not inflated', async () => {
    const snapshot = await open(
      rawZip([
        { name: 'a.txt', data: 'a' },
        { name: 'node_modules/big', data: 'x', declaredBytes: 2 ** 31 },
      ]),
    );
    expect(pathsOf(snapshot)).toEqual(['a.txt']);
  });
});

describe('refused:', () => {
  test.each([
    ['a name that climbs out', [{ name: '../../evil.txt', data: 'x' }], 'PATH_ESCAPE', /hw\.ZIP holds .*evil\.txt/],
    ['climbing with backslashes', [{ name: 'a\\..\\..\\evil' }], 'PATH_ESCAPE', /outside/],
    ['an absolute name', [{ name: '/etc/cron.d/x', data: 'x' }], 'PATH_ESCAPE', /outside/],
    ['a drive letter', [{ name: 'C:\\x' }], 'PATH_ESCAPE', /outside/],
    [
      'a bomb that declares itself',
      [{ name: 'a', data: Buffer.alloc(2 * MIB) }],
      'TOO_LARGE',
      /2\.0 MiB, the limit is 1\.0 MiB/,
    ],
    [
      'a bomb that lies',
      [{ name: 'a', data: Buffer.alloc(64 * MIB), declaredBytes: 10 }],
      'BAD_ARCHIVE',
      /a in it is damaged/,
    ],
    ['fewer bytes than declared', [{ name: 'a', data: 'x', declaredBytes: 100 }], 'BAD_ARCHIVE', /damaged/],
    ['a wrong checksum', [{ name: 'a', data: 'x', checksum: 1 }], 'BAD_ARCHIVE', /damaged/],
    ['a password', [{ name: 'a', data: 'x', flags: 0x801 }], 'BAD_ARCHIVE', /encrypted/],
    ['strong encryption', [{ name: 'a', data: 'x', flags: 0x841 }], 'BAD_ARCHIVE', /cannot be unpacked/],
    ['another method', [{ name: 'a', data: 'x', method: 14 }], 'BAD_ARCHIVE', /method other than deflate/],
    [
      'one name twice',
      [
        { name: 'a', data: 'x' },
        { name: './a', data: 'y' },
      ],
      'BAD_ARCHIVE',
      /holds a twice/,
    ],
    [
      'a file that is a folder',
      [
        { name: 'a', data: 'x' },
        { name: 'a/b', data: 'y' },
      ],
      'BAD_ARCHIVE',
      /both as a file and/,
    ],
    [
      'garbage that claims deflate',
      [{ name: 'a', data: 'not deflated', method: 8, raw: true }],
      'BAD_ARCHIVE',
      /damaged/,
    ],
    ['no files', [], 'MISSING_FILE', /holds no files/],
    ['folders only', [{ name: 'a/' }], 'MISSING_FILE', /holds no files/],
  ])('%s', async (_what, entries, code, sentence) => {
    let zip = rawZip(entries);
    if (entries.some((entry) => 'raw' in entry)) zip = spoil(zip);
    const error: unknown = await open(zip).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code, fault: 'student' });
    expect(String(error)).toMatch(sentence);
  });

  test('a file that is not an archive, and a truncated archive', async () => {
    const whole = await honestZip({ 'a.txt': 'a'.repeat(1000) });
    for (const zip of [Buffer.from('hello'), Buffer.alloc(0), whole.subarray(0, whole.length - 30)]) {
      await expect(open(zip)).rejects.toMatchObject({ code: 'BAD_ARCHIVE' });
    }
  });

  const step = casesOf({ usual: 20, full: 1 });
  const share = step === 1 ? 'every' : 'every twentieth';
  test(`${share} truncation and spoilt byte is a student fault or a snapshot, never another error`, async () => {
    const whole = await honestZip({ 'd/a.txt': 'some text, some text', 'd/b.txt': 'b' });
    let faults = 0;
    // begins elsewhere each time, so that the shares of many runs add up
    const first = Math.floor(step * Math.random());
    for (let at = first; at < whole.length; at += step) {
      const spoilt = Buffer.from(whole);
      spoilt[at] = (spoilt[at] ?? 0) ^ 0xff;
      for (const bytes of [spoilt, whole.subarray(0, at)]) {
        const outcome: unknown = await open(bytes).catch((cause: unknown) => cause);
        if (!(outcome instanceof Error)) continue;
        expect(outcome).toMatchObject({ fault: 'student' });
        faults += 1;
      }
    }
    // a damaged modification time does no harm; truncation does
    expect(faults).toBeGreaterThanOrEqual(Math.floor(whole.length / step));
  }, 300_000);

  test('too many files', async () => {
    const zip = rawZip(Array.from({ length: 21 }, (_, index) => ({ name: String(index) })));
    await expect(open(zip)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  test('nothing is left in the work folder afterwards', async () => {
    const folder = makeFolder();
    writeFileSync(
      join(folder, 'x.zip'),
      rawZip([
        { name: 'a', data: 'a' },
        { name: 'b', data: 'b', checksum: 1 },
      ]),
    );
    const workDir = join(folder, 'work');
    await expect(openSubmission(join(folder, 'x.zip'), { limits: LIMITS, workDir, startReader })).rejects.toThrow();
    expect((await import('node:fs')).readdirSync(workDir)).toEqual([]);
  });
});

/** Overwrites the first entry's packed bytes. */
function spoil(zip: Buffer): Buffer {
  const spoilt = Buffer.from(zip);
  spoilt.fill(0xff, 31, 40);
  return spoilt;
}
