/** What lies in the place of submission_metadata.json is read only if it is a file of a sensible size. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readMetadataFile } from '../../../grader/gradescope/metadata-file.js';
import { makeFolder, removeFolders } from '../../support/folders.js';

afterAll(removeFolders);

const GOOD = JSON.stringify({ id: 7, created_at: '2021-09-10T18:25:53Z', users: [{ name: 'Ada' }] });

test('a file', async () => {
  const path = join(makeFolder(), 'submission_metadata.json');
  writeFileSync(path, GOOD);
  expect(await readMetadataFile(path)).toMatchObject({ id: '7', submittedAt: '2021-09-10T18:25:53.000Z', remarks: [] });
});

test.each<[string, (path: string) => void, RegExp]>([
  ['nothing', () => undefined, /is missing: it is graded without what the file says$/],
  [
    'a folder',
    (path) => {
      mkdirSync(path);
    },
    /is not a file|is a folder/,
  ],
  [
    'a link',
    (path) => {
      writeFileSync(`${path}.real`, GOOD);
      symlinkSync(`${path}.real`, path);
    },
    /is a link and not a file/,
  ],
  ['a pipe, which would never end', (path) => void execFileSync('mkfifo', [path]), /is not a file/],
  [
    '10 MB',
    (path) => {
      writeFileSync(path, GOOD);
      truncateSync(path, 10_000_000);
    },
    /has 9\.5 MiB, the limit is 8\.0 MiB/,
  ],
])('%s in its place', async (_what, make, remark) => {
  const path = join(makeFolder(), 'submission_metadata.json');
  make(path);
  const facts = await readMetadataFile(path);
  expect(facts).toMatchObject({ id: null, submittedAt: null, submitters: [] });
  expect(facts.remarks.join()).toMatch(remark);
});
