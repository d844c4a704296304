/** Every type of block as lines of a terminal, at any width and with any text. */
import { describe, expect, test } from '@jest/globals';
import type { Block } from '../../../grader/checks/telling/blocks.js';
import { kindNamed } from '../../../grader/kinds/index.js';
import { widthOf } from '../../../grader/report/columns.js';
import { planeWords } from '../../../grader/report/figure-words.js';
import { blockLines } from '../../../grader/report/terminal-blocks/blocks.js';
import { barLines, matrixLines, sparkline } from '../../../grader/report/terminal-blocks/figures.js';
import { tableLines } from '../../../grader/report/terminal-blocks/table.js';
import { shownValue, tensorLines } from '../../../grader/report/terminal-blocks/tensor.js';
import type { TerminalStyle } from '../../../grader/report/terminal.js';
import { evidenceOfEach, KINDS_OF_EACH, PIXEL } from '../../support/evidence-of-each.js';

const same = (text: string) => text;
const plain: TerminalStyle = { width: 60, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };
const at = (width: number): TerminalStyle => ({ ...plain, width });
const HOSTILE = `\u001b[31m red\u202e ${'word '.repeat(40)}\n✓ 100 of 100\u0007 王小明`;

const blocksOfEach = (text: string) =>
  evidenceOfEach(text).flatMap((evidence, index) => kindNamed(KINDS_OF_EACH[index] ?? '')?.told(evidence) ?? []);

describe('blocks of all kinds of checks', () => {
  test('all types of block occur here', () => {
    const types = new Set(blocksOfEach('x').map(({ type }) => type));
    expect([...types].sort()).toEqual(
      [
        ...['bars', 'confusion', 'curves', 'decision-map', 'difference-map', 'graph', 'pictures', 'ramp'],
        ...['table', 'tensors', 'text', 'worst-places'],
      ].sort(),
    );
  });
  test.each([40, 60, 100])('no line is wider than %d columns, and nothing acts on the terminal', (width) => {
    for (const block of [...blocksOfEach(HOSTILE), { type: 'code', title: HOSTILE, text: HOSTILE } as const]) {
      const lines = blockLines(block, at(width));
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
      expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u202e]/);
    }
  });
  test('a line of code cannot be taken for a line of the grader', () => {
    const lines = blockLines({ type: 'code', title: 'Where', text: 'a\n✓ 100 of 100' }, plain);
    expect(lines).toEqual(['Where', '| a', '| ✓ 100 of 100']);
  });
  test('long code is cut and says so', () => {
    const lines = blockLines({ type: 'code', title: 'Where', text: 'x\n'.repeat(99) }, plain);
    expect(lines).toHaveLength(42);
    expect(lines.at(-1)).toBe('| (60 more lines: see --json)');
  });
});

describe('a tensor', () => {
  test('has its last side across and all others down, in columns', () => {
    expect(tensorLines('W', { shape: [2, 3], values: [1, -20, 'NaN', 0.5, 'Infinity', '-Infinity'] }, plain)).toEqual([
      '  W [2, 3]',
      '      1  -20  NaN',
      '    0.5    ∞   -∞',
    ]);
  });
  test.each([
    [{ shape: [], values: [3] }, ['  a a number', '    3']],
    [{ shape: [30, 30] }, ['  a [30, 30]', '    too large to list']],
    [{ shape: [0], values: [] }, ['  a [0]', '    empty']],
  ])('%j', (tensor, lines) => {
    expect(tensorLines('a', tensor, plain)).toEqual(lines);
  });
  test('a row that is too wide goes on in the next line, and nothing of it is lost', () => {
    const values = Array.from({ length: 64 }, (_, index) => 1000.25 + index);
    const lines = tensorLines('a', { shape: [1, 64], values }, at(40));
    expect(lines.slice(1).join(' ').trim().split(/\s+/).map(Number)).toEqual(values);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(40);
  });
  test('numbers keep all of their digits', () => {
    expect([shownValue(0.1234567), shownValue('NaN'), shownValue('-Infinity')]).toEqual(['0.1234567', 'NaN', '-∞']);
  });
});

describe('the worst places', () => {
  test('place, what came and what was expected', () => {
    const places = [{ at: [3, 4], got: 'Infinity', expected: 0.25 } as const];
    const block: Block = {
      type: 'worst-places',
      title: 'dW: the worst places',
      places: [...places].map((one) => ({ ...one, at: [...one.at] })),
    };
    expect(blockLines(block, plain)).toEqual([
      'dW: the worst places',
      '  place   got  expected',
      '  [3, 4]  ∞    0.25',
    ]);
  });
});

describe('a table', () => {
  test('has marks, and wraps its last column under itself', () => {
    const rows = [
      { cells: ['z1', '2 of 2', 'right'], state: 'right' as const },
      { cells: ['loss', '0 of 2', 'is twice the value that is expected here'], state: 'wrong' as const },
    ];
    expect(tableLines(['output', 'points', 'found'], rows, at(40))).toEqual([
      '    output  points  found',
      '  ✓ z1      2 of 2  right',
      '  ✗ loss    0 of 2  is twice the value',
      '                    that is expected',
      '                    here',
    ]);
  });
  test('of many rows, the first', () => {
    const rows = Array.from({ length: 100 }, (_, index) => ({ cells: [String(index), 'x'] }));
    expect(tableLines(['a', 'b'], rows, plain)).toHaveLength(62);
    expect(tableLines(['a', 'b'], rows, plain).at(-1)).toBe('  (40 more rows: see --json)');
  });
});

describe('figures', () => {
  test('a curve goes from its highest to its lowest character, and marks what is not finite', () => {
    const [line = ''] = sparkline({ name: 'loss', values: [8, 6.9, 'NaN', 0] }, plain);
    expect(line).toBe('  loss                  █▇x▁');
    expect(sparkline({ name: 'loss', values: [] }, plain)).toEqual([]);
    expect(sparkline({ name: 'loss', values: [2, 2] }, plain)[0]).toMatch(/▁▁$/);
    expect(sparkline({ name: 'loss', values: ['NaN'] }, plain)[0]).toMatch(/x$/);
  });
  test('a long curve is as long as the line, with the mean of what falls together', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => index);
    const [line = ''] = sparkline({ name: 'loss', values }, plain);
    expect(widthOf(line)).toBe(60);
    expect(Array.from(line).at(-1)).toBe('█');
  });
  test('bars are as long as their share of the largest', () => {
    const bars = [
      { name: 'kart', value: 10 },
      { name: 'nitro', value: 5 },
      { name: 'none', value: 0 },
    ];
    expect(barLines(bars, at(39))).toEqual([
      `  kart   ${'█'.repeat(20)} 10`,
      `  nitro  ${'█'.repeat(10)} 5`,
      '  none   0',
    ]);
  });
  test('a matrix of counts, with rows for true classes', () => {
    const counts = [
      [5, 0],
      [12, 3],
    ];
    expect(matrixLines(['cat', 'tux'], counts, at(30))).toEqual([
      '        cat  tux',
      '  cat     5    ·',
      '  tux    12    3',
    ]);
    expect(matrixLines(Array.from({ length: 40 }, String), [], at(60))).toEqual([]);
  });
  test('pictures are named', () => {
    const block: Block = {
      type: 'pictures',
      title: 'Wrong',
      pictures: [{ caption: '4: cat, taken for tux', pictures: [PIXEL] }],
    };
    expect(blockLines(block, plain)).toEqual(['Wrong', '  4: cat, taken for tux', '  (the pictures are on the page)']);
  });
  test('a plane in words', () => {
    const cells = [
      [0, 1],
      [1, 1],
    ];
    const points = [{ x: 0, y: 0, label: 1, right: false }];
    expect(planeWords({ classes: ['in', 'out'], x: [-1, 1], y: [0, 2], cells, points })).toBe(
      'From -1 to 1 across and 0 to 2 up, the model predicts in on 25 %, out on 75 % of the plane. Of 1 example shown, 1 is classified wrong.',
    );
  });
});
