import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openSubmission } from '../../grader/intake/open.js';
import { findClass } from '../support/classes.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { startReader } from '../support/reader.js';
import { honestZip, rawZip } from '../support/raw-zip.js';

afterAll(removeFolders);

const METADATA = `---
submission_11:
  :submitters:
  - :name: Ann Lee
    :sid: '0123'
    :email: ann@example.edu
  - :name: Bob
    :sid:
  :created_at: 2018-09-13 23:59:58.123456000 -07:00
  :score: 3.0
  :results:
    :tests: []
submission_2:
  :submitters:
  - :name: Cem
    :sid: 7
  :created_at: "2018-09-14T06:00:00Z"
submission_30:
  :submitters: []
`;

const EXPORT = {
  'assignment_9_export/submission_metadata.yml': METADATA,
  'assignment_9_export/submission_11/answers.json': '{}',
  'assignment_9_export/submission_2/answers.json': '{}',
  'assignment_9_export/.DS_Store': '',
  '__MACOSX/assignment_9_export/._submission_2': '',
};

const CLASS_OF_EXPORT = [
  {
    id: 'submission_11',
    submittedAt: '2018-09-14T06:59:58.123Z',
    submitters: [{ name: 'Ann Lee', id: '0123', email: 'ann@example.edu' }, { name: 'Bob' }],
  },
  { id: 'submission_2', submittedAt: '2018-09-14T06:00:00.000Z', submitters: [{ name: 'Cem', id: '7' }] },
  { id: 'submission_30', submittedAt: null, submitters: [] },
];

const factsOf = async (path: string) =>
  (await findClass(path)).map(({ id, submittedAt, submitters }) => ({ id, submittedAt, submitters }));

test('a submission that the metadata does not name is graded, and that nobody knows whose it is is said', async () => {
  const root = writeFiles(makeFolder(), {
    'submission_metadata.yml': METADATA,
    ...{ 'submission_11/a': '', 'submission_2/a': '', 'submission_30/a': '', 'submission_31/a': '' },
  });
  const remarks: string[] = [];
  const found = await findClass(root, { onRemark: (remark) => remarks.push(remark) });
  expect(found.map(({ id, submitters }) => [id, submitters.length])).toContainEqual(['submission_31', 0]);
  expect(remarks).toEqual([
    'submission_metadata.yml does not name submission_31: who handed it in, and when, is not known from it',
  ]);
});

describe('a class folder', () => {
  test('has sub-folders and archives, in the order of their bytes; noise and plain files are not students', async () => {
    const root = writeFiles(makeFolder(), {
      'expected.json': '{}',
      'README.md': '',
      '.DS_Store': '',
      '.hidden/a': '',
      '__MACOSX/x': '',
      'zoe/answers.json': '{}',
      'Bob/answers.json': '{}',
      'ann.zip': await honestZip({ 'answers.json': '{}' }),
    });
    mkdirSync(join(root, 'empty'));
    const found = await findClass(root);
    expect(found.map((submission) => submission.id)).toEqual(['Bob', 'ann', 'empty', 'zoe']);
    expect(found[1]).toEqual({ id: 'ann', path: join(root, 'ann.zip'), submittedAt: null, submitters: [] });
  });

  test.each([
    ['nothing', {}, /there is nothing in it/],
    ['one submission', { 'answers.json': '{}' }, /looks like one submission: it holds files/],
    ['one id twice', { 'a/x': '', 'a.zip': '' }, /have the same id, a$/],
  ])('with %s is refused with advice', async (_what, files, sentence) => {
    const root = writeFiles(makeFolder(), files);
    const error: unknown = await findClass(root).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'USAGE' });
    expect((error as Error).message).toMatch(sentence);
    expect((error as { advice: string }).advice).not.toBe('');
  });

  test('is not a class if it contains a file that the rubric names', async () => {
    const root = writeFiles(makeFolder(), { 'linear/model.json': '', 'deep/model.json': '' });
    expect(await findClass(root)).toHaveLength(2);
    await expect(findClass(root, { expects: ['linear/model.json'] })).rejects.toMatchObject({
      message: expect.stringContaining('looks like one submission: it holds linear/model.json') as unknown,
      advice: expect.stringContaining('tuxgrade grade') as unknown,
    });
  });

  test('a link, a file, a missing path: refused', async () => {
    const root = writeFiles(makeFolder(), { 'a/x': '', file: '' });
    symlinkSync('a', join(root, 'b'));
    await expect(findClass(root)).rejects.toThrow('b is a symbolic link');
    symlinkSync('a', join(root, 'c'));
    await expect(findClass(root)).rejects.toThrow('b, c are symbolic links, and links are not followed');
    await expect(findClass(join(root, 'file'))).rejects.toThrow('is not a folder of submissions');
    await expect(findClass(join(root, 'none'))).rejects.toThrow('does not exist');
  });
});

describe('a Gradescope export', () => {
  test('is read as the unpacked folder, the folder around it, and the archive itself', async () => {
    const root = writeFiles(makeFolder(), EXPORT);
    expect(await factsOf(root)).toEqual(CLASS_OF_EXPORT);
    expect(await factsOf(join(root, 'assignment_9_export'))).toEqual(CLASS_OF_EXPORT);
    const zip = join(makeFolder(), 'export.zip');
    writeFileSync(zip, await honestZip(EXPORT));
    expect(await factsOf(zip)).toEqual(CLASS_OF_EXPORT);
  });

  test('returns what openSubmission accepts, and a sentence for a listed student without a folder', async () => {
    const found = await findClass(writeFiles(makeFolder(), EXPORT));
    const options = { limits: { submissionBytes: 100, files: 5 }, workDir: makeFolder(), startReader };
    const [first, , last] = found;
    if (first === undefined || last === undefined) throw new Error('three were expected');
    const snapshot = await openSubmission(first.path, { ...options, ...first });
    expect(snapshot).toMatchObject({ id: 'submission_11', bytes: 2 });
    await expect(openSubmission(last.path, { ...options, open: last.open })).rejects.toThrow(
      'submission_metadata.yml names submission_30, but there is no such folder or archive beside it',
    );
  });

  test.each([
    ['bad YAML', 'a: {}\nb: [', /not valid YAML: line 2$/],
    ['a list', '- a', /does not hold any submission$/],
    ['nothing', '---\n', /does not hold any submission$/],
  ])('with %s is refused', async (_what, text, sentence) => {
    const root = writeFiles(makeFolder(), { 'submission_metadata.yml': text, 'submission_1/a': '' });
    await expect(findClass(root)).rejects.toThrow(sentence);
  });
});

describe('a class as one archive', () => {
  test('keeps students who handed in nothing, and its own folder apart', async () => {
    const folder = makeFolder();
    writeFileSync(
      join(folder, 'hw1.zip'),
      rawZip([{ name: 'hw1/' }, { name: 'hw1/ann/' }, { name: 'hw1/ann/a', data: 'a' }, { name: 'hw1/bob/' }]),
    );
    const found = await findClass(join(folder, 'hw1.zip'));
    expect(found.map((submission) => submission.id)).toEqual(['ann', 'bob']);
  });

  test("that climbs out is refused as the caller's matter, not as a submission", async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'c.zip'), rawZip([{ name: '../x', data: 'a' }]));
    const error: unknown = await findClass(join(folder, 'c.zip')).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'USAGE' });
  });
});
