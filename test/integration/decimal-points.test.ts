/**
 * A given point with numbers that float32 cannot represent: code receives the nearest ones, people the written ones.
 */
import { afterAll, expect, test } from '@jest/globals';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { lintRubric } from '../../grader/rubric/lint.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

const RUBRIC = `schemaVersion: 1
id: decimal
title: Decimal numbers
points: 4
networks:
  line:
    inputs: { x: [B, 1], y: [B, 1] }
    parameters: { W: [1, 1], b: [1] }
    nodes:
      - { name: yhat, op: linear, of: [x, W, b] }
      - { name: loss, op: half-squared-error, of: [yhat, y] }
sampleSets:
  seed: { kind: given, network: line, values: { x: 0.1, y: 0.7, W: 3, b: -0.3 } }
targets:
  forward: { kind: function, file: code, export: forward, arguments: [{ W: W, b: b }, x, y], returns: record }
checks:
  - id: forward
    kind: forward
    title: Forward
    points: 3
    target: forward
    network: line
    at: [seed]
    purity: 1
    outputs: [{ name: yhat, of: yhat, weight: 1 }, { name: loss, of: loss, weight: 1 }]
  - id: steps
    kind: steps
    title: Steps
    points: 1
    file: answers.json
    network: line
    at: seed
    steps: [{ path: yhat, points: 1, value: yhat }]
`;

const CODE = `const tf = require('@tensorflow/tfjs');
exports.forward = ({ W, b }, x, y) => {
  const yhat = tf.add(tf.matMul(x, W, false, true), b);
  return { yhat, loss: tf.mean(tf.mul(0.5, tf.squaredDifference(y, yhat))) };
};
`;

function rubricFile(text: string): string {
  return `${writeFiles(makeFolder(), { 'r.yaml': text })}/r.yaml`;
}

test('right code has left its inputs alone, and 3 * 0.1 - 0.3 is 0 on paper', async () => {
  const [rubric, driver] = [await loadRubric(rubricFile(RUBRIC)), await chooseDriver('bubblewrap')];
  const submission = writeFiles(makeFolder(), { 'code.js': CODE, 'answers.json': '{ "yhat": 0 }' });
  const { results } = await gradeOne(submission, { rubric, driver });
  const [point] = rubric.sampleSets.get('seed') ?? [];
  expect([point?.values['x']?.values, point?.written?.['x']?.values]).toEqual([
    Float64Array.of(Math.fround(0.1)),
    Float64Array.of(0.1),
  ]);
  expect(results).toMatchObject([
    { id: 'forward', status: 'passed', earned: 3 },
    { id: 'steps', status: 'passed', earned: 1 },
  ]);
});

test('products that float32 cannot represent are an error of the rubric, reported with the line', async () => {
  const path = rubricFile(RUBRIC.replace('x: 0.1', 'x: 3.0e+38'));
  const sentence = 'at seed-0, yhat is 9e+38, which float32 does not hold';
  await expect(loadRubric(path)).rejects.toMatchObject({ code: 'REFERENCE_INVALID', fault: 'instructor' });
  expect((await lintRubric(path)).errors[0]).toContain(`${path}:13:3: ${sentence}`);
});
