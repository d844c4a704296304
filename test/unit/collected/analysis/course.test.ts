/** The features of the course's own images. */
import { describe, expect, test } from '@jest/globals';
import { viewOf } from '../../../../grader/collected/analysis/alike-index.js';
import { courseLooks, courseOf, NO_COURSE } from '../../../../grader/collected/analysis/course.js';
import { looksOf } from '../../../../grader/collected/analysis/looks.js';
import { picture, SIDE } from '../../../support/entries.js';

const setOf = (name: string, images: readonly Uint8Array[], labels: readonly number[]) => ({
  name,
  pixels: Uint8Array.from(images.flatMap((image) => [...image])),
  labels,
});

describe('looks of the course', () => {
  test('are those of each image, with its set and label', () => {
    const looks = courseLooks([setOf('one', [picture(1), picture(2)], [4, 0]), setOf('two', [picture(3)], [1])], SIDE);
    expect(looks.map(({ set, at, label, digest }) => [set, at, label, digest])).toEqual([
      ['one', 0, 4, looksOf(picture(1), SIDE).digest],
      ['one', 1, 0, looksOf(picture(2), SIDE).digest],
      ['two', 0, 1, looksOf(picture(3), SIDE).digest],
    ]);
  });
  test('of grey images are those of the same in colour', () => {
    const grey = picture(1).filter((_, at) => at % 3 === 0);
    const colours = Uint8Array.from([...grey].flatMap((value) => [value, value, value]));
    const [look] = courseLooks([setOf('grey', [grey], [0])], SIDE);
    const { digest, cells, middle } = looksOf(colours, SIDE);
    expect(look).toEqual({ ...viewOf(cells), digest, middle, set: 'grey', at: 0, label: 0 });
  });
  test('are for images that are not square', () => {
    const size = { width: 32, height: 8 };
    const [look] = courseLooks([setOf('wide', [picture(1)], [0])], size);
    expect(look?.cells).toEqual(looksOf(picture(1), size).cells);
  });
  test('of no sets are none', () => {
    expect(courseLooks([], SIDE)).toEqual([]);
  });
});

describe('images of the course', () => {
  const course = courseOf(courseLooks([setOf('one', [picture(1), picture(2)], [0, 1])], SIDE));
  test('are known by their pixels and by what they look like', () => {
    expect(course.digests.get(looksOf(picture(2), SIDE).digest)).toEqual({ set: 'one', at: 1 });
    const brighter = picture(2).map((value) => Math.min(255, value + 1));
    expect(course.digests.has(looksOf(brighter, SIDE).digest)).toBe(false);
    expect(course.alike.find(viewOf(looksOf(brighter, SIDE).cells))).toEqual({ set: 'one', at: 1 });
    expect(course.alike.find(viewOf(looksOf(picture(3), SIDE).cells))).toBeUndefined();
    expect(course.labelled.map(({ label }) => label)).toEqual([0, 1]);
  });
  test('are none without a course', () => {
    expect(NO_COURSE.alike.find(viewOf(looksOf(picture(1), SIDE).cells))).toBeUndefined();
    expect([NO_COURSE.digests.size, NO_COURSE.labelled.length]).toEqual([0, 0]);
  });
});
