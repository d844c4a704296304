/**
 * What follows from own values is paid, and what only looks consistent is not: by hand on two layers, and as laws on
 * networks with several layers, residual sums and attention.
 */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gradientsOf } from '../../../../grader/numerics/gradients.js';
import { infinityNorm } from '../../../../grader/numerics/closeness.js';
import { valuesOf, type Values } from '../../../../grader/numerics/network.js';
import { build } from '../../../../grader/numerics/ops/op.js';
import { OwnValues, type OwnPoint, type OwnVerdict } from '../../../../grader/numerics/following/own-values.js';
import { keyOf, parseKey, type StepName } from '../../../../grader/numerics/following/recomputation.js';
import { makeRng } from '../../../../grader/numerics/rng.js';
import { findSamples } from '../../../../grader/numerics/sampling/samples.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';
import { QUIZ2 } from '../../../support/quiz2-network.js';
import { anyShare, casesOf, IS_FULL } from '../../../support/runs.js';
import { NETWORKS, type NetworkName } from '../../../support/wrong-programs/networks/networks.js';

type Answers = Readonly<Record<string, TensorData>>;
const value = (of: string): StepName => ({ kind: 'value', of });
const gradient = (of: string): StepName => ({ kind: 'gradient', of });

function pointOf(network: Network, given: Values, answers: Answers): OwnPoint {
  const all = new Map(Object.entries(answers));
  return {
    ...{ network, given, values: valuesOf(network, given), gradients: gradientsOf(network, given).gradients },
    ...{ answers: all, isGeneric: true },
  };
}

/** Judges these answers at each point, by default all; all answers are wrong. */
function judgeAll(
  points: readonly OwnPoint[],
  asked = (keys: readonly string[]) => keys,
): Readonly<Record<string, OwnVerdict>> {
  const keys = [...(points[0]?.answers.keys() ?? [])];
  const largest = Math.max(...points.flatMap(({ values }) => Object.values(values).map(infinityNorm)));
  const own = new OwnValues(points, new Set(keys), largest);
  return Object.fromEntries(asked(keys).map((key) => [key, own.judge(parseKey(key))]));
}

describe('by hand', () => {
  // z1 = x W1^T + b1 = (1, -2), (3, 4)
  const given: Values = {
    ...{ x: float64([2, 1], [1, 3]), y: float64([2, 1], [1, 2]), W1: float64([2, 1], [1, 3]) },
    ...{ b1: float64([2], [0, -5]), w2: float64([1, 2], [2, -1]), b2: float64([1], [0.5]) },
  };
  const z1 = float64([2, 2], [-1, 2, 3, -4]);
  const verdictOn = (last: StepName, answers: Answers) => judgeAll([pointOf(QUIZ2, given, answers)])[keyOf(last)];

  test('a value follows from the one before it', () => {
    const z2 = float64([2, 2], [0, 2, 3, 0]);
    const found = verdictOn(value('z2'), { 'value z1': z1, 'value z2': z2 });
    expect(found).toEqual({ verdict: 'followed-through', from: [value('z1')] });
  });
  test('a value follows through one that was not asked for', () => {
    // z2 = (0, 2), (3, 0): yhat = -2 + 0.5, 6 + 0.5
    const yhat = float64([2, 1], [-1.5, 6.5]);
    expect(verdictOn(value('yhat'), { 'value z1': z1, 'value yhat': yhat })?.verdict).toBe('followed-through');
    const off = float64([2, 1], [-1.5, 6.6]);
    expect(verdictOn(value('yhat'), { 'value z1': z1, 'value yhat': off })).toBeNull();
  });
  test('a gradient follows from own gradients and own values', () => {
    // dz1 = dz2 where the own z1 is positive
    const [dz2, dz1] = [float64([2, 2], [5, 6, 7, 8]), float64([2, 2], [0, 6, 7, 0])];
    const found = verdictOn(gradient('z1'), { 'value z1': z1, 'gradient z2': dz2, 'gradient z1': dz1 });
    expect(found).toEqual({ verdict: 'followed-through', from: [gradient('z2'), value('z1')] });
  });
  test('a mistake made at own values is named', () => {
    const dz2 = float64([2, 2], [5, 6, 7, 8]);
    // the mask of the own z1, inverted
    const dz1 = float64([2, 2], [5, 0, 0, 8]);
    const found = verdictOn(gradient('z1'), { 'value z1': z1, 'gradient z2': dz2, 'gradient z1': dz1 });
    expect(found?.verdict === 'slip' && found.made.map(({ mistake }) => mistake.name)).toEqual(['relu-inverted-mask']);
  });
  test('where own values do not show a mistake, nothing is seen', () => {
    // the mask is on everywhere: dz1 is a copy of dz2
    const on = float64([2, 2], [1, 2, 3, 4]);
    const dz2 = float64([2, 2], [5, 6, 7, 8]);
    const found = verdictOn(gradient('z1'), { 'value z1': on, 'gradient z2': dz2, 'gradient z1': dz2 });
    expect(found).toEqual({ verdict: 'not-assessable' });
  });
  test('own values that are huge or tiny do not make other numbers follow', () => {
    for (const size of [1e30, 1e-30]) {
      const own = float64([2, 2], [-size, 2 * size, 3 * size, -4 * size]);
      const of = (...numbers: number[]) =>
        verdictOn(value('z2'), { 'value z1': own, 'value z2': float64([2, 2], numbers.map((one) => one * size)) }); // prettier-ignore
      expect(of(0, 2, 4, 0)?.verdict).not.toBe('followed-through');
      expect(of(1, 2, 3, 0)?.verdict).not.toBe('followed-through');
    }
    // at 1e30 the step is seen; at 1e-30 everything would be accepted, so that nothing is
    const right = (size: number) =>
      verdictOn(value('z2'), {
        'value z1': float64([2, 2], [-size, 2 * size, 3 * size, -4 * size]),
        'value z2': float64([2, 2], [0, 2 * size, 3 * size, 0]),
      })?.verdict;
    expect([right(1e30), right(1e-30)]).toEqual(['followed-through', 'not-assessable']);
  });
});

describe('laws', () => {
  const NAMES: readonly NetworkName[] = ['mlp', 'regression-tanh', 'attention'];
  const SAMPLES = new Map(
    NAMES.map((name) => {
      const { network, sizes } = NETWORKS[name];
      const set = { kind: 'generic', network: name, sizes, count: 2, seed: 1 } as const;
      return [name, findSamples(name, set, network as unknown as Network).map(({ values }) => values)] as const;
    }),
  );
  const networkOf = (name: NetworkName) => NETWORKS[name].network as unknown as Network;
  const samplesOf = (name: NetworkName) => SAMPLES.get(name) ?? [];
  const drawn = (seed: number, like: TensorData) => {
    const rng = makeRng(seed);
    return build(like.shape, () => Math.fround(4 * rng.nextUniform() - 2));
  };

  /** All values where one was replaced, in float32; right ones are left out. */
  function carriedOn(network: Network, given: Values, of: string, own: TensorData): Answers {
    const right = valuesOf(network, given);
    const wrong = valuesOf(network, given, {
      forward: (call, usual) => (call.node.name === of ? own : usual(call)),
    });
    return Object.fromEntries(
      network.nodes.flatMap(({ name }): [string, TensorData][] => {
        const [a, b] = [wrong[name], right[name]];
        if (a === undefined || b === undefined || a.values.every((one: number, i: number) => one === b.values[i]))
          return [];
        return [[keyOf(value(name)), build(a.shape, (i) => Math.fround(a.values[i] ?? NaN))]];
      }),
    );
  }

  /** By chance, as one draw in hundreds has it: then the same number would be accepted at all samples. */
  function haveOneLoss(network: Network, points: readonly OwnPoint[]): boolean {
    const key = keyOf(value(network.nodes.at(-1)?.name ?? ''));
    const losses = points.map(({ answers }) => answers.get(key)?.values[0] ?? NaN);
    return Math.max(...losses) - Math.min(...losses) < 5e-3 * Math.max(...losses);
  }

  test.each(NAMES)('%s: what follows from any own value at all samples is paid', (name) => {
    const network = networkOf(name);
    const inner = network.nodes.slice(0, -2).map((node) => node.name);
    fc.assert(
      fc.property(fc.constantFrom(...inner), fc.integer({ min: 1, max: 1e6 }), (of, seed) => {
        const points = samplesOf(name).map((given, place) => {
          const own = drawn(seed + place, valuesOf(network, given)[of] ?? float64([], [0]));
          return pointOf(network, given, carriedOn(network, given, of, own));
        });
        fc.pre(!haveOneLoss(network, points));
        const { [keyOf(value(of))]: first, ...others } = judgeAll(points);
        expect(first).toBeNull();
        expect(Object.values(others).map((found) => found?.verdict)).toEqual(
          Object.keys(others).map(() => 'followed-through'),
        );
      }),
      { numRuns: casesOf({ usual: 6, full: 30 }) },
    );
  });

  const HOLLOW: Readonly<Record<string, (like: TensorData, seed: number, given: Values) => TensorData>> = {
    zeros: (like) => build(like.shape, () => 0),
    'one number': (like, seed) => build(like.shape, () => 1 + (seed % 7)),
    'the same row': (like, seed) =>
      build(like.shape, (i) => drawn(seed, like).values[i % (like.shape.at(-1) ?? 1)] ?? 0),
    'copies of x': (like, _seed, { x }) => build(like.shape, (i) => x?.values[i % x.values.length] ?? 0),
    'one list': (like, seed) => {
      const list = drawn(
        seed,
        build([50], () => 0),
      ).values;
      return build(like.shape, (i) => list[i % list.length] ?? 0);
    },
    'independent numbers': (like, seed) => drawn(seed, like),
  };
  // nearly all of the time goes into attention, which is tried in full by `npm run fuzz`
  const isTried = (name: NetworkName, kind: string) => IS_FULL || name !== 'attention' || kind === 'one list';
  const cases = NAMES.flatMap((name) => Object.keys(HOLLOW).map((kind) => [name, kind] as const));
  test.each(cases.filter(([name, kind]) => isTried(name, kind)))(
    '%s: %s, in all values and gradients, are never paid',
    (name, kind) => {
      const network = networkOf(name);
      const make = HOLLOW[kind];
      let count = 0;
      if (make === undefined) throw new Error(`no ${kind}`);
      const seed = 11;
      const points = samplesOf(name).map((given) => {
        const right = pointOf(network, given, {});
        const all = [
          ...network.nodes.map(({ name: of }) => [keyOf(value(of)), right.values[of]] as const),
          ...Object.entries(right.gradients).map(([of, tensor]) => [keyOf(gradient(of)), tensor] as const),
        ];
        const answers = all.flatMap(([key, like]) =>
          like === undefined
            ? []
            : [[key, make(like, kind === 'independent numbers' ? (count += 97) : seed, given)] as const],
        );
        return pointOf(network, given, Object.fromEntries(answers));
      });
      // each answer of attention takes a third of a second
      const judged = judgeAll(points, (keys) => (name === 'attention' ? anyShare(keys, 4) : keys));
      expect(Object.keys(judged).length).toBeGreaterThan(3);
      const paid = Object.entries(judged).filter(([, found]) => found?.verdict === 'followed-through');
      expect(paid).toEqual([]);
    },
  );
});
