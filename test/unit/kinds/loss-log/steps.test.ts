/** Steps that repeat, go back or begin anew, and how close rows are. */
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { orderRows } from '../../../../grader/kinds/loss-log/steps.js';
import { lossLogRules } from '../../../../grader/kinds/loss-log/rules.js';
import { spacingOf, tellSpacing } from '../../../../grader/kinds/loss-log/spacing.js';
import { judgedLog } from '../../../support/loss-log.js';

/** A row at each step, whose training loss is the number of the row; `valid` are rows with a validation loss alone. */
function ordered(
  steps: number[],
  { epochs = steps.map(() => NaN), valid = [] as number[], axis = 'steps' as const } = {},
) {
  const rows = steps.map((_step, row) => row);
  const of = (some: number[]) => ({ rows: some, values: [...some] });
  return orderRows(
    { steps, epochs, begun: [], train: of(rows.filter((row) => !valid.includes(row))), valid: of(valid) },
    axis,
  );
}
const inEpochs = (steps: number[], valid: number[] = []) =>
  orderRows(
    {
      ...{ steps, epochs: steps.map(() => NaN), begun: [] },
      train: { rows: steps.map((_, row) => row).filter((row) => !valid.includes(row)), values: steps },
      valid: { rows: valid, values: valid },
    },
    'epochs',
  );

describe('steps', () => {
  test('that increase stay, without a note', () => {
    expect(ordered([3, 5, 6])).toMatchObject({ train: { steps: [3, 5, 6], values: [0, 1, 2] }, notes: [] });
  });
  test('that repeat: the later row counts', () => {
    expect(ordered([1, 2, 2, 3])).toMatchObject({
      train: { steps: [1, 2, 3], values: [0, 2, 3] },
      notes: ['1 row repeats the step before: the later one counts'],
    });
  });
  test('that go back: later rows replace earlier ones from there on, of both losses', () => {
    const { train, valid, notes } = ordered([1, 2, 2, 3, 4, 2, 3], { valid: [2, 4] });
    expect(train).toEqual({ steps: [1, 2, 3], values: [0, 5, 6] });
    // step 4 was done again only up to 3
    expect(valid).toEqual({ steps: [], values: [] });
    expect(notes).toEqual([expect.stringMatching(/^the steps go back from 4 to 2, as of a training/)]);
  });
  test('that begin anew: the last training counts', () => {
    expect(ordered([0, 1, 2, 3, 0, 1]).train).toEqual({ steps: [0, 1], values: [4, 5] });
  });
  test('that begin anew in each epoch are counted on', () => {
    const { train, notes } = ordered([0, 10, 20, 0, 10, 20, 0, 10], { epochs: [0, 0, 0, 1, 1, 1, 2, 2] });
    expect(train.steps).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
    expect(notes).toEqual(['the steps begin anew in each epoch: they are counted on']);
  });
  test('as do those of three equal stretches without the number of an epoch, but not those of two', () => {
    expect(ordered([1, 2, 3, 1, 2, 3, 1, 2]).train.steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ordered([1, 2, 3, 1, 2, 3]).train.values).toEqual([3, 4, 5]);
    expect(ordered([1, 2, 3, 1, 2, 1, 2, 3]).train.values).toEqual([5, 6, 7]);
    expect(ordered([1, 2, 1, 2, 1, 2, 3]).train.values).toEqual([4, 5, 6]);
  });
  test('one row for each epoch', () => {
    expect(ordered([0, 0, 0], { epochs: [1, 2, 3] }).train.steps).toEqual([0]);
    expect(ordered([5, 4, 3], { epochs: [1, 2, 3] }).train.steps).toEqual([5, 6, 7]);
  });
  test('epochs with several rows lie evenly within them', () => {
    const { train, notes } = inEpochs([0, 0, 1, 1, 1, 1, 2]);
    expect(train.steps).toEqual([0, 0.5, 1, 1.25, 1.5, 1.75, 2]);
    expect(notes).toEqual(['several rows have the same epoch: they are taken to lie evenly within it']);
    // a row of training and one of validation are not several
    expect(inEpochs([0, 0, 1, 1], [1, 3])).toMatchObject({ train: { steps: [0, 1] }, notes: [] });
    // a training that was continued in the last epoch
    expect(inEpochs([0, 1, 2, 3, 3, 4]).notes).toEqual(['1 row repeats the step before: the later one counts']);
  });
  test('whatever they are, steps of both losses increase', () => {
    const steps = fc.array(fc.integer({ min: -3, max: 8 }), { maxLength: 30 });
    fc.assert(
      fc.property(
        steps,
        fc.array(fc.nat(5), { minLength: 30, maxLength: 30 }),
        fc.boolean(),
        (given, kinds, epochs) => {
          const valid = given.flatMap((_step, row) => (kinds[row] === 0 ? [row] : []));
          const { train, valid: held } = epochs ? inEpochs(given, valid) : ordered(given, { valid, epochs: kinds });
          for (const series of [train, held]) {
            expect(series.values).toHaveLength(series.steps.length);
            expect(series.steps.every((step, at) => at === 0 || step > (series.steps[at - 1] ?? step))).toBe(true);
          }
        },
      ),
    );
  });
});

describe('a row every T steps', () => {
  test.each<[number[], number, number, number, number]>([
    // steps, every, the widest distance, after which step, the share
    [[0, 10, 20], 10, 10, 0, 1],
    [[1, 2, 3], 1, 1, 0, 1],
    [[10, 20, 30], 10, 10, 0, 1],
    [[9, 19, 29], 10, 10, 9, 1],
    [[0, 100, 200], 10, 100, 0, 0.1],
    [[100, 110, 120], 10, 100, 0, 30 / 120],
    [[0, 10, 30, 40], 10, 20, 10, 30 / 40],
    [[0], 10, 0, 0, 1],
    [[5], 10, 5, 0, 1],
    [[], 10, 0, 0, 1],
    [[-5, 5], 10, 10, -5, 1],
  ])('%j every %d', (steps, every, widest, after, share) => {
    const found = spacingOf(steps, every);
    expect(found).toMatchObject({ every, widest, after });
    expect(found.share).toBeCloseTo(share, 12);
    expect(tellSpacing(found) === null).toBe(share === 1);
  });
  const log = (header: string, distance: number, from = 0) =>
    [
      header,
      ...Array.from({ length: 60 }, (_, row) => `${String(from + distance * row)},${String(0.3 + Math.exp(-row / 8))}`),
    ].join('\n');
  test('half of the points are for it', () => {
    expect(judgedLog(log('step,train', 10), { every: 10 })).toMatchObject({ earned: 4 });
    expect(judgedLog(log('step,train', 100), { every: 10 })).toMatchObject({
      earned: 2 + 0.2,
      summary:
        'the training loss goes down and levels off; rows are up to 100 steps apart, as after step 0, asked: at least one every 10 steps',
      evidence: { spacing: { every: 10, widest: 100, after: 0, share: 0.1 } },
    });
    expect(judgedLog(log('step,train', 2), { every: 1 }).summary).toContain('asked: at least one every step');
  });
  test('a log of epochs loses nothing, and staff are told', () => {
    const { earned, review, evidence } = judgedLog(log('epoch,train', 1), { every: 10 });
    const sentence = 'the log counts epochs, not steps: whether it has a row every 10 steps cannot be told';
    expect([earned, review]).toEqual([4, sentence]);
    expect(evidence).toMatchObject({ axis: 'epochs', notes: [sentence] });
    expect(evidence).not.toHaveProperty('spacing');
  });
  test('rows of validation do not count, and gaps of it cost nothing', () => {
    const rows = Array.from({ length: 61 }, (_, row) =>
      row % 2 === 0 ? `${String(10 * row)},${String(0.3 + Math.exp(-row / 8))},` : `${String(10 * row)},,1`,
    );
    expect(judgedLog(['step,train,valid', ...rows].join('\n'), { every: 10 }).earned).toBe(3);
    expect(judgedLog(['step,train,valid', ...rows].join('\n'), { every: 20 }).earned).toBe(4);
  });
});

test('a column cannot have two meanings', () => {
  const check = { kind: 'loss-log', id: 'l', title: 'L', points: 1, file: 'l.csv' } as const;
  expect([...lossLogRules(['checks', 0], check)]).toEqual([]);
  expect([...lossLogRules(['checks', 0], { ...check, columns: { train: 'a', valid: 'b' } })]).toEqual([]);
  expect([...lossLogRules(['checks', 0], { ...check, columns: { step: 'b', train: 'a', valid: 'a' } })]).toEqual([
    { path: ['checks', 0, 'columns', 'valid'], sentence: 'the column "a" is used twice: give each its own' },
  ]);
});
