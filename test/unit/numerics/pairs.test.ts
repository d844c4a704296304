/** Two mistakes at once, made by hand in Quiz 2: which pairs are found, and which outputs speak against them. */
import { describe, expect, test } from '@jest/globals';
import type { Compared } from '../../../grader/numerics/explaining.js';
import { findPairs } from '../../../grader/numerics/pairs.js';
import { fromNested } from '../../../grader/tensor/tensor.js';
import { compared, gradientsAt, valuesAt } from '../../support/claimed.js';
import { FUNCTION_RUBRIC } from '../../support/function-checks.js';
import { backwardByHand, forwardByHand, type Slips } from '../../support/handmade-backprop.js';
import { QUIZ2 } from '../../support/quiz2-network.js';

const GRADIENTS = { dyhat: 'yhat', dz2: 'z2', dz1: 'z1', dW1: 'W1', db1: 'b1', dw2: 'w2', db2: 'b2', dx: 'x' } as const;
const VALUES = { z1: 'z1', z2: 'z2', yhat: 'yhat', loss: 'loss' } as const;
const POINTS = ['generic', 'square'].flatMap((name) => FUNCTION_RUBRIC.sampleSets.get(name) ?? []);

function tensorOf(value: unknown) {
  const read = fromNested(value);
  if (!read.ok) throw new Error('no tensor');
  return read.tensor;
}

/** `by`: the slips of each output. */
function gradients(by: Slips | ((output: keyof typeof GRADIENTS) => Slips)): Compared[] {
  const samples = POINTS.map(({ values }) => gradientsAt(QUIZ2, values));
  return (Object.keys(GRADIENTS) as (keyof typeof GRADIENTS)[]).map((output) => {
    const slips = { round: Math.fround, ...(typeof by === 'function' ? by(output) : by) };
    return compared(GRADIENTS[output], samples, (place) => {
      const point = POINTS[place];
      if (point === undefined) throw new Error('no point');
      return tensorOf(backwardByHand(point, slips)[output]);
    });
  });
}

function values(slips: Slips): Compared[] {
  const samples = POINTS.map((point) => valuesAt(QUIZ2, point.values));
  return (Object.keys(VALUES) as (keyof typeof VALUES)[]).map((output) =>
    compared(VALUES[output], samples, (place) => {
      const point = POINTS[place];
      if (point === undefined) throw new Error('no point');
      return tensorOf(forwardByHand(point, { round: Math.fround, ...slips })[output]);
    }),
  );
}

const names = (outputs: readonly Compared[]) => [
  ...new Set(findPairs(outputs).map((pair) => pair.map(({ made: [{ mistake }] }) => mistake.name).join(' & '))),
];

describe('pairs in gradients', () => {
  test.each<[Slips, string]>([
    [{ mask: 'none', sum: true }, 'times-batch & relu-no-mask'],
    [{ mask: 'none', noBias: true }, 'bias-missing & relu-no-mask'],
    [{ sign: true, mask: 'inverted' }, 'sign-flipped & relu-inverted-mask'],
    [{ factor: 2, noBias: true }, 'factor-2 & bias-missing'],
  ])('%j', (slips, pair) => {
    const [one = '', other = ''] = pair.split(' & ');
    const found = names(gradients(slips));
    expect(found).toHaveLength(1);
    expect(found[0]?.split(' & ').sort()).toEqual([one, other].sort());
  });
  test('without anything wrong there is none', () => {
    expect(names(gradients({}))).toEqual([]);
    expect(findPairs([])).toEqual([]);
  });
  test('must explain every wrong output, and leave every right one alone', () => {
    const slips = { mask: 'none', sum: true } as const;
    expect(names(gradients((output) => (output === 'dx' ? { ...slips, factor: 3 } : slips)))).toEqual([]);
    expect(names(gradients((output) => (output === 'dx' ? {} : slips)))).toEqual([]);
  });
});

test('pairs in values: a sum of the losses after layers without biases', () => {
  const found = names(values({ noBias: true, sum: true }));
  expect(found).toHaveLength(1);
  expect(found[0]?.split(' & ').sort()).toEqual(['bias-missing', 'times-batch']);
});
