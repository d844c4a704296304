/** Training logs: which cells are numbers or gaps, and the whole judgement of each course. */
import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../grader/kinds/index.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { DocumentRead } from '../../../../grader/stages/submission.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

type Check = CheckOf<'loss-log'>;
const CHECK: Check = { kind: 'loss-log', id: 'log', title: 'Log', points: 4, file: 'loss.csv' };

function judged(text: string | DocumentRead | null, change: Partial<Check> = {}) {
  const check = { ...CHECK, ...change };
  const document: DocumentRead | null = typeof text === 'string' ? { status: 'read', bytes: Buffer.from(text) } : text;
  const documents = new Map(document === null ? [] : [['loss.csv', document]]);
  const seen = { files: [], documents, models: new Map(), dataSets: new Map(), outcomes: new Map() };
  return judge(check, seen, makeResolvedRubric([check]));
}
const falling = (row: number) => 0.3 + 1.5 * Math.exp(-row / 8);
const rows = (count: number, cells: (row: number) => readonly (number | string)[]) =>
  Array.from({ length: count }, (_, row) => [row * 10, ...cells(row)].join());
const table = (header: string, lines: readonly string[]) => [header, ...lines].join('\n');

describe('the whole judgement', () => {
  test('of a log without validation', () => {
    expect(
      judged(
        table(
          'step,train',
          rows(60, (row) => [falling(row)]),
        ),
      ),
    ).toEqual({
      ...{ earned: 4, summary: 'the training loss goes down and levels off' },
      evidence: {
        ...{ type: 'loss-log', rows: 60, train: 'plateau', valid: null, stopAt: null },
        curve: {
          train: {
            steps: Array.from({ length: 60 }, (_, row) => row * 10),
            values: Array.from({ length: 60 }, (_, row) => Number(falling(row).toPrecision(7))),
          },
          valid: null,
        },
      },
    });
  });
  test('of one whose validation loss falls too', () => {
    expect(
      judged(
        table(
          'step,train,valid',
          rows(60, (row) => [falling(row), falling(row) + 1]),
        ),
      ),
    ).toMatchObject({
      ...{ earned: 4, summary: 'the training loss goes down and levels off' },
      evidence: { valid: 'plateau', stopAt: null },
    });
  });
  test('of one that overfits: the step is that of the validation loss, measured at every other row', () => {
    // lowest from row 60 of 200 on: of the 100 values measured, blocks of ten, the fourth is the lowest and row 35 its middle
    const valid = (row: number) => (row < 60 ? 100 : row < 80 ? 50 : 90);
    const { summary, evidence, earned } = judged(
      table(
        'step,train,valid',
        rows(200, (row) => [falling(row), row % 2 === 0 ? valid(row) : '']),
      ),
    );
    expect(evidence).toMatchObject({ rows: 200, train: 'plateau', valid: 'rose-again', stopAt: 700 });
    expect(summary).toBe(
      'the training loss goes down and levels off; the validation loss rises after step 700: it overfits, stop there',
    );
    expect(earned).toBe(4);
  });
  test('of a validation loss that blows up, and of one that only does not fall', () => {
    const of = (valid: (row: number) => number) =>
      judged(
        table(
          'step,train,valid',
          rows(100, (row) => [falling(row), valid(row)]),
        ),
      ).evidence;
    expect(of((row) => (row < 50 ? 1 : 9))).toMatchObject({ valid: 'blew-up', stopAt: 50 });
    expect(of(() => 1)).toMatchObject({ valid: 'not-decreasing', stopAt: null });
  });
  test('of a training loss that rises again: half, with the step', () => {
    const course = (row: number) => (row < 30 ? 100 : row < 60 ? 50 : 70) + (row % 3) / 100;
    expect(
      judged(
        table(
          'step,train',
          rows(100, (row) => [course(row)]),
        ),
      ),
    ).toMatchObject({
      earned: 2,
      summary: 'the training loss goes down and rises again after step 350: is the learning rate too large?',
    });
  });
});

test('three values are of a training, two are of none', () => {
  const of = (values: readonly number[]) =>
    judged(
      table(
        'step,train',
        rows(40, (row) => [values[Math.floor((row * values.length) / 40)] ?? NaN]),
      ),
    );
  expect(of([3, 2, 1]).earned).toBe(4);
  expect(of([2, 1])).toMatchObject({
    earned: 0,
    summary: 'the training loss has 2 values in 40 rows, which no training gives: log the loss of every step',
  });
});

test('too few rows are reported before too few values, and the rubric may set another number', () => {
  expect(
    judged(
      table(
        'step,train',
        rows(19, () => [1]),
      ),
    ).summary,
  ).toBe('the log has 19 rows, at least 20 are needed to see a trend');
  expect(
    judged(
      table(
        'step,train',
        rows(30, (row) => [falling(row)]),
      ),
      { rows: 40 },
    ),
  ).toMatchObject({
    earned: 0,
    summary: 'the log has 30 rows, at least 40 are needed to see a trend',
  });
});

describe('cells', () => {
  const withValid = (cell: string) =>
    judged(
      table(
        'step,train,valid',
        rows(60, (row) => [falling(row), row === 30 ? cell : falling(row)]),
      ),
    );
  test.each([
    '',
    'None',
    'NA',
    'n/a',
    'n.a.',
    'N.A',
    '#N/A',
    '<NA>',
    'null',
    'nil',
    'undefined',
    '?',
    '.',
    '-',
    '--',
    '\u2013',
  ])('a validation loss of %j was not measured', (cell) => {
    expect(withValid(cell).evidence).toMatchObject({ rows: 60, valid: 'plateau' });
  });
  test.each(['nan', 'NaN', '-nan', 'nan(ind)', '1.#QNAN', '-1.#IND', '1.#IND00', '1.#SNAN0'])(
    'nor one of %s, which is not a gap in the training loss',
    (cell) => {
      expect(withValid(cell).evidence).toMatchObject({ rows: 60, valid: 'plateau' });
      const train = table(
        'step,train',
        rows(60, (row) => [row === 30 ? cell : falling(row)]),
      );
      expect(judged(train).summary).toMatch(/^there is no|^the training loss is not finite at step 300/);
    },
  );
  test.each(['inf', '-inf', 'Infinity', '+Infinity', '1.#INF', '-1.#INF00'])('%s is not finite', (cell) => {
    expect(withValid(cell).evidence).toMatchObject({ rows: 60, valid: 'non-finite' });
    const train = table(
      'step,train',
      rows(60, (row) => [row === 30 ? cell : falling(row)]),
    );
    expect(judged(train).summary).toBe(
      'the training loss is not finite at step 300: is the learning rate too large, or log taken of 0?',
    );
  });
  test.each(['xnan', 'nanx', 'xinf', 'infx', 'nonex', 'xnone', '?x', 'low'])('%s is a word', (cell) => {
    expect(withValid(cell).summary).toBe(`loss.csv:32: the validation loss is "${cell}", expected a number`);
  });
  test('a row may end before the validation loss', () => {
    const lines = rows(60, (row) => (row === 30 ? [falling(row)] : [falling(row), falling(row)]));
    expect(judged(table('step,train,valid', lines)).evidence).toMatchObject({ rows: 60, valid: 'plateau' });
  });
  test('no validation loss at all is none', () => {
    const lines = rows(60, (row) => [falling(row), '']);
    expect(judged(table('step,train,valid', lines)).evidence).toMatchObject({ rows: 60, valid: null });
  });
});

describe('the message about a cell', () => {
  test.each([
    ['step,train\n1,\n', 'loss.csv:2: there is no training loss (""): each row needs one, or a validation loss'],
    ['step,train\n1,-\n', 'loss.csv:2: there is no training loss ("-"): each row needs one, or a validation loss'],
    [
      'step,train\n1,2,3\n',
      'loss.csv:2: "1,2,3" has 3 fields, the header has 2 (step,train): decimals have a point, or separate the columns by semicolons',
    ],
    ['step;train;valid\n1;2;3;4\n', 'loss.csv:2: "1,2,3,4" has 4 fields, the header has 3 (step,train,valid)'],
    ['step,train\n1,"1,5"\n', 'loss.csv:2: the training loss is "1,5", expected a number: decimals have a point'],
    ['step;train\n1;1.234,5\n', 'loss.csv:2: the training loss is "1.234,5", expected a number'],
    [
      'step,train\n1,"tensor(0.69, grad_fn=<NllLossBackward0>)"\n',
      'loss.csv:2: the training loss is "tensor(0.69, grad_fn", expected a number: write the number, loss.item(), not the tensor',
    ],
    [`step,train\n1,${'x'.repeat(30)}\n`, `loss.csv:2: the training loss is "${'x'.repeat(20)}", expected a number`],
    [`step,train\n${'9'.repeat(400)},2\n`, `loss.csv:2: the step is "${'9'.repeat(20)}", expected a finite number`],
    ['step,train\n,2\n', 'loss.csv:2: the step is "", expected a finite number'],
    [
      `${'h'.repeat(80)}\n`,
      `loss.csv:1: the header is ${'h'.repeat(60)}, expected step,train or step,train,valid, or the names of Keras, Lightning, TensorBoard or tf.js`,
    ],
    ['STEP,Train\n1,x\n', 'loss.csv:2: the training loss is "x", expected a number'],
  ])('%j', (text, sentence) => {
    expect(judged(text)).toMatchObject({
      earned: 0,
      summary: sentence,
      evidence: { type: 'error', error: { code: 'LOAD_FAILED' } },
    });
  });
  test('the first problem is reported, not the last', () => {
    expect(judged('step,train\n1,a\n2,b\n').summary).toMatch(/^loss\.csv:2: the training loss is "a"/);
  });
  test('a thousand characters are a line, more are none', () => {
    const line = (length: number) => `1,${'2'.repeat(length - 2)}`;
    expect(judged(`step,train\n${line(900)}\n`).summary).not.toContain('more than 1000 characters');
    expect(judged(`step,train\n${line(1100)}\n`).summary).toBe(
      'loss.csv: a line has more than 1000 characters: begin a new line for every step',
    );
  });
});
