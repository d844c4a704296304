/** How a rule reads operands and attributes: what is of another kind or left out is not counted. */
import { expect, test } from '@jest/globals';
import { WorkCall } from '../../../../grader/onnx/work/call.js';
import { Uncounted } from '../../../../grader/onnx/work/sized.js';
import { node } from '../../../support/onnx-models.js';
import { int, ints, text } from '../../../support/onnx-work.js';

const attributes = { one: int(1), list: ints(1, 2), word: text('VALID') };
const call = new WorkCall(node('Op', ['x', '', 'n'], ['y', 'z'], attributes), [
  { sides: [2], isFed: false },
  null,
  { sides: [1], whole: [7], isFed: true },
]);

test('operands', () => {
  expect(call.operand(0).sides).toEqual([2]);
  expect([call.optional(1), call.optional(3)]).toEqual([null, null]);
  expect(() => call.operand(1)).toThrow(Uncounted);
  expect(() => call.operands).toThrow(Uncounted);
  expect([call.isFed, call.outputCount, call.operator]).toEqual([true, 2, 'Op']);
});

test('attributes', () => {
  expect([call.int('one', 5), call.int('none', 5), call.int('toString', 5)]).toEqual([1, 5, 5]);
  expect([call.text('word', ''), call.text('none', 'so')]).toEqual(['VALID', 'so']);
  expect([call.ints('list'), call.ints('none')]).toEqual([[1, 2], null]);
  for (const read of [() => call.int('list', 0), () => call.text('one', ''), () => call.ints('one')]) {
    expect(read).toThrow(Uncounted);
  }
});

test('a list is an operand or an attribute', () => {
  expect([call.list('list', 2), call.list('list', 1), call.list('none', 1)]).toEqual([[7], [1, 2], null]);
  expect(() => call.list('list', 0)).toThrow(Uncounted);
});

test('multiply-adds are added', () => {
  call.count(3);
  call.count(4);
  expect(call.macs).toBe(7);
});
