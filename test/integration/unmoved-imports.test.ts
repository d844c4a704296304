/** Imports of code that intake moved to the folder of the submission lead where they lead in the student's own folder. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseDriver, gradeOne, loadRubric, type Driver, type GradeReport } from '../../grader/index.js';
import { pack } from '../../grader/workspace/packing/pack.js';
import { zipOf } from '../../grader/workspace/packing/zip.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

const RUBRIC = `schemaVersion: 1
id: one
title: One
points: 1
networks:
  n:
    inputs: { out: [B, K] }
    labels: { label: { shape: [B], classes: K } }
    parameters: {}
    nodes: [{ name: loss, op: cross-entropy, of: [out, label] }]
sampleSets: { s: { kind: generic, network: n, sizes: { B: 3, K: 4 }, count: 1, seed: 1 } }
targets: { t: { kind: function, file: losses, export: loss, arguments: [out, label], returns: value } }
checks: [{ id: loss, kind: loss, title: Loss, points: 1, target: t, network: n, at: [s] }]
`;
const TF = "import * as tf from '@tensorflow/tfjs';\n";
const RIGHT = `${TF}export const loss = (out, label) => tf.logSoftmax(out).mul(tf.oneHot(label, 4)).sum(1).mean().neg();\n`;
const WRONG = 'export const loss = () => 0;\n';

let driver: Driver;
let rubric: Awaited<ReturnType<typeof loadRubric>>;

beforeAll(async () => {
  driver = await chooseDriver(undefined);
  rubric = await loadRubric(join(writeFiles(makeFolder(), { 'one.yaml': RUBRIC }), 'one.yaml'));
});

const grade = (path: string): Promise<GradeReport> => gradeOne(path, { rubric, driver });
const folderOf = (files: Readonly<Record<string, string>>) => writeFiles(makeFolder(), files);

/** What the only check says that was not passed. */
const told = ({ results }: GradeReport) => results[0]?.summary ?? '';

describe.each<[string, Readonly<Record<string, string>>]>([
  ['beside its folder', { 'src/losses.js': "export { loss } from '../lib/x.js';", 'lib/x.js': RIGHT }],
  [
    'in a folder around it, with a file of the same name in its own',
    {
      'quiz/losses.js': "import './x.js'; export { loss } from '../x.js';",
      'quiz/x.js': WRONG,
      'x.js': RIGHT,
      'README.md': 'mine',
    },
  ],
  [
    'in TypeScript, without its ending, with data',
    {
      'a/b/losses.ts': "import { sum } from '../../shared/x'; export const loss = sum;",
      'shared/x.ts': `${TF}import { k } from './k.json';
        export const sum = (out: tf.Tensor2D, label: tf.Tensor1D) => tf.losses.softmaxCrossEntropy(tf.oneHot(label, k), out);`,
      'shared/k.json': '{ "k": 4 }',
      'report.pdf': 'x',
    },
  ],
  [
    'where only the place of the homework has it',
    { 'src/losses.js': "export { loss } from './x.js';", 'x.js': RIGHT, 'src/y.js': 'export {};' },
  ],
])('what is imported lies %s', (_, files) => {
  test('a folder, an archive and what is packed earn the points', async () => {
    const folder = folderOf(files);
    const paths = ['given.zip', 'packed.zip'].map((name) => join(makeFolder(), name));
    const entries = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
    writeFileSync(paths[0] ?? '', await zipOf(entries));
    writeFileSync(paths[1] ?? '', (await pack(folder, rubric.rubric)).archive);
    const reports = await Promise.all([folder, ...paths].map(grade));
    expect(reports.map((report) => [report.verdict.status, report.verdict.earned, told(report)])).toEqual(
      reports.map(() => ['graded', 1, expect.anything()]),
    );
    expect(reports[1]?.submission.digest).toBe(reports[0]?.submission.digest);
  });
});

test('errors are placed in the folder of the student', async () => {
  const inside = "export const loss = () => {\n  throw new Error('mine');\n};\n";
  const thrown = folderOf({ 'src/losses.js': "export { loss } from '../lib/x.js';", 'lib/x.js': inside });
  const unread = folderOf({ 'src/losses.js': "import '../lib/x.js';", 'lib/x.js': 'const a = ;' });
  const missing = folderOf({ 'src/losses.js': "import '../lib/y.js';", 'lib/x.js': inside });
  const reports = await Promise.all([thrown, unread, missing].map(grade));
  expect(reports.map(told)).toEqual([
    'loss threw: mine (lib/x.js:2:9)',
    'Unexpected ";" (lib/x.js:1:11)',
    expect.stringMatching(/^"..\/lib\/y.js" is not there.* \(src\/losses.js:1:8\)$/),
  ]);
});

test('a folder of the grader has no name that a student can take', async () => {
  const files = { 'src/losses.js': "export { loss } from '../as-handed-in/x.js';", 'as-handed-in/x.js': RIGHT };
  expect((await grade(folderOf(files))).verdict.earned).toBe(1);
});

test('what is packed lies where it is, with files that have no other place', async () => {
  const files = {
    'quiz/losses.js': "export { loss } from '../x.js'; import './x.js';",
    'quiz/x.js': WRONG,
    'x.js': RIGHT,
    'y.js': WRONG,
  };
  const { packed, left, warnings } = await pack(folderOf(files), rubric.rubric);
  expect({ packed, left, warnings }).toEqual({
    packed: ['quiz/losses.js', 'quiz/x.js', 'x.js'],
    left: ['y.js'],
    warnings: [],
  });
});
