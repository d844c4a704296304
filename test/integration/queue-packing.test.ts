/**
 * A submission that travels is the same where it arrives: its intake gives the same snapshot, remarks and fault as that of
 * the original, for all example submissions and for nasty ones. What was not packed here is refused as INTERNAL, which
 * leaves a submission ungraded; it must never become a student's fault.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { codeOf } from '../../grader/errors.js';
import { openSource } from '../../grader/intake/archives/open-source.js';
import { openSubmission, type OpenOptions } from '../../grader/intake/open.js';
import { pack } from '../../grader/queue/packing/container.js';
import { openPacked, packSubmission, pathFor } from '../../grader/queue/packing/submission.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { paxEntry, writeTarGz } from '../support/raw-tar.js';
import { honestZip, rawZip } from '../support/raw-zip.js';
import { startReader } from '../support/reader.js';

afterAll(removeFolders);

const LIMITS = { submissionBytes: 20_000, files: 12 };
const EXPECTS = ['backprop.ts', 'answers.json', 'model/model.json'];

type Change = Partial<Pick<OpenOptions, 'limits' | 'expects' | 'open'>>;
const optionsOf = (change: Change): OpenOptions => ({
  ...{ limits: LIMITS, expects: EXPECTS, startReader, workDir: makeFolder() },
  ...change,
});

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

test('all example submissions arrive as they were', async () => {
  expect(examples.length).toBeGreaterThan(50);
  for (const path of examples) {
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
  ['nothing but noise', () => folderOf({ '.git/HEAD': 'x' }), 'MISSING_FILE'],
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
  ['an empty file called zip', () => fileOf('hw.zip', Buffer.alloc(0)), 'BAD_ARCHIVE'],
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
  ['a rar in a folder', () => folderOf({ 'hw.rar': 'Rar!' }), null],
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

test('what is not there, or not the student’s fault, is told where it is packed', async () => {
  for (const path of [join(makeFolder(), 'none'), fileOf('notes.txt', Buffer.from('x'))]) {
    await expect(packSubmission({ path }, optionsOf({}))).rejects.toMatchObject({ code: 'USAGE' });
  }
});

const NOTHING = { files: [], remarks: [], atOnce: 1, parts: [] };
const file = (path: string, key = 0, bytes = 1) => ({ path, bytes, key });
const part = (key = 0, bytes = 1) => ({ key, bytes, remarks: [] });
const one = (path: string) => ({ ...NOTHING, files: [file(path)], parts: [part()] });

describe('refused as INTERNAL, with nothing written outside, is a head with', () => {
  test.each<[string, unknown]>([
    ['a path upwards', one('../x')],
    ['a path upwards inside', one('a/../../x')],
    ['an absolute path', one('/tmp/x')],
    ['an empty path', one('')],
    ['a path that is not normal', one('./a')],
    ['a NUL', one('a\0b')],
    ['a file of a tool', one('.git/HEAD')],
    ['a negative size', { ...NOTHING, files: [file('a')], parts: [part(0, -1)] }],
    ['a size that is no number', { ...NOTHING, files: [file('a')], parts: [{ ...part(), bytes: null }] }],
    ['too large a size', { ...NOTHING, files: [file('a')], parts: [part(0, 2)] }],
    ['a size of 2^53', { ...NOTHING, files: [file('a')], parts: [part(0, 2 ** 53)] }],
    ['a declared size of 2^53', { ...NOTHING, files: [file('a', 0, 2 ** 53)], parts: [part()] }],
    ['a broken size', { ...NOTHING, files: [file('a', 0, 0.5)], parts: [part()] }],
    ['a key twice', { ...NOTHING, files: [file('a'), file('b')], parts: [part()] }],
    ['a content twice', { ...NOTHING, files: [file('a')], parts: [part(0, 0), part(0, 1)] }],
    ['a content of no file', { ...NOTHING, files: [file('a')], parts: [part(7)] }],
    ['a file without a content', { ...NOTHING, files: [file('backprop.ts'), file('b', 1)], parts: [part()] }],
    ['bytes that are left over', { ...NOTHING, files: [file('a')], parts: [part(0, 0)] }],
    ['a fault of the grader', { ...NOTHING, refused: { code: 'INTERNAL', message: 'x' } }],
    ['one more member', { ...one('a'), admin: true }],
    ['far too much at once', { ...one('a'), atOnce: 1e9 }],
    ['nothing that is known', 7],
  ])('%s', async (_what, head) => {
    const bytes = pack(head, [Buffer.from('a')]);
    const folder = makeFolder();
    const work = join(folder, 'work');
    mkdirSync(work);
    const opening = (async () =>
      await openSubmission('/nowhere/ada', {
        ...{ limits: LIMITS, expects: EXPECTS, startReader, workDir: work },
        open: openPacked({ form: 'files', name: 'ada' }, '/nowhere', bytes),
      }))();
    await expect(opening).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(readdirSync(folder)).toEqual(['work']);
  });

  test('a length that does not fit, or no JSON', () => {
    const good = pack(one('a'), [Buffer.from('a')]);
    const long = Buffer.from(good);
    long.writeUInt32BE(2 ** 32 - 1);
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(3), long, good.subarray(0, 20), Buffer.from('\0\0\0\u0001{')]) {
      expect(() => openPacked({ form: 'files', name: 'ada' }, '/nowhere', bytes)).toThrow(
        'arrived from the queue in a form that is not',
      );
    }
  });
});
