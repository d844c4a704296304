import { describe, expect, test } from '@jest/globals';
import { infinityNorm } from '../../../grader/numerics/closeness.js';
import { diagnose, type Case } from '../../../grader/numerics/diagnosis.js';
import { gradientsWithSubgradients } from '../../../grader/numerics/gradients.js';
import { fromNested } from '../../../grader/tensor/tensor.js';
import { FUNCTION_RUBRIC } from '../../support/function-checks.js';
import { backwardByHand, type Slips } from '../../support/handmade-backprop.js';
import { QUIZ2 } from '../../support/quiz2-network.js';

const POINTS = ['generic', 'square'].flatMap((name) => FUNCTION_RUBRIC.sampleSets.get(name) ?? []);
const NAMES = { dyhat: 'yhat', dz2: 'z2', dz1: 'z1', dW1: 'W1', db1: 'b1', dw2: 'w2', db2: 'b2', dx: 'x' } as const;

/** The names of the mistakes found in one output of the hand-made function with these mistakes. */
function claims(output: keyof typeof NAMES, slips: Slips): string[] {
  const cases = POINTS.map((point): Case => {
    const { reference } = gradientsWithSubgradients(QUIZ2, point.values);
    const right = reference.gradients;
    const tensor = right[NAMES[output]];
    const observed = fromNested(backwardByHand(point, { round: Math.fround, ...slips })[output]);
    if (tensor === undefined || !observed.ok) throw new Error('no tensor');
    const largest = Math.max(...Object.values(right).map(infinityNorm));
    return {
      observed: { form: 'nested-array', data: observed.tensor },
      expected: { reference: tensor, scale: reference.scale[NAMES[output]], largest },
      alternatives: { network: QUIZ2, given: point.values, right, of: 'gradients' },
    };
  });
  return diagnose(NAMES[output], cases).map(({ name }) => name);
}

describe('mistakes made by hand are named, and only they', () => {
  const outputs = Object.keys(NAMES) as (keyof typeof NAMES)[];
  test.each(outputs)('%s: sign, sum, factors', (output) => {
    expect(claims(output, { sign: true })).toEqual(['sign flipped']);
    expect(claims(output, { sum: true })).toEqual(['sum instead of mean']);
    expect(claims(output, { factor: 2 })).toEqual(['factor 2']);
    expect(claims(output, { factor: 0.5 })).toEqual(['factor 1/2']);
    // of two numbers in all, anything would be "a constant times the right answer"
    expect(claims(output, { factor: 0.01 })).toEqual(output === 'db2' ? [] : ['constant factor']);
    expect(claims(output, { factor: 0 })).toEqual(['zero']);
  });
  test.each(['dz1', 'dW1', 'db1', 'dx'] as const)('%s: the mask left out', (output) => {
    expect(claims(output, { mask: 'none' })).toEqual(['no relu mask']);
  });
  test.each(outputs)('%s: the bias left out', (output) => {
    expect(claims(output, { noBias: true })).toEqual(['bias missing']);
  });
  test('no mistake is named for an output that is wrong in another way', () => {
    expect(claims('dz1', { mask: 'inverted' })).toEqual([]);
    expect(claims('dz1', { mask: 'inverted', factor: 2 })).toEqual([]);
  });
});
