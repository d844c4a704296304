/** A submission that is an archive inside a folder, zip or tar: its files count in each, within the same limits. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { openSubmission } from '../../grader/intake/open.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { honestZip, rawZip } from '../support/raw-zip.js';
import { startReader } from '../support/reader.js';

afterAll(removeFolders);

const open = (path: string, workDir = makeFolder(), expects: readonly string[] = ['answers.json', 'deep/model.json']) =>
  openSubmission(path, { limits: { submissionBytes: 100_000, files: 5 }, workDir, startReader, expects });

async function formsOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  const folder = writeFiles(join(makeFolder(), 'hw'), files);
  const [zip, tar] = [join(makeFolder(), 'hw.zip'), join(makeFolder(), 'hw.tar.gz')];
  writeFileSync(zip, await honestZip(files));
  await execa('tar', ['-czf', tar, '-C', folder, '.']);
  return [folder, zip, tar];
}

test('the same snapshot comes out of a folder, a zip and a tar, and nothing is left behind', async () => {
  const inner = await honestZip({ 'hw/answers.json': '{}', 'hw/deep/model.json': 'm' });
  const digests = new Set<string>();
  for (const path of await formsOf({ 'hw.zip': inner, 'report.pdf': 'r' })) {
    const workDir = makeFolder();
    const { files, digest, remarks } = await open(path, workDir);
    expect(files.map((file) => file.path)).toEqual(['answers.json', 'deep/model.json', 'report.pdf']);
    expect(remarks).toEqual(["hw.zip was unpacked: its files were taken as the submission's"]);
    digests.add(digest);
    expect(readdirSync(workDir).filter((name) => /^(packed|read)-/.test(name))).toEqual([]);
  }
  expect(digests.size).toBe(1);
});

test.each<[string, () => Promise<Buffer>, string, RegExp]>([
  ['is damaged', () => Promise.resolve(Buffer.from('no zip')), 'BAD_ARCHIVE', /^hw\.zip cannot be unpacked/],
  [
    'leads outside',
    () => Promise.resolve(rawZip([{ name: '../x', data: 'a' }])),
    'PATH_ESCAPE',
    /^hw\.zip holds \.\.\/x/,
  ],
  ['is too large', () => honestZip({ big: new Uint8Array(200_000) }), 'TOO_LARGE', /./],
])('one that %s is reported as if it were alone, in every form', async (_what, bytes, code, sentence) => {
  const alone = join(makeFolder(), 'hw.zip');
  writeFileSync(alone, await bytes());
  for (const path of [alone, ...(await formsOf({ 'hw.zip': await bytes(), 'report.pdf': 'r' }))]) {
    await expect(open(path)).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) as unknown });
  }
});

test('of two archives, it cannot be told which one counts', async () => {
  const zip = await honestZip({ 'answers.json': '{}' });
  for (const path of await formsOf({ 'hw.zip': zip, 'hw_final.zip': zip, 'report.pdf': 'r', 'data.rar': '' })) {
    const { files, remarks } = await open(path);
    expect(files.map((file) => file.path)).toEqual(['data.rar', 'hw.zip', 'hw_final.zip', 'report.pdf']);
    expect(remarks).toEqual([
      '2 archives were handed in, hw.zip, hw_final.zip, and it cannot be told which one counts: none was unpacked; hand in the one that counts alone, or its files',
      'data.rar is an archive inside the submission and was not unpacked: hand in its files',
    ]);
  }
});

test('an archive within the archive stays one', async () => {
  const inner = await honestZip({ 'deeper.zip': await honestZip({ 'answers.json': '{}' }) });
  for (const path of await formsOf({ 'hw.zip': inner })) {
    const { files, remarks } = await open(path);
    expect(files.map((file) => file.path)).toEqual(['deeper.zip']);
    expect(remarks.join()).toContain('deeper.zip is an archive inside the submission and was not unpacked');
  }
});
