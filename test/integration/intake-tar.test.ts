/** Tar archives, and classes in one archive: an error in one student's files affects only that student. */
import { writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openSubmission, type OpenOptions } from '../../grader/intake/open.js';
import type { StartReader } from '../../grader/protocol/reader.js';
import { findClass } from '../support/classes.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { tarHeader } from '../support/raw-tar.js';
import { startReader } from '../support/reader.js';
import { honestZip, rawZip } from '../support/raw-zip.js';

afterAll(removeFolders);

const LIMITS = { submissionBytes: 1 << 20, files: 20 };

type Entry = Partial<Header> & { readonly name: string; readonly content?: string | Buffer };

async function tarOf(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { content, ...header } of entries) archive.entry({ ...header }, content ?? '');
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function fileOf(name: string, bytes: Buffer): string {
  const path = join(makeFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

const options = (more: Partial<OpenOptions> = {}): OpenOptions => ({
  limits: LIMITS,
  workDir: makeFolder(),
  startReader,
  ...more,
});

async function faultOf(path: string, more: Partial<OpenOptions> = {}): Promise<unknown> {
  return await openSubmission(path, options(more)).then(
    () => 'it was taken',
    (cause: unknown) => cause,
  );
}

describe('a tar archive', () => {
  const FILES = [
    { name: 'hw/answers.json', content: '{}' },
    { name: 'hw/deep/model.json', content: 'x' },
    { name: 'hw/naïve.txt', content: 'é' },
  ];

  test('is read like a folder or a zip of the same files, compressed or not, with any name', async () => {
    const tar = await tarOf(FILES);
    const zip = fileOf(
      'hw.zip',
      await honestZip(Object.fromEntries(FILES.map(({ name, content }) => [name, content]))),
    );
    const { digest } = await openSubmission(zip, options());
    for (const [name, bytes] of [
      ['alice.tar', tar],
      ['alice.tar.gz', gzipSync(tar)],
      ['alice.tgz', gzipSync(tar)],
      ['alice.tar.gz', tar],
    ] as const) {
      const workDir = makeFolder();
      const snapshot = await openSubmission(fileOf(name, bytes), options({ workDir }));
      expect([snapshot.id, snapshot.digest]).toEqual(['alice', digest]);
      // the temporary copies are removed
      expect(readdirSync(workDir)).toHaveLength(1);
    }
  });

  test.each<[string, readonly Entry[], string, RegExp]>([
    ['a name that leaves the folder', [{ name: '../../evil', content: 'x' }], 'PATH_ESCAPE', /evil.*outside it/],
    ['an absolute name', [{ name: '/etc/passwd', content: 'x' }], 'PATH_ESCAPE', /outside it/],
    [
      'one name twice',
      [
        { name: 'a', content: 'x' },
        { name: 'a', content: 'y' },
      ],
      'BAD_ARCHIVE',
      /holds a twice/,
    ],
    [
      'a file that is a folder as well',
      [
        { name: 'a', content: 'x' },
        { name: 'a/b', content: 'y' },
      ],
      'BAD_ARCHIVE',
      /both as a file and as a folder/,
    ],
    [
      'too many files',
      Array.from({ length: 21 }, (_, index) => ({ name: String(index), content: 'x' })),
      'TOO_LARGE',
      /more than 20 files/,
    ],
    ['too many bytes', [{ name: 'a', content: Buffer.alloc((1 << 20) + 1) }], 'TOO_LARGE', /1\.0 MiB/],
    ['nothing', [], 'MISSING_FILE', /holds no files/],
  ])('with %s is refused in words', async (_what, entries, code, sentence) => {
    const fault = await faultOf(fileOf('hw.tar.gz', gzipSync(await tarOf(entries))));
    expect(fault).toMatchObject({ code, message: expect.stringMatching(sentence) as unknown });
  });

  test('leaves links and devices out, and says so', async () => {
    const path = fileOf(
      'hw.tar',
      await tarOf([
        { name: 'a', content: 'x' },
        { name: 'passwd', type: 'symlink', linkname: '/etc/passwd' },
        { name: 'hard', type: 'link', linkname: '/etc/passwd' },
        { name: 'over', type: 'link', linkname: 'passwd' },
        { name: 'null', type: 'character-device' },
      ]),
    );
    const { files, remarks } = await openSubmission(path, options());
    expect(files.map((file) => file.path)).toEqual(['a']);
    const hard = 'it is a hard link to something that is not a file before it in the archive; hand in the file itself';
    expect(remarks).toEqual([
      `hard was left out: ${hard}`,
      'null was left out: it is not a regular file; hand in the file itself',
      `over was left out: ${hard}`,
      'passwd was left out: it is a symbolic link, and links are not followed; hand in the file itself',
    ]);
  });

  test('is stopped while it unpacks: a bomb costs what the limit allows', async () => {
    // a gigabyte of zeros in a megabyte, member after member
    const zeros = gzipSync(Buffer.alloc(16 << 20));
    const header = gzipSync(tarHeader({ name: 'zeros', declaredBytes: 2 ** 30 }));
    const bomb = Buffer.concat([header, ...Array<Buffer>(64).fill(zeros)]);
    const workDir = makeFolder();
    // a reader that takes longer is ended, and something else is said
    const hurried: StartReader = (folder, limits) => startReader(folder, { ...limits, cpuMs: 3000 });
    const fault = await faultOf(fileOf('hw.tgz', bomb), { workDir, startReader: hurried });
    expect(fault).toMatchObject({ code: 'TOO_LARGE', message: expect.stringContaining('unpacks to more') as unknown });
    expect(readdirSync(workDir)).toEqual([]);
    // zeros after the end of the archive belong to no entry
    const trailing = gzipSync(Buffer.concat([await tarOf([{ name: 'a', content: 'x' }]), Buffer.alloc(64 << 20)]));
    expect(await faultOf(fileOf('hw.tgz', trailing))).toMatchObject({ code: 'TOO_LARGE' });
  });

  test.each([
    ['cut short', async () => (await tarOf(FILES)).subarray(0, 700)],
    ['cut short within gzip', async () => gzipSync(await tarOf(FILES)).subarray(0, 60)],
    ['no archive at all', () => Promise.resolve(Buffer.from('hello'.repeat(400)))],
  ])('that is %s is refused in words', async (_what, bytes) => {
    expect(await faultOf(fileOf('hw.tar.gz', await bytes()))).toMatchObject({
      code: 'BAD_ARCHIVE',
      message: expect.stringContaining('hw.tar.gz cannot be unpacked') as unknown,
    });
  });

  test('of a kind that is not read is for the student to fix', async () => {
    expect(await faultOf(fileOf('hw.7z', Buffer.from('7z')))).toMatchObject({
      code: 'BAD_ARCHIVE',
      advice: 'hand in a .zip or a .tar.gz archive',
    });
  });

  test('inside a submission is not unpacked, and the report says so', async () => {
    const path = fileOf('hw.tar', await tarOf([{ name: 'a/inner.zip', content: 'x' }]));
    expect((await openSubmission(path, options())).remarks.join()).toContain(
      'inner.zip is an archive inside the submission and was not unpacked',
    );
  });
});

describe('a class as one archive', () => {
  const inner = () => honestZip({ 'answers.json': '{}' });

  async function openAll(path: string, limits = LIMITS) {
    const remarks: string[] = [];
    const found = await findClass(path, { onRemark: (remark) => void remarks.push(remark) });
    const opened: Record<string, unknown> = {};
    for (const submission of found) {
      opened[submission.id] = await openSubmission(submission.path, options({ limits, open: submission.open })).then(
        ({ files }) => files.map((file) => file.path),
        (cause: unknown) => (cause as { code: string }).code,
      );
    }
    return { opened, remarks };
  }

  test.each(['zip', 'tar.gz'])(
    '%s: each by itself, nested archives too, and faults stay where they are',
    async (kind) => {
      const long = 'x'.repeat((1 << 20) + 1);
      const files: Record<string, string | Buffer> = {
        'class/ann/answers.json': '{}',
        'class/ann/deep/model.json': '{}',
        'class/bob.zip': await inner(),
        'class/cyd.tar.gz': gzipSync(await tarOf([{ name: 'answers.json', content: '{}' }])),
        'class/dan.zip': 'no zip',
        'class/eve/../../../etc/passwd': 'x',
        'class/fay/huge.bin': long,
        'class/gus.rar': 'Rar!',
        'class/王小明/answers.json': '{}',
        '../nobody': 'x',
        '__MACOSX/class/._ann': 'x',
      };
      const bytes =
        kind === 'zip'
          ? rawZip(Object.entries(files).map(([name, data]) => ({ name, data: Buffer.from(data) })))
          : gzipSync(await tarOf(Object.entries(files).map(([name, content]) => ({ name, content }))));
      const { opened, remarks } = await openAll(fileOf(`class.${kind}`, bytes));
      expect(remarks).toEqual(['../nobody would be outside the archive and was left out']);
      expect(opened).toEqual({
        ann: ['answers.json', 'deep/model.json'],
        bob: ['answers.json'],
        cyd: ['answers.json'],
        dan: 'BAD_ARCHIVE',
        eve: 'PATH_ESCAPE',
        fay: 'TOO_LARGE',
        gus: 'BAD_ARCHIVE',
        王小明: ['answers.json'],
      });
    },
  );

  test('of a thousand is read once, into files without names', async () => {
    const files = Array.from({ length: 1000 }, (_, index) => [`s${String(index)}/answers.json`, '{}'] as const);
    const path = fileOf('class.zip', await honestZip(Object.fromEntries(files)));
    const workDir = makeFolder();
    expect(await findClass(path, { workDir })).toHaveLength(1000);
    const [spool = '', ...others] = readdirSync(workDir);
    expect(others).toEqual([]);
    expect(readdirSync(join(workDir, spool)).every((name) => /^\d+$/.test(name))).toBe(true);
  });
});
