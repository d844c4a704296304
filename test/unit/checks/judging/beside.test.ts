/** What came beside what was expected: when it is shown, at which sample, and how much of it. */
import { describe, expect, test } from '@jest/globals';
import {
  besideAt,
  graphOf,
  inputsOf,
  isWrong,
  withBeside,
  type Shown,
} from '../../../../grader/checks/judging/beside.js';
import type { Judgement } from '../../../../grader/checks/judging/judge.js';
import type { OutputEvidence } from '../../../../grader/schema/evidence.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';
import { BACKWARD, FORWARD, judgeFunction, LOSS, outputOf } from '../../../support/function-checks.js';
import { backwardByHand, forwardByHand } from '../../../support/handmade-backprop.js';
import { QUIZ2 } from '../../../support/quiz2-network.js';
import { judgeAnswers } from '../../../support/quiz2-steps.js';

const tensor = (data: TensorData) => ({ form: 'tensor', data }) as const;
const ramp = (count: number, by = 0) => Array.from({ length: count }, (_, index) => index + by);
const comparison = ({ evidence }: Judgement) => {
  if (evidence.type !== 'comparison') throw new Error('no comparison');
  return evidence;
};
const backward = (change: (gradients: ReturnType<typeof backwardByHand>) => Record<string, unknown>) =>
  judgeFunction(BACKWARD, ({ sample }) => ({ returned: change(backwardByHand(sample, { round: Math.fround })) }));

describe('one output', () => {
  test('64 numbers are listed, 65 are not, which have their worst places instead', () => {
    const small = besideAt('s', {
      place: 0,
      got: tensor(float64([64], ramp(64, 1))),
      expected: float64([64], ramp(64)),
    });
    expect(small).toMatchObject({ got: { values: ramp(64, 1) }, expected: { values: ramp(64) }, difference: null });
    const large = besideAt('s', {
      place: 0,
      got: tensor(float64([65], ramp(65, 1))),
      expected: float64([65], ramp(65)),
    });
    expect(large.got).toEqual({ shape: [65] });
    expect(large.difference?.worst).toHaveLength(5);
    expect(large.difference?.map).toMatchObject({ rows: 1, columns: 65 });
  });
  test('of another shape there is no difference, only both', () => {
    const got = tensor(float64([2, 35], ramp(70)));
    expect(besideAt('s', { place: 0, got, expected: float64([70], ramp(70)) })).toEqual({
      ...{ sample: 's', got: { shape: [2, 35] }, expected: { shape: [70] }, difference: null },
    });
  });
  test('where nothing numeric came, only what was expected', () => {
    expect(besideAt('s', { place: 0, got: null, expected: float64([], [2]) })).toEqual({
      ...{ sample: 's', got: null, expected: { shape: [], values: [2] }, difference: null },
    });
  });
  test('at a kink, the expected value is the right one that is nearest', () => {
    const kink = { place: 0, expected: float64([2], [0, 1]), directions: [float64([2], [4, 0])] };
    expect(besideAt('s', { ...kink, got: tensor(float64([2], [3, 9])) }).expected.values).toEqual([3, 1]);
    expect(besideAt('s', { ...kink, got: tensor(float64([2], [NaN, 9])) }).expected.values).toEqual([0, 1]);
  });
});

describe('which outputs', () => {
  const output = (earned: number, verdict: OutputEvidence['verdict']): Shown => ({
    output: { name: 'o', verdict, error: null, earned, possible: 1, sentence: '', notes: [] },
    plainest: { place: 0, got: null, expected: float64([], [2]) },
  });
  const isShown = (shown: Shown) => withBeside([shown], ['s'])[0]?.beside !== undefined;
  test('those that lose points or are imprecise', () => {
    expect(isShown(output(1, 'match'))).toBe(false);
    expect(isShown(output(1, 'followed-through'))).toBe(false);
    expect(isShown(output(1, 'undecided'))).toBe(true);
    expect(isShown(output(0.5, 'not-assessable'))).toBe(true);
    expect(isShown(output(0, 'different'))).toBe(true);
  });
  test('24 of a check at most', () => {
    const all = withBeside(new Array<Shown>(30).fill(output(0, 'different')), ['s']);
    expect(all.filter(({ beside }) => beside !== undefined)).toHaveLength(24);
    expect(all[24]).not.toHaveProperty('beside');
  });
  test('what is imprecise, follows on or was right by accident is not wrong', () => {
    const right = ['match', 'undecided', 'followed-through', 'not-assessable'] as const;
    expect(right.filter((verdict) => isWrong({ verdict }))).toEqual([]);
    const wrong = ['different', 'missing', 'slip', 'impure', 'non-finite', 'scaled'] as const;
    expect(wrong.filter((verdict) => isWrong({ verdict }))).toEqual(wrong);
  });
});

test('inputs are shown of a sample that is named, if all of them are 64 numbers at most', () => {
  const named = [{ beside: { sample: 'a' } }] as unknown as OutputEvidence[];
  const values = (count: number) => ({ x: float64([count], ramp(count)), y: float64([], [1]) });
  expect(inputsOf('a', values(63), named).inputs).toMatchObject({ x: { values: ramp(63) }, y: { values: [1] } });
  expect(inputsOf('a', values(64), named)).toEqual({});
  expect(inputsOf('b', values(2), named)).toEqual({});
});

test('the graph has inputs, labels and parameters, then each node with its operands', () => {
  const graph = graphOf({ ...QUIZ2, labels: { label: { shape: ['B'], classes: 3 } } });
  expect(graph.inputs).toEqual(['x', 'y', 'label', 'W1', 'b1', 'w2', 'b2']);
  expect(graph.nodes[1]).toEqual({ name: 'z2', op: 'relu', of: ['z1'] });
  expect(graph.nodes.at(-1)).toEqual({ name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] });
});

describe('in the judgement of a function', () => {
  test('what is right has none, and no first wrong output', () => {
    const evidence = comparison(backward((gradients) => gradients));
    expect(evidence).not.toHaveProperty('firstWrong');
    expect(JSON.stringify(evidence)).not.toMatch(/beside|inputs":\{/);
  });
  test('on the way back, dz1 is wrong before dW1, whatever the order of the outputs', () => {
    const judged = backward(({ dz1, dW1, ...rest }) => ({
      ...rest,
      dW1: dW1.map((row) => row.map((value) => 3 * value + 1)),
      dz1: dz1.map((row) => row.map((value) => 5 * value + 1)),
    }));
    expect(comparison(judged).firstWrong).toBe('dz1');
    expect(outputOf(judged, 'dW1')).toMatchObject({ tensor: { of: 'W1', quantity: 'gradient' } });
    expect(outputOf(judged, 'purity')).not.toHaveProperty('tensor');
  });
  test('both values are those at the sample with the largest error', () => {
    const judged = judgeFunction(BACKWARD, ({ sample }) => {
      const gradients = backwardByHand(sample, { round: Math.fround });
      const by = sample.id.startsWith('square') ? 5 : sample.id.startsWith('generic') ? 1.3 : 1;
      return { returned: { ...gradients, db2: gradients.db2.map((value) => by * value + 0.1 * (by - 1)) } };
    });
    const { beside } = outputOf(judged, 'db2');
    expect(beside?.sample).toMatch(/^square/);
    const [sample] = comparison(judged).samples.filter(({ id }) => id === beside?.sample);
    const given = Object.fromEntries(
      Object.entries(sample?.inputs ?? {}).map(([name, { shape, values = [] }]) => [
        name,
        float64(shape, values.map(Number)),
      ]),
    );
    // the right answer once more, by hand, from the inputs that are shown
    const again = backwardByHand({ id: 'again', seed: null, values: given }, { round: (value) => value });
    expect(beside?.expected.values?.map(Number)).toEqual(again.db2.map((value) => expect.closeTo(value, 5) as unknown));
    expect(beside?.got?.values?.map(Number)).toEqual(
      again.db2.map((value) => expect.closeTo(5 * value + 0.4, 4) as unknown),
    );
    expect(comparison(judged).samples.filter(({ inputs }) => inputs !== undefined)).toHaveLength(1);
  });
  test('forward, the first in the order of computation; the loss alone', () => {
    const judged = judgeFunction(FORWARD, ({ sample }) => {
      const { z1, z2, loss } = forwardByHand(sample, { round: Math.fround });
      return { returned: { z1, z2: z2.map((row) => row.map((value) => value + 1)), yhat: [[NaN]], loss } };
    });
    expect(comparison(judged).firstWrong).toBe('z2');
    expect(outputOf(judged, 'yhat').beside?.got).toEqual({ shape: [1, 1], values: ['NaN'] });
    const loss = judgeFunction(LOSS, () => ({ returned: { value: 'zero' } }));
    expect(comparison(loss)).toMatchObject({ firstWrong: 'loss', outputs: [{ beside: { got: null } }] });
  });
});

test('typed steps: what was typed beside what is right; what follows on is not wrong', () => {
  const judged = judgeAnswers({ z1: [1, 1], z2: [1, 1], yhat: 0, loss: 2 }, {});
  const evidence = comparison(judged);
  expect(evidence.firstWrong).toBe('forward.z1');
  const [z1, z2] = evidence.outputs;
  expect(z1).toMatchObject({
    tensor: { of: 'z1', quantity: 'value' },
    // Quiz 2: z1 = W1 x + b1 = [1, -1]
    beside: { sample: 'seed', got: { shape: [2], values: [1, 1] }, expected: { values: [1, -1] }, difference: null },
  });
  expect(z2).toMatchObject({ verdict: 'followed-through' });
  expect(z2).not.toHaveProperty('beside');
  expect(evidence.samples[0]?.inputs).toMatchObject({ x: { values: [1, 0] }, W1: { values: [1, -2, 0, 2] } });
});
