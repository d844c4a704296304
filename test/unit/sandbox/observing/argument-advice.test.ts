/** Errors of code that takes tensors for arrays, or arrays for tensors, as V8 writes them. */
import { describe, expect, test } from '@jest/globals';
import { adviseOnForm } from '../../../../grader/sandbox/observing/argument-advice.js';

/** The message of what V8 throws. */
function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not throw');
}

type Values = Record<string, never> & { map: (f: () => unknown) => unknown } & Iterable<number>;
/** Like a tensor, it has neither elements nor a length. */
const x = { shape: [2] } as unknown as Values;
const rows = x as unknown as number[][];

describe('tensors taken for arrays', () => {
  test.each<[string, () => unknown, string]>([
    ['a method', () => x.map(() => undefined), 'with await x.array() or x.arraySync()'],
    [
      'rows',
      () => {
        for (const row of rows) row.pop();
      },
      'with await rows.array() or rows.arraySync()',
    ],
    ['destructuring', () => ((): unknown => (([first]) => first)(rows))(), 'arraySync()'],
    [
      'an element of a row',
      () => rows[0]?.[0]?.toFixed() ?? (rows[0] as unknown as number[])[0],
      'if that is read from',
    ],
    ['the length of a row', () => (rows[0] as unknown as number[]).length, 'if that is read from an argument'],
    ['a method of a row', () => (rows[0] as unknown as number[]).map(String), 'if that is read from an argument'],
    ['spreading', () => Math.max(...x), 'arraySync()'],
  ])('%s', (_name, run, advice) => {
    const told = adviseOnForm(messageOf(run), 'backward', 'tensors');
    expect(told).toContain('backward is given tensors of tf.js, not arrays: convert them first');
    expect(told).toContain(advice);
  });
  test.each([
    'x.matmul is not a function',
    'Error in matMul: inner shapes (3) and (2) must match',
    'softmax is not a function',
    "Cannot read properties of undefined (reading 'shape')",
    'y is not defined',
    'Assignment to constant variable.',
    '',
  ])('not told of %j', (message) => {
    expect(adviseOnForm(message, 'backward', 'tensors')).toBe('');
  });
});

describe('arrays taken for tensors', () => {
  const list = [[1]] as unknown as { matMul: () => number; square: () => { sum: () => number } };
  test.each<[string, () => unknown, string]>([
    ['a product', () => list.matMul(), 'tf.tensor(list)'],
    ['an operation', () => list.square().sum(), 'tf.tensor(list)'],
    ['of a result', () => (() => list)().matMul(), 'tf.tensor(x)'],
  ])('%s', (_name, run, advice) => {
    const told = adviseOnForm(messageOf(run), 'forward', 'arrays');
    expect(told).toBe(`; forward is given nested arrays of numbers, not tensors: convert them first, e.g. ${advice}`);
  });
  test('errors of code for arrays are its own', () => {
    expect(adviseOnForm("Cannot read properties of undefined (reading '0')", 'forward', 'arrays')).toBe('');
    expect(adviseOnForm('rows.map is not a function', 'forward', 'arrays')).toBe('');
    expect(adviseOnForm('a.matMul is not a function', 'forward', 'tensors')).toBe('');
  });
});
