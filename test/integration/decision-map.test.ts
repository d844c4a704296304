/** The decision map of a real model in a real sandbox, cell by cell against its line by hand. */
import { afterAll, expect, test } from '@jest/globals';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { exportModel, modelFiles, tf, tfl } from '../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

const RUBRIC = `schemaVersion: 1
id: plane
title: Points of a plane
points: 4
data:
  plane: { kind: points, path: points.csv, features: 2, classes: [below, above] }
targets:
  line: { kind: model, path: line/model.json, input: [2], outputs: [1], gives: logits }
checks:
  - { id: acc, kind: accuracy, title: Accuracy, points: 4, target: line, data: plane, ramp: { from: 0.5, to: 1 } }
`;
const [SLOPE_X, SLOPE_Y, BIAS] = [1.5, -2, 0.3];
const logitAt = (x: number, y: number) => SLOPE_X * x + SLOPE_Y * y + BIAS;

/** x from -3 to 3, y from -1 to 1; every tenth label is wrong. */
const POINTS = Array.from({ length: 240 }, (_, at) => {
  const [x, y] = [-3 + (6 * (at % 16)) / 15, -1 + (2 * Math.floor(at / 16)) / 14];
  return { x, y, label: Number(logitAt(x, y) > 0 !== (at % 10 === 0)) };
});

/** `factor` multiplies the logits. */
async function gradeLine(factor: number): Promise<GradeReport> {
  const dense = (inputs: number) => tfl.layers.dense({ units: 1, inputShape: [inputs] });
  const model = tfl.sequential({ layers: [dense(2), dense(1)] });
  const line = [tf.tensor2d([SLOPE_X, SLOPE_Y], [2, 1]), tf.tensor1d([BIAS])];
  model.setWeights([...line, tf.tensor2d([factor], [1, 1]), tf.tensor1d([0])]);
  const table = POINTS.map(({ x, y, label }) => [x, y, label].join()).join('\n');
  const course = writeFiles(makeFolder(), { 'r.yaml': RUBRIC, 'points.csv': `x1,x2,label\n${table}\n` });
  const submission = writeFiles(makeFolder(), modelFiles(await exportModel(model), 'line'));
  return gradeOne(submission, {
    rubric: await loadRubric(`${course}/r.yaml`),
    driver: await chooseDriver('bubblewrap'),
  });
}

test('every cell is the side of the line on which its centre lies', async () => {
  const evidence = (await gradeLine(1)).results[0]?.evidence;
  if (evidence?.type !== 'accuracy') throw new Error('no accuracy');
  const { decisionMap, correct, misclassified } = evidence;
  expect(correct).toBe(216);
  expect(misclassified).toHaveLength(24);
  // the points and a margin of 5 %
  expect(decisionMap).toMatchObject({ x: [-3.3, 3.3], y: [-1.1, 1.1] });
  const cells = decisionMap?.cells ?? [];
  expect(cells).toHaveLength(64);
  for (const [row, line] of cells.entries()) {
    const y = -1.1 + (2.2 * (row + 0.5)) / 64;
    const expected = Array.from({ length: 64 }, (_, column) =>
      Number(logitAt(-3.3 + (6.6 * (column + 0.5)) / 64, y) > 0),
    );
    expect(line).toBe(expected.join(''));
  }
  const points = decisionMap?.points ?? [];
  expect(points).toHaveLength(200);
  for (const { x, y, label, right } of points) expect(right).toBe(label === Number(logitAt(x, y) > 0));
});

test('a model whose outputs overflow on a part of the box has no map, and is graded as before', async () => {
  const { verdict, results } = await gradeLine(3e38);
  expect(verdict).toMatchObject({ status: 'graded' });
  expect(results[0]?.summary).toContain('not finite');
  expect(results[0]?.evidence).toMatchObject({ type: 'accuracy', total: 240 });
  expect(results[0]?.evidence).not.toHaveProperty('decisionMap');
});
