/** Logs of training runs whose course is known. */
import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../grader/kinds/index.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { DocumentRead } from '../../../../grader/stages/submission.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

const CHECK: CheckOf<'loss-log'> = { kind: 'loss-log', id: 'log', title: 'Log', points: 4, file: 'loss.csv' };

function judged(text: string | DocumentRead) {
  const document: DocumentRead = typeof text === 'string' ? { status: 'read', bytes: Buffer.from(text) } : text;
  const seen = {
    files: [],
    documents: new Map([['loss.csv', document]]),
    models: new Map(),
    dataSets: new Map(),
    outcomes: new Map(),
  };
  return judge(CHECK, seen, makeResolvedRubric([CHECK]));
}

const log = (rows: number, train: (step: number) => number, valid?: (step: number) => number) =>
  [
    valid === undefined ? 'step,train' : 'step,train,valid',
    ...Array.from({ length: rows }, (_, step) => [step * 10, train(step), ...(valid ? [valid(step)] : [])].join()),
  ].join('\n');
const falling = (step: number) => 0.3 + 1.5 * Math.exp(-step / 8);

describe('what a loss does', () => {
  test.each([
    ['goes down and levels off', log(60, falling), 4, /goes down and levels off$/],
    ['still goes down', log(40, (step) => 2 - step / 25), 4, /still does at the end$/],
    ['does not go down', log(40, (step) => 1.79 + 0.01 * (step % 3)), 2, /does not go down/],
    ['is one value', log(40, () => 1.79), 0, /has one value in 40 rows, which no training gives/],
    ['is two values', log(40, (step) => (step < 20 ? 2 : 1)), 0, /has 2 values in 40 rows/],
    ['is never finite', log(40, () => NaN), 0, /has no finite value in 40 rows/],
    ['grows', log(40, (step) => 1 + step), 2, /grows: is the learning rate too large/],
    ['becomes NaN', log(40, (step) => (step < 30 ? falling(step) : NaN)), 2, /not finite at step 300/],
    ['has too few rows', log(10, falling), 0, /has 10 rows, at least 20/],
  ])('%s', (_, text, earned, sentence) => {
    const { earned: found, summary } = judged(text);
    expect(summary).toMatch(sentence);
    expect(found).toBe(earned);
  });

  test('overfitting costs nothing, and the step to stop at is named', () => {
    const { earned, summary, evidence } = judged(
      log(80, falling, (step) => (step < 30 ? falling(step) : falling(30) + (step - 30) / 30)),
    );
    expect(earned).toBe(4);
    expect(summary).toMatch(/the validation loss rises after step \d+: it overfits, stop there/);
    expect(evidence).toMatchObject({ type: 'loss-log', rows: 80 });
    if (evidence.type === 'loss-log') expect(Math.abs((evidence.stopAt ?? 0) - 300)).toBeLessThanOrEqual(60);
  });
});

describe('what is not a log', () => {
  test.each<[string | DocumentRead, string]>([
    [{ status: 'missing' }, 'loss.csv is missing'],
    [
      { status: 'too-large', bytes: 9e6, limit: 1048576 },
      'loss.csv has 9000000 bytes, at most 1048576: log fewer steps',
    ],
    ['', 'loss.csv:1: the file is empty, expected step,train or step,train,valid'],
    ['step,train\n1,2\n2,low\n', 'loss.csv:3: the training loss is "low", expected a number'],
    ['step,train\n1,2\n2\n', 'loss.csv:3: there is no training loss (""): each row needs one, or a validation loss'],
    [
      'step,train\n\n1,2\n\n2\n',
      'loss.csv:5: there is no training loss (""): each row needs one, or a validation loss',
    ],
    ['step,train\n1,2\n1e999,2\n', 'loss.csv:3: the step is "1e999", expected a finite number'],
    ['step,train\n1,2\n-inf,2\n', 'loss.csv:3: the step is "-inf", expected a finite number'],
    ['step,train\n1,2\nnan,2\n', 'loss.csv:3: the step is "nan", expected a finite number'],
    ['step,train\n', 'loss.csv: there is no training loss in any row'],
    [
      `step,train\n1,${'2'.repeat(2000)}\n`,
      'loss.csv: a line has more than 1000 characters: begin a new line for every step',
    ],
    ['step,train\n1,\u0000\n', 'loss.csv: it has characters without a sign: save it as UTF-8'],
    [
      ',',
      'loss.csv:1: the header is ,, expected step,train or step,train,valid, or the names of Keras, Lightning, TensorBoard or tf.js',
    ],
  ])('%j', (text, sentence) => {
    const { earned, summary } = judged(text);
    expect([earned, summary]).toEqual([0, sentence]);
  });

  test('an unclosed quote is reported in one line, however much follows', () => {
    const { earned, summary } = judged(`step,train\n1,2"${'x'.repeat(500)}`);
    expect(earned).toBe(0);
    expect(summary.length).toBeLessThan(250);
  });
  test('the row at which a loss is infinite is reported with a step that fits into a report', () => {
    const rows = log(40, (step) => (step < 30 ? falling(step) : Infinity));
    expect(judged(rows.replaceAll('Infinity', '1e999')).summary).toContain('not finite at step 300');
  });

  test('a byte order mark, CRLF and blanks are fine', () => {
    const text = `\ufeff${log(60, falling).replaceAll('\n', ' \r\n').replaceAll(',', ' , ')}\r\n`;
    expect(judged(text).earned).toBe(4);
  });
});
