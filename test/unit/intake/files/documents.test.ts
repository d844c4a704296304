/** Files that the parent reads, from a snapshot on the disk. */
import { createHash } from 'node:crypto';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { factOf, readDocuments } from '../../../../grader/intake/files/documents.js';
import type { Snapshot } from '../../../../grader/stages/submission.js';
import { removeFolders } from '../../../support/folders.js';
import { snapshotOf } from '../../../support/snapshots.js';

afterAll(removeFolders);

function withDigests(files: Readonly<Record<string, string>>): Snapshot {
  const snapshot = snapshotOf(files);
  return {
    ...snapshot,
    files: snapshot.files.map((fact) => ({
      ...fact,
      sha256: createHash('sha256')
        .update(files[fact.path] ?? '')
        .digest('hex'),
    })),
  };
}
const read = async (snapshot: Snapshot, path: string, maxBytes = 100) =>
  (await readDocuments(snapshot, [{ path, maxBytes }])).get(path);

describe('a document', () => {
  const snapshot = withDigests({ 'answers.json': '{}', 'sub/loss.csv': '1,2', large: 'x'.repeat(101) });
  test('is read whole, by the path of the rubric', async () => {
    const documents = ['./answers.json', 'sub/loss.csv'].map((path) => ({ path, maxBytes: 100 }));
    const found = await readDocuments(snapshot, documents);
    expect([...found].map(([path, one]) => [path, one.status === 'read' && Buffer.from(one.bytes).toString()])).toEqual(
      [
        ['./answers.json', '{}'],
        ['sub/loss.csv', '1,2'],
      ],
    );
  });
  test('may be as large as the limit', async () => {
    expect(await read(snapshot, 'large', 101)).toMatchObject({ status: 'read' });
    expect(await read(snapshot, 'large')).toEqual({ status: 'too-large', bytes: 101, limit: 100 });
  });
  test('of several parts is read whole', async () => {
    const text = 'x'.repeat((4 << 20) + 5);
    const one = await read(withDigests({ big: text }), 'big', 1 << 23);
    expect(one?.status === 'read' && one.bytes.length).toBe(text.length);
  });
  test('that is missing is told with what comes nearest', async () => {
    expect(await read(snapshot, 'loss.csv')).toEqual({
      status: 'missing',
      near: '; sub/loss.csv is there: put it at loss.csv',
    });
    expect(await read(snapshot, 'model.json')).toEqual({ status: 'missing' });
    expect(await read(snapshot, '../loss.csv')).toEqual({ status: 'missing' });
  });
  test('that is a pointer is not read', async () => {
    const files = snapshot.files.map((fact) => ({ ...fact, isPointer: true }));
    expect(await read({ ...snapshot, files }, 'answers.json')).toEqual({ status: 'pointer' });
  });
});

describe('a snapshot that has changed is no fault of the student', () => {
  test.each<[string, (file: string) => void, string]>([
    [
      'other bytes',
      (file) => {
        writeFileSync(file, '[]');
      },
      'INTERNAL',
    ],
    [
      'more bytes',
      (file) => {
        writeFileSync(file, '{} ');
      },
      'INTERNAL',
    ],
    [
      'no file',
      (file) => {
        rmSync(file);
      },
      'USAGE',
    ],
    [
      'a link',
      (file) => {
        rmSync(file);
        symlinkSync('/etc/hostname', file);
      },
      'USAGE',
    ],
  ])('%s', async (_, change, code) => {
    const snapshot = withDigests({ 'answers.json': '{}' });
    change(join(snapshot.root, 'answers.json'));
    await expect(read(snapshot, 'answers.json')).rejects.toMatchObject({ code });
  });
});

test('the facts of a file are found by its plain path', () => {
  const snapshot = withDigests({ '\u00e9/a': '' });
  expect(factOf(snapshot, './e\u0301/a')?.path).toBe('\u00e9/a');
  expect(factOf(snapshot, 'a')).toBeUndefined();
});
