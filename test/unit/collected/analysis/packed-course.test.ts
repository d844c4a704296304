/** What is packed is unpacked unchanged. */
import { expect, test } from '@jest/globals';
import { courseLooks } from '../../../../grader/collected/analysis/course.js';
import { packCourse, unpackCourse } from '../../../../grader/collected/analysis/packed-course.js';
import { picture, SIDE } from '../../../support/entries.js';

test('the features of each image, in order, with the names of their sets', () => {
  const pixels = Uint8Array.from([1, 2, 3].flatMap((seed) => [...picture(seed)]));
  const looks = courseLooks(
    [
      { name: 'valid', pixels, labels: [4, 0, 5] },
      { name: 'heldout', pixels: picture(9), labels: [2] },
    ],
    SIDE,
  );
  expect(looks.map(({ set, at, label }) => [set, at, label])).toEqual([
    ['valid', 0, 4],
    ['valid', 1, 0],
    ['valid', 2, 5],
    ['heldout', 0, 2],
  ]);
  expect(unpackCourse(packCourse(looks))).toEqual(looks);
});

test('of a course without images, nothing', () => {
  expect([packCourse([]), unpackCourse(null)]).toEqual([null, []]);
});
