/**
 * A submission that travels is the same where it arrives: its intake gives the same snapshot, remarks and fault as that of
 * the original, for example submissions and for nasty ones.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { codeOf } from '../../grader/errors.js';
import { openSource } from '../../grader/intake/archives/open-source.js';
import { openSubmission, type OpenOptions } from '../../grader/intake/open.js';
import { openPacked, packSubmission, pathFor } from '../../grader/queue/packing/submission.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { paxEntry, writeTarGz } from '../support/raw-tar.js';
import { honestZip, rawZip } from '../support/raw-zip.js';
import { IS_FULL } from '../support/runs.js';
import { startReader } from '../support/reader.js';

afterAll(removeFolders);

const LIMITS = { submissionBytes: 20_000, files: 12 };
const EXPECTS = ['backprop.ts', 'answers.json', 'model/model.json'];

type Change = Partial<Pick<OpenOptions, 'limits' | 'expects' | 'open'>>;
const optionsOf = (change: Change): OpenOptions => {
  return { limits: LIMITS, expects: EXPECTS, startReader, workDir: makeFolder(), ...change };
};

/** All that can make a difference for a mark. */
async function intake(path: string, options: OpenOptions): Promise<unknown> {
  try {
    const { digest, files, bytes, remarks } = await openSubmission(path, { ...options, id: 'ada' });
    return { digest, files, bytes, remarks };
  } catch (error) {
    return { code: codeOf(error), message: (error as Error).message, advice: (error as { advice?: string }).advice };
  }
}

/** The intake of the packed form, as a worker does it. */
async function travelled(path: string, change: Change): Promise<unknown> {
  const packed = await packSubmission(
    change.open === undefined ? { path } : { path, open: change.open },
    optionsOf(change),
  );
  const folder = makeFolder();
  const place = pathFor(packed, folder);
  if (packed.form === 'archive') writeFileSync(place, packed.bytes);
  const open = openPacked(packed, place, packed.bytes);
  return await intake(join(folder, packed.name), { ...optionsOf(change), open });
}

async function expectSame(path: string, change: Change = {}): Promise<unknown> {
  const original = await intake(path, optionsOf(change));
  expect(await travelled(path, change)).toEqual(original);
  return original;
}

const examples = readdirSync('submissions').flatMap((homework) =>
  readdirSync(join('submissions', homework))
    .map((name) => join('submissions', homework, name))
    .filter((path) => statSync(path).isDirectory()),
);

test('example submissions arrive as they were', async () => {
  expect(examples.length).toBeGreaterThan(50);
  // a quarter: what can go wrong on the way is in the nasty ones
  for (const path of examples.filter((_path, at) => IS_FULL || at % 4 === 0)) {
    const same = await expectSame(path, { limits: { submissionBytes: 200 << 20, files: 50_000 } });
    expect(same).toHaveProperty('digest');
  }
});

/** A folder with these files; returns its path. */
const folderOf = (files: Readonly<Record<string, string | Uint8Array>>) => writeFiles(join(makeFolder(), 'hw'), files);
/** A file with these bytes. */
const fileOf = (name: string, bytes: Uint8Array) => join(writeFiles(makeFolder(), { [name]: bytes }), name);
const BACKPROP = { 'backprop.ts': 'export const forward = 1;' };

async function tarOf(name: string, entries: Parameters<typeof writeTarGz>[1]): Promise<string> {
  const path = join(makeFolder(), name);
  await writeTarGz(path, entries);
  return path;
}

const damagedZip = async () => {
  const zip = Buffer.from(await honestZip({ ...BACKPROP, 'b.txt': 'b'.repeat(3000), 'c.txt': 'c' }));
  return zip.subarray(0, zip.length - 30);
};

/** By what it is: its path, what its intake says, and options. */
const NASTY: readonly (readonly [string, () => string | Promise<string>, string | null, Change?])[] = [
  [
    'links, a pipe and names of tools',
    () => {
      const folder = folderOf({ ...BACKPROP, 'node_modules/x.js': 'x', '.DS_Store': 'x' });
      symlinkSync('/etc/passwd', join(folder, 'passwd'));
      symlinkSync('backprop.ts', join(folder, 'answers.json'));
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      return folder;
    },
    null,
  ],
  [
    'names in two forms of Unicode',
    () => folderOf({ ...BACKPROP, 'cafe\u0301.txt': 'a', 'caf\u00e9.txt': 'b' }),
    'BAD_ARCHIVE',
  ],
  ['a name in NFD', () => folderOf({ ...BACKPROP, 'cafe\u0301/cafe\u0301.txt': 'a' }), null],
  [
    'names with line breaks and colours',
    () => folderOf({ ...BACKPROP, 'a\nb': 'a', '\u001b[31m': 'b', 'x\\y': 'c' }),
    null,
  ],
  ['nothing', () => folderOf({}), 'MISSING_FILE'],
  [
    'too many files',
    () => folderOf(Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${String(at)}.txt`, '']))),
    'TOO_LARGE',
  ],
  ['too large', () => folderOf({ ...BACKPROP, big: 'x'.repeat(30_000) }), 'TOO_LARGE'],
  ['far too large', () => folderOf({ ...BACKPROP, big: 'x'.repeat(90_000) }), 'TOO_LARGE'],
  [
    'far too large and sparse',
    () => {
      const folder = folderOf({ ...BACKPROP, big: '' });
      truncateSync(join(folder, 'big'), 2 ** 40);
      return folder;
    },
    'TOO_LARGE',
  ],
  ['a folder around it', () => folderOf({ 'hw/backprop.ts': 'a', 'hw/x.txt': 'b' }), null],
  [
    'a file whose place is taken',
    () => folderOf({ 'sub/backprop.ts': 'a', 'sub/util.ts': 'b', 'util.ts': 'c', 'a.md': '' }),
    null,
  ],
  ['a copy', () => folderOf({ 'backprop (1).ts': 'a' }), null],
  ['a zip', async () => fileOf('hw.zip', await honestZip(BACKPROP)), null],
  ['an empty zip', async () => fileOf('hw.zip', await honestZip({})), 'MISSING_FILE'],
  ['a damaged zip', async () => fileOf('hw.zip', await damagedZip()), 'BAD_ARCHIVE'],
  ['no zip', () => fileOf('hw.zip', Buffer.from('no zip')), 'BAD_ARCHIVE'],
  [
    'a false checksum',
    () =>
      fileOf(
        'hw.zip',
        rawZip([
          { name: 'backprop.ts', data: 'a', checksum: 1 },
          { name: 'b', data: 'b' },
        ]),
      ),
    'BAD_ARCHIVE',
  ],
  ['a zip that leads outside', () => fileOf('hw.zip', rawZip([{ name: '../x', data: 'a' }])), 'PATH_ESCAPE'],
  [
    'a zip that declares too much',
    () => fileOf('hw.zip', rawZip([{ name: 'backprop.ts', data: 'a', declaredBytes: 2 ** 31 }])),
    'TOO_LARGE',
  ],
  [
    'a zip that unpacks to too much',
    async () => fileOf('hw.zip', await honestZip({ big: Buffer.alloc(30_000) })),
    'TOO_LARGE',
  ],
  [
    'a zip larger than is read',
    () => fileOf('hw.zip', rawZip([{ name: 'backprop.ts', data: Buffer.alloc(50_000), method: 0 }])),
    'TOO_LARGE',
  ],
  ['a rar', () => fileOf('hw.rar', Buffer.from('Rar!')), 'BAD_ARCHIVE'],
  ['a folder with a zip alone', async () => folderOf({ 'hw.zip': await honestZip({ 'hw/backprop.ts': 'a' }) }), null],
  [
    'a folder with a zip and more',
    async () => folderOf({ 'hw.zip': await honestZip({ 'backprop.ts': 'a' }), 'report.pdf': 'r' }),
    null,
  ],
  [
    'a folder with a damaged zip',
    async () => folderOf({ 'hw.zip': await damagedZip(), 'report.pdf': 'r' }),
    'BAD_ARCHIVE',
  ],
  [
    'a zip and a video',
    async () => folderOf({ 'hw.zip': await honestZip({ 'backprop.ts': 'a' }), 'v.mp4': 'x'.repeat(50_000) }),
    'TOO_LARGE',
  ],
  [
    'a zip with a zip',
    async () => fileOf('hw.zip', await honestZip({ 'in.zip': await honestZip({ 'backprop.ts': 'a' }) })),
    null,
  ],
  ['a zip with a rar', async () => fileOf('hw.zip', await honestZip({ 'in.rar': 'Rar!' })), null],
  [
    'a tar with records',
    () => tarOf('hw.tar.gz', [paxEntry('g', 600), paxEntry('x', 700), { name: 'backprop.ts', start: 'a' }]),
    null,
  ],
  [
    'a tar with links',
    () =>
      tarOf('hw.tgz', [
        { name: 'backprop.ts', start: 'a' },
        { name: 'l', type: '2', linkName: '/etc' },
        { name: 'h', type: '1', linkName: 'backprop.ts' },
      ]),
    null,
  ],
  [
    'a tar that is cut',
    async () => {
      const path = await tarOf('hw.tar.gz', [{ name: 'backprop.ts', fill: 'ab', times: 5000 }]);
      truncateSync(path, statSync(path).size - 20);
      return path;
    },
    'BAD_ARCHIVE',
  ],
  ['a bomb', () => fileOf('hw.tar.gz', gzipSync(Buffer.alloc(30 << 20))), ''],
  [
    'a tar under the name of a zip',
    async () => {
      const path = await tarOf('hw.tar.gz', [{ name: 'backprop.ts', start: 'a' }]);
      return fileOf('hw.zip', readFileSync(path));
    },
    'BAD_ARCHIVE',
  ],
  [
    'without a rubric that names files',
    async () => folderOf({ 'hw.zip': await honestZip(BACKPROP), 'x.txt': 'x' }),
    null,
    { expects: [] },
  ],
];

describe('arrives as it was:', () => {
  test.each(NASTY)('%s', async (_what, make, code, change = {}) => {
    const told = await expectSame(await make(), change);
    if (code === null) expect(told).toHaveProperty('digest');
    else if (code !== '') expect(told).toMatchObject({ code });
  });

  test('a submission inside the archive of a class', async () => {
    const path = fileOf('ada.zip', await honestZip({ ...BACKPROP, 'x.txt': 'x' }));
    const open: OpenOptions['open'] = (options) => openSource(path, 'ada.zip', options);
    expect(await expectSame('/nowhere/ada', { open })).toHaveProperty('digest');
    const refused: OpenOptions['open'] = (options) =>
      openSource(fileOf('ada.zip', Buffer.from('x')), 'ada.zip', options);
    expect(await expectSame('/nowhere/ada', { open: refused })).toMatchObject({ code: 'BAD_ARCHIVE' });
  });
});
