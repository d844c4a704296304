/** What is claimed for gradients of Quiz 2 that were calculated by hand with a mistake, together and each alone. */
import { describe, expect, test } from '@jest/globals';
import type { Compared } from '../../../grader/numerics/claims.js';
import { fromNested } from '../../../grader/tensor/tensor.js';
import { claims, compared, gradientsAt } from '../../support/claimed.js';
import { FUNCTION_RUBRIC } from '../../support/function-checks.js';
import { backwardByHand, type Slips } from '../../support/handmade-backprop.js';
import { QUIZ2 } from '../../support/quiz2-network.js';

describe('mistakes made by hand in Quiz 2', () => {
  const NAMES = { dyhat: 'yhat', dz2: 'z2', dz1: 'z1', dW1: 'W1', db1: 'b1', dw2: 'w2', db2: 'b2', dx: 'x' } as const;
  type Output = keyof typeof NAMES;
  const OUTPUTS = Object.keys(NAMES) as Output[];
  const BELOW = ['dz1', 'dW1', 'db1', 'dx'];

  function made(sets: readonly string[], slips: Slips | ((output: Output) => Slips)): Compared[] {
    const points = sets.flatMap((name) => FUNCTION_RUBRIC.sampleSets.get(name) ?? []);
    const samples = points.map(({ values }) => gradientsAt(QUIZ2, values));
    return OUTPUTS.map((output) => {
      const own = typeof slips === 'function' ? slips(output) : slips;
      return compared(NAMES[output], samples, (place) => {
        const [point = points[0]] = points.slice(place);
        const found = point && fromNested(backwardByHand(point, { round: Math.fround, ...own })[output]);
        if (found?.ok !== true) throw new Error('no tensor');
        return found.tensor;
      });
    });
  }
  const together = (slips: Slips, sets = ['generic', 'square']) => claims(...made(sets, slips));
  const alone = (slips: Slips, sets = ['generic', 'square']) => made(sets, slips).map((one) => claims(one)[0]);
  const everywhere = (claim: string) => OUTPUTS.map(() => claim);
  const below = (claim: string) => OUTPUTS.map((output) => (BELOW.includes(output) ? claim : null));

  test('nothing is claimed for what is right', () => {
    expect(together({})).toEqual(everywhere('').map(() => null));
  });
  test.each<[Slips, string]>([
    [{ sign: true }, 'one: sign-flipped'],
    [{ sum: true }, 'one: times-batch'],
    [{ factor: 2 }, 'one: factor-2'],
    [{ factor: 0.5 }, 'one: factor-half'],
    [{ noBias: true }, 'one: bias-missing'],
  ])('%j shows in every output, together and alone: %s', (slips, claim) => {
    expect(together(slips)).toEqual(everywhere(claim));
    expect(alone(slips)).toEqual(everywhere(claim));
  });
  test.each<[Slips, string]>([
    [{ mask: 'none' }, 'one: relu-no-mask'],
    [{ mask: 'inverted' }, 'one: relu-inverted-mask'],
  ])('%j shows below relu, and the outputs above are left alone', (slips, claim) => {
    expect(together(slips)).toEqual(below(claim));
    expect(alone(slips)[OUTPUTS.indexOf('dz1')]).toBe(claim);
    expect(alone(slips)[OUTPUTS.indexOf('dx')]).toBe(claim);
  });
  test('of one gradient alone, all mistakes that explain it are claimed; the right ones beside it decide', () => {
    // without its mask, dW1 is made from the gradient of z2
    expect(alone({ mask: 'none' })[OUTPUTS.indexOf('dW1')]).toBe('several: weight-gradient-before-mask, relu-no-mask');
    expect(alone({ mask: 'none' })[OUTPUTS.indexOf('db1')]).toBe('several: bias-gradient-before-mask, relu-no-mask');
    const onlyW1 = made(['generic', 'square'], (output) => (output === 'dW1' ? { mask: 'none' } : {}));
    expect(claims(...onlyW1)[OUTPUTS.indexOf('dW1')]).toBe('one: weight-gradient-before-mask');
    const onlyB1 = made(['generic', 'square'], (output) => (output === 'db1' ? { mask: 'none' } : {}));
    expect(claims(...onlyB1)[OUTPUTS.indexOf('db1')]).toBe('one: bias-gradient-before-mask');
  });
  test('a transposed gradient beside right ones', () => {
    const found = together({ transposeDw1: true }, ['square']);
    expect(found).toEqual(OUTPUTS.map((output) => (output === 'dW1' ? 'one: weight-gradient-transposed' : null)));
  });
  test('what a mistake does not show at one sample is claimed from the others', () => {
    // of one example, the sum is the mean
    expect(together({ sum: true }, ['seed', 'generic'])).toEqual(everywhere('one: times-batch'));
    expect(together({ sum: true }, ['generic', 'seed'])).toEqual(everywhere('one: times-batch'));
    const pair = 'pair: times-batch, relu-no-mask';
    expect(together({ sum: true, mask: 'none' }, ['seed', 'generic', 'square'])).toEqual(everywhere(pair));
  });
  test('but if it is made at one sample alone, it is not claimed', () => {
    const [first, second] = [made(['generic', 'square'], { mask: 'none' }), made(['generic', 'square'], {})];
    const mixed = first.map((one, index): Compared => {
      const cases = [...one.cases.slice(0, 1), ...(second[index]?.cases.slice(1) ?? [])];
      return { ...one, cases };
    });
    expect(claims(...mixed)).toEqual(everywhere('').map(() => null));
  });
  test('two mistakes', () => {
    const biasAndMask = 'pair: bias-missing, relu-no-mask';
    expect(together({ mask: 'none', noBias: true })).toEqual(everywhere(biasAndMask));
    // B is 5 at one sample and 6 at the other: no constant
    expect(together({ mask: 'none', sum: true })).toEqual(everywhere('pair: times-batch, relu-no-mask'));
  });
  test('a mistake times a constant, which is the same in all outputs', () => {
    expect(together({ mask: 'none', factor: 3 })).toEqual(everywhere('scaled: relu-no-mask times 3.00'));
    expect(together({ mask: 'inverted', sign: true })).toEqual(everywhere('pair: sign-flipped, relu-inverted-mask'));
    expect(together({ mask: 'none', sum: true }, ['generic'])).toEqual(everywhere('pair: times-batch, relu-no-mask'));
  });
  test('two outputs with different mistakes are explained each alone', () => {
    const mixed = made(['generic', 'square'], (output) => {
      if (output === 'dyhat') return { sign: true };
      return output === 'dx' ? { mask: 'inverted' } : {};
    });
    const found = claims(...mixed);
    expect(found[OUTPUTS.indexOf('dyhat')]).toBe('times -1.00');
    expect(found[OUTPUTS.indexOf('dx')]).toBe('one: relu-inverted-mask');
    expect(found.filter((one) => one !== null)).toHaveLength(2);
  });
  test('right outputs decide between mistakes that explain one of two wrong outputs', () => {
    const mixed = made(['generic', 'square'], (output) => {
      if (output === 'dw2') return { sign: true };
      return output === 'dW1' ? { mask: 'none' } : {};
    });
    const found = claims(...mixed);
    // with the mask left out of relu, dz1 would be wrong too
    expect(found[OUTPUTS.indexOf('dW1')]).toBe('one: weight-gradient-before-mask');
    // a sign can only be lost in all gradients, but what else it is nobody knows
    expect(found[OUTPUTS.indexOf('dw2')]).toBe('times -1.00');
  });
  test('a constant of no mistake is told with each output that has enough numbers', () => {
    // of two numbers in all, anything would be "a constant times the right answer"
    const wanted = OUTPUTS.map((output) => (output === 'db2' ? null : 'times 0.0100'));
    expect(together({ factor: 0.01 })).toEqual(wanted);
    expect(alone({ factor: 0.01 })).toEqual(wanted);
  });
  test('zeros in all outputs are zeros; below a cut they are a cut', () => {
    expect(together({ factor: 0 })).toEqual(everywhere('zero'));
    expect(alone({ factor: 0 })).toEqual(everywhere('zero'));
    const cut = made(['generic', 'square'], (output) => (BELOW.includes(output) ? { factor: 0 } : {}));
    expect(claims(...cut)).toEqual(below('one: detached at z2'));
  });
});
