/** Functions that a rubric gives nested arrays: what arrives, what they may return, and what they must leave alone. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseDriver } from '../../grader/index.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import type { Returned } from '../../grader/protocol/worker.js';
import type { CallProbe } from '../../grader/stages/plan.js';
import { removeFolders } from '../support/folders.js';
import { planOf, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver('process');
});

const CALL: CallProbe = {
  ...{ kind: 'call', id: 'f#0', target: 'f', export: 'f', mostValues: 100 },
  arguments: [{ record: { W: 'W', b: 'b' } }, { tensor: 'x' }, { tensor: 'label' }],
  receives: 'arrays',
  returns: { kind: 'record', keys: ['told', 'out'] },
  inputs: {
    W: { dtype: 'float32', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 0.1) },
    b: { dtype: 'float32', shape: [], values: Float32Array.of(-0) },
    x: { dtype: 'float32', shape: [1, 2, 1], values: Float32Array.of(7, 8) },
    label: { dtype: 'int32', shape: [2], values: Int32Array.of(1, 0) },
  },
};

async function call(body: string, change: Partial<CallProbe> = {}) {
  const code = `const tf = require('@tensorflow/tfjs'); exports.f = async ({ W, b }, x, label) => { ${body} };`;
  const seen = await observe(snapshotOf({ 'backprop.js': code }), planOf([{ ...CALL, ...change }]), { driver });
  return seen.outcomes.get('f#0');
}

async function returned(body: string): Promise<Returned> {
  const outcome = await call(body);
  if (outcome?.status !== 'returned') throw new Error(JSON.stringify(outcome));
  return outcome.returned;
}

describe('what arrives', () => {
  test('nested arrays with the values of float32, numbers, and whole numbers of labels', async () => {
    const { outputs, inputsAfter } = await returned(
      `return { told: [W.length, W[1].length, x[0].length, x[0][1][0], label[0], Object.is(b, -0) ? 1 : 0], out: W };`,
    );
    expect(outputs['told']).toMatchObject({ data: { values: Float64Array.of(2, 3, 2, 8, 1, 1) } });
    expect(outputs['out']).toMatchObject({ form: 'nested-array', data: { shape: [2, 3] } });
    const values = outputs['out']?.kind === 'numbers' ? outputs['out'].data.values : [];
    expect(values[5]).toBe(Math.fround(0.1));
    expect(Object.values(inputsAfter).map(({ kind }) => kind)).toEqual(['kept', 'kept', 'kept', 'kept']);
  });
  test('what is returned may be tensors', async () => {
    const { outputs } = await returned(`return { told: tf.tensor(W).sum(), out: 1 };`);
    expect(outputs['told']).toMatchObject({ form: 'tensor', data: { shape: [] } });
  });
});

describe('inputs belong to the caller', () => {
  test.each([
    ['a number of a row', 'W[0][0] = 9', 'W'],
    ['a row more', 'x.push([[1]])', 'x'],
    ['sorted', 'label.sort()', 'label'],
    ['emptied', 'x.length = 0', 'x'],
  ])('%s is noticed', async (_name, change, name) => {
    const { inputsAfter } = await returned(`${change}; return { told: 1, out: 1 };`);
    expect(Object.entries(inputsAfter).filter(([, { kind }]) => kind !== 'kept')).toEqual([
      [name, { kind: 'changed' }],
    ]);
  });
  test('a member that is replaced', async () => {
    const { members } = await returned(`arguments; const p = { W, b }; p.W = 1; return { told: 1, out: 1 };`);
    expect(members).toBeUndefined();
    const code = `exports.f = (p) => { p.W = [[1]]; return { told: 1, out: 1 }; };`;
    const seen = await observe(snapshotOf({ 'backprop.js': code }), planOf([CALL]), { driver });
    expect(seen.outcomes.get('f#0')).toMatchObject({ returned: { members: [{ key: 'W', how: 'replaced' }] } });
  });
});

test('each is told what it was given where it takes the one for the other', async () => {
  const asTensor = await call('return { told: x.matMul(W), out: 1 };');
  expect(asTensor).toMatchObject({
    error: { message: expect.stringContaining('f is given nested arrays of numbers, not tensors') as unknown },
  });
  const asArray = await call('return { told: x.map((row) => row), out: 1 };', { receives: 'tensors' });
  expect(asArray).toMatchObject({
    error: { message: expect.stringContaining('convert them first, e.g. with await x.array()') as unknown },
  });
});
