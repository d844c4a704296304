/** Rules of single kinds: rubrics that fit their schema and make no sense, each with its place and its sentence. */
import { describe, expect, test } from '@jest/globals';
import { KINDS, kindOf } from '../../../grader/kinds/index.js';
import { dataSetPlan } from '../../../grader/kinds/data-set/plan.js';
import { sizeIsWhole } from '../../../grader/checks/rules/images.js';
import type { Check, CheckOf } from '../../../grader/schema/checks.js';
import type { Rubric } from '../../../grader/schema/rubric.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

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
  test('width and height are looked at alike', () => {
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
  test('a class that stands twice', () => {
    expect(said(check({ classes: ['a', 'b', 'a'] }))).toEqual([
      ['checks.0.classes.2', 'class "a" stands here twice: each number has a name of its own'],
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
  test('what the sandbox is asked', () => {
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

describe('steps', () => {
  type Step = CheckOf<'steps'>['steps'][number];
  const check = (...steps: Step[]): CheckOf<'steps'> => ({
    ...{ ...base, kind: 'steps', file: 's', network: 'line', at: 'p', steps },
  });
  const pointSets = { p: { kind: 'given', network: 'line', values: {} } } as never;
  const sentences = (...steps: Step[]) => said(check(...steps), { pointSets });

  test('each asks for one thing', () => {
    expect(sentences({ path: 'a', points: 1, value: 'yhat' }, { path: 'b', points: 1, gradient: 'x' })).toEqual([]);
    expect(sentences({ path: 'a', points: 1 })).toEqual([
      ['checks.0.steps.0', 'step a asks for exactly one of value, gradient, cost; found none of them'],
    ]);
    const cost = { order: 'reverse', factors: [[1, 2]] } as Step['cost'];
    expect(sentences({ path: 'a', points: 1, value: 'yhat', gradient: 'x', ...(cost && { cost }) })).toEqual([
      ['checks.0.steps.0', 'step a asks for exactly one of value, gradient, cost; found value and gradient and cost'],
    ]);
  });
  test('that the network has', () => {
    expect(sentences({ path: 'a', points: 1, value: 'yhatt' })[0]?.[0]).toBe('checks.0.steps.0.value');
    expect(sentences({ path: 'a', points: 1, gradient: 'zz' })[0]?.[0]).toBe('checks.0.steps.0.gradient');
    const labelled = { line: { ...TINY.networks?.['line'], labels: { k: { shape: ['B'], classes: 2 } } } } as never;
    const step: Step = { path: 'a', points: 1, gradient: 'k' };
    expect(said(check(step), { pointSets, networks: labelled })[0]?.[1]).toMatch(/^"k" is no value of network line/);
    expect(said(check({ path: 'a', points: 1, value: 'k' }), { pointSets, networks: labelled })).toEqual([]);
  });
  test('by a path of its own', () => {
    expect(sentences({ path: 'a', points: 1, value: 'yhat' }, { path: 'a', points: 1, value: 'x' })).toEqual([
      ['checks.0.steps.1.path', 'the path "a" is used twice: give each its own'],
    ]);
  });
  test('factors can be multiplied', () => {
    const factors: [number, number][] = [[1, 2], [2, 3], [4, 5]]; // prettier-ignore
    expect(sentences({ path: 'a', points: 1, cost: { order: 'reverse', factors } })).toEqual([
      [
        'checks.0.steps.0.cost.factors.2',
        'the factor before has 3 columns, this one 4 rows: they cannot be multiplied',
      ],
    ]);
  });
  test.each<[unknown, string | null]>([
    [3, null],
    [[1, 2], null],
    [[1, NaN], 'NaN'],
    [Infinity, 'Infinity'],
    [[[1], [1, 2]], 'a row of 2 where the first row has 1 [1]'],
    ['x', 'a string ("x")'],
  ])('an accepted answer of %j', (equals, found) => {
    const accept = [{ equals, note: 'n' }] as Step['accept'];
    expect(sentences({ path: 'a', points: 1, value: 'yhat', ...(accept && { accept }) })).toEqual(
      found === null
        ? []
        : [
            [
              'checks.0.steps.0.accept.0.equals',
              `found ${found} in an accepted answer, expected numbers, or rows of numbers of the same length`,
            ],
          ],
    );
  });
  test('typed answers are for one point', () => {
    const generic = (count: number) =>
      ({ p: { kind: 'generic', network: 'line', sizes: {}, count, seed: 1 } }) as never;
    const one = check({ path: 'a', points: 1, value: 'yhat' });
    expect(said(one, { pointSets: generic(1) })).toEqual([]);
    expect(said(one, { pointSets: generic(2) })).toEqual([
      ['checks.0.at', 'typed answers are for one point, and point set "p" has 2'],
    ]);
    const elsewhere = { p: { kind: 'given', network: 'other', values: {} } } as never;
    expect(said(one, { pointSets: elsewhere })).toEqual([
      ['checks.0.at', 'point set "p" is for network other, but this check uses line'],
    ]);
  });
});

describe('gradients of a model', () => {
  const CHECK: CheckOf<'model-gradient'> = {
    ...{ ...base, kind: 'model-gradient', target: 'f', model: 'model', data: 'd', loss: 'brier', examples: 2 },
  };
  const targets = (args: unknown[], returns = 'record') =>
    ({
      data: { d: { kind: 'point-in-circle', seed: 1, count: 4, center: [0, 0], radius: 1, box: { low: 0, high: 1 } } },
      targets: { ...TINY.targets, f: { kind: 'function', file: 'a', export: 'f', arguments: args, returns } },
    }) as never;

  test('weights, x and label, in any order', () => {
    expect(said(CHECK, targets(['weights', 'x', 'label']))).toEqual([]);
    expect(said(CHECK, targets(['x', 'label', 'weights']))).toEqual([]);
    expect(said(CHECK, targets(['x', 'y']))).toEqual([
      [
        'targets.f.arguments',
        'target "f" takes x, y, but a model-gradient check gives it weights, x, label, in any order',
      ],
    ]);
    expect(said(CHECK, targets([{ W: 'W' }, 'x', 'label']))[0]?.[1]).toContain('takes {...}, x, label, but');
  });
  test('a record is returned', () => {
    expect(said(CHECK, targets(['weights', 'x', 'label'], 'value'))).toEqual([
      ['checks.0.target', 'target "f" returns a value, but a model-gradient check needs one that returns a record'],
    ]);
  });
});

describe('accuracy', () => {
  const check = (more: Partial<CheckOf<'accuracy'>>): CheckOf<'accuracy'> => ({
    ...{ ...base, kind: 'accuracy', target: 'model', data: 'd', ramp: { from: 0.5, to: 0.9 } },
    ...more,
  });
  const data = {
    d: { kind: 'point-in-circle', seed: 1, count: 4, center: [0, 0], radius: 1, box: { low: 0, high: 1 } },
  } as never;

  test('a ramp rises, and what is not plausible lies above it', () => {
    expect(said(check({}), { data })).toEqual([]);
    expect(said(check({ below: 0.9 }), { data })).toEqual([]);
    expect(said(check({ ramp: { from: 0.9, to: 0.9 } }), { data })).toEqual([
      ['checks.0.ramp', 'a ramp from 0.9 to 0.9: from must be less than to'],
    ]);
    expect(said(check({ below: 0.8 }), { data })).toEqual([
      ['checks.0.below', 'below is 0.8, less than the end of the ramp (0.9): full points would count as not plausible'],
    ]);
  });
  test.each<[object, object, string | null]>([
    [{ input: [2], outputs: [1, 2] }, {}, null],
    [{ input: [3], outputs: [1] }, {}, 'points [2] of two classes, but target "model" takes [3] and gives 1'],
    [{ input: [2], outputs: [1, 3] }, {}, 'points [2] of two classes, but target "model" takes [2] and gives 1 or 3'],
    [
      { input: [3], outputs: [3] },
      { d: { kind: 'points', features: 4, classes: ['a', 'b', 'c'] } },
      'points [4] of 3 classes, but target "model" takes [3] and gives 3',
    ],
    [{ input: [9, 8, 3], outputs: [2] }, { d: { kind: 'images', height: 9, width: 8, classes: ['a', 'b'] } }, null],
    [
      { input: [8, 9, 3], outputs: [2] },
      { d: { kind: 'images', height: 9, width: 8, classes: ['a', 'b'] } },
      'images [9, 8, 3] of two classes, but target "model" takes [8, 9, 3] and gives 2: the height is first',
    ],
    [
      { input: [3, 9, 8], outputs: [2] },
      { d: { kind: 'images', height: 9, width: 8, classes: ['a', 'b'] } },
      'images [9, 8, 3] of two classes, but target "model" takes [3, 9, 8] and gives 2: channels are last',
    ],
    [
      { input: [216], outputs: [2] },
      { d: { kind: 'images', height: 9, width: 8, classes: ['a', 'b'] } },
      'images [9, 8, 3] of two classes, but target "model" takes [216] and gives 2: flatten: true on the target gives images as one row of numbers',
    ],
    [
      { input: [216], outputs: [2], flatten: true },
      { d: { kind: 'images', height: 9, width: 8, classes: ['a', 'b'] } },
      null,
    ],
    [
      { input: [9, 8, 3], outputs: [2], flatten: true },
      { d: { kind: 'images', height: 9, width: 8, classes: ['a', 'b'] } },
      'images [9, 8, 3] of two classes, but target "model" takes [9, 8, 3] flattened and gives 2: with flatten: true its input is [216]',
    ],
    [
      { input: [9, 9, 3], outputs: [2] },
      { d: { kind: 'images', height: 9, width: 8, classes: ['a', 'b'] } },
      'images [9, 8, 3] of two classes, but target "model" takes [9, 9, 3] and gives 2',
    ],
  ])('%j and %j', (target, other, problem) => {
    const targets = { model: { kind: 'model', path: 'm.json', ...target } } as never;
    const found = said(check({}), { targets, data: { ...(data as object), ...other } });
    expect(found).toEqual(problem === null ? [] : [['checks.0.data', `data set "d" has ${problem}`]]);
  });
  test('few examples are a warning, as many as chance asks for are none', () => {
    const resolved = makeResolvedRubric([]);
    const warned = (count: number) => {
      const set = { ...resolved.data.get('heldout'), labels: new Int32Array(count) } as never;
      return [
        ...KINDS.accuracy.warnings(check({ data: 'heldout', ramp: { from: 0.25, to: 0.75 } }), {
          ...resolved,
          data: new Map([['heldout', set]]),
        }),
      ];
    };
    // p = 0.5: 0.25 / (0.05 * 0.5)^2
    expect(warned(400)).toEqual([]);
    expect(warned(399)).toEqual([
      '"c": 399 examples are few for a ramp from 0.25 to 0.75; from 400 on, chance moves the score by 5 % at most',
    ]);
  });
});
