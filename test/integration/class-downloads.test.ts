/** Downloads as course systems make them, with the names that real classes have: nobody is lost, nobody is there twice. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openSubmission } from '../../grader/intake/open.js';
import { findClass } from '../support/classes.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { honestZip, rawZip } from '../support/raw-zip.js';
import { startReader } from '../support/reader.js';

afterAll(removeFolders);

const EXPECTS = ['answers.json', 'backprop.ts', 'backprop.js'];
const LIMITS = { submissionBytes: 100_000, files: 20 };

/** By id: the files that would be graded, with their bytes, or the sentence of a fault; and what was told. */
async function classOf(path: string) {
  const told: string[] = [];
  const found = await findClass(path, { expects: EXPECTS, onRemark: (remark) => void told.push(remark) });
  const files: Record<string, unknown> = {};
  const remarks: Record<string, string> = {};
  for (const { id, path: own, open } of found) {
    const options = { limits: LIMITS, workDir: makeFolder(), startReader, expects: EXPECTS, open };
    try {
      const snapshot = await openSubmission(own, options);
      files[id] = Object.fromEntries(snapshot.files.map(({ path: name, bytes }) => [name, bytes]));
      remarks[id] = snapshot.remarks.join('\n');
    } catch (error) {
      files[id] = (error as Error).message;
    }
  }
  return { files, remarks, told, people: Object.fromEntries(found.map(({ id, submitters }) => [id, submitters])) };
}
const decomposed = (text: string) => text.normalize('NFD');
const quiz2 = () => honestZip({ 'quiz2/answers.json': '{}' });

describe('Canvas', () => {
  test('the newest of what was handed in again counts, late or not, and the others are named', async () => {
    const zip = await quiz2();
    const { files, remarks } = await classOf(
      writeFiles(makeFolder(), {
        'mullerjorg_501_9000_quiz2.zip': await honestZip({ 'backprop.js': '' }),
        'mullerjorg_501_9001_quiz2-1.zip': await honestZip({ 'backprop.js': '' }),
        'mullerjorg_501_9002_quiz2-2.zip': zip,
        'oconnorsinead_LATE_502_9003_backprop.ts': '1',
        'oconnorsinead_502_9004_backprop-1.ts': '22',
        'oconnorsinead_502_9013_backprop-10.ts': '333',
        'oconnorsinead_502_9006_backprop-2.ts': '4444',
        'oconnorsinead_502_9005_answers.json': '{}',
      }),
    );
    expect(files).toEqual({
      mullerjorg_501: { 'answers.json': 2 },
      oconnorsinead_502: { 'answers.json': 2, 'backprop.ts': 3 },
    });
    expect(remarks['mullerjorg_501']).toContain(
      'mullerjorg_501_9000_quiz2.zip was left out: mullerjorg_501_9002_quiz2-2.zip was handed in after it',
    );
    for (const older of ['_9003_backprop.ts', '_9004_backprop-1.ts', '_9006_backprop-2.ts']) {
      expect(remarks['oconnorsinead_502']).toMatch(`${older} was left out: oconnorsinead_502_9013_backprop-10.ts`);
    }
    // only what counts is late
    expect(remarks['oconnorsinead_502']).not.toContain('Canvas marks it as late');
  });

  test('two students of one name are two, and one whose name is written in two ways is one', async () => {
    const { files, people, told } = await classOf(
      writeFiles(makeFolder(), {
        'leewei_504_9007_answers.json': '{}',
        'leewei_505_9008_answers.json': '{}',
        '王小明_503_9006_answers.json': '{}',
        [`${decomposed('garcíajosé')}_506_9009_answers.json`]: '{}',
        'garcíajosé_506_9010_backprop.ts': '',
        'instructions.pdf': '',
      }),
    );
    expect(Object.keys(files).sort()).toEqual(['garcíajosé_506', 'leewei_504', 'leewei_505', '王小明_503']);
    expect(files['garcíajosé_506']).toEqual({ 'answers.json': 2, 'backprop.ts': 0 });
    expect(people['garcíajosé_506']).toEqual([{ name: 'garcíajosé' }]);
    expect(told).toContain('instructions.pdf is not a folder or archive of a student: left out');
  });
});

describe('Moodle, with the names of a class', () => {
  const makeClass = async () => ({
    "Sinéad O'Connor_2001_assignsubmission_file_/quiz2.zip": await quiz2(),
    [`${decomposed("Sinéad O'Connor")}_2001_assignsubmission_onlinetext_/onlinetext.html`]: 'see the file',
    'Jörg Müller-Lüdenscheidt_2002_assignsubmission_file_/quiz2/answers.json': '{}',
    '王 小明_2003_assignsubmission_file_/answers.json': '{}',
    'Participant 77_2004_assignsubmission_file_/answers.json': '{}',
    'Lee Wei_2005_assignsubmission_file_/answers.json': '{}',
    'Lee Wei_2006_assignsubmission_file_/answers.json': '{}',
  });
  const IDS = [
    'Jörg Müller-Lüdenscheidt_2002',
    'Lee Wei_2005',
    'Lee Wei_2006',
    'Participant 77_2004',
    "Sinéad O'Connor_2001",
    '王 小明_2003',
  ];

  test.each<readonly [string, (files: Record<string, string | Uint8Array>) => Promise<string>]>([
    ['a folder', (files) => Promise.resolve(writeFiles(makeFolder(), files))],
    [
      'a zip with backslashes, as tools of Windows make it',
      (files) => zipOf(files, (name) => name.replaceAll('/', '\\')),
    ],
    [
      'a zip of macOS: letters in parts, and its own files',
      (files) => zipOf({ ...files, '__MACOSX/._quiz2': '', '.DS_Store': '' }, decomposed),
    ],
  ])('%s', async (_what, make) => {
    const { files, remarks, told } = await classOf(await make(await makeClass()));
    expect(Object.keys(files).sort()).toEqual(IDS);
    expect(new Set(Object.values(files).map((own) => JSON.stringify(own)))).toEqual(new Set(['{"answers.json":2}']));
    expect(remarks["Sinéad O'Connor_2001"]).toContain('online text is not graded');
    expect(told).toEqual(['taken for a download of Moodle: what belongs to one student is one submission']);
  });

  function zipOf(files: Record<string, string | Uint8Array>, rename: (name: string) => string): Promise<string> {
    const path = join(makeFolder(), 'download.zip');
    const entries = Object.entries(files).map(([name, data]) => ({ name: rename(name), data }));
    writeFileSync(path, rawZip(entries));
    return Promise.resolve(path);
  }
});

describe('clones of GitHub Classroom and Classroom 50', () => {
  const CLONES = {
    'quiz2-ada/answers.json': '{}',
    'quiz2-bob-b/backprop.ts': '',
    'quiz2-bob-b/.gitignore': '',
    'quiz2-bob-b/.github/workflows/autograde.yaml': '',
    'scores.csv': '',
    ...Object.fromEntries(
      ['quiz2-ada', 'quiz2-bob-b'].flatMap((name) => [
        [`${name}/.git/config`, '[core]\n\tfsmonitor = touch /tmp/tuxgrade-was-here\n'],
        [`${name}/.git/hooks/post-checkout`, '#!/bin/sh\n'],
        [`${name}/.git/answers.json`, '{}'],
      ]),
    ),
  };

  test.each(['quiz2-submissions', 'cs-quiz2_submissions_2026_09_13_T_14_30_45'])(
    'in %s: usernames, and nothing of .git',
    async (parent) => {
      const { files, people, told } = await classOf(writeFiles(join(makeFolder(), parent), CLONES));
      expect(people).toEqual({ 'quiz2-ada': [{ id: 'ada' }], 'quiz2-bob-b': [{ id: 'bob-b' }] });
      expect(files['quiz2-ada']).toEqual({ 'answers.json': 2 });
      expect(Object.keys(files['quiz2-bob-b'] as object)).not.toContainEqual(expect.stringContaining('.git/'));
      expect(told.join('\n')).toMatch(/clones of GitHub Classroom[^]*scores\.csv is not a folder/);
    },
  );
  test('in a zip of such a folder', async () => {
    const path = join(makeFolder(), 'quiz2-submissions.zip');
    writeFileSync(path, await honestZip(CLONES));
    const { people } = await classOf(path);
    expect(people).toEqual({ 'quiz2-ada': [{ id: 'ada' }], 'quiz2-bob-b': [{ id: 'bob-b' }] });
  });
});
