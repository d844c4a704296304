/** If the right gradient is zero, it cannot be assessed, and zeros must not earn points for it. */
import { describe, expect, test } from '@jest/globals';
import { judgeGradients as judge } from '../../../support/model-gradient.js';

describe('references of zero', () => {
  test('for every weight: nothing is earned, with the reason', () => {
    const zeros = { a: [0, 0], b: [0, 0] };
    const judged = judge(zeros, zeros);
    expect(judged.earned).toBe(0);
    expect(judged.summary).toMatch(
      /^model\/model\.json gives gradients of zero for every weight .* cannot be assessed/,
    );
  });

  test('for some weights: the others share what those were worth', () => {
    const reference = { a: [1, 2], b: [0, 0], c: [1e-9, 0] };
    const right = judge(reference, reference);
    expect(right).toMatchObject({
      earned: 6,
      summary: expect.stringContaining('2 have gradients of zero') as unknown,
      evidence: {
        outputs: [
          { name: 'a', verdict: 'match', earned: 6, possible: 6 },
          { name: 'b', verdict: 'not-assessable', earned: 0, possible: 0 },
          { name: 'c', verdict: 'not-assessable', earned: 0, possible: 0 },
        ],
      },
    });
    expect(judge(reference, { a: [0, 0], b: [0, 0], c: [0, 0] }).earned).toBe(0);
  });

  test.each([
    ['zeros', [0, 0]],
    ['ones', [1, 1]],
    ['noise', [0.3, -0.7]],
  ])('%s earn nothing beside a real gradient', (_, values) => {
    expect(judge({ a: [1, 2], b: [-3, 0.5] }, { a: values, b: values }).earned).toBe(0);
  });
});
