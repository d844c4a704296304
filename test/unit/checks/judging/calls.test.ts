/** Messages about calls that fail, change their inputs, or return other values when repeated. */
import { describe, expect, test } from '@jest/globals';
import { findFailure, findImpurity, resultsOf, type CallResult } from '../../../../grader/checks/judging/calls.js';
import {
  GRADIENTS_ACCUMULATE,
  INPUT_CHANGED,
  MEMBER_REPLACED,
  STATE_KEPT,
} from '../../../../grader/numerics/mistakes/protocol.js';
import type { InputAfter, MemberChange, ObservedOutput } from '../../../../grader/protocol/worker.js';
import type { StudentErrorReport } from '../../../../grader/schema/evidence.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';
import { FORWARD, FUNCTION_RUBRIC } from '../../../support/function-checks.js';

const sample = (id: string, batch: number) => ({
  id,
  seed: null,
  values: { x: float64([batch, 1], new Array<number>(batch).fill(0)) },
});
const ONE = sample('one', 1);
const MANY = sample('many', 4);
const MORE = sample('more', 4);

type At = ReturnType<typeof sample>;
const call = (at: At, repeat = false) => ({ id: `${at.id}#${repeat ? '1' : '0'}`, sample: at, repeat });

function fails(at: At, error: Partial<StudentErrorReport> = {}, repeat = false): CallResult {
  return {
    call: call(at, repeat),
    outcome: { status: 'failed', error: { code: 'RUNTIME_ERROR', message: 'boom', ...error } },
  };
}

interface Given {
  readonly outputs?: Readonly<Record<string, ObservedOutput>>;
  readonly after?: Readonly<Record<string, InputAfter>>;
  readonly members?: readonly MemberChange[];
}

function returns(at: At, { outputs = {}, after = {}, members }: Given = {}, repeat = false): CallResult {
  const more = members === undefined ? {} : { members };
  return {
    call: call(at, repeat),
    outcome: { status: 'returned', returned: { outputs, keys: Object.keys(outputs), inputsAfter: after, ...more } },
  };
}

const numbers = (data: TensorData): ObservedOutput => ({ kind: 'numbers', form: 'tensor', data });
const vector = (...values: number[]) => numbers(float64([values.length], values));

test('a planned call without an outcome is a fault of the grader', () => {
  const seen = { files: [], documents: new Map(), models: new Map(), dataSets: new Map(), outcomes: new Map() };
  expect(() => resultsOf(FORWARD, seen, FUNCTION_RUBRIC)).toThrow(/^probe f@seed\+generic\+square\/.* has no outcome$/);
});

describe('a call that fails', () => {
  const sentence = (...results: CallResult[]) => findFailure(results)?.sentence;

  test('there is nothing to say when all return', () => {
    expect(findFailure([returns(ONE), returns(MANY)])).toBeNull();
    expect(findFailure([])).toBeNull();
  });
  test('all fail: the error alone, that of the first', () => {
    expect(findFailure([fails(ONE, { message: 'first' }), fails(MANY, { message: 'second' })])).toEqual({
      error: { code: 'RUNTIME_ERROR', message: 'first' },
      sentence: 'first',
    });
  });
  test('its position is given once, with the parts that are known', () => {
    expect(sentence(fails(ONE, { file: 'a.ts', line: 3, column: 7 }))).toBe('boom (a.ts:3:7)');
    expect(sentence(fails(ONE, { file: 'a.ts' }))).toBe('boom (a.ts)');
    expect(sentence(fails(ONE, { message: 'boom in a.ts:3:7', file: 'a.ts', line: 3, column: 7 }))).toBe(
      'boom in a.ts:3:7',
    );
  });
  test('only when it is called again', () => {
    expect(sentence(returns(ONE), returns(MANY), fails(MANY, {}, true))).toBe(
      'fails when it is called again with the same inputs: boom',
    );
  });
  test('with more than one example: every batch fails, and what is alone returns', () => {
    expect(sentence(returns(ONE), fails(MANY), fails(MORE))).toBe('fails with more than one example: boom');
  });
  test('not so when a batch returns, or what is alone fails: the points are named once', () => {
    expect(sentence(returns(ONE), returns(MANY), fails(MORE), fails(MORE, {}, true))).toBe(
      'fails at more and not at the other samples: boom',
    );
    expect(sentence(fails(ONE), returns(MANY))).toBe('fails at one and not at the other samples: boom');
    expect(sentence(returns(ONE), fails(sample('single', 1)), fails(MANY), returns(MORE))).toBe(
      'fails at single, many and not at the other samples: boom',
    );
    // as many alone as there are calls that do not fail, and yet one of those alone fails
    expect(sentence(fails(ONE), returns(MANY), fails(MORE), returns(sample('single', 1)))).toBe(
      'fails at one, more and not at the other samples: boom',
    );
  });
  test('where no call is of one example, more than one is nothing special', () => {
    expect(sentence(returns(MANY), fails(MORE))).toBe('fails at more and not at the other samples: boom');
  });
  test('a sample without values, or with a number first, is one example', () => {
    const empty = { ...ONE, values: {} } as unknown as At;
    const scalar = { ...ONE, values: { x: float64([], [1]) } };
    for (const at of [empty, scalar]) {
      expect(sentence(returns(at), fails(MANY))).toBe('fails with more than one example: boom');
    }
  });
});

describe('what was given', () => {
  test.each<[string, InputAfter['kind'], string]>([
    ['x', 'changed', 'changes its input x: copy it (tf.clone, slice) before you write to it'],
    ['W1', 'disposed', 'disposes of its input W1: leave inputs to the caller'],
  ])('%s is %s', (name, kind, sentence) => {
    const after = { before: { kind: 'kept' }, [name]: { kind }, after: { kind: 'kept' } } as Record<string, InputAfter>;
    expect(findImpurity([returns(ONE), returns(MANY, { after })])).toEqual({ sentence, mistake: INPUT_CHANGED });
  });
  test.each<[MemberChange['how'], string]>([
    ['disposed', 'disposes of its input w: leave inputs to the caller'],
    ['written', 'changes its input w: copy it (tf.clone, slice) before you write to it'],
    ['replaced', 'replaces the member w of an object that it was given: put new values into an object of its own'],
    ['deleted', 'deletes the member w of an object that it was given: leave the object as it is'],
    ['added', 'adds the member w to an object that it was given: put new values into an object of its own'],
  ])('a member is %s', (how, sentence) => {
    const mistake = how === 'disposed' || how === 'written' ? INPUT_CHANGED : MEMBER_REPLACED;
    expect(findImpurity([returns(ONE, { members: [{ key: 'w', how }] })])).toEqual({ sentence, mistake });
  });
  test('unchanged inputs are pure, and a call that fails is not examined', () => {
    const after = { x: { kind: 'kept' } } as const;
    expect(findImpurity([fails(ONE), returns(MANY, { after, members: [] })])).toBeNull();
  });
});

describe('called again', () => {
  const again = (first: Given, second: Given) => findImpurity([returns(ONE, first), returns(ONE, second, true)]);
  const STATE = (name: string) => ({
    sentence: `keeps state between calls: called again with the same inputs, it gives another ${name}`,
    mistake: STATE_KEPT,
  });
  const ADDED = (name: string) => ({
    sentence: `adds its results up over calls: called again with the same inputs, it gives ${name} on top of what it gave before`,
    mistake: GRADIENTS_ACCUMULATE,
  });

  test('one value of many that differs is state, at any position', () => {
    for (const other of [vector(9, 2, 3), vector(1, 9, 3), vector(1, 2, 9)]) {
      expect(again({ outputs: { a: vector(1, 2, 3) } }, { outputs: { a: other } })).toEqual(STATE('a'));
    }
  });
  test('the first output that differs is named', () => {
    const first = { outputs: { a: vector(1), b: vector(2), c: vector(3) } };
    expect(again(first, { outputs: { a: vector(1), b: vector(0), c: vector(0) } })).toEqual(STATE('b'));
  });
  test('a difference that rounding explains is not state: a millionth of the largest value', () => {
    const first = { outputs: { a: vector(100, 0) } };
    expect(again(first, { outputs: { a: vector(100, 0.9e-4) } })).toBeNull();
    expect(again(first, { outputs: { a: vector(100, -0.9e-4) } })).toBeNull();
    expect(again(first, { outputs: { a: vector(100, 1.1e-4) } })).toEqual(STATE('a'));
    expect(again(first, { outputs: { a: vector(100, -1.1e-4) } })).toEqual(STATE('a'));
  });
  test('a difference of exactly the tolerance is allowed', () => {
    // 1e-6 * 1e6 is 1
    expect(again({ outputs: { a: vector(1e6, 0) } }, { outputs: { a: vector(1e6, 1) } })).toBeNull();
  });
  test('NaN and infinities that come again are the same', () => {
    expect(again({ outputs: { a: vector(NaN, Infinity) } }, { outputs: { a: vector(NaN, Infinity) } })).toBeNull();
    expect(again({ outputs: { a: vector(NaN, 1) } }, { outputs: { a: vector(0, 1) } })).toEqual(STATE('a'));
  });
  test('another shape with the same values is another answer', () => {
    const column = numbers(float64([2, 1], [1, 2]));
    expect(again({ outputs: { a: vector(1, 2) } }, { outputs: { a: column } })).toEqual(STATE('a'));
    expect(again({ outputs: { a: vector(1) } }, { outputs: { a: vector(1, 2) } })).toEqual(STATE('a'));
  });
  test('values that are not numbers are not compared, values that are no longer numbers are state', () => {
    const text: ObservedOutput = { kind: 'unusable', found: 'a string' };
    expect(again({ outputs: { a: text } }, { outputs: { a: vector(1) } })).toBeNull();
    expect(again({ outputs: { a: vector(1) } }, { outputs: { a: text } })).toEqual(STATE('a'));
    expect(again({ outputs: { a: vector(1) } }, { outputs: {} })).toEqual(STATE('a'));
    // not a member that every object has
    expect(again({ outputs: { toString: vector(1) } }, { outputs: {} })).toEqual(STATE('toString'));
  });
  test('a failure of the second call is reported, one of the first is not state', () => {
    expect(findImpurity([returns(ONE), fails(ONE, {}, true)])).toEqual({
      sentence: 'fails when it is called again with the same inputs',
      mistake: STATE_KEPT,
    });
    expect(findImpurity([fails(ONE), returns(ONE, {}, true)])).toBeNull();
  });
  test('each repeat is compared with the first call of its own sample', () => {
    const results = [
      returns(ONE, { outputs: { a: vector(1) } }),
      returns(MANY, { outputs: { a: vector(2) } }),
      returns(MANY, { outputs: { a: vector(2) } }, true),
      returns(ONE, { outputs: { a: vector(1) } }, true),
    ];
    expect(findImpurity(results)).toBeNull();
    expect(findImpurity([...results.slice(0, 3), returns(ONE, { outputs: { a: vector(5) } }, true)])).toEqual(
      STATE('a'),
    );
  });
  test('twice the first result is a sum over calls, in each output that differs', () => {
    const first = { outputs: { a: vector(1, 0), b: vector(3) } };
    expect(again(first, { outputs: { a: vector(2, 0), b: vector(3) } })).toEqual(ADDED('a'));
    expect(again(first, { outputs: { a: vector(1, 0), b: vector(6) } })).toEqual(ADDED('b'));
    expect(again(first, { outputs: { a: vector(2, 0), b: vector(6) } })).toEqual(ADDED('a'));
    expect(again(first, { outputs: { a: vector(2, 0), b: vector(5) } })).toEqual(STATE('a'));
    expect(again(first, { outputs: { a: vector(2, 1), b: vector(3) } })).toEqual(STATE('a'));
    expect(again({ outputs: { a: vector(0) } }, { outputs: { a: vector(1) } })).toEqual(STATE('a'));
  });
  test('so is the first result on top of what the call before gave', () => {
    // results 1 and 10 at two samples: sums of 1, 11, 21 and 22
    const sums = (last: number) => [
      returns(MANY, { outputs: { a: vector(1) } }),
      returns(MORE, { outputs: { a: vector(11) } }),
      returns(MORE, { outputs: { a: vector(21) } }, true),
      returns(MANY, { outputs: { a: vector(last) } }, true),
    ];
    expect(findImpurity(sums(22))).toEqual(ADDED('a'));
    expect(findImpurity(sums(23))).toEqual(STATE('a'));
  });
  test('so is the right value on top of it, where other calls have added theirs before', () => {
    // 5 is left from before: 5 + 1, 6 + 1
    const results = [returns(ONE, { outputs: { a: vector(6) } }), returns(ONE, { outputs: { a: vector(7) } }, true)];
    expect(findImpurity(results)).toEqual(STATE('a'));
    expect(findImpurity(results, () => float64([1], [1]))).toEqual(ADDED('a'));
    expect(findImpurity(results, () => float64([1], [1.001]))).toEqual(STATE('a'));
    expect(findImpurity(results, () => float64([], [1]))).toEqual(STATE('a'));
  });
  test('a result of another shape cannot be added to', () => {
    const first = { outputs: { a: vector(1, 1) } };
    expect(again(first, { outputs: { a: numbers(float64([2, 1], [2, 2])) } })).toEqual(STATE('a'));
  });
  test('a repeat without a first call says nothing', () => {
    expect(findImpurity([returns(ONE, { outputs: { a: vector(1) } }, true)])).toBeNull();
  });
});
