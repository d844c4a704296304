/** A counter that begins anew: in each epoch, or because the training was started again. */
import { describe, expect, test } from '@jest/globals';
import { judgedLog } from '../../../support/loss-log.js';
import { measureProcessor } from '../../../support/processor-time.js';

/** The loss after a number of rows of training: it falls and levels off, with noise that is the same each time. */
const lossAfter = (row: number, seed = 0) => 0.3 + 1.7 * Math.exp(-row / 15) + 0.02 * Math.sin(37 * (row + 101 * seed));
const rowsFrom = (count: number, step: number, loss: (row: number) => number) =>
  Array.from({ length: count }, (_, row) => `${String(step * row)},${String(loss(row))}`);
/** A log of several trainings, or of several epochs of one. */
const trainings = (counts: readonly number[]) =>
  counts.map((count, seed) => rowsFrom(count, 10, (row) => lossAfter(row, seed)));
const epochs = (counts: readonly number[]) =>
  counts.map((count, epoch) => rowsFrom(count, 10, (row) => lossAfter(epoch * (counts[0] ?? 0) + row)));
const log = (parts: readonly (readonly string[])[], between: readonly string[] = []) =>
  ['step,train', ...parts.flatMap((part, index) => (index === 0 ? part : [...between, ...part]))].join('\n');

const COUNTED = 'the steps begin anew in each epoch: they are counted on';
const read = (text: string) => {
  const { earned, evidence } = judgedLog(text);
  if (evidence.type !== 'loss-log') throw new Error('no log');
  return { earned, rows: evidence.rows, notes: evidence.notes ?? [] };
};

describe('without the number of an epoch', () => {
  test.each([[[60, 60]], [[60, 60, 60]], [[60, 60, 40]], [[25, 25, 25, 25, 25, 25]]])(
    'trainings of %j rows, one after the other: the last counts',
    (counts) => {
      expect(read(log(trainings(counts)))).toEqual({
        ...{ earned: 4, rows: counts.at(-1) },
        notes: [expect.stringMatching(/^the steps go back from \d+ to 0, as of a training that was started again/)],
      });
    },
  );
  test.each([[[40, 40, 40]], [[10, 10, 10, 10, 10, 7]], [Array.from({ length: 30 }, () => 5)]])(
    'epochs of %j rows are counted on',
    (counts) => {
      const rows = counts.reduce((sum, count) => sum + count);
      expect(read(log(epochs(counts)))).toEqual({ earned: 4, rows, notes: [COUNTED] });
    },
  );
  test('a training that became NaN was started again', () => {
    const broken = rowsFrom(60, 10, (row) => (row < 30 ? lossAfter(row) : NaN));
    expect(read(log([broken, broken, trainings([60])[0] ?? []]))).toMatchObject({ earned: 4, rows: 60 });
  });
  test('a level loss stays one', () => {
    const level = rowsFrom(40, 10, (row) => 1.7 + 0.01 * Math.sin(37 * row));
    expect(read(log([level, level, level])).earned).toBe(2);
  });
});

describe('a header that is repeated', () => {
  const header = ['step,train'];
  test('is that of a training that was started again', () => {
    expect(read(log(trainings([60, 60]), header))).toMatchObject({ earned: 4, rows: 60 });
    expect(read(log(trainings([60, 60, 60]), header))).toMatchObject({ earned: 4, rows: 60 });
    expect(read(log(trainings([60, 41, 50]), header))).toMatchObject({ earned: 4, rows: 50 });
  });
  test('or of epochs that were appended one by one', () => {
    expect(read(log(epochs([40, 40]), header))).toEqual({ earned: 4, rows: 80, notes: [COUNTED] });
    expect(read(log(epochs([40, 40, 25]), header))).toMatchObject({ earned: 4, rows: 105 });
  });
  test('or of a training that was continued', () => {
    const whole = rowsFrom(60, 10, lossAfter);
    expect(read(log([whole.slice(0, 25), whole.slice(25)], header))).toEqual({ earned: 4, rows: 60, notes: [] });
  });
  test('without steps, rows are counted anew', () => {
    const losses = Array.from({ length: 60 }, (_, row) => String(lossAfter(row)));
    expect(read(['train', ...losses, 'train', ...losses].join('\n'))).toMatchObject({ earned: 4, rows: 60 });
    expect(read(['train', ...losses.slice(0, 30), 'train', ...losses.slice(30)].join('\n')).rows).toBe(60);
  });
  test('other words are not one', () => {
    expect(judgedLog(log(trainings([60, 60]), ['step,loss'])).summary).toContain(':62: the training loss is "loss"');
  });
});

describe('with the number of the epoch', () => {
  /** Three epochs of 20 rows each. */
  const whole = Array.from({ length: 60 }, (_, row) => [Math.floor(row / 20), row % 20, lossAfter(row)].join(','));
  test('a training that was started again replaces the first', () => {
    expect(read(['epoch,batch,loss', ...whole, ...whole].join('\n'))).toEqual({
      ...{ earned: 4, rows: 60 },
      notes: [COUNTED, expect.stringMatching(/^the steps go back from 59 to 0/)],
    });
  });
  test('one that was continued from an epoch on replaces what followed', () => {
    const { rows, notes } = read(['epoch,batch,loss', ...whole, ...whole.slice(40)].join('\n'));
    expect([rows, notes[1]]).toEqual([60, expect.stringMatching(/^the steps go back from 59 to 40/)]);
  });
});

test('turns at every row are read in time', () => {
  const rows = Array.from({ length: 200_000 }, (_, row) => `${String(row % 2)},${String(row % 2)},1`);
  const used = measureProcessor();
  judgedLog(['step,epoch,train', ...rows].join('\n'));
  judgedLog(['step,train', ...rows.map((row) => row.slice(2))].join('\n'));
  expect(used()).toBeLessThan(20_000);
});

test('the first line of Excel names the separator', () => {
  const rows = rowsFrom(60, 10, lossAfter).map((row) => row.replace(',', ';').replace('.', ','));
  expect(read(['sep=;', 'step;train', ...rows].join('\r\n'))).toMatchObject({ earned: 4, rows: 60 });
  expect(read(['\ufeffsep=\t', 'step\ttrain', ...rows.map((row) => row.replace(';', '\t'))].join('\n')).rows).toBe(60);
  expect(judgedLog(['sep=;', 'step;train', '0;x'].join('\n')).summary).toContain('loss.csv:3: ');
});
