/** What a student's function may return, read by the real worker in the real sandbox. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Observations, ProbeOutcome } from '../../grader/stages/observation.js';
import type { Returned } from '../../grader/protocol/worker.js';
import { removeFolders } from '../support/folders.js';
import { callOf, planOf, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
});

const bodies: string[] = [];
let seen: Promise<Observations> | undefined;

/** Every body is an export of one submission, which is run when the first outcome is asked for. */
function observed(): Promise<Observations> {
  const exported = bodies.map((body, at) => `export function f${String(at)}(p, x) {\n${body}\n}`);
  const code = ["import * as tf from '@tensorflow/tfjs';", ...exported].join('\n');
  const calls = bodies.map((_body, at) => callOf(`f${String(at)}`, ['v']));
  seen ??= observe(snapshotOf({ 'backprop.js': code }), planOf(calls), { driver });
  return seen;
}

/** To be called while tests are defined. */
function outcomeOf(body: string): () => Promise<ProbeOutcome> {
  const id = `f${String(bodies.push(body) - 1)}#0`;
  return async () => {
    const outcome = (await observed()).outcomes.get(id);
    if (outcome === undefined) throw new Error('no outcome');
    return outcome;
  };
}

function testReturned(name: string, body: string, check: (returned: Returned) => void): void {
  const told = outcomeOf(body);
  test(name, async () => {
    const outcome = await told();
    if (outcome.status !== 'returned') throw new Error(JSON.stringify(outcome));
    check(outcome.returned);
  });
}

describe('numbers in every form', () => {
  const forms: readonly [string, string, string, readonly number[], readonly number[]][] = [
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
  ];
  for (const [name, value, form, shape, values] of forms) {
    testReturned(name, `return { v: ${value} };`, ({ outputs: { v: output } }) => {
      if (output?.kind !== 'numbers') throw new Error(JSON.stringify(output));
      expect([output.form, output.data.shape, [...output.data.values]]).toEqual([form, shape, values]);
    });
  }
});

describe('what is not a number is described as what it is', () => {
  const odd: readonly [string, string, RegExp][] = [
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
  ];
  for (const [name, value, found] of odd) {
    testReturned(name, `return { v: ${value} };`, ({ outputs }) => {
      expect(outputs['v']).toEqual({ kind: 'unusable', found: expect.stringMatching(found) as unknown });
    });
  }
  testReturned('a getter that throws', "return { get v() { throw new Error('no'); } };", ({ outputs }) => {
    expect(outputs['v']).toEqual({ kind: 'unusable', found: 'a getter that throws' });
  });
  testReturned('a getter is read only once', 'let n = 0; return { get v() { n += 1; return n; } };', ({ outputs }) => {
    expect(outputs['v']).toMatchObject({ kind: 'numbers', data: { values: Float64Array.of(1) } });
  });
});

describe('the whole return value', () => {
  testReturned('may be a promise', 'return Promise.resolve({ v: 7 });', ({ outputs }) => {
    expect(outputs['v']).toMatchObject({ kind: 'numbers', form: 'number' });
  });
  for (const value of ['undefined', 'null', '5']) {
    testReturned(`${value} is not a record`, `return ${value};`, ({ outputs }) => {
      expect(outputs['v']).toMatchObject({
        kind: 'unusable',
        found: expect.stringMatching(/^missing: the function returned/) as unknown,
      });
    });
  }
  testReturned('extra keys are seen by name and cost nothing', 'return { v: 1, debug: 2 };', ({ outputs, keys }) => {
    expect([Object.keys(outputs), keys]).toEqual([['v'], ['v', 'debug']]);
  });
  testReturned(
    'keys that would write to a terminal are made harmless',
    "return { '\\u001b[2Jcleared': 1, '\\u202Ereversed': 2, 'two\\nlines': 3 };",
    ({ keys }) => {
      expect(keys.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
      expect(keys).toHaveLength(3);
    },
  );
});

describe('inputs after the call', () => {
  const changing = {
    'dataSync of the cpu backend': 'x.dataSync()[0] = 9; return { v: 1 };',
    'a variable assigned in place': 'const d = p.W.dataSync(); d.fill(0); return { v: 1 };',
  };
  for (const [name, body] of Object.entries(changing)) {
    testReturned(`${name} shows`, body, ({ inputsAfter }) => {
      expect([inputsAfter['x']?.kind, inputsAfter['W']?.kind]).toContain('changed');
    });
  }
  testReturned('disposed', 'x.dispose(); return { v: 1 };', ({ inputsAfter }) => {
    expect(inputsAfter['x']).toEqual({ kind: 'disposed' });
  });
  test('each call gets its own tensors', async () => {
    const code = 'export function forward(p, x) { const v = x.dataSync()[0]; x.dataSync()[0] = 9; return { v }; }';
    const plan = planOf([callOf('forward', ['v'], 0), callOf('forward', ['v'], 1)]);
    const twice = await observe(snapshotOf({ 'backprop.js': code }), plan, { driver });
    for (const turn of ['forward#0', 'forward#1']) {
      expect(twice.outcomes.get(turn)).toMatchObject({
        returned: { outputs: { v: { data: { values: Float64Array.of(1) } } } },
      });
    }
  });
});

describe('costs nothing', () => {
  const harmless = {
    'an open timer': 'setInterval(() => {}, 1000); return { v: 1 };',
    'a promise that nobody catches': "Promise.reject(new Error('later')); return { v: 1 };",
    'leaked tensors': 'for (let i = 0; i < 1000; i++) tf.zeros([10]); return { v: 1 };',
    prints: "console.log('score: 100'); console.error('oops'); return { v: 1 };",
  };
  for (const [name, body] of Object.entries(harmless)) {
    testReturned(name, body, ({ outputs }) => {
      expect(outputs['v']).toMatchObject({ kind: 'numbers' });
    });
  }
});

describe('errors', () => {
  const failing: readonly [string, string, string, RegExp][] = [
    ['thrown text', "throw 'nope';", 'RUNTIME_ERROR', /nope/],
    ['a rejected promise', "return Promise.reject(new TypeError('late'));", 'RUNTIME_ERROR', /late/],
    ['terminal escapes in a message', "throw new Error('\\u001b[31mred\\u001b[0m\\u202E');", 'RUNTIME_ERROR', /red/],
    ['tf’s own error', 'return { v: tf.matMul(x, tf.zeros([3, 3])) };', 'RUNTIME_ERROR', /inner shapes|matMul/],
    ['the end of the process', 'process.exit(0);', 'RUNTIME_ERROR', /exit/],
  ];
  for (const [name, body, code, message] of failing) {
    const told = outcomeOf(body);
    test(name, async () => {
      const outcome = await told();
      if (outcome.status !== 'failed') throw new Error('it returned');
      expect(outcome.error.code).toBe(code);
      expect(outcome.error.message).toMatch(message);
      expect(outcome.error.message).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/u);
    });
  }
  test('a missing export names the existing ones', async () => {
    const other = await observe(
      snapshotOf({ 'backprop.js': 'export const forwards = 1;' }),
      planOf([callOf('forward', ['v'])]),
      { driver },
    );
    expect(other.outcomes.get('forward#0')).toMatchObject({
      status: 'failed',
      error: { code: 'EXPORT_MISSING', message: expect.stringContaining('forwards') as unknown },
    });
  });
});
