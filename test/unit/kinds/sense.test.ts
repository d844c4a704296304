/**
 * Rules of single kinds: rubrics that fit their schema but are inconsistent, each with its position and its sentence.
 */
import { describe, expect, test } from '@jest/globals';
import { KINDS, kindOf } from '../../../grader/kinds/index.js';
import type { Check, CheckOf } from '../../../grader/schema/checks.js';
import type { Rubric } from '../../../grader/schema/rubric.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

const { rubric: TINY } = makeResolvedRubric([]);
function said(check: Check, change: Partial<Rubric> = {}): [string, string][] {
  const problems = kindOf(check).rules(['checks', 0], check, { ...TINY, ...change });
  return [...problems].map(({ path, sentence }) => [path.join('.'), sentence]);
}
const base = { id: 'c', title: 'C', points: 3 } as const;

describe('steps', () => {
  type Step = CheckOf<'steps'>['steps'][number];
  const check = (...steps: Step[]): CheckOf<'steps'> => ({
    ...{ ...base, kind: 'steps', file: 's', network: 'line', at: 'p', steps },
  });
  const sampleSets = { p: { kind: 'given', network: 'line', values: {} } } as never;
  const sentences = (...steps: Step[]) => said(check(...steps), { sampleSets });

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
    expect(said(check(step), { sampleSets, networks: labelled })[0]?.[1]).toMatch(
      /^"k" is not a value of network line/,
    );
    expect(said(check({ path: 'a', points: 1, value: 'k' }), { sampleSets, networks: labelled })).toEqual([]);
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
  test('typed answers are for one sample', () => {
    const generic = (count: number) =>
      ({ p: { kind: 'generic', network: 'line', sizes: {}, count, seed: 1 } }) as never;
    const one = check({ path: 'a', points: 1, value: 'yhat' });
    expect(said(one, { sampleSets: generic(1) })).toEqual([]);
    expect(said(one, { sampleSets: generic(2) })).toEqual([
      ['checks.0.at', 'typed answers are for one sample, and sample set "p" has 2'],
    ]);
    const elsewhere = { p: { kind: 'given', network: 'other', values: {} } } as never;
    expect(said(one, { sampleSets: elsewhere })).toEqual([
      ['checks.0.at', 'sample set "p" is for network other, but this check uses line'],
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
  test('the model is one of tf.js', () => {
    const withModel = (more: object) => {
      const { data, targets: all } = targets(['weights', 'x', 'label']) as { data: object; targets: { model: object } };
      return { data, targets: { ...all, model: { ...all.model, ...more } } } as never;
    };
    const sentence =
      'target "model" may be an ONNX model, which cannot be differentiated: write formats: [tfjs] for a model-gradient check, and a path of a model.json';
    expect(said(CHECK, withModel({ formats: ['tfjs'] }))).toEqual([]);
    expect(said(CHECK, withModel({ formats: ['tfjs', 'onnx'] }))).toEqual([['targets.model.formats', sentence]]);
    expect(said(CHECK, withModel({ path: 'model.onnx' }))).toEqual([['targets.model.formats', sentence]]);
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
