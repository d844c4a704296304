/** adjustments.jsonl: what is written is read, the last line counts, and what somebody changed is told and not used. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAdjustments, writeAdjustment, type AdjustmentLine } from '../../../grader/decided/adjustment-lines.js';

const line = (change: AdjustmentLine['change'], more: Partial<AdjustmentLine> = {}): AdjustmentLine => ({
  ...{
    submission: 'ada',
    check: 'loss',
    change,
    reason: 'read by hand',
    author: 'Ann',
    at: '2018-10-01T00:00:00.000Z',
  },
  ...more,
});
const fileOf = (...lines: readonly AdjustmentLine[]) => lines.map((one) => `${writeAdjustment(one)}\n`).join('');
const plain = (text: string) =>
  Object.fromEntries(
    [...readAdjustments(text).adjustments].map(([id, checks]) => [
      id,
      Object.fromEntries([...checks].map(([check, { change }]) => [check, change])),
    ]),
  );

describe('lines', () => {
  test('are read as they were written', () => {
    const { adjustments, damage } = readAdjustments(fileOf(line({ points: 2.5 })));
    expect(adjustments.get('ada')?.get('loss')).toEqual({
      ...{ change: { points: 2.5 }, reason: 'read by hand', author: 'Ann', at: '2018-10-01T00:00:00.000Z' },
    });
    expect(damage).toEqual([]);
  });
  test('the last about a check counts, and undoing leaves the other checks', () => {
    const text = fileOf(
      line({ points: 1 }),
      line({ by: -2 }),
      line({ points: 3 }, { check: 'grad' }),
      line({ points: 4 }, { submission: 'bob' }),
    );
    expect(plain(text)).toEqual({ ada: { loss: { by: -2 }, grad: { points: 3 } }, bob: { loss: { points: 4 } } });
    expect(plain(text + fileOf(line('undo')))).toEqual({ ada: { grad: { points: 3 } }, bob: { loss: { points: 4 } } });
  });
  test('no file has nothing', () => {
    expect(readAdjustments('')).toEqual({ adjustments: new Map(), damage: [] });
  });
});

describe('a line that is not used', () => {
  const good = fileOf(line({ points: 1 }));
  test.each([
    ['foreign JSON', '{"submission":"ada","check":"loss","change":{"points":30}}'],
    ['no JSON', 'hello'],
    ['cut off', writeAdjustment(line({ points: 9 })).slice(0, -4)],
    ['edited points', writeAdjustment(line({ points: 9 })).replace('9', '8')],
    ['infinite points', writeAdjustment(line({ points: 9 })).replace(/"points":9/, '"points":1e999')],
    ['no kind of change', writeAdjustment(line('redo' as never))],
    ['both points and by', writeAdjustment(line({ points: 1, by: 2 }))],
    ['neither', writeAdjustment(line({} as never))],
    ['no reason', writeAdjustment(line({ points: 9 }, { reason: null as never }))],
    ['a list', writeAdjustment([] as never)],
  ])('%s is told, and the others count', (_name, bad) => {
    const { adjustments, damage } = readAdjustments(`${good}${bad}\n${fileOf(line({ points: 2 }, { check: 'grad' }))}`);
    expect(damage).toEqual(['line 2 is not a line of adjustments, or was changed']);
    expect([...(adjustments.get('ada') ?? [])].map(([id, { change }]) => [id, change])).toEqual([
      ['loss', { points: 1 }],
      ['grad', { points: 2 }],
    ]);
  });
  test('is any with one character that is another one', () => {
    const text = writeAdjustment(line({ points: 9 }));
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('0', 'x', '"', ' '), (at, character) => {
        fc.pre(text[at] !== character);
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        expect(readAdjustments(`${changed}\n`).damage).toHaveLength(1);
      }),
    );
  });
});
