/** The page on the calling convention: its example works as it stands, and what it says of arguments and results is so. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chooseDriver, gradeOne, loadRubric, type Driver, type GradeReport } from '../../grader/index.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { readPage } from '../support/markdown.js';

afterAll(removeFolders);

let driver: Driver;

beforeAll(async () => {
  driver = await chooseDriver(undefined);
});

async function grade(rubric: string, files: Readonly<Record<string, string>>): Promise<GradeReport> {
  return gradeOne(writeFiles(makeFolder(), files), { rubric: await loadRubric(rubric), driver });
}

test('its example earns all points of a forward pass', async () => {
  const { blocks } = readPage(readFileSync('docs/calling-convention.md', 'utf8'));
  const text = blocks.find(({ info }) => info === 'ts backprop.ts')?.text ?? '';
  const { results } = await grade('rubrics/quiz2.yaml', { 'backprop.ts': text });
  const points = results.filter(({ id }) => id.startsWith('forward')).map(({ id, earned }) => [id, earned]);
  expect(points).toEqual([
    ['forward-seed', 5],
    ['forward', 15],
  ]);
});

/** One check of a loss, whose function is asked for. */
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
targets: { t: { kind: function, file: f, export: loss, arguments: [{ o: out }, label], returns: value } }
checks: [{ id: loss, kind: loss, title: Loss, points: 1, target: t, network: n, at: [s] }]
`;
const RIGHT = 'tf.logSoftmax(p.o).mul(tf.oneHot(label, 4)).sum(1).mean().neg()';

test.each([
  [
    'an object with methods',
    'module.exports = { right(p, label) { return RIGHT; }, loss(p, label) { return this.right(p, label); } };',
  ],
  [
    'an instance',
    `class Losses { right(p, label) { return RIGHT; } loss(p, label) { return this.right(p, label); } }
     module.exports = new Losses();`,
  ],
  [
    'a class',
    `module.exports = class { static right(p, label) { return RIGHT; } static loss(p, label) { return this.right(p, label); } };`,
  ],
  [
    'functions of the module',
    `exports.right = (p, label) => RIGHT; exports.loss = function (p, label) { return this.right(p, label); };`,
  ],
])('a function is called as a member of what is exported: %s', async (_name, code) => {
  const path = join(writeFiles(makeFolder(), { 'one.yaml': RUBRIC }), 'one.yaml');
  const files = { 'f.js': `const tf = require('@tensorflow/tfjs');\n${code.replace('RIGHT', RIGHT)}` };
  expect((await grade(path, files)).verdict).toMatchObject({ status: 'graded', earned: 1 });
});

test.each([
  ['a tensor', `return ${RIGHT};`],
  ['a number', `return ${RIGHT}.dataSync()[0];`],
  ['a side of 1 too many', `return [[${RIGHT}.dataSync()[0]]];`],
  ['a typed array', `return ${RIGHT}.dataSync();`],
  ['a promise of a tensor', `await 0; return ${RIGHT};`],
  [
    'what it says of the arguments',
    `const { dtype } = p.o; const { length } = arguments; const keys = Object.keys(p).join();
     if ([dtype, label.dtype, length, keys].join() !== 'float32,int32,2,o') throw new Error('other arguments');
     return ${RIGHT};`,
  ],
])('%s', async (_what, body) => {
  const path = join(writeFiles(makeFolder(), { 'one.yaml': RUBRIC }), 'one.yaml');
  const code = `import * as tf from '@tensorflow/tfjs-core';\nexport async function loss(p: any, label: any) { ${body} }\n`;
  expect((await grade(path, { 'f.ts': code })).verdict).toMatchObject({ earned: 1 });
});

test('plain arrays, where the target says so', async () => {
  const text = RUBRIC.replace('returns: value', 'receives: arrays, returns: value');
  const path = join(writeFiles(makeFolder(), { 'one.yaml': text }), 'one.yaml');
  const code = `export function loss(p, label) {
    const lost = p.o.map((row, at) => Math.log(row.map(Math.exp).reduce((sum, one) => sum + one)) - row[label[at]]);
    return lost.reduce((sum, one) => sum + one) / lost.length;
  }`;
  expect((await grade(path, { 'f.js': code })).verdict).toMatchObject({ earned: 1 });
});
