/** A worker's count of operations is read as hostile data. */
import { expect, test } from '@jest/globals';
import { FrameError } from '../../../../grader/protocol/frames.js';
import { decodeWork } from '../../../../grader/sandbox/asking/work.js';

const WORK = {
  ...{ kernels: { BatchMatMul: 14, _FusedMatMul: 1 }, own: { '+': 2, Math: 1 }, onIndices: 3 },
  ...{ unknown: { FFT: true }, escapes: { WebAssembly: true } },
};

test('as it was told', () => {
  expect(JSON.parse(JSON.stringify(decodeWork(WORK)))).toEqual({
    ...WORK,
    ...{ unknown: ['FFT'], escapes: ['WebAssembly'] },
  });
});

test('words that are not ours are dropped', () => {
  const unknown = { FFT: true, 'a sentence of mine': true, '': true };
  const told = { ...WORK, unknown, escapes: { mine: true, eval: true, WebAssembly: 1, toString: true } };
  expect(decodeWork(told)).toMatchObject({ unknown: ['FFT'], escapes: ['WebAssembly'] });
});

test('what is no record has no names', () => {
  for (const none of [undefined, null, 'FFT', ['FFT'], 3]) {
    expect(decodeWork({ ...WORK, unknown: none, escapes: none })).toMatchObject({ unknown: [], escapes: [] });
  }
});

test('a kernel may have any name of letters', () => {
  const kernels = JSON.parse('{"__proto__": 5, "toString": 6}') as object;
  const decoded = decodeWork({ ...WORK, kernels });
  expect(Object.entries(decoded.kernels)).toEqual([
    ['__proto__', 5],
    ['toString', 6],
  ]);
});

test.each<[string, unknown]>([
  ['nothing', null],
  ['a list', []],
  ['no kernels', { ...WORK, kernels: undefined }],
  ['kernels as a list', { ...WORK, kernels: [1] }],
  ['a name with a space', { ...WORK, kernels: { 'Mat Mul': 1 } }],
  ['a long name', { ...WORK, kernels: { ['x'.repeat(51)]: 1 } }],
  [
    'too many kernels',
    { ...WORK, kernels: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`K${String(i)}`, 1])) },
  ],
  ['an unknown operator', { ...WORK, own: { '&': 1 } }],
  ['a negative count', { ...WORK, own: { '+': -1 } }],
  ['a fraction', { ...WORK, own: { '+': 0.5 } }],
  ['a text', { ...WORK, own: { '+': '5' } }],
  ['more than is exact', { ...WORK, kernels: { Add: 2 ** 53 } }],
  ['null, as JSON writes NaN', { ...WORK, onIndices: null }],
])('%s is refused', (_name, work) => {
  expect(() => decodeWork(work)).toThrow(FrameError);
});
