/**
 * Calls that end the process, wait, print or leave something behind: what costs nothing, and the sentence for the rest.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Observations } from '../../grader/stages/observation.js';
import { removeFolders } from '../support/folders.js';
import { errorOf, observeModule, returnedOf } from '../support/observed.js';

afterAll(removeFolders);

const SOON = 'new Promise((resolve) => setTimeout(() => resolve({ v: 1 }), 30))';

describe('costs nothing, in this call and the next', () => {
  test.each<[string, string]>([
    ['a timer that is never stopped', 'setInterval(() => {}, 1); return { v: 1 };'],
    ['a timer that throws while the call waits', `setTimeout(() => { throw new Error('late'); }, 1); return ${SOON};`],
    ['a rejection that nobody handles', `Promise.reject(new Error('late')); return ${SOON};`],
    ['a warning of Node.js', "process.emitWarning('old'); return { v: 1 };"],
    ['an exit code for later', 'process.exitCode = 3; return { v: 1 };'],
  ])('%s', async (_name, body) => {
    const code = `export function forward() { ${body} }\nexport const backward = () => ({ v: 2 });`;
    const seen = await observeModule(code, ['forward', 'backward']);
    expect(returnedOf(seen).outputs['v']).toMatchObject({ data: { values: Float64Array.of(1) } });
    expect(returnedOf(seen, 'backward').outputs['v']).toMatchObject({ data: { values: Float64Array.of(2) } });
    expect(seen.usage.workers).toBe(1);
  });
});

test('numbers drawn without a seed are drawn, with and without tf.js', async () => {
  const code = `export const forward = () => ({ v: tf.tidy(() => tf.randomUniform([2]).sum().dataSync()[0] + Math.random() > 0 ? 1 : 0) });
    export const backward = () => ({ v: process.getBuiltinModule('node:crypto').randomBytes(2).length });`;
  const seen = await observeModule(code, ['forward', 'backward']);
  expect(returnedOf(seen).outputs['v']).toMatchObject({ data: { values: Float64Array.of(1) } });
  expect(returnedOf(seen, 'backward').outputs['v']).toMatchObject({ data: { values: Float64Array.of(2) } });
});

describe('output', () => {
  test('is kept in its order, without what would move a cursor, and never read as a result', async () => {
    const seen = await observeModule(`
      console.log('loading', { a: 1 });
      export function forward() {
        console.log('\\u001b[2J\\u001b[31mscore: 100\\u001b[0m');
        console.error('oops');
        process.stdout.write('no newline');
        return { v: 1 };
      }`);
    expect(seen.stdout).toBe('loading { a: 1 }\nscore: 100\nno newline');
    expect(seen.stderr).toBe('oops\n');
    expect(returnedOf(seen).outputs['v']).toMatchObject({ data: { values: Float64Array.of(1) } });
  });
  test('in a loop without end is stopped by its own limit', async () => {
    const seen = await observeModule("export function forward() { for (;;) console.log('again'); }", ['forward'], {
      outputBytes: 4096,
    });
    expect(errorOf(seen)).toEqual({
      code: 'OUTPUT_LIMIT',
      message: 'forward printed more than 4 KB: print less, or not in a loop',
    });
  });
});

describe('the end of the process', () => {
  const SETTLES = 'by process.exit, or waiting for a promise that never settles';
  test.each<[string, string, string]>([
    ['with a code', 'process.exit(3);', 'exit code 3'],
    ['with the code of a success', 'process.exit(0);', SETTLES],
    ['while the call waits', `setTimeout(() => process.exit(0), 1); return ${SOON};`, SETTLES],
    ['since nothing is left to wait for', 'return new Promise(() => {});', SETTLES],
    ['with the code that shells give for a lack of memory', 'process.exit(137);', 'exit code 137'],
  ])('%s is reported, and only that function fails', async (_name, body, how) => {
    const code = `export function forward() { ${body} }\nexport const backward = () => ({ v: 2 });`;
    const seen = await observeModule(code, ['forward', 'backward']);
    expect(errorOf(seen)).toEqual({
      code: 'RUNTIME_ERROR',
      message: `forward ended the process before there was a result (${how})`,
    });
    expect(returnedOf(seen, 'backward').outputs['v']).toMatchObject({ data: { values: Float64Array.of(2) } });
  });
  test('while loading', async () => {
    expect(errorOf(await observeModule('process.exit(0); export const forward = 1;'))).toMatchObject({
      code: 'LOAD_FAILED',
      message: `loading backprop.js ended the process before there was a result (${SETTLES})`,
    });
  });
});

describe('errors', () => {
  const thrown: readonly (readonly [string, string, string])[] = [
    ['text', "throw 'nope';", 'nope'],
    ['nothing', 'throw undefined;', 'undefined'],
    ['an object', 'throw { code: 1 };', 'an object with keys code'],
    ['a tensor', 'throw x;', 'a tensor'],
    ['an error without a message', 'throw new RangeError();', 'RangeError: an error without a message'],
    ['an error of one’s own', "throw Object.assign(new Error('mine'), { name: 'ShapeError' });", 'ShapeError: mine'],
    [
      'an error that cannot be read',
      "throw Object.defineProperty(new Error(), 'message', { get() { throw 1; } });",
      'something that cannot be read',
    ],
    ['a proxy', 'throw new Proxy({}, { getPrototypeOf() { throw 1; } });', 'something that cannot be read'],
    ['an error of JavaScript', 'return new x.shape();', 'TypeError: x.shape is not a constructor'],
  ];
  // an error does not end the process: all are exports of one module
  let seen: Observations;
  beforeAll(async () => {
    const functions = thrown.map(([, body], at) => `export function f${String(at)}(p, x) { ${body} }`);
    seen = await observeModule(
      functions.join('\n'),
      thrown.map((_one, at) => `f${String(at)}`),
    );
  });
  test.each(thrown.map(([name, , message], at) => [name, `f${String(at)}`, message] as const))(
    '%s',
    (_name, called, message) => {
      const error = errorOf(seen, called);
      expect([error.code, error.message]).toEqual(['RUNTIME_ERROR', `${called} threw: ${message}`]);
    },
  );
  test('none of them ends the process', () => {
    expect(seen.usage.workers).toBe(1);
  });
});
