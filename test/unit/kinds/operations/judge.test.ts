/** Points for counted operations: of what is right, exact, computed in the call, few enough and growing slowly enough. */
import { describe, expect, test } from '@jest/globals';
import type { Judgement } from '../../../../grader/checks/judging/judge.js';
import { countOf } from '../../../../grader/kinds/operations/counts.js';
import { judgeBound } from '../../../../grader/kinds/operations/requirements.js';
import { exponentOf, factorOf } from '../../../../grader/kinds/operations/growth.js';
import type { Work } from '../../../../grader/protocol/work.js';
import { judgeOperations, OPERATIONS, returnedWith, rightWith, SETS, workOf } from '../../../support/operations.js';

/** A function that is right, with so many operations at each set. */
function judged(counts: Readonly<Record<string, number>>, more: Partial<Work> = {}, check = OPERATIONS): Judgement {
  return judgeOperations((call) => rightWith(call, workOf(counts[call.set] ?? 0, more)), check);
}
const { bound: _bound, ...GROWTH_ONLY } = OPERATIONS;
const { growth: _growth, ...BOUND_ONLY } = OPERATIONS;

describe('a bound and a growth', () => {
  test('both are met', () => {
    const judgement = judged({ seed: 30, small: 100, large: 400 });
    expect(judgement).toEqual({
      earned: 6,
      summary:
        'costs 30 operations at seed, at most 30 asked; grows as n^2 from small (100 operations) to large (400 operations), at most n^2.5 asked',
      evidence: {
        type: 'operations',
        counts: [
          ['seed-0', 30],
          ['small-0', 100],
          ['large-0', 400],
        ].map(([sample, operations]) => ({
          ...{ sample, operations, exact: true, onIndices: 0, notCounted: [] },
          parts: [{ name: 'tf.js BatchMatMul', operations }],
        })),
        bound: { at: 'seed', most: 30, operations: 30, exact: true, ok: true },
        growth: { from: 'small', to: 'large', factor: 2, most: 2.5, exponent: 2, exact: true, ok: true },
      },
    });
  });
  test.each<[Record<string, number>, number, string]>([
    [{ seed: 31, small: 100, large: 400 }, 3, 'costs 31 operations at seed, at most 30 asked'],
    [
      { seed: 1, small: 100, large: 800 },
      3,
      'grows as n^3 from small (100 operations) to large (800 operations), at most n^2.5 asked',
    ],
    [
      { seed: 31, small: 1, large: 8 },
      0,
      'costs 31 operations at seed, at most 30 asked; grows as n^3 from small (1 operation) to large (8 operations), at most n^2.5 asked',
    ],
    [
      { seed: 0, small: 100, large: 400 },
      3,
      'no operation was counted at seed, so the result was not computed in the call',
    ],
    [
      { seed: 30, small: 0, large: 400 },
      3,
      'no operation was counted at small, so the result was not computed in the call',
    ],
    [
      { seed: 30, small: 100, large: 0 },
      3,
      'no operation was counted at large, so the result was not computed in the call',
    ],
  ])('%j', (counts, earned, summary) => {
    const judgement = judged(counts);
    expect(judgement).toMatchObject({ earned, summary });
    expect(judgement.hint).toMatch(/^In which order are the matrices multiplied.*\?$/);
  });
  test('one of them alone has all of the points', () => {
    expect(judged({ seed: 30 }, {}, BOUND_ONLY)).toMatchObject({ earned: 6, evidence: { bound: { ok: true } } });
    expect(judged({ seed: 31 }, {}, BOUND_ONLY).earned).toBe(0);
    expect(judged({ small: 100, large: 565 }, {}, GROWTH_ONLY)).toMatchObject({
      earned: 6,
      evidence: { growth: { exponent: 2.5 } },
    });
    expect(judged({ small: 100, large: 570 }, {}, GROWTH_ONLY).earned).toBe(0);
    expect(judged({ seed: 30 }, {}, BOUND_ONLY).evidence).not.toHaveProperty('growth');
  });
});

describe('what is not counted', () => {
  test('passes nothing, however little was counted', () => {
    const judgement = judged({ seed: 3, small: 1, large: 2 }, { escapes: ['WebAssembly'] });
    expect(judgement.earned).toBe(0);
    expect(judgement.summary).toContain(
      'costs at least 3 operations at seed, at most 30 asked: not counted is what was computed by WebAssembly; use plain arithmetic',
    );
    expect(judgement.evidence).toMatchObject({ counts: [{ exact: false, notCounted: ['WebAssembly'] }, {}, {}] });
  });
  test('an unknown kernel by its name', () => {
    expect(judged({ seed: 3 }, { unknown: ['FFT'] }, BOUND_ONLY).summary).toContain('by the kernel FFT of tf.js;');
  });
  test('too many operations are too many all the same', () => {
    expect(judged({ seed: 40 }, { unknown: ['FFT'] }, BOUND_ONLY).summary).toBe(
      'costs at least 40 operations at seed, at most 30 asked',
    );
  });
  test('without any count nothing is earned, and it is no fault of the grader', () => {
    expect(judgeOperations((call) => rightWith(call, undefined))).toMatchObject({ earned: 0 });
  });
  test('staff is told where operations on indices grow faster', () => {
    const withIndices = (onIndices: number) =>
      judgeOperations(
        (call) =>
          rightWith(
            call,
            workOf(call.set === 'large' ? 400 : 100, { onIndices: call.set === 'large' ? onIndices : 400 }),
          ),
        GROWTH_ONLY,
      );
    expect(withIndices(1600)).toMatchObject({ earned: 6 });
    expect(withIndices(1600)).not.toHaveProperty('review');
    expect(withIndices(6000)).toMatchObject({ earned: 6, review: 'arithmetic within indices grows faster (n^3.68)' });
  });
});

describe('what is wrong earns nothing', () => {
  test('one wrong output among right ones, however cheap', () => {
    const judgement = judgeOperations((call) => {
      const right = rightWith(call, workOf(1));
      if (right.status !== 'returned') return right;
      const wrong = returnedWith({ dx: [[1]] }, undefined);
      const { dx } = wrong.status === 'returned' ? wrong.returned.outputs : {};
      if (dx === undefined) throw new Error('no dx');
      return { ...right, returned: { ...right.returned, outputs: { ...right.returned.outputs, dx } } };
    });
    expect(judgement).toMatchObject({
      earned: 0,
      summary: expect.stringMatching(/^dx .*: operations count only where the result is right$/),
      evidence: {
        type: 'comparison',
        firstWrong: 'dx',
        calls: 3,
        outputs: [
          { name: 'dx', earned: 0, possible: 6, beside: { sample: expect.any(String) } },
          { name: 'dW1', verdict: 'match', earned: 0, possible: 0 },
        ],
      },
    });
  });
  test('a call that failed', () => {
    const error = { code: 'RUNTIME_ERROR', message: 'backward threw: boom', file: 'backprop.js', line: 3 } as const;
    const judgement = judgeOperations((call) =>
      call.set === 'large' ? { status: 'failed', error } : rightWith(call, workOf(1)),
    );
    expect(judgement).toMatchObject({ earned: 0, evidence: { type: 'comparison', error } });
    expect(judgement.summary).toBe(
      'fails at large-0 and not at the other samples: backward threw: boom (backprop.js:3)',
    );
  });
  test('values of the forward pass, as a function that returns a value', () => {
    const check = { ...GROWTH_ONLY, quantity: 'value' as const, outputs: [{ name: 'z1', of: 'z1' }] };
    expect(judgeOperations((call) => rightWith(call, workOf(5)), check).summary).toContain('z1 is missing');
  });
});

describe('several samples of a set', () => {
  const counts = (...all: readonly (readonly [number, Partial<Work>])[]) =>
    new Map([
      ['seed', all.map(([operations, more], index) => countOf(`seed-${String(index)}`, workOf(operations, more)))],
    ]);
  const bound = { at: 'seed', most: 30 };
  test('the largest count is what a function needs', () => {
    expect(judgeBound(bound, counts([10, {}], [31, {}], [20, {}]))).toMatchObject({
      ok: false,
      sentence: 'costs 31 operations at seed, at most 30 asked',
    });
  });
  test('one that is not exact spoils all', () => {
    const found = judgeBound(bound, counts([10, { escapes: ['BigInt'] }], [20, {}], [10, {}]));
    expect(found).toMatchObject({ ok: false, evidence: { bound: { exact: false, operations: 20 } } });
  });
});

describe('sizes', () => {
  const set = (sizes: Record<string, number>) => ({ ...SETS['small'], sizes }) as never;
  test.each<[Record<string, number>, Record<string, number>, unknown]>([
    [
      { B: 4, D: 16, H: 16 },
      { B: 4, D: 32, H: 32 },
      { ok: true, factor: 2 },
    ],
    [
      { D: 2, H: 8 },
      { D: 2, H: 12 },
      { ok: true, factor: 1.5 },
    ],
    [{ D: 2 }, { D: 2 }, { ok: false, problem: 'no size grows: give some of them larger sizes' }],
    [
      { D: 4 },
      { D: 2 },
      { ok: false, problem: 'sizes change differently (D by 0.5): let all of them grow by the same factor, or stay' },
    ],
    [
      { D: 2, H: 2 },
      { D: 4, H: 6 },
      {
        ok: false,
        problem: 'sizes change differently (D by 2, H by 3): let all of them grow by the same factor, or stay',
      },
    ],
  ])('%j to %j', (from, to, found) => {
    expect(factorOf(set(from), set(to))).toEqual(found);
  });
  test('given values have no sizes that grow', () => {
    const { seed, small } = SETS;
    if (seed === undefined || small === undefined) throw new Error('no sets');
    for (const pair of [[seed, small], [small, seed]] as const) expect(factorOf(...pair)).toMatchObject({ ok: false }); // prettier-ignore
  });
  test('the exponents that were measured for the chain of the lecture', () => {
    // (AB)C)D and A(B(CD)) with sides of 16 and 32, by km(2l - 1)
    const [reverse, forward] = [
      (n: number) => n + 2 * n * (2 * n - 1),
      (n: number) => n * n * (2 * n - 1) + n * (2 * n - 1) + n,
    ];
    expect(exponentOf(reverse(16), reverse(32), 2)).toBeCloseTo(2.01, 2);
    expect(exponentOf(forward(16), forward(32), 2)).toBeCloseTo(2.98, 2);
    expect(exponentOf(0, 5, 2)).toBeNull();
    expect(exponentOf(5, 0, 2)).toBeNull();
  });
});

describe('a count', () => {
  test('has its parts by size, the smallest ones together', () => {
    const kernels = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`K${String(index).padStart(2, '0')}`, index + 1]),
    );
    const { parts, operations } = countOf('s', workOf(0, { kernels, own: { '+': 30, Math: 1 } }));
    expect(operations).toBe(210 + 31);
    expect(parts).toHaveLength(13);
    expect(parts[0]).toEqual({ name: 'own code: +', operations: 30 });
    expect(parts[1]).toEqual({ name: 'tf.js K19', operations: 20 });
    expect(parts.at(-1)).toEqual({ name: 'others', operations: 241 - 30 - (20 * 21) / 2 + (9 * 10) / 2 });
    expect(parts.reduce((sum, part) => sum + part.operations, 0)).toBe(operations);
  });
});
