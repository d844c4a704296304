/**
 * Where a class may be, and the forms of course systems: the same students in a folder, a zip and a tar, with remarks.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { openSubmission } from '../../grader/intake/open.js';
import { findClass } from '../support/classes.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { startReader } from '../support/reader.js';
import { honestZip } from '../support/raw-zip.js';

afterAll(removeFolders);

const EXPECTS = ['answers.json', 'backprop.ts', 'backprop.js', 'deep/model.json'];
const LIMITS = { submissionBytes: 100_000, files: 20 };

type Files = Readonly<Record<string, string | Uint8Array>>;

/** The same files as what a course may hand over; `name` is what it is called. */
const FORMS: Readonly<Record<string, (files: Files, name: string) => Promise<string>>> = {
  folder: (files, name) => Promise.resolve(folderOf(files, name)),
  zip: async (files, name) => {
    const path = join(makeFolder(), `${name}.zip`);
    // an empty folder has its own entry
    await execa('zip', ['-qr', path, '.'], { cwd: folderOf(files, name) });
    return path;
  },
  'tar.gz': async (files, name) => {
    const path = join(makeFolder(), `${name}.tar.gz`);
    await execa('tar', ['-czf', path, '-C', folderOf(files, name), '.']);
    return path;
  },
};

function folderOf(files: Files, name: string): string {
  const root = join(makeFolder(), name);
  for (const [path, data] of Object.entries(files)) {
    if (path.endsWith('/')) mkdirSync(join(root, path), { recursive: true });
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), data);
    }
  }
  return root;
}

/** What batch would grade, by id: names of files or the sentence of a fault; and the remarks about the class. */
async function classOf(path: string) {
  const told: string[] = [];
  const found = await findClass(path, { expects: EXPECTS, onRemark: (remark) => void told.push(remark) });
  const submissions: Record<string, readonly string[] | string> = {};
  const remarks: Record<string, readonly string[]> = {};
  for (const { id, ...one } of found) {
    const options = { limits: LIMITS, workDir: makeFolder(), startReader, expects: EXPECTS, open: one.open };
    try {
      const snapshot = await openSubmission(one.path, options);
      submissions[id] = snapshot.files.map((file) => file.path);
      remarks[id] = snapshot.remarks;
    } catch (error) {
      submissions[id] = (error as Error).message;
    }
  }
  return { submissions, remarks, told, people: found.map(({ submitters }) => submitters[0]?.name) };
}

const CLASS: Files = { 'ann/answers.json': '{}', 'bob/hw/backprop.ts': '', 'cem/': '' };
const STUDENTS = { ann: ['answers.json'], bob: ['backprop.ts'], cem: expect.stringContaining('holds no files') };
const within = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, data]) => [`${folder}/${path}`, data]));

describe.each(Object.keys(FORMS))('as a %s', (form) => {
  const make = async (files: Files, name = 'given') =>
    await (FORMS[form]?.(files, name) ?? Promise.reject(new Error()));

  test.each<[string, Files, readonly RegExp[]]>([
    ['as it is', CLASS, []],
    ['one level too high', within('hw2', CLASS), [/^hw2 is taken for the class: it has 2 folders or archives/]],
    [
      'two levels too high, beside what is nobody’s',
      { ...within('course/hw2', CLASS), 'README.md': '', '.DS_Store': '', '__MACOSX/._x': '' },
      [/^course is taken/, /^README\.md is beside it and was left out/, /^hw2 is taken for the class/],
    ],
    [
      'among other files',
      { ...CLASS, 'README.md': '', '.hidden/x': '', 'Thumbs.db': '' },
      [/^\.hidden, README\.md are not folders or archives of students: left out$/],
    ],
  ])('a class %s', async (_what, files, sentences) => {
    const { submissions, told } = await classOf(await make(files));
    expect(submissions).toEqual(STUDENTS);
    expect(told).toEqual(sentences.map((sentence) => expect.stringMatching(sentence) as unknown));
  });

  test('an archive of the class inside', async () => {
    const zip = await honestZip({
      'hw2/ann/answers.json': '{}',
      'hw2/bob.zip': await honestZip({ 'backprop.js': '' }),
    });
    const { submissions, told } = await classOf(await make({ 'submissions.zip': zip }));
    expect(submissions).toEqual({ ann: ['answers.json'], bob: ['backprop.js'] });
    expect(told).toEqual([
      'submissions.zip is taken for the class: the class lies in it',
      'hw2 is taken for the class: it has 2 folders or archives of submissions',
    ]);
  });

  test('one student’s folders are not a class', async () => {
    for (const own of [
      { 'deep/model.json': '', 'linear/model.json': '' },
      { 'hw2/answers.json': '', 'report/a.pdf': '' },
    ]) {
      const { submissions } = await classOf(await make(within('ann', own)));
      expect(Object.keys(submissions)).toEqual(['ann']);
    }
  });

  test('Moodle: files, an archive, an online text, nothing, two of one name, and a file without a student', async () => {
    const { submissions, remarks, told, people } = await classOf(
      await make({
        'Ada Adams_2001_assignsubmission_file_/quiz2.zip': await honestZip({ 'quiz2/backprop.ts': '' }),
        'Ada Adams_2001_assignsubmission_onlinetext_/onlinetext.html': 'see file',
        'Bob_B-b_2002_assignsubmission_file/answers.json': '{}',
        'Cem_2003_assignsubmission_onlinetext/onlinetext.html': '',
        'Ada Adams_2004_assignsubmission_file_/backprop.js': '',
        'Ada Adams_2004_assignsubmission_file_/notes.zip': await honestZip({ a: '' }),
        'Dan_2005_assignsubmission_file_/': '',
        'Eve_2006_assignsubmission_file_answers.json': '{}',
        'Eve_2006_assignsubmission_file_backprop.ts': '',
        'grades.csv': '',
      }),
    );
    expect(submissions).toEqual({
      'Ada Adams_2001': ['backprop.ts'],
      'Ada Adams_2004': ['backprop.js', 'notes.zip'],
      'Bob_B-b_2002': ['answers.json'],
      Cem_2003: expect.stringContaining('an online text is not graded: hand in files'),
      Dan_2005: expect.stringContaining('holds no files'),
      Eve_2006: ['answers.json', 'backprop.ts'],
    });
    expect(remarks['Ada Adams_2001']).toEqual(
      expect.arrayContaining([
        expect.stringContaining('online text is not graded'),
        expect.stringContaining('quiz2.zip was unpacked'),
      ]),
    );
    expect(people).toEqual(['Ada Adams', 'Ada Adams', 'Bob_B-b', 'Cem', 'Dan', 'Eve']);
    expect(told).toEqual([
      expect.stringContaining('taken for a download of Moodle'),
      expect.stringMatching(/^grades\.csv is not a folder or archive of a student/),
    ]);
  });

  test('Canvas: loose files of one student, late, handed in again, packed, typed, without names', async () => {
    const { submissions, remarks, told } = await classOf(
      await make({
        'adamsada_12345_67890_backprop-1.ts': '',
        'adamsada_12345_67891_answers.json': '{}',
        'adamsada_12345_67892_layer-2.ts': '',
        'adamsada_12346_67893_answers.json': '{}',
        'bakerbob_LATE_222_333_quiz2.zip': await honestZip({ 'backprop.js': '' }),
        'de-la_cruz_444_555_answers-2.json': '{}',
        'doeeve_666_text.html': '',
        'anon_Ab1cD_777_answers.json': '{}',
        'foxfay_888_1_answers.json': '{}',
        'foxfay_888_2_notes.zip': 'damaged',
        'syllabus.pdf': '',
      }),
    );
    expect(submissions).toEqual({
      adamsada_12345: ['answers.json', 'backprop.ts', 'layer-2.ts'],
      adamsada_12346: ['answers.json'],
      anon_Ab1cD: ['answers.json'],
      bakerbob_222: ['backprop.js'],
      'de-la_cruz_444': ['answers.json'],
      doeeve_666: expect.stringContaining('typed into the page'),
      // a file beside the requested ones is a file like any other
      foxfay_888: ['answers.json', 'notes.zip'],
    });
    expect(remarks['adamsada_12345']).toContain(
      'backprop-1.ts is taken for backprop.ts: Canvas numbers what is handed in again',
    );
    expect(remarks['bakerbob_222']?.join()).toContain('Canvas marks it as late');
    expect(told.join('\n')).toMatch(/download of Canvas[^]*syllabus\.pdf is not a folder/);
  });

  test('inside a folder, a download of Moodle with one student only', async () => {
    const { submissions } = await classOf(await make({ 'HW 2/Ann_1_assignsubmission_file_/answers.json': '{}' }));
    expect(submissions).toEqual({ Ann_1: ['answers.json'] });
  });
});

test('an archive in a student’s folder is unpacked if it is the submission, and otherwise reported', async () => {
  const zip = await honestZip({ 'hw/answers.json': '{}', 'report.pdf': 'inner' });
  const root = writeFiles(makeFolder(), {
    'only/quiz2.zip': zip,
    'beside/quiz2.zip': zip,
    'beside/report.pdf': 'outer',
    'both/quiz2.zip': zip,
    'both/answers.json': '{}',
    'two/a.zip': zip,
    'two/b.zip': zip,
    'bad/quiz2.zip': 'no zip',
  });
  const { submissions, remarks } = await classOf(root);
  expect(submissions).toEqual({
    only: expect.arrayContaining(['report.pdf']),
    beside: expect.arrayContaining(['report.pdf']),
    both: ['answers.json', 'quiz2.zip'],
    two: ['a.zip', 'b.zip'],
    bad: expect.stringContaining('quiz2.zip cannot be unpacked'),
  });
  expect(remarks['beside']?.join()).toContain(
    'report.pdf was handed in twice: the one of the folder around it was left out',
  );
  expect(remarks['both']?.join()).toContain('quiz2.zip is an archive inside the submission and was not unpacked');
});

test('a folder among submissions that looks like another class is reported, and all others are graded', async () => {
  const root = writeFiles(makeFolder(), { 'hw1/a/answers.json': '', 'hw1/b/answers.json': '', 'x/answers.json': '' });
  const { submissions, told } = await classOf(root);
  expect(Object.keys(submissions)).toEqual(['hw1', 'x']);
  expect(told).toEqual([expect.stringMatching(/^hw1 is taken for one submission, and has 2 folders/)]);
});

test('an export of Gradescope as a zip in a folder', async () => {
  const metadata = '---\nsubmission_1:\n  :submitters:\n  - :name: Ann\n  :created_at: 2018-09-14 06:00:00 Z\n';
  const zip = await honestZip({
    'assignment_9_export/submission_metadata.yml': metadata,
    'assignment_9_export/submission_1/answers.json': '{}',
  });
  const { submissions, people } = await classOf(writeFiles(makeFolder(), { 'assignment_9_export.zip': zip }));
  expect([submissions, people]).toEqual([{ submission_1: ['answers.json'] }, ['Ann']]);
});

test('of a single archive, which may be a student’s, nothing is unpacked to see whether it is a class', async () => {
  const bomb = await honestZip({ 'hw/big.bin': new Uint8Array(5 << 20), 'answers.json': '{}' });
  const workDir = makeFolder();
  const found = await findClass(writeFiles(makeFolder(), { 'ann.zip': bomb }), { workDir, expects: EXPECTS });
  expect(found.map(({ id }) => id)).toEqual(['ann']);
  expect(readdirSync(workDir)).toEqual([]);
});

test('many files beside a class are one remark', async () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_file, index) => [`f${String(index)}.txt`, '']));
  const { told } = await classOf(folderOf({ ...files, ...within('hw2', CLASS) }, 'given'));
  expect(told).toHaveLength(2);
  expect(told[1]).toMatch(/and 290 more are beside it and were left out$/);
});
