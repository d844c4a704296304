import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FiniteScan } from '../../../../grader/intake/admission/finite-scan.js';
import type { WeightSpec } from '../../../../grader/intake/admission/manifest.js';

const spec = (name: string, stored: string, bytes: number, optimizer = false): WeightSpec => ({
  name,
  shape: [],
  dtype: 'float32',
  stored,
  bytes,
  optimizer,
});

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
          { name: 'a', count: bad(a) },
          { name: 'b', count: bad(b) },
        ].filter((entry) => entry.count > 0);
        expect(scan.found()).toEqual(expected);
      },
    ),
  );
});

test('reads float16, ignores integers, the optimizer and empty weights', () => {
  const scan = new FiniteScan([
    spec('empty', 'float32', 0),
    spec('half', 'float16', 6),
    spec('whole', 'int32', 4),
    spec('m', 'float32', 4, true),
  ]);
  // 1.0, infinity, NaN in half precision; an integer with the bits of NaN; NaN of the optimizer
  scan.push(Uint8Array.of(0, 0x3c, 0, 0x7c, 1, 0xfe, 0, 0, 0xc0, 0x7f, 0, 0, 0xc0, 0x7f));
  expect(scan.found()).toEqual([{ name: 'half', count: 2 }]);
});
