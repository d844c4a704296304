/**
 * Logs that programs really wrote (fixtures/loss-logs/make_logs.py), and those of the example classes. What a training
 * does follows from how it was done: a rate above the largest stable one diverges, weights that are never updated give
 * a level loss, and so on.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readLog } from '../../../../grader/kinds/loss-log/read-log.js';
import { judgedLog } from '../../../support/loss-log.js';

const FOLDER = 'fixtures/loss-logs';
const FALLS = /^(plateau|still-decreasing)$/;

describe('the log of', () => {
  test.each<[string, RegExp, number]>([
    ['sgd.csv', FALLS, 300],
    ['warm-restarts.csv', FALLS, 400],
    ['step-schedule.csv', FALLS, 300],
    ['rate-just-stable.csv', FALLS, 200],
    ['overfits.csv', FALLS, 600],
    ['never-updated.csv', /^not-decreasing$/, 300],
    ['rate-too-high.csv', /^blew-up$/, 60],
    ['diverges-to-nan.csv', /^non-finite$/, 600],
    ['keras-csv-logger.csv', FALLS, 30],
    ['keras-history.json', FALLS, 30],
    ['pandas.csv', FALLS, 30],
    ['pandas.json', FALLS, 30],
    ['lightning-metrics.csv', FALLS, 48],
    ['tensorboard.csv', FALLS, 200],
    ['tensorboard.json', FALLS, 200],
    ['lines.jsonl', FALLS, 100],
    // 200 steps, and then 150 from the step 200 on that were done twice
    ['restarted.csv', FALLS, 350],
  ])('%s', (file, course, rows) => {
    const { evidence, summary } = judgedLog(readFileSync(`${FOLDER}/${file}`), { file });
    if (evidence.type !== 'loss-log') throw new Error(summary);
    expect(evidence.train).toMatch(course);
    expect(evidence.rows).toBe(rows);
  });
  test('each of the files is in the list above', () => {
    expect(readdirSync(FOLDER).filter((name) => !name.endsWith('.py'))).toHaveLength(17);
  });
});

describe('what is in them', () => {
  const read = (file: string) => {
    const found = readLog(readFileSync(`${FOLDER}/${file}`));
    if (!found.ok) throw new Error(found.sentence);
    return found.log;
  };
  test('Keras validated in every other epoch: both files say the same', () => {
    const [table, history] = [read('keras-csv-logger.csv'), read('keras-history.json')];
    expect(table.axis).toBe('epochs');
    expect(table.valid.steps).toEqual(Array.from({ length: 15 }, (_, at) => 2 * at + 1));
    // CSVLogger counts epochs from 0, and a history alone has no numbers: they are counted from 1
    expect(history.valid.steps).toEqual(table.valid.steps.map((step) => step + 1));
    expect(history.train.values).toEqual(table.train.values);
    expect(history.valid.values).toEqual(table.valid.values);
  });
  test('pandas', () => {
    const [table, columns] = [read('pandas.csv'), read('pandas.json')];
    expect(table.train.steps[0]).toBe(0);
    expect(columns.valid.values[3]).toBeCloseTo(table.valid.values[3] ?? NaN, 9);
    expect(columns.valid.values).toHaveLength(30);
  });
  test('Lightning has rows of training and rows of validation', () => {
    const { axis, train, valid, notes } = read('lightning-metrics.csv');
    expect(axis).toBe('steps');
    expect(train.steps.slice(0, 5)).toEqual([4, 9, 14, 19, 24]);
    expect(valid.steps.slice(0, 3)).toEqual([19, 39, 59]);
    expect(valid.values[0]).toBe(0.633025050163269);
    expect(notes).toEqual([]);
  });
  test('TensorBoard says the same in CSV and in JSON', () => {
    expect(read('tensorboard.json').train).toEqual(read('tensorboard.csv').train);
  });
  test('a continued training: the later rows of what was done twice count', () => {
    const { train, notes } = read('restarted.csv');
    const lines = readFileSync(`${FOLDER}/restarted.csv`, 'utf8').trim().split('\n').slice(1);
    const later = lines.slice(250).map((line) => Number(line.split(',')[1]));
    expect(train.steps).toEqual(Array.from({ length: 350 }, (_, step) => step));
    expect(train.values.slice(200)).toEqual(later);
    expect(notes).toEqual([
      'the steps go back from 249 to 200, as of a training that was started again: of what was logged twice, the later rows count',
    ]);
  });
});

test('the one that overfits is told where to stop, near the lowest validation loss', () => {
  const { evidence } = judgedLog(readFileSync(`${FOLDER}/overfits.csv`));
  if (evidence.type !== 'loss-log') throw new Error('no log');
  expect(evidence.valid).toMatch(/^(rose-again|blew-up)$/);
  expect(evidence.stopAt).toBeLessThan(200);
});

test.each(['hw2-circle', 'hw3-supertux'])('the trainings of the example class %s went down', (homework) => {
  const logs = readdirSync(`submissions/${homework}`, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('loss.csv'),
  );
  expect(logs.length).toBeGreaterThan(5);
  for (const path of logs) {
    const { evidence, summary } = judgedLog(readFileSync(`submissions/${homework}/${path}`));
    // one class has a training of five steps
    const isShort = path.startsWith('constant');
    expect([path, evidence.type === 'loss-log' ? evidence.train : summary]).toEqual([
      path,
      expect.stringMatching(isShort ? /^too-short$/ : FALLS),
    ]);
  }
});
