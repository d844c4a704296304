/** Returned values that are unusual but not wrong, and values that are not numbers, each described correctly. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ObservedOutput } from '../../grader/protocol/worker.js';
import { removeFolders } from '../support/folders.js';
import { errorOf, observeModule, observeValues, returnedOf } from '../support/observed.js';

afterAll(removeFolders);

describe('numbers', () => {
  const cases = {
    'rows of bytes': '[Uint8Array.of(1, 2), Uint8Array.of(3, 4)]',
    'rows of halves of words': '[Int16Array.of(-1, 2), Uint16Array.of(3, 4)]',
    'a part of a longer buffer': 'new Float32Array([9, 1, 2, 3, 4, 9]).subarray(1, 5)',
    'an array behind a proxy': 'new Proxy([[1, 2], [3, 4]], {})',
    'what arraySync gives': 'p.W.arraySync()',
    'what dataSync gives': 'p.W.dataSync()',
    'a matrix, transposed': 'p.W.transpose()',
    'an array of no numbers': '[]',
    'as many as may come': 'new Float32Array(4096)',
  };
  const expected: Record<keyof typeof cases, readonly [string, readonly number[], readonly number[] | null]> = {
    'rows of bytes': ['nested-array', [2, 2], [1, 2, 3, 4]],
    'rows of halves of words': ['nested-array', [2, 2], [-1, 2, 3, 4]],
    'a part of a longer buffer': ['typed-array', [4], [1, 2, 3, 4]],
    'an array behind a proxy': ['nested-array', [2, 2], [1, 2, 3, 4]],
    'what arraySync gives': ['nested-array', [2, 2], [1, 2, 3, 4]],
    'what dataSync gives': ['typed-array', [4], [1, 2, 3, 4]],
    'a matrix, transposed': ['tensor', [2, 2], [1, 3, 2, 4]],
    'an array of no numbers': ['nested-array', [0], []],
    'as many as may come': ['typed-array', [4096], null],
  };
  let seen: Map<string, ObservedOutput | undefined>;
  beforeAll(async () => {
    seen = await observeValues(cases);
  });
  test.each(Object.entries(expected))('%s', (title, [form, shape, values]) => {
    const output = seen.get(title);
    if (output?.kind !== 'numbers') throw new Error(JSON.stringify(output));
    expect([output.form, output.data.shape]).toEqual([form, shape]);
    if (values !== null) expect([...output.data.values]).toEqual(values);
  });
});

describe('no numbers', () => {
  const cases: Record<string, string> = {
    'a Map': "new Map([['v', 1]])",
    'a Date': 'new Date(0)',
    'an ArrayBuffer': 'new ArrayBuffer(8)',
    'a DataView': 'new DataView(new ArrayBuffer(8))',
    'a Number': 'new Number(3)',
    'an object without keys': '{}',
    'a symbol': "Symbol('x')",
    'a boolean': 'true',
    'a tensor of dtype complex64': 'tf.complex([1], [2])',
    'an array with a tensor at [1]': '[1, tf.scalar(2)]',
    'an array with a promise (await it inside your function) at [0]': '[Promise.resolve(1)]',
    'an array with a BigInt64Array at [0]': '[BigInt64Array.of(1n)]',
    'an array with a bigint at [1][0]': '[[1], [2n]]',
    'an array with a string ("1") at [0]': "['1', 2]",
    'an array with undefined at [1]': '[1, , 3]',
    'an array with a row of 1 where the first row has 2 at [1]': '[[1, 2], [3]]',
    'an array with more than 8 levels of nesting': '(() => { const a = []; a.push(a); return a; })()',
  };
  let seen: Map<string, ObservedOutput | undefined>;
  beforeAll(async () => {
    seen = await observeValues(cases);
  });
  test.each(Object.keys(cases))('%s', (found) => {
    expect(seen.get(found)).toEqual({ kind: 'unusable', found });
  });
});

describe('arrays that take long to read are too many numbers, not an endless loop', () => {
  const cases = {
    'one number far out': '(() => { const a = []; a[1e9] = 1; return a; })()',
    'empty places': '(() => { const a = [1]; a.length = 2 ** 32 - 1; return a; })()',
    'the same row again and again':
      '(() => { let a = [1]; for (let i = 0; i < 8; i++) a = Array(10).fill(a); return a; })()',
    'an array inside itself, twelve times':
      '(() => { const a = []; for (let i = 0; i < 12; i++) a.push(a); return a; })()',
    'a length that a proxy made up': "new Proxy([1], { get: (t, key) => (key === 'length' ? 1e15 : t[key]) })",
    'a length that is not a number': "new Proxy([1], { get: (t, key) => (key === 'length' ? NaN : t[key]) })",
  };
  let seen: Map<string, ObservedOutput | undefined>;
  beforeAll(async () => {
    seen = await observeValues(cases);
  });
  test.each(Object.keys(cases))('%s', (title) => {
    expect(seen.get(title)).toEqual({
      kind: 'unusable',
      found: 'an array with more than 4096 numbers, far more than expected',
    });
  });
});

describe('in place of a record', () => {
  test.each([
    ['tf.scalar(1)', 'a tensor'],
    ['[1, 2]', 'an Array'],
    ['new Float32Array(3)', 'a Float32Array'],
    ["'x'", 'a string'],
  ])('%s is described as what it is, not by its keys', async (value, found) => {
    const { outputs } = returnedOf(await observeModule(`export const forward = () => ${value};`));
    expect(outputs['v']).toEqual({ kind: 'unusable', found: `missing: the function returned ${found}` });
  });
  test('an array to which the keys were given is one', async () => {
    const code = 'export const forward = () => Object.assign([], { v: 3 });';
    expect(returnedOf(await observeModule(code)).outputs['v']).toMatchObject({ kind: 'numbers', form: 'number' });
  });
  test('a proxy that always throws costs only its own outputs', async () => {
    const throws = "() => { throw new Error('no'); }";
    const handler = `{ has: ${throws}, get: (t, k) => { if (k !== 'then') throw 1; }, ownKeys: ${throws}, getPrototypeOf: ${throws} }`;
    const seen = await observeModule(
      `export const forward = () => new Proxy({}, ${handler}); export const backward = () => ({ v: 1 });`,
      ['forward', 'backward'],
    );
    expect(returnedOf(seen).outputs['v']).toEqual({ kind: 'unusable', found: 'a getter that throws' });
    expect(returnedOf(seen, 'backward').outputs['v']).toMatchObject({ kind: 'numbers' });
  });
});

describe('what is exported', () => {
  test.each([
    ['export const forward = 5;', 'exported are forward (a number)'],
    [
      'export default function forward() { return { v: 1 }; }',
      'exported are default (give the function a named export)',
    ],
    ['export default { forward: () => ({ v: 1 }) };', 'exported are default (give the function a named export)'],
    ['export const Forward = () => 1, x = 2;', 'exported are Forward, x'],
    ['function forward() {}', 'nothing is exported'],
  ])('%s: no function forward', async (code, there) => {
    expect(errorOf(await observeModule(code))).toEqual({
      code: 'EXPORT_MISSING',
      message: `backprop.js does not export a function forward: ${there}`,
    });
  });
  test.each([
    'module.exports = { forward: () => ({ v: 1 }) };',
    'exports.forward = async () => ({ v: 1 });',
    'const forward = () => ({ v: 1 }); export { forward, forward as default };',
  ])('%s is called', async (code) => {
    expect(returnedOf(await observeModule(code)).outputs['v']).toMatchObject({ kind: 'numbers' });
  });
});
