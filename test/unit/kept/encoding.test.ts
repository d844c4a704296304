/** Laws of the form in which observations are kept: what is read is what was written, to the bit. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromText, toText } from '../../../grader/kept/encoding.js';

const bytesOf = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('hex');

test('what is read is what was written', () => {
  const value = fc.object({ values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)], maxDepth: 4 });
  fc.assert(
    fc.property(value, (written) => {
      // an object with one member that is a word, under a name of an array, is nothing that a record has
      const names = ['number', 'Float32Array', 'Float64Array', 'Int32Array', 'Uint8Array'];
      fc.pre(names.every((name) => !JSON.stringify(written).includes(`"${name}"`)));
      expect(fromText(toText(written))).toEqual(written);
    }),
  );
});

test('numbers of arrays keep every bit, NaN and negative zero included', () => {
  const odd = [NaN, -0, 0, Infinity, -Infinity, 5e-324, 1 / 3, -1.5];
  for (const written of [
    new Float64Array(odd),
    new Float32Array(odd),
    new Int32Array([-1, 7]),
    new Uint8Array([255]),
  ]) {
    const read = fromText(toText({ written })) as { written: ArrayBufferView };
    expect(read.written.constructor).toBe(written.constructor);
    expect(bytesOf(read.written)).toBe(bytesOf(written));
  }
});

test('a view is written as what it shows, not as the whole of its memory', () => {
  const whole = new Float64Array([1, 2, 3, 4]);
  expect(fromText(toText(whole.subarray(1, 3)))).toEqual(new Float64Array([2, 3]));
});

test('single numbers that JSON lacks come back', () => {
  expect(fromText(toText([NaN, Infinity, -Infinity]))).toEqual([NaN, Infinity, -Infinity]);
});

test('a student who names things like parts of the form changes nothing', () => {
  const hostile = { outputs: { Float32Array: { kind: 'x' }, number: { a: 1 }, ['__proto__']: { polluted: true } } };
  const read = fromText(toText(hostile)) as typeof hostile;
  expect(Object.keys(read.outputs).sort()).toEqual(Object.keys(hostile.outputs).sort());
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

describe('what was not written like this is refused', () => {
  test.each([
    ['not JSON', '{'],
    ['a number that is none', '{"number":"12"}'],
    ['an array that ends within a number', '{"Float64Array":"AAAA"}'],
  ])('%s', (_title, text) => {
    expect(() => fromText(text)).toThrow(SyntaxError);
  });
});
