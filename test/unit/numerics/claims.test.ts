/** What is claimed for wrong outputs, all of them together and each alone: tensors made by hand, or by PyTorch. */
import { describe, expect, test } from '@jest/globals';
import { explain, type Claim, type Compared, type Plain } from '../../../grader/numerics/claims.js';
import { infinityNorm, matches } from '../../../grader/numerics/closeness.js';
import { gradientsWithSubgradients } from '../../../grader/numerics/gradients.js';
import type { Point } from '../../../grader/numerics/mistakes/hypotheses.js';
import { evaluate, type Values } from '../../../grader/numerics/network.js';
import type { ObservedTensor } from '../../../grader/numerics/shapes.js';
import type { Network } from '../../../grader/schema/network.js';
import { float64, fromNested, type TensorData } from '../../../grader/tensor/tensor.js';
import { FUNCTION_RUBRIC } from '../../support/function-checks.js';
import { givenOf, GOLDEN } from '../../support/golden-mistakes.js';
import { backwardByHand, type Slips } from '../../support/handmade-backprop.js';
import { QUIZ2 } from '../../support/quiz2-network.js';

interface Sample {
  readonly point: Point;
  readonly scale: Values;
}

function gradientsAt(network: Network, given: Values): Sample {
  const { reference } = gradientsWithSubgradients(network, given);
  return { point: { network, given, right: reference.gradients, of: 'gradients' }, scale: reference.scale };
}

function valuesAt(network: Network, given: Values): Sample {
  const { values, scale } = evaluate(network, given);
  return { point: { network, given, right: values, of: 'values' }, scale };
}

/** One output at these samples. */
function compared(of: string, samples: readonly Sample[], tensorAt: (place: number) => TensorData): Compared {
  const cases = samples.map(({ point, scale }, place) => {
    const reference = point.right[of];
    if (reference === undefined) throw new Error(`no ${of}`);
    const observed: ObservedTensor = { form: 'tensor', data: tensorAt(place) };
    const largest = Math.max(...Object.values(point.right).map(infinityNorm));
    return { observed, point, expected: { reference, scale: scale[of], largest } };
  });
  return { of, cases, isWrong: !cases.every(({ observed, expected }) => matches(observed.data.values, expected)) };
}

/** A claim in short: what it is, the mistakes and their places, the constant. */
function short(found: Claim | Plain | null): string | null {
  if (found === null) return null;
  if ('plain' in found) return found.plain === 'factor' ? `times ${found.factor.toPrecision(3)}` : found.plain;
  const made = found.made.map(({ mistake, at }) => `${mistake.name}${at === null ? '' : ` at ${at}`}`).join(', ');
  return `${found.claim}: ${made}${found.factor === undefined ? '' : ` times ${found.factor.toPrecision(3)}`}`;
}
const claims = (...outputs: Compared[]) => explain(outputs).map(short);

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
    expect(together({ mask: 'inverted', sign: true })).toEqual(everywhere('scaled: relu-inverted-mask times -1.00'));
    expect(together({ mask: 'none', sum: true }, ['generic'])).toEqual(everywhere('scaled: relu-no-mask times 5.00'));
  });
  test('two outputs with different mistakes are explained each alone', () => {
    const mixed = made(['generic', 'square'], (output) => {
      if (output === 'dyhat') return { sign: true };
      return output === 'dx' ? { mask: 'inverted' } : {};
    });
    const found = claims(...mixed);
    expect(found[OUTPUTS.indexOf('dyhat')]).toBe('one: sign-flipped');
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
    expect(found[OUTPUTS.indexOf('dw2')]).toBe('one: sign-flipped');
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

describe('mistakes made in PyTorch', () => {
  const [golden] = GOLDEN;
  if (golden === undefined) throw new Error('no golden network');
  const sample = gradientsAt(golden.network, givenOf(golden));
  const outputs = (name: string, at: string | null, names = Object.keys(golden.gradients), way = 0) => {
    const found = golden.mistakes.find((one) => one.mistake === name && one.at === at && one.way === way);
    return names.map((of) => {
      const { shape, values } = found?.gradients[of] ?? golden.gradients[of] ?? { shape: [], values: [NaN] };
      return compared(of, [sample], () => float64(shape, values));
    });
  };
  const all = golden.mistakes.filter(({ gradients }) => Object.keys(gradients).length > 0);
  test.each(all.map(({ mistake, at, way }) => [mistake, at, way] as const))(
    '%s at %p (way %i) is the only one that is claimed, at its place',
    (name, at, way) => {
      const found = claims(...outputs(name, at, undefined, way)).filter((one) => one !== null);
      const wanted = `one: ${name}${at === null ? '' : ` at ${at}`}`;
      expect([...new Set(found)]).toEqual([wanted]);
    },
  );
  test('where several places explain what is seen, none is named', () => {
    // cut at the first relu or at the second layer, the gradient of W1 is zero, and that of W3 right
    expect(claims(...outputs('detached', 'a1', ['W1', 'W3']))).toEqual(['one: detached', null]);
    // that of W2 is right only if it is cut below the second layer
    expect(claims(...outputs('detached', 'a1', ['W1', 'W2', 'W3']))).toEqual(['one: detached at a1', null, null]);
  });
  test('a right output that the mistake would change speaks against it: then each is explained alone', () => {
    const wrong = outputs('relu-no-mask', null, ['W1', 'W2']);
    expect(claims(...wrong)).toEqual(['one: relu-no-mask', 'one: relu-no-mask']);
    const right = outputs('none', null, ['z1']);
    expect(claims(...wrong, ...right)[2]).toBeNull();
    const [first, second] = claims(...wrong, ...right);
    // that of W2 can be wrong without that of z1; made at both layers, it would not give this W1
    expect(second).toBe('one: weight-gradient-before-mask');
    // of this, nothing else is known
    expect(first).toBe('one: relu-no-mask');
  });
});

describe('a value or a gradient by itself', () => {
  const LINE: Network = {
    inputs: { x: ['B', 1], y: ['B', 1] },
    parameters: { W: [1, 1] },
    nodes: [
      { name: 'yhat', op: 'linear', of: ['x', 'W'] },
      { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
    ],
  };
  /** yhat = (0.5, 1, 1.5, 2, 2.5), dl/dyhat = (0.1, 0, 0.3, 0, 0.3), dl/dx half of it. */
  const GIVEN: Values = {
    x: float64([5, 1], [1, 2, 3, 4, 5]),
    y: float64([5, 1], [0, 1, 0, 2, 1]),
    W: float64([1, 1], [0.5]),
  };
  const YHAT = [0.5, 1, 1.5, 2, 2.5];
  const value = (numbers: readonly number[], shape = [5, 1]) =>
    compared('yhat', [valuesAt(LINE, GIVEN)], () => float64(shape, numbers));
  const by = (factor: number, of: string, right: readonly number[]) =>
    compared(of, [gradientsAt(LINE, GIVEN)], () =>
      float64(
        [right.length, 1],
        right.map((one) => factor * one),
      ),
    );
  const DYHAT = [0.1, 0, 0.3, 0, 0.3];

  test('a scale is a mistake of the loss and the gradients, not of the values before', () => {
    expect(claims(value(YHAT.map((one) => 2 * one)))).toEqual(['times 2.00']);
    expect(claims(value(YHAT.map((one) => -one)))).toEqual(['times -1.00']);
    const loss = compared('loss', [valuesAt(LINE, GIVEN)], () => float64([], [1.15]));
    // (0.25 + 0 + 2.25 + 0 + 2.25) / 10 = 0.475
    expect(claims({ ...loss, cases: loss.cases.map((one) => ({ ...one, observed: numbers(0.95) })) })).toEqual([
      'one: factor-2',
    ]);
    expect(claims(loss)).toEqual([null]);
  });
  const numbers = (one: number): ObservedTensor => ({ form: 'number', data: float64([], [one]) });

  test.each<[number, string]>([
    [-1, 'one: sign-flipped'],
    [2, 'one: factor-2'],
    [0.5, 'one: factor-half'],
    [5, 'one: times-batch'],
    [0.2, 'one: divided-by-batch-twice'],
    [3, 'times 3.00'],
  ])('known factors come before a constant: times %p is %s', (factor, claim) => {
    expect(claims(by(factor, 'yhat', DYHAT))).toEqual([claim]);
  });
  test('all that give the same numbers are claimed, in the order of the list', () => {
    // with two examples, a sum over the batch is twice the mean, and dividing again is half of it
    const given = { ...GIVEN, x: float64([2, 1], [1, 2]), y: float64([2, 1], [0, 3]) };
    const times = (factor: number) =>
      // dl/dyhat = (0.25, -1)
      compared('yhat', [gradientsAt(LINE, given)], () => float64([2, 1], [0.25 * factor, -factor]));
    expect(claims(times(2))).toEqual(['several: times-batch, factor-2']);
    expect(claims(times(0.5))).toEqual(['several: divided-by-batch-twice, factor-half']);
  });
  test('a constant times what a mistake leaves alone is a constant, not the mistake', () => {
    // weights that are updated early change neither of these; with the constant they are seven numbers
    const both = [by(3, 'yhat', DYHAT), by(3, 'y', [-0.1, 0, -0.3, 0, -0.3])];
    expect(claims(...both)).toEqual(['times 3.00', 'times 3.00']);
  });
  test('a transposed or reshaped tensor is another one, except for a side of 1', () => {
    expect(
      claims(
        value(
          YHAT.map((one) => 2 * one),
          [5],
        ),
      ),
    ).toEqual(['times 2.00']);
    expect(claims(value([...YHAT, 0], [6]))).toEqual([null]);
  });
  test('numbers that do not depend on the inputs', () => {
    const other = { ...GIVEN, x: float64([5, 1], [2, 1, 4, 3, 6]) };
    const samples = [valuesAt(LINE, GIVEN), valuesAt(LINE, other)];
    expect(claims(compared('yhat', samples, () => float64([5, 1], [7, 8, 9, 1, 2])))).toEqual(['constant']);
    expect(claims(compared('yhat', samples, (place) => float64([5, 1], [7, 8, 9, 1, place])))).toEqual([null]);
  });
  test('what is not a number, or zero at one sample of two, is claimed by nobody', () => {
    expect(claims(value(YHAT.map(() => NaN)))).toEqual([null]);
    const samples = [valuesAt(LINE, GIVEN), valuesAt(LINE, GIVEN)];
    expect(
      claims(
        compared('yhat', samples, (place) =>
          float64(
            [5, 1],
            YHAT.map(() => place),
          ),
        ),
      ),
    ).toEqual([null]);
  });
  test('no output, no claim', () => {
    expect(explain([])).toEqual([]);
  });
});
