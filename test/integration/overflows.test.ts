/** Losses that are not finite because of an exponential or a logarithm, in the real sandbox. */
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

const rubricAt = (logits: string) => `schemaVersion: 1
id: overflow
title: Large scores
points: 1
networks:
  ce:
    inputs: { out: [B, K] }
    labels: { label: { shape: [B], classes: 2 } }
    parameters: {}
    nodes: [{ name: loss, op: cross-entropy, of: [out, label] }]
sampleSets:
  large: { kind: given, network: ce, values: { out: ${logits}, label: [0] } }
targets:
  loss: { kind: function, file: loss, export: loss, arguments: [out, label], returns: value }
checks:
  - { id: loss, kind: loss, title: Loss, points: 1, target: loss, network: ce, at: [large] }
`;

const code = (shift: string) => `const tf = require('@tensorflow/tfjs');
exports.loss = function (out, label) {
  const e = tf.exp(tf.sub(out, ${shift}));
  const p = tf.div(e, tf.sum(e, -1, true));
  return tf.neg(tf.mean(tf.log(tf.sum(tf.mul(p, tf.oneHot(label, 2)), -1))));
};
`;
const NAIVE = code('0');
const STABLE = code('tf.max(out, -1, true)');

async function lossAt(logits: string, source: string) {
  const folder = writeFiles(makeFolder(), { 'rubric.yaml': rubricAt(logits), 'work/loss.js': source });
  const rubric = await loadRubric(join(folder, 'rubric.yaml'));
  const report = await gradeOne(join(folder, 'work'), { rubric, driver: await chooseDriver('bubblewrap') });
  const [result] = report.results;
  const evidence = result?.evidence;
  return { ...result, output: evidence?.type === 'comparison' ? evidence.outputs[0] : undefined };
}

test('a program that is right where it does not overflow', async () => {
  expect(await lossAt('[[1, 0]]', NAIVE)).toMatchObject({ status: 'passed' });
  expect(await lossAt('[[100, 90]]', STABLE)).toMatchObject({ status: 'passed' });
});

test.each([
  ['[[100, 90]]', NAIVE, [['exp-overflow', 'one']]],
  ['[[-1000, 0]]', STABLE, [['log-of-zero', 'one']]],
  [
    '[[1000, -1000]]',
    NAIVE,
    [
      ['log-of-zero', 'several'],
      ['exp-overflow', 'several'],
    ],
  ],
])('%s', async (logits, source, named) => {
  const { earned, hint, output } = await lossAt(logits, source);
  expect(earned).toBe(0);
  expect(output).toMatchObject({
    verdict: 'non-finite',
    mistakes: named.map(([name, claim]) => ({ name, claim })),
  });
  expect(output?.sentence).toMatch(/^is (NaN|Infinity|-Infinity): it is not finite where /);
  expect(hint).toMatch(/\?$/);
});
