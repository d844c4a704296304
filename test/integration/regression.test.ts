/** Numbers to predict: a model runs in the sandbox, gets features alone, and is graded by its error. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gradeOne } from '../../grader/grading/grade.js';
import { lintRubric } from '../../grader/rubric/lint.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { CheckReport } from '../../grader/schema/report.js';
import { exportModel, modelFiles, tf, tfl } from '../support/exported-model.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

const RUBRIC = `schemaVersion: 1
id: flats
title: Flats
points: 10
targets: { rent: { kind: model, path: rent/model.json, input: [2], outputs: [1] } }
data:
  valid: { kind: points, path: valid, features: 2, columns: [area, rooms], targets: [rent] }
  heldout: { kind: points, path: heldout, features: 2, columns: [area, rooms], targets: [rent] }
checks:
  - { id: valid, kind: metric, title: V, points: 5, target: rent, data: valid, metric: mean-squared-error, ramp: { from: 1, to: 0.01 } }
  - { id: heldout, kind: metric, title: H, points: 5, visibility: hidden, target: rent, data: heldout, metric: mean-squared-error, ramp: { from: 1, to: 0.01 } }
`;
/** rent = 0.2 area + rooms + 1, and a noise of 0.1 that takes turns. */
const rows = (from: number) =>
  Array.from({ length: 20 }, (_, at) => [
    from + at,
    at % 4,
    0.2 * (from + at) + (at % 4) + 1 + (at % 2 === 0 ? 0.1 : -0.1),
  ]);
const table = (from: number) => ['area,rooms,rent', ...rows(from).map((row) => row.join())].join('\n');
const folderWith = (valid = table(10), heldout = table(40)) =>
  writeFiles(makeFolder(), { 'r.yaml': RUBRIC, 'valid/points.csv': valid, 'heldout/points.csv': heldout });

describe('a linear model of rents', () => {
  let driver: Driver;
  beforeAll(async () => {
    driver = await chooseDriver();
  });

  async function grade(weights: readonly number[], bias: number): Promise<readonly CheckReport[]> {
    const dense = tfl.layers.dense({ units: 1, inputShape: [2] });
    const model = tfl.sequential({ layers: [dense] });
    dense.setWeights([tf.tensor2d([...weights], [2, 1]), tf.tensor1d([bias])]);
    const submission = writeFiles(makeFolder(), modelFiles(await exportModel(model), 'rent'));
    const rubric = await loadRubric(join(folderWith(), 'r.yaml'));
    return (await gradeOne(submission, { rubric, driver })).results;
  }

  test('the law itself has the error of the noise, 0.01; a constant bias costs its square', async () => {
    const right = await grade([0.2, 1], 1);
    expect(right.map(({ earned }) => earned)).toEqual([expect.closeTo(5, 2), expect.closeTo(5, 2)]);
    expect(right[0]?.evidence).toMatchObject({
      type: 'metric',
      value: expect.closeTo(0.01, 5) as unknown,
      examples: 20,
    });
    const off = await grade([0.2, 1], 1.5);
    // 0.25 + 0.01: on the ramp from 1 to 0.01
    expect(off[0]?.earned).toBeCloseTo((5 * (1 - 0.26)) / 0.99, 3);
    expect(off[0]?.summary).toMatch(/^mean squared error 0\.26 on 20 examples/);
  }, 60_000);
});

test('lint warns of points that are held out and shown, and names rows that cannot be read', async () => {
  const { warnings, summary } = await lintRubric(join(folderWith(table(10), table(26)), 'r.yaml'));
  expect(warnings).toEqual([
    '4 points are in data sets "valid" and "heldout": take them out of one, or a model may know what it is tried on',
  ]);
  expect(summary.join('\n')).toContain('data: valid 20 examples; heldout 20 examples');
  const { errors } = await lintRubric(join(folderWith('area,rooms,rent\n1,2,\n'), 'r.yaml'));
  expect(errors.join()).toMatch(/data set "valid": .*points\.csv:2: no rent/);
});
