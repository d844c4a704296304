import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FiniteScan, type ScannedWeight } from '../../../../grader/reader/models/finite-scan.js';

const spec = (name: string, stored: string, bytes: number, more: Partial<ScannedWeight> = {}): ScannedWeight => ({
  name,
  shape: [],
  dtype: 'float32',
  stored,
  bytes,
  optimizer: false,
  scaling: null,
  least: null,
  mayBeInfinite: false,
  ...more,
});
const seen = (scan: FiniteScan) => scan.found().map(({ name, count, kind }) => ({ name, count, kind }));

test('counts NaN and both infinities by weight, however the bytes are cut', () => {
  const value = fc.oneof(fc.float(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 3.4028234663852886e38));
  fc.assert(
    fc.property(
      fc.array(value),
      fc.array(value),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (a, b, cuts) => {
        const bytes = new Uint8Array([
          ...new Uint8Array(Float32Array.from(a).buffer),
          ...new Uint8Array(3),
          ...new Uint8Array(Float32Array.from(b).buffer),
        ]);
        const scan = new FiniteScan([
          spec('a', 'float32', a.length * 4),
          spec('q', 'uint8', 3),
          spec('b', 'float32', b.length * 4),
        ]);
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = cuts[turn % cuts.length] ?? 1;
          scan.push(bytes.subarray(at, at + size));
          at += size;
        }
        const bad = (values: number[]) => values.filter((item) => !Number.isFinite(Math.fround(item))).length;
        const expected = [
          { name: 'a', count: bad(a), kind: 'not-finite' },
          { name: 'b', count: bad(b), kind: 'not-finite' },
        ].filter((entry) => entry.count > 0);
        expect(seen(scan)).toEqual(expected);
      },
    ),
  );
});

test('reads float16, ignores integers, unused and empty weights', () => {
  const scan = new FiniteScan([
    spec('empty', 'float32', 0),
    spec('half', 'float16', 6),
    spec('whole', 'int32', 4),
    spec('m', 'unused', 4),
  ]);
  // 1.0, infinity, NaN in half precision; an integer with the bits of NaN; an unused NaN
  scan.push(Uint8Array.of(0, 0x3c, 0, 0x7c, 1, 0xfe, 0, 0, 0xc0, 0x7f, 0, 0, 0xc0, 0x7f));
  expect(seen(scan)).toEqual([{ name: 'half', count: 2, kind: 'not-finite' }]);
});

test('undoes a quantisation before it looks', () => {
  const scan = new FiniteScan([
    spec('huge', 'uint8', 3, { scaling: { scale: 3e38, min: 0 } }),
    spec('wide', 'uint16', 4, { scaling: { scale: 1e34, min: -1e38 } }),
    spec('fine', 'uint8', 2, { scaling: { scale: 1e36, min: 0 } }),
  ]);
  // 0, 1, 2 and 0, 65535 and 255, 255
  scan.push(Uint8Array.of(0, 1, 2, 0, 0, 0xff, 0xff, 255, 255));
  expect(seen(scan)).toEqual([
    { name: 'huge', count: 1, kind: 'scaled' },
    { name: 'wide', count: 1, kind: 'scaled' },
  ]);
});

test('finds values below the bound, in each form of storage', () => {
  const least = -0.001;
  const scan = new FiniteScan([
    spec('full', 'float32', 12, { least }),
    spec('half', 'float16', 4, { least }),
    spec('byte', 'uint8', 2, { least, scaling: { scale: 1, min: -1 } }),
    spec('good', 'uint8', 1, { least, scaling: { scale: 1, min: 0 } }),
  ]);
  scan.push(new Uint8Array(Float32Array.of(-0.002, -0.0005, 3).buffer));
  // -1 and 1 in half precision; -1 and 0 by the scale; 0
  scan.push(Uint8Array.of(0, 0xbc, 0, 0x3c, 0, 1, 0));
  expect(seen(scan)).toEqual(['full', 'half', 'byte'].map((name) => ({ name, count: 1, kind: 'negative' })));
});
