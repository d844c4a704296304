/** The foreign programs are finite, differ from the right one, and are not what any single mistake of the catalogue gives. */
import { describe, expect, test } from '@jest/globals';
import { areClose, farthest } from '../../support/wrong-programs/closeness.js';
import { FOREIGN } from '../../support/wrong-programs/foreign/index.js';
import { roundedTo } from '../../support/wrong-programs/foreign/tensors.js';
import {
  NETWORK_NAMES,
  OTHER_FORMS,
  PLACED,
  SINGLES,
  genericSample,
  programOf,
} from '../../support/wrong-programs/index.js';

const networks = NETWORK_NAMES.filter((network) => FOREIGN.some((other) => other.network === network));

describe.each(networks)('%s', (network) => {
  const given = genericSample(network);
  const right = programOf(network)(given, new Set());
  const single = [...SINGLES, ...OTHER_FORMS, ...PLACED]
    .filter((other) => other.network === network)
    .map(({ name, run }) => ({ name, outputs: run(given) }));

  test('is not explained by a mistake', () => {
    for (const { name, run } of FOREIGN.filter((other) => other.network === network)) {
      const found = run(given);
      const apart = farthest(found, right);
      expect([name, apart > 2e-4 && apart < Infinity]).toEqual([name, true]);
      const alike = single.filter(({ outputs }) => areClose(found, outputs, 2e-3));
      expect([name, alike.map((other) => other.name)]).toEqual([name, []]);
    }
  });
});

test('there are enough of them, with different names', () => {
  const names = FOREIGN.map(({ network, name }) => `${network}: ${name}`);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(FOREIGN.map(({ name }) => name)).size).toBeGreaterThanOrEqual(15);
});

test('float16 by examples of IEEE 754', () => {
  const half = (value: number) => roundedTo(11, -14)({ shape: [], values: Float32Array.of(value) }).values[0];
  // 2049 is a tie and goes to the even 2048, 2051 to 2052; the smallest number is 2^-24
  expect([1 / 3, 2049, 2051, -2051, 2 ** -24, 2 ** -26, 0].map(half)).toEqual([
    0.333251953125,
    2048,
    2052,
    -2052,
    2 ** -24,
    0,
    0,
  ]);
});
