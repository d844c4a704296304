/** The transform keeps distances, and has most of them in its first coefficients. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { haarOf, SCALE } from '../../../../grader/collected/analysis/haar.js';

const thumbnail = fc.uint8Array({ minLength: 192, maxLength: 192 });
const distance = (left: ArrayLike<number>, right: ArrayLike<number>) =>
  Array.from(left).reduce((sum, value, at) => sum + (value - (right[at] ?? 0)) ** 2, 0);

test('every squared distance is 64 times as large, exactly', () => {
  fc.assert(
    fc.property(thumbnail, thumbnail, (left, right) => {
      expect(distance(haarOf(left), haarOf(right))).toBe(SCALE * distance(left, right));
    }),
  );
  const [black, white] = [new Uint8Array(192), new Uint8Array(192).fill(255)];
  expect(distance(haarOf(black), haarOf(white))).toBe(SCALE * 192 * 255 ** 2);
});

test('begins with the sums of the channels, then halves, and ends with differences of neighbours', () => {
  const halves = Uint8Array.from({ length: 192 }, (_, at) => (at % 24 < 12 ? 10 : 2) + (at % 3));
  const coefficients = haarOf(halves);
  expect([...coefficients.subarray(0, 3)]).toEqual([384, 448, 512]);
  // left minus right: 32 pixels each
  expect([...coefficients.subarray(3, 6)]).toEqual([256, 256, 256]);
  expect([...coefficients.subarray(6)].every((value) => value === 0)).toBe(true);
  const chequers = Uint8Array.from(
    { length: 192 },
    (_, at) => 200 * ((Math.floor(at / 24) + Math.floor((at % 24) / 3)) % 2),
  );
  expect([...haarOf(chequers).subarray(3, 192 - 48)].every((value) => value === 0)).toBe(true);
});
