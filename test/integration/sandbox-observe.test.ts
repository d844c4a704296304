/** `observe` with the real worker: the results of students' mistakes, on each driver. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver, DriverName } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Observations } from '../../grader/stages/observation.js';
import type { Plan } from '../../grader/stages/plan.js';
import type { StudentErrorReport } from '../../grader/schema/evidence.js';
import { removeFolders } from '../support/folders.js';
import { measureWithChildren } from '../support/processor-time.js';
import { callOf, forwardAndBackward, planOf, snapshotOf } from '../support/snapshots.js';
import { watchChildren } from '../support/strays.js';

const names: DriverName[] = ['bubblewrap', 'process'];

afterAll(removeFolders);

function errorOf(seen: Observations, id: string): StudentErrorReport {
  const outcome = seen.outcomes.get(id);
  if (outcome?.status !== 'failed') throw new Error(`${id}: ${outcome?.status ?? 'no outcome'}`);
  return outcome.error;
}

function valuesOf(seen: Observations, id: string, key: string): number[] {
  const outcome = seen.outcomes.get(id);
  if (outcome?.status !== 'returned') throw new Error(`${id}: ${JSON.stringify(outcome)}`);
  const output = outcome.returned.outputs[key];
  if (output?.kind !== 'numbers') throw new Error(`${id}: ${key} is ${output?.found ?? 'missing'}`);
  return [...output.data.values];
}

describe.each(names)('under %s', (name) => {
  let driver: Driver;
  let strays: () => string[];
  beforeAll(async () => {
    strays = watchChildren();
    driver = await chooseDriver(name);
  });

  const see = (files: Record<string, string>, plan: Plan = planOf(forwardAndBackward())) =>
    observe(snapshotOf(files), plan, { driver });

  test('TypeScript in several files, with tf, is called with fresh inputs and read back', async () => {
    const seen = await see({
      'backprop.ts': `import * as tf from '@tensorflow/tfjs';
        import { twice } from './lib/twice';
        import constants from './constants.json';
        export function forward(p: { W: tf.Tensor2D }, x: tf.Tensor2D) {
          const wrong: string = 5 as unknown as string; // type errors cost nothing
          const also: number = 'x';
          return { loss: twice(tf.sum(tf.matMul(x, p.W))).add(constants.one) };
        }
        export const backward = async () => ({ dx: [NaN, Infinity, -0.5] });`,
      'lib/twice.ts': `import { Tensor } from '@tensorflow/tfjs-node'; export const twice = (t: Tensor): Tensor => t.mul(2);`,
      'constants.json': '{ "one": 1 }',
      'tsconfig.json': '{ "extends": "../../../../etc/passwd", "compilerOptions": { "paths": { "*": ["/etc/*"] } } }',
    });
    // [1, 2] [[1, 2], [3, 4]] = [7, 10]
    expect(valuesOf(seen, 'forward#0', 'loss')).toEqual([35]);
    expect(valuesOf(seen, 'backward#0', 'dx')).toEqual([NaN, Infinity, -0.5]);
    expect(seen.usage.workers).toBe(1);
    expect(seen.usage.peakMemoryBytes).toBeGreaterThan(1 << 20);
  });

  test('an error is reported with the student’s file, position and line', async () => {
    const seen = await see({
      'backprop.ts': `import { inner } from './inner';\n\nexport const forward = () => ({ loss: inner(null) });\nexport const backward = () => ({ dx: [1] });\n`,
      'inner.ts': `type Row = { a: number };\n// one line more\nexport const inner = (row: Row | null): number => row!.a;\n`,
    });
    const error = errorOf(seen, 'forward#0');
    expect(error).toMatchObject({ code: 'RUNTIME_ERROR', file: 'inner.ts', line: 3 });
    expect(error.message).toBe("forward threw: TypeError: Cannot read properties of null (reading 'a')");
    const [line = '', marker = ''] = (error.frame ?? '').split('\n');
    expect(line).toBe('3 | export const inner = (row: Row | null): number => row!.a;');
    expect(line[marker.indexOf('^')]).toBe('a');
    expect(valuesOf(seen, 'backward#0', 'dx')).toEqual([1]);
  });

  test('a syntax error is reported with its position, for every probe', async () => {
    const seen = await see({ 'backprop.ts': 'export function forward() {\n  return { loss: };\n}\n' });
    const error = errorOf(seen, 'forward#0');
    expect(error).toMatchObject({ code: 'LOAD_FAILED', message: 'Unexpected "}"', file: 'backprop.ts', line: 2 });
    expect(error.frame).toBe('2 |   return { loss: };\n  |                  ^');
    expect(errorOf(seen, 'backward#0')).toEqual(error);
  });

  test.each([
    [
      'a package',
      `import _ from 'lodash';`,
      '"lodash" cannot be imported here: use your own files and @tensorflow/tfjs',
    ],
    [
      'a module of Node.js',
      `import fs from 'node:fs';`,
      '"node:fs" cannot be imported here: use your own files and @tensorflow/tfjs',
    ],
    [
      'a file that is not there',
      `import { f } from './helpers';`,
      '"./helpers" is not there: the submission has no such file',
    ],
  ])('importing %s is an error that names it', async (_, line, message) => {
    const seen = await see({ 'backprop.js': `// mine\n${line}\nexport const forward = () => ({ loss: 1 });\n` });
    expect(errorOf(seen, 'forward#0')).toMatchObject({ code: 'LOAD_FAILED', message, file: 'backprop.js', line: 2 });
  });

  test('an error while loading is reported once, without a second attempt', async () => {
    const seen = await see({ 'backprop.js': `console.log('loading');\nundefined.x;\n` });
    expect(errorOf(seen, 'forward#0')).toMatchObject({ code: 'LOAD_FAILED', file: 'backprop.js', line: 2 });
    expect(seen.stdout).toBe('loading\n');
    expect(seen.usage.workers).toBe(1);
  });

  test('for a missing file or export, the message says what exists', async () => {
    const nothing = await see({ 'Backprop.ts': '' });
    expect(errorOf(nothing, 'forward#0')).toMatchObject({ code: 'MISSING_FILE' });
    expect(nothing.usage.workers).toBe(0);
    const half = await see({ 'backprop.ts': 'export const backward = () => ({ dx: [1] });\nexport const other = 1;' });
    const error = errorOf(half, 'forward#0');
    expect(error.code).toBe('EXPORT_MISSING');
    expect(error.message).toContain('exported are backward, other');
    expect(valuesOf(half, 'backward#0', 'dx')).toEqual([1]);
  });

  test('state that is kept between calls shows: they are one process', async () => {
    const source = `let calls = 0;\nexport const forward = (p, x) => { x.dispose(); return { loss: calls++ }; };`;
    const seen = await see(
      { 'backprop.js': source },
      planOf([0, 1, 2].map((turn) => callOf('forward', ['loss'], turn))),
    );
    expect([0, 1, 2].map((turn) => valuesOf(seen, `forward#${String(turn)}`, 'loss')[0])).toEqual([0, 1, 2]);
    const outcome = seen.outcomes.get('forward#0');
    const after = outcome?.status === 'returned' ? outcome.returned.inputsAfter : {};
    expect([after['x']?.kind, after['W']?.kind]).toEqual(['disposed', 'kept']);
  });

  test('a function that hangs is not called again, and a new worker gets the other requests', async () => {
    const source = `console.log('loaded');\nexport const forward = () => { for (;;); };\nexport const backward = () => ({ dx: [1] });`;
    const probes = [callOf('forward', ['loss']), callOf('forward', ['loss'], 1), callOf('backward', ['dx'])];
    const seen = await see({ 'backprop.js': source }, planOf(probes, { callMs: 400 }));
    const error = errorOf(seen, 'forward#0');
    expect(error).toMatchObject({ code: 'TIME_LIMIT' });
    expect(error.message).toBe(
      'forward did not return within 0.4 s of processor time: is there a loop that never ends?',
    );
    expect(errorOf(seen, 'forward#1')).toEqual(error);
    expect(valuesOf(seen, 'backward#0', 'dx')).toEqual([1]);
    expect(seen.usage.workers).toBe(2);
    expect(seen.stdout).toBe('loaded\nloaded\n');
  });

  test('the budget of the whole submission holds, and says so', async () => {
    const source =
      'export const forward = () => { for (;;); }; export const backward = forward; export const loss = forward;';
    const probes = ['forward', 'backward', 'loss'].map((each) => callOf(each, ['loss']));
    const seen = await see({ 'backprop.js': source }, planOf(probes, { callMs: 800, totalMs: 1200 }));
    // processor time, which does not depend on how busy the machine is: three calls would take 2.4 s
    expect(seen.usage.cpuMs).toBeLessThan(2200);
    expect(seen.usage.workers).toBe(2);
    expect(errorOf(seen, 'forward#0').message).toContain('within 0.8 s');
    expect(errorOf(seen, 'loss#0')).toEqual({
      code: 'TIME_LIMIT',
      message: 'not run: the 1.2 s for the whole submission were used up',
    });
  });

  test('an abort ends it at once and leaves no process behind', async () => {
    const source = 'export const forward = () => { for (;;); };';
    const controller = new AbortController();
    const plan = planOf([callOf('forward', ['loss'])], { callMs: 20_000 });
    const running = observe(snapshotOf({ 'backprop.js': source }), plan, { driver, signal: controller.signal });
    setTimeout(() => {
      controller.abort(new Error('Ctrl-C'));
    }, 400);
    const spent = measureWithChildren();
    await expect(running).rejects.toThrow('Ctrl-C');
    // no limit ends it so early
    expect(spent()).toBeLessThan(10_000);
    expect(strays()).toEqual([]);
    await expect(observe(snapshotOf({}), plan, { driver, signal: controller.signal })).rejects.toThrow('Ctrl-C');
  });

  test('a model that is not there, or is none, is the student’s fault', async () => {
    const input = { dtype: 'float32' as const, shape: [1, 2], values: Float32Array.of(1, 2) };
    const probes = [
      {
        kind: 'predict' as const,
        id: 'p',
        target: 'deep',
        input,
        divisor: 1,
        batchSize: 8,
        mostValues: 1e6,
        examined: true,
      },
    ];
    const plan = planOf([]);
    const subject = { kind: 'model', path: 'deep/model.json', example: [2], format: 'layers-model' } as const;
    const subjects = [{ subject, probes }];
    const seen = await see({ 'notes.md': '' }, { ...plan, subjects });
    expect(errorOf(seen, 'p')).toEqual({ code: 'MISSING_FILE', message: 'deep/model.json is missing' });
    const broken = await see({ 'deep/model.json': '{}' }, { ...plan, subjects });
    expect(errorOf(broken, 'p').code).toBe('LOAD_FAILED');
    const empty = { 'deep/model.json': '{"modelTopology":{},"weightsManifest":[{"paths":["w.bin"],"weights":[]}]}' };
    expect(errorOf(await see(empty, { ...plan, subjects }), 'p').message).not.toMatch(/\/tmp|\/submission/);
  });
});
