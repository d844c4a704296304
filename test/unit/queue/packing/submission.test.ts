/**
 * What was not packed by a producer is refused as INTERNAL, which leaves a submission ungraded; it must never become a
 * student's fault, and nothing of it is written outside. What is packed arrives as it was: test/integration/queue-packing.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openSubmission } from '../../../../grader/intake/open.js';
import { pack } from '../../../../grader/queue/packing/container.js';
import { openPacked, packSubmission } from '../../../../grader/queue/packing/submission.js';
import { makeFolder, removeFolders, writeFiles } from '../../../support/folders.js';

afterAll(removeFolders);

const OPTIONS = {
  limits: { submissionBytes: 20_000, files: 12 },
  expects: ['backprop.ts'],
  startReader: (): never => {
    throw new Error('nothing of this is an archive');
  },
};

test('what is not there, or not a submission, is told where it is packed', async () => {
  const notes = join(writeFiles(makeFolder(), { 'notes.txt': 'x' }), 'notes.txt');
  for (const path of [join(makeFolder(), 'none'), notes]) {
    await expect(packSubmission({ path }, { ...OPTIONS, workDir: makeFolder() })).rejects.toMatchObject({
      code: 'USAGE',
    });
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
        ...OPTIONS,
        workDir: work,
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
