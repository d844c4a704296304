/**
 * The check of docs/rubrics.md, from the rubric to the points in the real sandbox: dl/dx in the right and in other orders,
 * in tf.js and in plain arrays, and ways of getting the points without computing.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { gradeOne } from '../../grader/grading/grade.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { lintRubric } from '../../grader/rubric/lint.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { CheckReport } from '../../grader/schema/report.js';
import type { ResolvedRubric } from '../../grader/stages/resolved.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';

afterAll(removeFolders);

interface Sections {
  points?: number;
  sampleSets: object;
  targets: object;
  checks: object[];
}

/** The rubric of Quiz 2 with the example of the documentation as its only check. */
function documented(): string {
  const text = readFileSync('docs/rubrics.md', 'utf8');
  const [, example = ''] = /```yaml\n(sampleSets:\n  n16:[\s\S]*?)```/.exec(text) ?? [];
  const added = parse(example) as Sections;
  const quiz2 = parse(readFileSync('rubrics/quiz2.yaml', 'utf8')) as Sections;
  return stringify({
    ...quiz2,
    points: 10,
    sampleSets: { ...quiz2.sampleSets, ...added.sampleSets },
    targets: { ...quiz2.targets, ...added.targets },
    checks: added.checks,
  });
}

let driver: Driver;
let rubric: ResolvedRubric;
let path: string;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
  path = join(writeFiles(makeFolder(), { 'rubric.yaml': documented() }), 'rubric.yaml');
  rubric = await loadRubric(path);
});

async function grade(code: string, name = 'backprop.js'): Promise<CheckReport> {
  const { results } = await gradeOne(writeFiles(makeFolder(), { [name]: code }), { rubric, driver });
  const [result] = results;
  if (result === undefined) throw new Error('no result');
  return result;
}

/** `body` continues from dyhat [1,1], w2 [1,H], z1 [1,H] and W1 [H,D]. */
const inTf = (body: string, head = '') => `import * as tf from '@tensorflow/tfjs';
${head}
export function inputGradient({ W1, b1, w2, b2 }, x, y) {
  const z1 = x.matMul(W1, false, true).add(b1);
  const dyhat = z1.relu().matMul(w2, false, true).add(b2).sub(y);
  const mask = z1.greater(0).toFloat();
  const diagonal = tf.diag(mask.flatten());
  ${body}
}
`;
const inPlain = (body: string) => `type Matrix = number[][];
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));
const plus = (a: Matrix, b: number[]): Matrix => a.map((row) => row.map((value, j) => value + b[j]));
export function inputGradient(p: any, inputs: any, targets: any) {
  const [W1, b1, w2, b2, x, y] = [p.W1, p.b1, p.w2, p.b2, inputs, targets].map((t) => t.arraySync());
  const z1 = plus(times(x, transpose(W1)), b1);
  const z2 = z1.map((row) => row.map((value) => Math.max(0, value)));
  const yhat = plus(times(z2, transpose(w2)), b2);
  const dyhat = [[yhat[0][0] - y[0][0]]];
  const mask = z1[0].map((value) => (value > 0 ? 1 : 0));
  const diagonal = mask.map((value, i) => mask.map((_, j) => (i === j ? value : 0)));
  ${body}
}
`;
/** Operations by the formulas of the lecture for D = H = n and one example: the forward pass without its loss, then dl/dx. */
const product = (k: number, l: number, m: number) => k * m * (2 * l - 1);
const pass = (n: number) => product(1, n, n) + n + product(1, n, 1) + 1 + 1;
const ORDERS = {
  backwards: (n: number) => pass(n) + product(1, 1, n) + product(1, n, n) + product(1, n, n),
  masked: (n: number) => pass(n) + product(1, 1, n) + n + product(1, n, n),
  forwards: (n: number) => pass(n) + product(n, n, n) + product(1, n, n) + product(1, 1, n),
  bothSides: (n: number) => pass(n) + product(1, 1, n) + product(n, n, n) + product(1, n, n),
  maskedMatrix: (n: number) => pass(n) + n * n + product(1, n, n) + product(1, 1, n),
};
/** The operations at n = 2, and the exponent from 16 to 32. */
function expected(order: keyof typeof ORDERS): readonly number[] {
  const count = ORDERS[order];
  return [count(2), Math.round(100 * Math.log2(count(32) / count(16))) / 100];
}

const found = ({ evidence }: CheckReport) =>
  evidence.type === 'operations' ? [evidence.bound?.operations, evidence.growth?.exponent] : evidence.type;

test('the rubric is in order', async () => {
  expect((await lintRubric(path)).errors).toEqual([]);
});

describe('tf.js', () => {
  test.each<[string, string, number, keyof typeof ORDERS]>([
    ['backwards', 'return dyhat.matMul(w2).matMul(diagonal).matMul(W1);', 10, 'backwards'],
    ['with a mask', 'return dyhat.matMul(w2).mul(mask).matMul(W1);', 10, 'masked'],
    ['forwards', 'return dyhat.matMul(w2.matMul(diagonal.matMul(W1)));', 0, 'forwards'],
    ['from both sides', 'return dyhat.matMul(w2).matMul(diagonal.matMul(W1));', 0, 'bothSides'],
    // a mask instead of the diagonal matrix is few operations in any order
    ['a mask on the matrix', 'return dyhat.matMul(w2.matMul(mask.transpose().mul(W1)));', 10, 'maskedMatrix'],
  ])('%s', async (_name, body, earned, order) => {
    const result = await grade(inTf(body));
    expect(result.earned).toBe(earned);
    expect(found(result)).toEqual(expected(order));
  });
  test('automatic differentiation grows as slowly, and computes the forward pass again', async () => {
    const body = `return tf.grad((t) => {
      const hidden = t.matMul(W1, false, true).add(b1).relu();
      return hidden.matMul(w2, false, true).add(b2).sub(y).square().div(2).sum();
    })(x);`;
    expect(await grade(inTf(body))).toMatchObject({
      earned: 5,
      evidence: { bound: { ok: false }, growth: { ok: true, exponent: 1.96 } },
    });
  });
});

describe('plain arrays in TypeScript', () => {
  test.each<[string, string, number, keyof typeof ORDERS]>([
    ['backwards', 'return times(times(times(dyhat, w2), diagonal), W1);', 10, 'backwards'],
    ['with a mask', 'return times(times(dyhat, w2).map((row) => row.map((v, j) => v * mask[j])), W1);', 10, 'masked'],
    ['forwards', 'return times(dyhat, times(w2, times(diagonal, W1)));', 0, 'forwards'],
  ])('%s', async (_name, body, earned, order) => {
    const result = await grade(inPlain(body), 'backprop.ts');
    expect(result.earned).toBe(earned);
    expect(found(result)).toEqual(expected(order));
  });
});

describe('without the work', () => {
  test.each<[string, string, RegExp]>([
    ['zeros', 'return tf.zerosLike(x);', /^value .*: operations count only where the result is right$/],
    ['another result, cheaply', 'return dyhat.matMul(w2);', /operations count only where the result is right$/],
    [
      'an error',
      'return nothing;',
      /^inputGradient threw: ReferenceError: nothing is not defined \(backprop\.js:8:\d+\)$/,
    ],
    [
      'code made from text',
      "const product = new Function('a', 'b', 'return a.matMul(b)'); return product(dyhat, w2.matMul(diagonal.matMul(W1)));",
      /^costs at least 33 operations at seed, at most 27 asked; grows .*: not counted is what was computed by code made from text;/,
    ],
  ])('%s', async (_name, body, summary) => {
    const result = await grade(inTf(body));
    expect(result.earned).toBe(0);
    expect(result.summary).toMatch(summary);
  });
  test('the answer by heart, without any operation', async () => {
    const right = await grade(inTf('return dyhat.matMul(w2).mul(mask).matMul(W1);'));
    expect(right.earned).toBe(10);
    // only the quiz's own sample is known by heart
    const code = `import * as tf from '@tensorflow/tfjs';
export const inputGradient = (p, x, y) => tf.tensor2d([[-1, 2]]);`;
    expect(await grade(code)).toMatchObject({ earned: 0, evidence: { type: 'comparison' } });
  });
  test('kernels that are called without the operations of tf.js are counted', async () => {
    const body = `const { kernelFunc } = tf.getKernel('BatchMatMul', 'cpu');
      const product = (a, b) => tf.engine().makeTensorFromTensorInfo
        ? tf.engine().makeTensorFromTensorInfo(kernelFunc({ inputs: { a: a.expandDims(0), b: b.expandDims(0) }, backend: tf.backend(), attrs: {} })).squeeze([0])
        : null;
      return product(dyhat, product(w2, product(diagonal, W1)));`;
    expect(found(await grade(inTf(body)))).toEqual(expected('forwards'));
  });
});
