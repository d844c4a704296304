/** Which store `--store` names. What is in one is tested with each. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { s3Place, storeAt } from '../../../grader/queue/store-at.js';
import { makeFolder, removeFolders, writeFiles } from '../../support/folders.js';

afterAll(removeFolders);

test('a folder, which is made', async () => {
  const folder = join(makeFolder(), 'new', 'store');
  const store = await storeAt(folder);
  expect(store.shown).toBe(folder);
  expect(await store.putNew('a/b', Buffer.of(1))).toBe(true);
  expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
});

test('not a file', async () => {
  const file = join(writeFiles(makeFolder(), { file: '' }), 'file');
  await expect(storeAt(file)).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining('a file is where a folder is expected') as unknown,
  });
});

test.each([
  ['s3://grading', 'grading', ''],
  ['s3://grading/', 'grading', ''],
  ['s3://grading/cs342', 'grading', 'cs342'],
  ['s3://grading.example/a/b_c/D.1/', 'grading.example', 'a/b_c/D.1'],
])('%s is a bucket and a prefix', (url, bucket, prefix) => {
  expect(s3Place(url)).toEqual({ bucket, prefix });
});

test.each([
  ['s3://', 'it names no bucket'],
  ['s3:///prefix', 'it names no bucket'],
  ['s3://ab', 'that is not the name of a bucket'],
  ['s3://Grading', 'that is not the name of a bucket'],
  ['s3://key:secret@grading', 'that is not the name of a bucket'],
  ['s3://a..b', 'that is not the name of a bucket'],
  ['s3://grading//x', 'a part of the prefix is empty'],
  ['s3://grading/a/../b', 'the prefix has ..'],
  ['s3://grading/a b', 'the prefix has a b'],
  ['gs://grading', 'begins with gs://'],
  ['http://grading', 'begins with http://'],
  ['S3://grading', 'begins with S3://'],
])('%s is refused: %s', async (url, why) => {
  await expect(storeAt(url)).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining(why) as unknown });
  await expect(storeAt(url)).rejects.not.toMatchObject({ message: expect.stringContaining('secret') as unknown });
  expect(existsSync(url.split('/')[0] ?? '')).toBe(false);
});
