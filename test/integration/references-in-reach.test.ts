/** References that no right program can give are refused before anything is graded, with the sample and the field. */
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { lintRubric } from '../../grader/rubric/lint.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';
import { changedRubric } from '../support/rubric-text.js';

afterAll(removeFolders);

const VALUES = 'x: [1, 2], y: 1, W: [3, 4], b: 0';
const withValues = (values: string) => changedRubric(VALUES, values);
const withLoss = (within: string) =>
  changedRubric('points: 20', 'points: 25').replace(
    'arguments: [{ W: W, b: b }, x, y], returns: record }',
    'arguments: [{ W: W, b: b }, x, y], returns: record }\n  loss: { kind: function, file: code, export: loss, arguments: [x, y], returns: value }',
  ) + `  - { id: loss, kind: loss, title: L, points: 5, target: loss, network: line, at: [seed], within: ${within} }\n`;
const withError = (to: string) =>
  changedRubric('points: 20', 'points: 25')
    .replace('targets:\n', 'targets:\n  rent: { kind: model, path: rent/model.json, input: [2], outputs: [1] }\n')
    .replace('data:\n', 'data:\n  flats: { kind: points, path: flats.csv, features: 2, targets: [rent] }\n') +
  `  - { id: rent, kind: metric, title: R, points: 5, target: rent, data: flats, metric: mean-squared-error, ramp: { from: 1, to: ${to} } }\n`;

const fileOf = (text: string) =>
  join(writeFiles(makeFolder(), { 'r.yaml': text, 'flats.csv': 'x1,x2,rent\n1,2,1000\n3,4,3000\n' }), 'r.yaml');

test.each([
  [
    'a gradient that float32 does not hold, where all values fit',
    withValues('x: [1.0e30, 2], y: 0, W: [1.0e-20, 0], b: 0'),
    /at seed-0, the gradient by W is 1e\+40, which float32 does not hold/,
  ],
  [
    'a value that float32 does not hold',
    withValues('x: [1.0e30, 2], y: 0, W: [1.0e20, 0], b: 0'),
    /at seed-0, yhat is 1e\+50, which float32 does not hold/,
  ],
  [
    'terms that overflow before they cancel',
    withValues('x: [2.0e38, 2.0e38], y: 0, W: [1, -1], b: 0'),
    /at seed-0, yhat is a sum whose terms come to 4e\+38, .*right code may overflow on the way/,
  ],
  [
    'a tolerance below the rounding of float32',
    withLoss('1.0e-9'),
    /r\.yaml:\d+:\d+: within: 1e-9 is below what float32 can keep of the loss at seed-0, 50: .*allow at least/,
  ],
  [
    'an error that no float32 output reaches',
    withError('1.0e-12'),
    /r\.yaml:\d+:\d+: ramp\.to is 1e-12, below the error that rounding to float32 makes with the targets of data set "flats" \(about 3e-7\)/,
  ],
])('%s', async (_name, text, said) => {
  const file = fileOf(text);
  await expect(loadRubric(file)).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
  const { errors } = await lintRubric(file);
  expect(errors.join('\n')).toMatch(said);
});

test('what a right program reaches is fine', async () => {
  for (const text of [withLoss('0.01'), withError('0.01'), withValues('x: [1.0e15, 2], y: 0, W: [1, 0], b: 0')]) {
    expect((await lintRubric(fileOf(text))).errors).toEqual([]);
  }
});

test('grade and batch refuse such a rubric before any student code runs', async () => {
  const rubric = fileOf(withLoss('1.0e-9'));
  const work = writeFiles(makeFolder(), { 'code.js': 'while (true);' });
  for (const command of [
    ['grade', work, '--rubric', rubric],
    ['batch', work, '--rubric', rubric, '--out', join(makeFolder(), 'run')],
  ]) {
    const { exitCode, stderr } = await runCli(command);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('below what float32 can keep')]);
  }
});
