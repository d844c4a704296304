/** Invalid settings of a check of collected images, each with its position and its sentence. */
import { describe, expect, test } from '@jest/globals';
import { kindOf } from '../../../../grader/kinds/index.js';
import { dataSetPlan } from '../../../../grader/kinds/data-set/plan.js';
import { sizeIsWhole } from '../../../../grader/checks/rules/images.js';
import type { Check, CheckOf } from '../../../../grader/schema/checks.js';
import type { Rubric } from '../../../../grader/schema/rubric.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

const { rubric: TINY } = makeResolvedRubric([]);
function said(check: Check, change: Partial<Rubric> = {}): [string, string][] {
  const problems = kindOf(check).rules(['checks', 0], check, { ...TINY, ...change });
  return [...problems].map(({ path, sentence }) => [path.join('.'), sentence]);
}
const base = { id: 'c', title: 'C', points: 3 } as const;

describe('data sets', () => {
  const check = (more: Partial<CheckOf<'data-set'>> = {}): CheckOf<'data-set'> => ({
    ...{ ...base, kind: 'data-set', path: 'images', rules: [{ points: 3, without: ['noise'] }] },
    ...more,
  });
  const images = (more: object = {}) => ({ data: { d: { kind: 'images', classes: ['a', 'b'], ...more } } }) as never;

  test('a sound one', () => {
    expect(said(check())).toEqual([]);
    expect(said(check({ against: ['d'] }), images())).toEqual([]);
    // sums of tenths are off by rounding
    expect(
      said(
        check({
          points: 0.3,
          rules: [
            { points: 0.1, without: ['noise'] },
            { points: 0.2, without: ['damaged'] },
          ],
        }),
      ),
    ).toEqual([]);
  });
  test('rules that do not add up', () => {
    expect(said(check({ rules: [{ points: 2, without: ['noise'] }] }))).toEqual([
      ['checks.0.rules', 'the rules have 2 points together, the check has 3'],
    ]);
  });
  test('a fault that costs twice', () => {
    const rules: CheckOf<'data-set'>['rules'] = [
      { points: 1, without: ['noise', 'damaged'] },
      { points: 1, without: ['constant'] },
      { points: 1, without: ['noise'] },
    ];
    expect(said(check({ rules }))).toEqual([
      ['checks.0.rules.2.without', 'noise is in rule 1 already: one fault would cost points twice'],
    ]);
  });
  test.each([
    [7, ['side is 7, expected a number of pixels from 8 to 512']],
    [8, []],
    [512, []],
    [513, ['side is 513, expected a number of pixels from 8 to 512']],
  ])('a side of %p', (side, sentences) => {
    expect(said(check({ side })).map(([, sentence]) => sentence)).toEqual(sentences);
  });
  test('width and height follow the same rules', () => {
    expect(said(check({ width: 4, height: 600 }))).toEqual([
      ['checks.0.width', 'width is 4, expected a number of pixels from 8 to 512'],
      ['checks.0.height', 'height is 600, expected a number of pixels from 8 to 512'],
    ]);
  });
  test('half a size, or two', () => {
    expect(said(check({ width: 9 }))).toEqual([
      ['checks.0.width', 'width without height: give both, or side for square images'],
    ]);
    expect(said(check({ height: 9 }))).toEqual([
      ['checks.0.height', 'height without width: give both, or side for square images'],
    ]);
    expect(said(check({ side: 9, width: 9 }))).toEqual([
      ['checks.0.width', 'side and width: give side for square images, else width and height'],
    ]);
    expect(said(check({ side: 9, height: 9 }))).toEqual([
      ['checks.0.height', 'side and height: give side for square images, else width and height'],
    ]);
  });
  test('a size that is needed', () => {
    const needed = (size: object) => [...sizeIsWhole(['p'], size, { isNeeded: true })];
    expect(needed({})).toEqual([
      {
        path: ['p'],
        sentence: 'the size of the images is missing: give side for square images, else width and height',
      },
    ]);
    expect(needed({ side: 9 })).toEqual([]);
    expect(needed({ width: 9, height: 9 })).toEqual([]);
    expect([...sizeIsWhole(['p'], {}, { isNeeded: false })]).toEqual([]);
  });
  test('a class that occurs twice', () => {
    expect(said(check({ classes: ['a', 'b', 'a'] }))).toEqual([
      ['checks.0.classes.2', 'class "a" occurs twice: each number needs its own name'],
    ]);
  });
  test('data to compare with: there, images, of this size', () => {
    expect(said(check({ against: ['x'] }), images())[0]?.[1]).toMatch(/^there is no data set "x" \(there are d\)/);
    const points = { data: { d: { kind: 'points', features: 2, classes: ['a'] } } } as never;
    expect(said(check({ against: ['d'] }), points)).toEqual([
      ['checks.0.against.0', 'data set "d" has no images to compare with'],
    ]);
    expect(said(check({ against: ['d'], side: 32 }), images())[0]?.[1]).toMatch(
      /^data set "d" has images of .*64.*, this check asks for .*32.*: they cannot be compared$/,
    );
  });
  test('images of the course are not found where there are none to compare with', () => {
    const rules: CheckOf<'data-set'>['rules'] = [{ points: 3, without: ['noise', 'course-image'] }];
    expect(said(check({ rules }))).toEqual([
      ['checks.0.rules', 'course-image is never found without against: [data set]'],
    ]);
    expect(said(check({ rules, against: ['d'] }), images())).toEqual([]);
  });
  test('the requests to the sandbox', () => {
    expect(dataSetPlan(check())).toEqual({
      ...{ check: 'c', path: 'images', against: [] },
      rules: {
        ...{ side: 64, channels: 3, minImagesPerClass: 50, maxImbalance: 3, labelNoise: false },
        classes: ['object', 'tile', 'tux', 'badguy', 'bonus', 'projectile'],
      },
    });
    const rules: CheckOf<'data-set'>['rules'] = [
      { points: 1, without: ['noise'] },
      { points: 2, without: ['damaged', 'label-doubtful'] },
    ];
    const asked = { against: ['d'], classes: ['a'], minImagesPerClass: 7, maxImbalance: 2, channels: 1 } as const;
    expect(dataSetPlan(check({ ...asked, against: ['d'], classes: ['a'], rules, width: 10, height: 20 }))).toEqual({
      ...{ check: 'c', path: 'images', against: ['d'] },
      rules: {
        width: 10,
        height: 20,
        channels: 1,
        minImagesPerClass: 7,
        maxImbalance: 2,
        labelNoise: true,
        classes: ['a'],
      },
    });
    expect(dataSetPlan(check({ side: 32 })).rules).toMatchObject({ side: 32 });
  });
});
