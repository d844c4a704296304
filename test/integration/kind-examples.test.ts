/**
 * The example beside each kind of check, which its page in docs/kinds shows, is a good rubric, and what it asks for earns all
 * points in the real sandbox. Something else earns fewer, so that the example shows a check that grades.
 */
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { gradeOne } from '../../grader/grading/grade.js';
import { KINDS } from '../../grader/kinds/index.js';
import { lintRubric } from '../../grader/rubric/lint.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { CheckKind } from '../../grader/schema/checks.js';
import { fewerImages } from '../support/fewer-images.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

/** What an example needs beside it: `heldout`. */
const HELDOUT: Partial<Record<CheckKind, string>> = {
  segmentation: join(process.cwd(), 'fixtures/supertux/segmentation/valid'),
  // collected images must not be among these: a few of them prove it
  'data-set': fewerImages('fixtures/supertux/valid', 20),
};

const backprop = (product: string) => ({
  'backprop.js': `import * as tf from '@tensorflow/tfjs';
export function inputGradient({ W1, b1, w2, b2 }, x, y) {
  const z1 = x.matMul(W1, false, true).add(b1);
  const dyhat = z1.relu().matMul(w2, false, true).add(b2).sub(y);
  const mask = z1.greater(0).toFloat();
  return ${product};
}`,
});
const loss = (code: string) => ({ 'losses.js': `import * as tf from '@tensorflow/tfjs';\n${code}` });
const log = (of: (step: number) => number) => ({
  'loss.csv': [
    'step,train',
    ...Array.from({ length: 40 }, (_, row) => `${String(row * 10)},${of(row * 10).toFixed(4)}`),
  ].join('\n'),
});

type HandIn = string | Readonly<Record<string, string>>;

/** By kind: what earns all points of its example, and what does not. A folder, or files. */
const HAND_INS: Partial<Record<CheckKind, readonly [HandIn, HandIn]>> = {
  steps: ['submissions/quiz2/perfect', 'submissions/quiz2/only-code'],
  jacobian: ['submissions/quiz2/perfect', 'submissions/quiz2/only-code'],
  forward: ['submissions/quiz2/perfect', 'submissions/quiz2/bias-missing'],
  gradient: ['submissions/quiz2/perfect', 'submissions/quiz2/autodiff'],
  loss: [
    loss(`export const logLikelihood = (out, label) =>
  tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(out), tf.oneHot(label.toInt(), 6)), 1)));`),
    loss('export const logLikelihood = (out) => tf.mean(out);'),
  ],
  operations: [
    backprop('dyhat.matMul(w2).mul(mask).matMul(W1)'),
    backprop('dyhat.matMul(w2).matMul(tf.diag(mask.flatten()).matMul(W1))'),
  ],
  accuracy: ['submissions/hw2-circle/good', 'submissions/hw2-circle/untrained'],
  metric: ['submissions/hw2-circle/good', 'submissions/hw2-circle/untrained'],
  'model-limits': ['submissions/hw2-circle/good', 'submissions/hw2-circle/hidden-layer-in-linear'],
  segmentation: ['submissions/hw4-segmentation/good', 'submissions/hw4-segmentation/constant'],
  'loss-log': [log((step) => Math.exp(-step / 100)), log((step) => Math.exp(step / 100))],
  'data-set': ['submissions/hw3-supertux/good', { 'data/labels.csv': 'file,label\na.png,tux\n' }],
  files: [{ 'loss.csv': 'step,train\n0,1\n', 'report.pdf': '%PDF-1.7\n' }, { 'loss.csv': 'step,train\n0,1\n' }],
};

/** A folder with the example of a kind as a rubric, and what it needs. */
function exampleOf(kind: CheckKind): string {
  const folder = makeFolder();
  const path = join(folder, 'rubric.yaml');
  cpSync(join('grader/kinds', kind, 'example.yaml'), path);
  const heldout = HELDOUT[kind];
  if (heldout !== undefined) symlinkSync(heldout, join(folder, 'heldout'));
  return path;
}

function handedIn(handIn: HandIn): string {
  return typeof handIn === 'string' ? join(process.cwd(), handIn) : writeFiles(makeFolder(), handIn);
}

const kinds = Object.keys(KINDS) as CheckKind[];

test.each(kinds)('%s: a good rubric of this kind alone', async (kind) => {
  const path = exampleOf(kind);
  expect(await lintRubric(path)).toMatchObject({ errors: [], warnings: [] });
  const { rubric } = await loadRubric(path);
  expect(rubric.checks.map((check) => check.kind)).toEqual([kind]);
});

/** model-gradient.test.ts grades with such an example, and a person does what is manual. */
const NOT_HERE: readonly CheckKind[] = ['model-gradient', 'manual'];

test.each(kinds.filter((kind) => !NOT_HERE.includes(kind)))('%s: grades', async (kind) => {
  const [right, wrong] = HAND_INS[kind] ?? [];
  if (right === undefined || wrong === undefined) throw new Error(`no submission for the example of ${kind}`);
  const options = { rubric: await loadRubric(exampleOf(kind)), driver: await chooseDriver() };
  const { results, verdict } = await gradeOne(handedIn(right), options);
  expect([verdict.earned, results.map(({ summary }) => summary)]).toEqual([verdict.possible, [expect.any(String)]]);
  const less = await gradeOne(handedIn(wrong), options);
  expect(less.verdict.status).toBe('graded');
  expect(less.verdict.earned).toBeLessThan(verdict.possible);
});

test('manual: waits for a person', async () => {
  const options = { rubric: await loadRubric(exampleOf('manual')), driver: await chooseDriver() };
  const { results, verdict } = await gradeOne(handedIn({ 'report.pdf': '%PDF-1.7\n' }), options);
  expect([verdict.status, verdict.earned]).toEqual(['open', null]);
  expect(results.map(({ summary }) => summary)).toEqual([expect.stringContaining('report.pdf was handed in')]);
});
