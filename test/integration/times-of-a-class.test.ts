/** When submissions were handed in, as Gradescope's metadata and the archives of a class say it: real archives and readers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from '@jest/globals';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import { knownBeside } from '../../grader/intake/class/beside.js';
import { findSubmissions } from '../../grader/intake/class/find.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { startReader } from '../support/reader.js';

afterAll(removeFolders);

const [EARLY, LATE] = [new Date('2018-09-13T10:00:00Z'), new Date('2018-09-13T20:00:00Z')];
const ENTRIES: readonly (readonly [string, Date])[] = [
  ['class/ada/one.ts', LATE],
  ['class/ada/two.ts', EARLY],
  ['class/bob/one.ts', EARLY],
];

async function zipOf(forceDosTimestamp: boolean): Promise<string> {
  const zip = new ZipFile();
  for (const [name, mtime] of ENTRIES) zip.addBuffer(Buffer.from('1'), name, { mtime, forceDosTimestamp });
  zip.end();
  return write('class.zip', await buffer(zip.outputStream));
}

async function tarOf(mtime?: Date): Promise<string> {
  const tar = pack();
  for (const [name, own] of ENTRIES) tar.entry({ name, mtime: mtime ?? own }, '1');
  tar.finalize();
  return write('class.tar', await buffer(tar));
}

function write(name: string, bytes: Uint8Array): string {
  const path = join(makeFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

async function timesOf(path: string, zone: string | null = null) {
  const found = await findSubmissions(path, { workDir: makeFolder(), startReader, zone });
  return found.map(({ id, submittedAt, timeFrom = null, timeRemarks = [] }) => ({
    ...{ id, submittedAt, timeFrom, remark: timeRemarks.join('; ') },
  }));
}

/** What a clock of this process shows: programs that pack archives write the time of their own. */
const shown = (date: Date) => {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
};

describe('the archive of a class', () => {
  test.each<[string, () => Promise<string>]>([
    ['a zip with times of Unix', () => zipOf(false)],
    ['a tar', () => tarOf()],
  ])('%s: the newest file of each counts, and staff are told', async (_name, archive) => {
    expect(await timesOf(await archive())).toEqual([
      {
        id: 'ada',
        submittedAt: LATE.toISOString(),
        timeFrom: 'archive',
        remark: expect.stringContaining('ada/one.ts'),
      },
      { id: 'bob', submittedAt: EARLY.toISOString(), timeFrom: 'archive', remark: expect.stringContaining('check it') },
    ]);
  });
  test('a zip without zones gives no time, but a sentence that names the file', async () => {
    const [ada] = await timesOf(await zipOf(true));
    expect(ada).toMatchObject({ submittedAt: null, timeFrom: null });
    expect(ada?.remark).toContain(
      `the time of ada/one.ts in class.zip/class, ${shown(LATE)}, has no zone and is not used`,
    );
  });
  test('is read in the zone that is named', async () => {
    const chicago = new Date(`${shown(LATE)}-05:00`).toISOString();
    const [ada] = await timesOf(await zipOf(true), 'America/Chicago');
    expect(ada).toMatchObject({ submittedAt: chicago, timeFrom: 'archive' });
  });
  test('that was made reproducibly has no time', async () => {
    const [ada] = await timesOf(await tarOf(new Date(0)));
    expect(ada).toEqual({ id: 'ada', submittedAt: null, timeFrom: null, remark: '' });
  });
  test('that is a folder has none: copying changes the times of files', async () => {
    const folder = makeFolder();
    for (const name of ['ada', 'bob']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'one.ts'), '1');
    }
    const [ada] = await timesOf(folder);
    expect(ada).toEqual({ id: 'ada', submittedAt: null, timeFrom: null, remark: '' });
  });
});

describe('Gradescope', () => {
  function exportOf(createdAt: string): string {
    const folder = makeFolder();
    for (const name of ['submission_1', 'other']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'one.ts'), '1');
    }
    const text = `submission_1:\n  :submitters:\n  - :name: Ada\n    :sid: '007'\n  :created_at: ${createdAt}\n`;
    writeFileSync(join(folder, 'submission_metadata.yml'), text);
    return folder;
  }
  const ZONED = '2018-09-13 23:59:58.123 -05:00';

  test.each([
    [
      '2018-09-13 23:59:58',
      /:created_at of submission_1, "2018-09-13 23:59:58", has no time zone: it is not used; --zone/,
    ],
    ['2018-02-30 10:00:00 -05:00', /"2018-02-30 10:00:00 -05:00", is not a date of the calendar: it is not used/],
    ['soon', /submission_metadata\.yml: :created_at of submission_1, "soon", is not written like/],
    ['{a: b}', /"\(not text\)", is not written like/],
  ])('a time that is written %s is told, and stops nobody', async (createdAt, remark) => {
    const [one] = (await timesOf(exportOf(createdAt))).slice(-1);
    expect(one).toMatchObject({ id: 'submission_1', submittedAt: null, remark: expect.stringMatching(remark) });
  });
  test('a time without a zone is read in the one that is named', async () => {
    const [one] = (await timesOf(exportOf('2018-09-13 23:59:58'), 'America/Chicago')).slice(-1);
    expect(one).toMatchObject({ submittedAt: '2018-09-14T04:59:58.000Z', timeFrom: 'gradescope' });
  });
  test('one submission inside an export is known by the metadata beside it', async () => {
    const options = { workDir: makeFolder(), startReader };
    const folder = exportOf(ZONED);
    expect(await knownBeside(join(folder, 'submission_1'), options)).toEqual({
      ...{ submittedAt: '2018-09-14T04:59:58.123Z', timeFrom: 'gradescope' },
      submitters: [{ name: 'Ada', id: '007' }],
    });
    expect(await knownBeside(join(folder, 'other'), options)).toBeNull();
    expect(await knownBeside(join(folder, 'submission_2'), options)).toBeNull();
  });
  test('metadata that cannot be read says so in a remark', async () => {
    const folder = exportOf(ZONED);
    writeFileSync(join(folder, 'submission_metadata.yml'), 'a: {}\nb: [');
    expect(await knownBeside(join(folder, 'submission_1'), { workDir: makeFolder(), startReader })).toMatchObject({
      submittedAt: null,
      timeRemarks: [expect.stringMatching(/^the metadata beside it says nothing: .*not valid YAML: line 2/)],
    });
  });
});
