/** What is told of a class whose marks changed; the figures are calculated by hand. */
import { describe, expect, test } from '@jest/globals';
import { changeOf, isChanged } from '../../../grader/changes/difference.js';
import { MOST_STUDENTS, renderMatrix, tellCheck, type Changed } from '../../../grader/changes/matrix.js';
import { directionOf, Tally } from '../../../grader/changes/tally.js';
import type { TerminalStyle } from '../../../grader/report/terminal.js';
import type { GradeReport } from '../../../grader/schema/report.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

const same = (text: string) => text;
const plain: TerminalStyle = { width: 80, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };

const marks = (one: number, two: number, change: Parameters<typeof makeReport>[0] = {}) =>
  makeReport({ earned: [one, two], ...change });

/** The changes of pairs of reports, as a command gathers them. */
function gathered(pairs: readonly (readonly [string, GradeReport, GradeReport])[]) {
  const tally = new Tally();
  const changed: Changed[] = [];
  for (const [id, before, after] of pairs) {
    tally.add(before, after);
    const change = changeOf(before, after);
    if (isChanged(change)) changed.push({ id, change });
  }
  return { tally, changed };
}

describe('the tally', () => {
  test('counts up, down and same, and takes means over those who have points', () => {
    const { tally } = gathered([
      ['a', marks(4, 0), marks(4, 6)],
      ['b', marks(2, 6), marks(1, 6)],
      ['c', marks(0, 3), marks(0, 3)],
    ]);
    expect(tally.compared).toBe(3);
    expect(tally.checks).toEqual([
      // 4 + 2 + 0 and 4 + 1 + 0, over 3
      {
        ...{ id: 'one', up: 0, down: 1, same: 2, other: 0 },
        ...{ before: { earned: 2, possible: 4 }, after: { earned: 5 / 3, possible: 4 } },
      },
      // 0 + 6 + 3 and 6 + 6 + 3
      {
        ...{ id: 'two', up: 1, down: 0, same: 2, other: 0 },
        ...{ before: { earned: 3, possible: 6 }, after: { earned: 5, possible: 6 } },
      },
    ]);
    // 4 + 8 + 3 and 10 + 7 + 3
    expect(tally.totals).toEqual({
      ...{ id: 'total', up: 1, down: 1, same: 1, other: 0 },
      ...{ before: { earned: 5, possible: 10 }, after: { earned: 20 / 3, possible: 10 } },
    });
  });
  test('a check on one side only, and what was not graded, is neither up nor down', () => {
    const checks = [fileCheck('one', 4), fileCheck('two', 6)];
    const ungraded = makeReport({ results: ungradedChecks(checks, 'the disk was full') });
    const alone = makeReport({ results: scoreChecks([fileCheck('new', 10)], new Map([['new', judgement(5)]])) });
    const { tally } = gathered([
      ['a', ungraded, marks(4, 6)],
      ['b', marks(4, 6), alone],
    ]);
    expect(tally.checks.map(({ id, up, down, same: equal, other }) => [id, up, down, equal, other])).toEqual([
      ['one', 0, 0, 0, 2],
      ['two', 0, 0, 0, 2],
      ['new', 0, 0, 0, 1],
    ]);
    expect(tally.checks.at(-1)).toMatchObject({ before: null, after: { earned: 5, possible: 10 } });
  });
  test.each([
    [1, 2, 'up'],
    [2, 1, 'down'],
    [0, 0, 'same'],
    [null, 0, 'other'],
    [0, null, 'other'],
    [null, null, 'other'],
  ] as const)('from %s to %s: %s', (before, after, direction) => {
    expect(directionOf(before, after)).toBe(direction);
  });
});

describe('the matrix', () => {
  test('a line for each check and the total, then the students, those who lose points first', () => {
    const changes = gathered([
      ['alice', marks(4, 0), marks(4, 6)],
      ['王小明', marks(2, 6), marks(1, 6)],
      ['carol', marks(0, 3), marks(0, 3)],
    ]);
    expect(renderMatrix(changes, plain).split('\n')).toEqual([
      'Check by check',
      '  check  up  down  same  other  mean before  mean after',
      '  one     0     1     2      0          2/4      1.67/4',
      '  two     1     0     2      0          3/6         5/6',
      '  total   1     1     1      0         5/10     6.67/10',
      '',
      'Student by student: 2 of 3 submissions changed',
      '  王小明  8 → 7 of 10',
      '    one 2 → 1',
      '  alice   4 → 10 of 10',
      '    two 0 → 6',
    ]);
  });
  test('nothing changed: one sentence', () => {
    expect(renderMatrix(gathered([['a', marks(1, 1), marks(1, 1)]]), plain)).toBe('0 of 1 submission changed.');
  });
  test('of 10,000 students, the first are listed, and how to get all', () => {
    const pair = [marks(4, 0), marks(4, 6)] as const;
    const worse = [marks(4, 6), marks(0, 0)] as const;
    const changes = gathered(
      Array.from({ length: 10_000 }, (_, at) => [`s${String(at)}`, ...(at === 9_999 ? worse : pair)] as const),
    );
    const lines = renderMatrix(changes, plain).split('\n');
    expect(lines.length).toBeLessThan(20 + 2 * MOST_STUDENTS);
    expect(lines).toContain('Student by student: 10000 of 10000 submissions changed');
    expect(lines[lines.findIndex((line) => line.startsWith('Student')) + 1]).toBe('  s9999  10 → 0 of 10');
    expect(lines.at(-1)).toBe('  and 9960 more: --json lists all; those who lose points are listed first');
  });
  test('points possible that changed, reasons, and no control characters of a name', () => {
    const after = makeReport({ results: scoreChecks([fileCheck('one', 8)], new Map([['one', judgement(8)]])) });
    const change = changeOf(marks(4, 6), after);
    const { tally } = gathered([['x', marks(4, 6), after]]);
    const text = renderMatrix({ tally, changed: [{ id: 'x\u001b[31m', change, because: ['the rubric'] }] }, plain);
    expect(text).not.toContain('\u001b');
    expect(text).toContain('one 4 of 4 → 8 of 8, two 6, gone');
    expect(text).toContain('    because of the rubric');
  });
  test.each([40, 60, 120])('no line is wider than %d columns where that is possible', (width) => {
    const results = (points: number) =>
      Array.from({ length: 30 }, (_, at) => fileCheck(`check-with-a-name-${String(at)}`, 2)).map((check) => ({
        ...(scoreChecks([check], new Map([[check.id, judgement(points)]]))[0] as GradeReport['results'][number]),
      }));
    const [before, after] = [makeReport({ results: results(0) }), makeReport({ results: results(2) })];
    const lines = renderMatrix(gathered([['alice', before, after]]), { ...plain, width }).split('\n');
    const told = lines.slice(lines.findIndex((line) => line.startsWith('Student')));
    expect(Math.max(...told.map((line) => line.length))).toBeLessThanOrEqual(Math.max(width, 48));
    expect(told.join(' ').replace(/ +/g, ' ')).toContain('and 18 more');
  });
});

test('a check whose status changed without its points, one that is new, one that was not graded', () => {
  const mark = { status: 'failed', earned: 0, possible: 4 } as const;
  expect(tellCheck({ id: 'a', before: { ...mark, status: 'skipped' }, after: mark })).toBe('a skipped → failed');
  expect(tellCheck({ id: 'a', before: null, after: mark })).toBe('a 0, new');
  expect(tellCheck({ id: 'a', before: { ...mark, status: 'ungraded', earned: null }, after: mark })).toBe(
    'a ungraded → 0',
  );
});
