/** A rubric travels with its data, and what is no rubric is written nowhere but in its own folder. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pack } from '../../../../grader/queue/packing/container.js';
import { packRubric, unpackRubric } from '../../../../grader/queue/packing/rubric.js';
import type { Rubric } from '../../../../grader/schema/rubric.js';
import { makeFolder, removeFolders, writeFiles } from '../../../support/folders.js';
import { mountDisk, testUnless, unmountDisk, whyNoDisk } from '../../../support/where-possible.js';

afterAll(removeFolders);

const rubricWith = (paths: Readonly<Record<string, string>>) =>
  ({
    data: {
      ...Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, { path }])),
      circle: { kind: 'point-in-circle' },
    },
  }) as unknown as Rubric;

/** All files below a folder, by their paths. */
function textsIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = entries.filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

describe('a rubric', () => {
  let course = '';
  let place = { path: '', data: {} };
  beforeAll(() => {
    course = writeFiles(makeFolder(), {
      data: 'id: hw',
      'points.csv': '1,2',
      'images/labels.csv': 'a',
      'images/deep/ü.png': 'b',
      'own/labels.csv': 'private',
      'constructor/x': 'c',
    });
    place = { path: join(course, 'data'), data: {} };
  });

  test('arrives with its data sets, whatever they are called', async () => {
    const rubric = rubricWith({ points: 'points.csv', images: 'images', constructor: 'constructor', missing: 'none' });
    const folder = makeFolder();
    const arrived = await unpackRubric(await packRubric(place, rubric), folder);
    expect(readFileSync(arrived.path, 'utf8')).toBe('id: hw');
    expect(Object.keys(arrived.data).sort()).toEqual(['constructor', 'images', 'points']);
    expect(readFileSync(arrived.data['points'] ?? '', 'utf8')).toBe('1,2');
    expect(textsIn(arrived.data['images'] ?? '')).toEqual({ 'labels.csv': 'a', 'deep/ü.png': 'b' });
    expect(statSync(arrived.data['points'] ?? '').mode & 0o077).toBe(0);
  });

  test('arrives with the data that replaces its own', async () => {
    const replaced = { ...place, data: { images: join(course, 'own') } };
    const arrived = await unpackRubric(await packRubric(replaced, rubricWith({ images: 'images' })), makeFolder());
    expect(textsIn(arrived.data['images'] ?? '')).toEqual({ 'labels.csv': 'private' });
  });

  test('is the same bytes each time', async () => {
    const rubric = rubricWith({ images: 'images' });
    expect(await packRubric(place, rubric)).toEqual(await packRubric(place, rubric));
  });

  test('may have more files than a process may open', async () => {
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, at) => [`images/${String(at)}.png`, 'x']));
    const folder = writeFiles(makeFolder(), { 'rubric.yaml': 'id: hw', ...many });
    execFileSync('prlimit', ['--pid', String(process.pid), '--nofile=400:']);
    try {
      const packed = await packRubric(
        { path: join(folder, 'rubric.yaml'), data: {} },
        rubricWith({ images: 'images' }),
      );
      const arrived = await unpackRubric(packed, makeFolder());
      expect(readdirSync(arrived.data['images'] ?? '')).toHaveLength(1500);
    } finally {
      execFileSync('prlimit', ['--pid', String(process.pid), '--nofile=4096:']);
    }
  });
});

const NOTHING = { name: 'rubric.yaml', bytes: 1, data: [] };
const set = (path: string, more: object = {}) => ({
  ...{ name: 'd', isFile: false, files: [{ path, bytes: 1 }] },
  ...more,
});
const withSet = (path: string, more: object = {}) => ({ ...NOTHING, data: [set(path, more)] });

describe('refused as INTERNAL is a head with', () => {
  test.each<[string, unknown]>([
    ['the name of a rubric upwards', { ...NOTHING, name: '../x' }],
    ['an absolute one', { ...NOTHING, name: '/tmp/x' }],
    ['one in a folder', { ...NOTHING, name: 'a/b' }],
    ['an empty one', { ...NOTHING, name: '' }],
    ['..', { ...NOTHING, name: '..' }],
    ['a NUL', { ...NOTHING, name: 'a\0b' }],
    ['too long a name', { ...NOTHING, name: 'x'.repeat(300) }],
    ['a file upwards', withSet('../../x')],
    ['an absolute file', withSet('/x')],
    ['a file in between', withSet('a//b')],
    ['a NUL in a file', withSet('a\0b')],
    ['a set upwards', withSet('x', { name: '..' })],
    ['a set in a folder', withSet('x', { name: 'a/b' })],
    ['a file twice', { ...NOTHING, data: [set('x'), set('x')] }],
    ['a file that is a folder too', withSet('x', { files: [set('x').files[0], { path: 'x/y', bytes: 0 }] })],
    [
      'a file that is two',
      withSet('x', {
        isFile: true,
        files: [
          { path: 'x', bytes: 1 },
          { path: 'y', bytes: 0 },
        ],
      }),
    ],
    ['a file that is none', withSet('x', { isFile: true, files: [] })],
    ['a size that does not fit', { ...NOTHING, bytes: 5 }],
    ['a negative size', { ...NOTHING, bytes: -1 }],
    ['a size of 2^53', { ...NOTHING, bytes: 2 ** 53 }],
    ['one more member', { ...NOTHING, admin: true }],
    ['nothing that is known', null],
  ])('%s', async (_what, head) => {
    const above = makeFolder();
    const folder = join(writeFiles(join(above, 'own'), {}));
    const sizes = JSON.stringify(head).includes('"data":[{') ? 'ab' : 'a';
    await expect(unpackRubric(pack(head, [Buffer.from(sizes)]), folder)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(readdirSync(above)).toEqual(['own']);
    expect(existsSync('/tmp/x')).toBe(false);
  });

  test('bytes that are no pack', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(3), Buffer.alloc(4, 255), Buffer.from('\0\0\0\u0001{')]) {
      await expect(unpackRubric(bytes, makeFolder())).rejects.toMatchObject({ code: 'INTERNAL' });
    }
  });
});

testUnless(whyNoDisk(), 'a rubric on a full disk')('a full disk is told as one', async () => {
  const folder = makeFolder();
  mountDisk(folder, '64k');
  try {
    const packed = pack({ ...NOTHING, bytes: 200_000 }, [Buffer.alloc(200_000)]);
    await expect(unpackRubric(packed, folder)).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining('no space left to unpack a rubric') as unknown,
    });
  } finally {
    unmountDisk(folder);
  }
});
