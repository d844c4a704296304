/** The real worker, in the real sandbox, counts operations of tf.js and of plain code, whatever a submission does about it. */
import { describe, expect, test } from '@jest/globals';
import { countBodies, outcomesOf, totalOf } from '../support/counted-module.js';
import { callOf } from '../support/snapshots.js';

/** The factors of the lecture, A [1,1], B [1,2], C [2,2] (the diagonal matrix of a relu) and D [2,2]. */
const FACTORS = `const A = tf.tensor2d([[-1]]), B = tf.tensor2d([[1, -1]]), C = tf.tensor2d([[1, 0], [0, 0]]), D = tf.tensor2d([[1, -2], [0, 2]]);
  const z = tf.tensor2d([[1, -1]]);`;
const PLAIN = `const [a, b, c, d] = [[[-1]], [[1, -1]], [[1, 0], [0, 0]], [[1, -2], [0, 2]]];
  const times = (m, n) => m.map((row) => n[0].map((_, j) => { let s = 0; for (let k = 0; k < n.length; k++) s += row[k] * n[k][j]; return s; }));`;

/** A product in numbers that were taken out of tensors. */
const PRODUCT = `const times = (P, Q) => {
    const [p, q] = [P.arraySync(), Q.arraySync()];
    return tf.tensor2d(p.map((row) => q[0].map((_, j) => row.reduce((s, v, k) => s + v * q[k][j], 0))));
  };`;

test('backwards, forwards, from both sides and with a mask, in tf.js and in plain arrays', async () => {
  const counted = await countBodies(
    {
      tfBackwards: 'return { v: A.matMul(B).matMul(C).matMul(D) };',
      tfForwards: 'return { v: A.matMul(B.matMul(C.matMul(D))) };',
      tfBoth: 'return { v: A.matMul(B).matMul(C.matMul(D)) };',
      tfMask: 'return { v: A.matMul(B).mul(z.greater(0).toFloat()).matMul(D) };',
      tfStep: 'return { v: A.matMul(B).mul(tf.step(z)).matMul(D) };',
      tfWhere: 'return { v: tf.where(z.greater(0), A.matMul(B), tf.zerosLike(B)).matMul(D) };',
      tfDot: 'return { v: tf.dot(tf.dot(tf.dot(A, B), C), D) };',
      tfTransposed:
        'return { v: tf.matMul(D, tf.matMul(C, tf.matMul(B, A, true, false), true, false), true, false).transpose() };',
      tfEinsum: "return { v: tf.einsum('ij,jk->ik', tf.einsum('ij,jk->ik', tf.einsum('ij,jk->ik', A, B), C), D) };",
      plainBackwards: 'return { v: times(times(times(a, b), c), d) };',
      plainForwards: 'return { v: times(a, times(b, times(c, d))) };',
      mixed: 'return { v: times(times(A.arraySync(), B.arraySync()), C.arraySync()).length + D.matMul(D).size };',
    },
    `${FACTORS}\n${PLAIN}`,
  );
  expect(Object.fromEntries(Object.entries(counted).map(([name, { work }]) => [name, totalOf(work)]))).toEqual({
    tfBackwards: 14,
    tfForwards: 20,
    tfBoth: 20,
    tfMask: 10,
    tfStep: 10,
    tfWhere: 8,
    tfDot: 14,
    tfTransposed: 14,
    tfEinsum: 14,
    plainBackwards: 14,
    plainForwards: 20,
    // 2 + 6 in plain arrays, 12 in tf.js, and an addition of two sizes
    mixed: 20,
  });
  for (const { work } of Object.values(counted)) expect(work).toMatchObject({ unknown: [], escapes: [] });
  expect(counted.tfBackwards.work.kernels).toEqual({ BatchMatMul: 14 });
  expect({ ...counted.plainBackwards.work.own }).toEqual({ '+': 4, '*': 10 });
});

test('numbers that were taken out of tensors are counted where they are used', async () => {
  const { inside, typed } = await countBodies(
    {
      inside: 'return { v: times(x, p.W) };',
      typed: `const [u, w] = [x.dataSync(), p.W.dataSync()];
        const out = new Float32Array(2);
        for (let j = 0; j < 2; j++) for (let k = 0; k < 2; k++) out[j] += u[k] * w[k * 2 + j];
        return { v: out };`,
    },
    PRODUCT,
  );
  expect(totalOf(inside.work)).toBe(6);
  expect(totalOf(typed.work)).toBe(6);
});

test('a composite operation is counted once, and costs of kernels are those of their formulas', async () => {
  const image = 'const image = tf.ones([1, 5, 5, 3]);';
  const counted = await countBodies(
    {
      softmax: 'return { v: tf.softmax(tf.ones([4, 5])) };',
      logSoftmax: 'return { v: tf.logSoftmax(tf.ones([4, 5])) };',
      mean: 'return { v: tf.mean(tf.ones([4, 5]), 0) };',
      sum: 'return { v: tf.sum(tf.ones([4, 5])) };',
      dense: 'return { v: tf.layers.dense({ units: 4, activation: "sigmoid" }).apply(x) };',
      conv: `${image} return { v: tf.conv2d(image, tf.ones([3, 3, 3, 2]), 1, 'valid') };`,
      depthwise: `${image} return { v: tf.depthwiseConv2d(image, tf.ones([3, 3, 3, 1]), 1, 'valid') };`,
      pool: `${image} return { v: tf.avgPool(image, 5, 1, 'valid') };`,
      shapes:
        'return { v: x.reshape([2, 1]).transpose().tile([2, 2]).slice([0, 0], [1, 2]).concat(x).relu().neg().max() };',
      addN: 'return { v: tf.addN([x, x, x]) };',
      gradient: 'return { v: tf.grad((t) => t.matMul(p.W).sum())(x) };',
    },
    '',
  );
  expect(Object.fromEntries(Object.entries(counted).map(([name, { work }]) => [name, totalOf(work)]))).toEqual({
    softmax: 4 * 20 - 4,
    // x - max, exp, sum, log, and a subtraction
    logSoftmax: 20 + 20 + 16 + 4 + 20,
    mean: 20,
    sum: 19,
    dense: expect.any(Number),
    conv: 9 * 2 * (2 * 27 - 1),
    depthwise: 9 * 3 * (2 * 9 - 1),
    pool: 3 * 25,
    shapes: 0,
    addN: 4,
    // forward 6 and 1; backwards the spreading of the sum over 2 numbers, and the product by the transpose of W
    gradient: 6 + 1 + 2 + 6,
  });
  // weights are drawn when they are needed, besides 4 * 3 of the product, 4 of the bias and 3 * 4 of the activation
  expect(counted.dense.work.kernels).toMatchObject({ Sigmoid: 12 });
});

describe('what is not counted is told', () => {
  test('and by which way', async () => {
    const counted = await countBodies(
      {
        none: 'return { v: 1 };',
        unknown: 'return { v: tf.image.cropAndResize(tf.ones([1, 4, 4, 1]), [[0, 0, 1, 1]], [0], [2, 2]) };',
        bigint: 'return { v: Number(3n * 4n) };',
        assembly: 'return { v: WebAssembly.validate(new Uint8Array(8)) ? 1 : 0 };',
        text: "return { v: new Function('a', 'b', 'return a * b')(1.5, 2) };",
        module: "return { v: process.getBuiltinModule('node:vm').runInThisContext('1.5 * 2') };",
      },
      '',
    );
    const told = Object.entries(counted).map(([name, { work }]) => [name, [...work.unknown, ...work.escapes]]);
    // in one worker: what was used once can be used again
    expect(Object.fromEntries(told)).toEqual({
      none: [],
      unknown: ['CropAndResize'],
      bigint: ['BigInt'],
      assembly: ['WebAssembly', 'BigInt'],
      text: ['code made from text', 'WebAssembly', 'BigInt'],
      module: ['code made from text', 'WebAssembly', 'a module of Node.js', 'BigInt'],
    });
  });
  test.each([
    ['an indirect eval', '', "(0, eval)('1.5 * 2')"],
    ['eval by another name', "const run = globalThis['ev' + 'al'];", "run('1.5 * 2')"],
    ['the constructor of a function', '', "(() => 0).constructor('return 1.5 * 2')()"],
    ['that of an asynchronous one', '', "(async () => 0).constructor('return 1.5 * 2') && 3"],
    ['that of a generator', '', "(function* () {}).constructor('yield 1.5 * 2')().next().value"],
    ['prepared when the file is loaded', "const f = Function('return 1.5 * 2');", 'f()'],
    ['by Reflect', '', "Reflect.construct(Function, ['return 1.5 * 2'])()"],
  ])('code from text: %s', async (_name, head, expression) => {
    const { v } = await countBodies({ v: `return { v: ${expression} };` }, head);
    expect(v.work.escapes).toEqual(['code made from text']);
    expect(v.outputs['v']).toMatchObject({ data: { values: Float64Array.of(3) } });
  });
  test('random numbers of tf.js, which use a module of Node.js, are no way around', async () => {
    const { random } = await countBodies({ random: 'return { v: tf.randomNormal([2]).add(tf.randomUniform([2])) };' });
    expect(random.work.escapes).toEqual([]);
  });
});

describe('tampering', () => {
  // 6 for x W, in tf.js
  const PRODUCT_OF = 'return { v: tf.matMul(x, p.W) };';
  test.each([
    ['Reflect and Object', 'Reflect.apply = () => 0; Object.keys = () => []; Object.create = () => ({});'],
    ['Math and Number', 'try { Math.floor = () => 1; Number.isInteger = () => true; } catch {}'],
    [
      'setters of counts',
      `for (const name of ['BatchMatMul', '+', '*']) Object.defineProperty(Object.prototype, name, { set() {}, get: () => -5 });`,
    ],
    ['the engine', 'const run = tf.engine().runKernel.bind(tf.engine()); tf.engine().runKernel = run;'],
    [
      'the registry',
      "const { kernelFunc } = tf.getKernel('BatchMatMul', 'cpu'); tf.unregisterKernel('BatchMatMul', 'cpu'); tf.registerKernel({ kernelName: 'BatchMatMul', backendName: 'cpu', kernelFunc });",
    ],
    [
      'a second backend',
      "tf.registerBackend('mine', () => tf.findBackend('cpu')); tf.copyRegisteredKernels('cpu', 'mine');",
    ],
    [
      'what is written to the channel',
      `const change = (header) => { if (header.work) header.work.kernels = { Add: 1 }; return header; };
       const { stringify } = JSON;
       JSON.stringify = (header) => stringify(change(header));
       Object.prototype.toJSON = function () { return this.work ? { ...this, work: { ...this.work, kernels: {} } } : this; };
       Array.prototype.toJSON = () => [];
       TextEncoder.prototype.encode = () => new Uint8Array();`,
    ],
    [
      'names of the counters',
      "for (const name of Object.getOwnPropertyNames(globalThis)) if (name.startsWith('counted')) delete globalThis[name];",
    ],
    ['arguments', 'try { [...arguments].forEach((one) => Object.keys(one)); } catch {}'],
  ])('%s', async (_name, head) => {
    const { product } = await countBodies({ product: PRODUCT_OF }, head);
    expect(totalOf(product.work)).toBe(6);
  });
  test('a kernel of the student is counted as the code that it is', async () => {
    const head = `tf.unregisterKernel('BatchMatMul', 'cpu');
      tf.registerKernel({ kernelName: 'BatchMatMul', backendName: 'cpu', kernelFunc: ({ inputs: { a, b }, backend }) => {
        const [u, w] = [backend.readSync(a.dataId), backend.readSync(b.dataId)];
        const out = new Float32Array(2);
        for (let j = 0; j < 2; j++) for (let k = 0; k < 2; k++) out[j] += u[k] * w[k * 2 + j];
        return backend.makeTensorInfo([1, 1, 2], 'float32', out);
      } });`;
    const { product } = await countBodies({ product: PRODUCT_OF }, head);
    expect(product.work.kernels).toEqual({});
    expect(totalOf(product.work)).toBe(6);
  });
  test('functions of Math by another name, and Atomics', async () => {
    const counted = await countBodies(
      {
        math: 'return { v: power(1.5, 2) * 0 + root(2.25) + Math.hypot(3.5, 4.5) };',
        free: 'return { v: Math.max(1.5, Math.abs(-2.5), Math.round(2.5)) };',
        atomics: 'const a = new Int32Array(2); Atomics.add(a, 0, 5); return { v: a[0] };',
      },
      'const { pow: power, sqrt: root } = Math;',
    );
    expect({ ...counted.math.work.own }).toEqual({ Math: 1 + 1 + 4, '*': 1, '+': 2 });
    expect(counted.free.work.own).toEqual({});
    expect({ ...counted.atomics.work.own }).toEqual({ Atomics: 1 });
  });
  test('what runs when the file is loaded, or in an earlier call, is not counted to a call', async () => {
    const { first, second } = await countBodies(
      { first: 'return { v: [x.dataSync()[0] * 1.5, ready] };', second: 'return { v: tf.add(x, x) };' },
      'const ready = tf.matMul(tf.ones([9, 9]), tf.ones([9, 9])).dataSync()[0] * 1.25;',
    );
    expect(totalOf(first.work)).toBe(1);
    expect(totalOf(second.work)).toBe(2);
  });
});

test('an error of counted code is at its own line and column', async () => {
  const code = `import * as tf from '@tensorflow/tfjs';
const square = (v) => v * v + v * 2;
export function forward(p, x) {
  const total = square(1.5) * square(2.5) + square(3.5); boom(total * 2);
  return { v: total };
}
`;
  const outcome = (await outcomesOf(code, [callOf('forward', ['v'])])).get('forward#0');
  const message = 'forward threw: ReferenceError: boom is not defined';
  expect(outcome).toMatchObject({ status: 'failed', error: { message, file: 'backprop.js', line: 4, column: 58 } });
});

test('asynchronous functions are counted to their end', async () => {
  const { later } = await countBodies({
    later:
      'return (async () => { const [a] = await x.data(); await new Promise((done) => setTimeout(done, 5)); return { v: a * 1.5 }; })();',
  });
  expect(totalOf(later.work)).toBe(1);
});
