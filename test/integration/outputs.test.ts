/** What a student's function may return, read by the real worker in the real sandbox. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Returned } from '../../grader/protocol/worker.js';
import type { StudentErrorReport } from '../../grader/schema/evidence.js';
import { removeFolders } from '../support/folders.js';
import { callOf, planOf, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
});

async function outcomeOf(body: string, head = '') {
  const code = `import * as tf from '@tensorflow/tfjs';\n${head}\nexport function forward(p, x) {\n${body}\n}`;
  const seen = await observe(snapshotOf({ 'backprop.js': code }), planOf([callOf('forward', ['v'])]), { driver });
  const outcome = seen.outcomes.get('forward#0');
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

async function returnedOf(body: string, head = ''): Promise<Returned> {
  const outcome = await outcomeOf(body, head);
  if (outcome.status !== 'returned') throw new Error(JSON.stringify(outcome));
  return outcome.returned;
}

async function errorOf(body: string, head = ''): Promise<StudentErrorReport> {
  const outcome = await outcomeOf(body, head);
  if (outcome.status !== 'failed') throw new Error('it returned');
  return outcome.error;
}

describe('numbers in every form', () => {
  test.each<[string, string, string, readonly number[], readonly number[]]>([
    ['a tensor', 'tf.tensor2d([[1, 2], [3, 4]])', 'tensor', [2, 2], [1, 2, 3, 4]],
    ['an int32 tensor', "tf.tensor1d([1, -2], 'int32')", 'tensor', [2], [1, -2]],
    ['booleans as a tensor', "tf.tensor1d([true, false], 'bool')", 'tensor', [2], [1, 0]],
    ['a variable', 'tf.variable(tf.scalar(3))', 'tensor', [], [3]],
    ['an empty tensor', 'tf.tensor2d([], [0, 3])', 'tensor', [0, 3], []],
    ['a typed array', 'Float64Array.of(0.1, 0.2)', 'typed-array', [2], [0.1, 0.2]],
    ['rows of typed arrays', '[Float32Array.of(1, 2), Float32Array.of(3, 4)]', 'nested-array', [2, 2], [1, 2, 3, 4]],
    ['nested numbers', '[[1, 2], [3, 4]]', 'nested-array', [2, 2], [1, 2, 3, 4]],
    ['a number', '0.1', 'number', [], [0.1]],
    ['what is not finite', '[NaN, -Infinity]', 'nested-array', [2], [NaN, -Infinity]],
  ])('%s', async (_name, value, form, shape, values) => {
    const { outputs } = await returnedOf(`return { v: ${value} };`);
    const output = outputs['v'];
    if (output?.kind !== 'numbers') throw new Error(JSON.stringify(output));
    expect([output.form, output.data.shape, [...output.data.values]]).toEqual([form, shape, values]);
  });
});

describe('what is not a number is described as what it is', () => {
  test.each<[string, string, RegExp]>([
    ['a string', "'0.5'", /^a string$/],
    ['numbers as strings', "[['1', 2]]", /string|text/],
    ['null', 'null', /^null$/],
    ['undefined', 'undefined', /^undefined$/],
    ['a bigint', '10n', /^a bigint$/],
    ['a function', '() => 1', /^a function$/],
    ['an object', '{ loss: 1 }', /^an object with keys loss$/],
    ['ragged rows', '[[1, 2], [3]]', /array with/],
    ['holes', '[1, , 3]', /array with/],
    ['a circle', '(() => { const a = []; a.push(a); return a; })()', /array with/],
    ['a promise inside', 'Promise.resolve(1)', /a promise \(await it inside your function\)/],
    ['a disposed tensor', '(() => { const t = tf.scalar(1); t.dispose(); return t; })()', /disposed/],
    ['a tensor of strings', "tf.tensor1d(['a'])", /dtype string/],
    ['64-bit integers', 'BigInt64Array.of(1n)', /BigInt64Array/],
    ['five million numbers', 'new Float32Array(5e6)', /^an array with 5000000 numbers, far more than expected$/],
    [
      'a proxy that throws',
      "new Proxy({}, { get() { throw new Error('no'); }, getPrototypeOf() { throw new Error('no'); } })",
      /cannot be read/,
    ],
  ])('%s', async (_name, value, found) => {
    const { outputs } = await returnedOf(`return { v: ${value} };`);
    expect(outputs['v']).toEqual({ kind: 'unusable', found: expect.stringMatching(found) as unknown });
  });
  test('a getter that throws, and one that is read only once', async () => {
    const { outputs } = await returnedOf("return { get v() { throw new Error('no'); } };");
    expect(outputs['v']).toEqual({ kind: 'unusable', found: 'a getter that throws' });
    const once = await returnedOf('let n = 0; return { get v() { n += 1; return n; } };');
    expect(once.outputs['v']).toMatchObject({ kind: 'numbers', data: { values: Float64Array.of(1) } });
  });
});

describe('the whole return value', () => {
  test('may be a promise', async () => {
    const { outputs } = await returnedOf('return Promise.resolve({ v: 7 });');
    expect(outputs['v']).toMatchObject({ kind: 'numbers', form: 'number' });
  });
  test.each(['undefined', 'null', '5'])('%s is not a record', async (value) => {
    const { outputs } = await returnedOf(`return ${value};`);
    expect(outputs['v']).toMatchObject({
      kind: 'unusable',
      found: expect.stringMatching(/^missing: the function returned/) as unknown,
    });
  });
  test('extra keys are seen by name and cost nothing', async () => {
    const { outputs, keys } = await returnedOf('return { v: 1, debug: 2 };');
    expect([Object.keys(outputs), keys]).toEqual([['v'], ['v', 'debug']]);
  });
  test('keys that would write to a terminal are made harmless', async () => {
    const { keys } = await returnedOf("return { '\\u001b[2Jcleared': 1, '\\u202Ereversed': 2, 'two\\nlines': 3 };");
    expect(keys.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
    expect(keys).toHaveLength(3);
  });
});

describe('inputs after the call', () => {
  test.each<[string, string]>([
    ['dataSync of the cpu backend', 'x.dataSync()[0] = 9; return { v: 1 };'],
    ['a variable assigned in place', 'const d = p.W.dataSync(); d.fill(0); return { v: 1 };'],
  ])('%s shows', async (_name, body) => {
    const { inputsAfter } = await returnedOf(body);
    expect([inputsAfter['x']?.kind, inputsAfter['W']?.kind]).toContain('changed');
  });
  test('disposed', async () => {
    expect((await returnedOf('x.dispose(); return { v: 1 };')).inputsAfter['x']).toEqual({ kind: 'disposed' });
  });
  test('each call gets its own tensors', async () => {
    const code = 'export function forward(p, x) { const v = x.dataSync()[0]; x.dataSync()[0] = 9; return { v }; }';
    const plan = planOf([callOf('forward', ['v'], 0), callOf('forward', ['v'], 1)]);
    const seen = await observe(snapshotOf({ 'backprop.js': code }), plan, { driver });
    for (const turn of ['forward#0', 'forward#1']) {
      expect(seen.outcomes.get(turn)).toMatchObject({
        returned: { outputs: { v: { data: { values: Float64Array.of(1) } } } },
      });
    }
  });
});

describe('costs nothing', () => {
  test.each<[string, string]>([
    ['an open timer', 'setInterval(() => {}, 1000); return { v: 1 };'],
    ['a promise that nobody catches', "Promise.reject(new Error('later')); return { v: 1 };"],
    ['leaked tensors', 'for (let i = 0; i < 1000; i++) tf.zeros([10]); return { v: 1 };'],
    ['prints', "console.log('score: 100'); console.error('oops'); return { v: 1 };"],
  ])('%s', async (_name, body) => {
    expect((await returnedOf(body)).outputs['v']).toMatchObject({ kind: 'numbers' });
  });
});

describe('errors', () => {
  test.each<[string, string, string, RegExp]>([
    ['thrown text', "throw 'nope';", 'RUNTIME_ERROR', /nope/],
    ['a rejected promise', "return Promise.reject(new TypeError('late'));", 'RUNTIME_ERROR', /late/],
    ['terminal escapes in a message', "throw new Error('\\u001b[31mred\\u001b[0m\\u202E');", 'RUNTIME_ERROR', /red/],
    ['tf’s own error', 'return { v: tf.matMul(x, tf.zeros([3, 3])) };', 'RUNTIME_ERROR', /inner shapes|matMul/],
    ['the end of the process', 'process.exit(0);', 'RUNTIME_ERROR', /exit/],
  ])('%s', async (_name, body, code, message) => {
    const error = await errorOf(body);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/u);
  });
  test('a missing export names the existing ones', async () => {
    const seen = await observe(
      snapshotOf({ 'backprop.js': 'export const forwards = 1;' }),
      planOf([callOf('forward', ['v'])]),
      { driver },
    );
    expect(seen.outcomes.get('forward#0')).toMatchObject({
      status: 'failed',
      error: { code: 'EXPORT_MISSING', message: expect.stringContaining('forwards') as unknown },
    });
  });
});
