/** Sides of what is computed number by number and over axes, and whole numbers, by hand. None of it has products. */
import { expect, test } from '@jest/globals';
import { ARITHMETIC_RULES } from '../../../../grader/onnx/work/arithmetic.js';
import { int, ints, ruled, told, type Attributes, type Operand } from '../../../support/onnx-work.js';

const whole = (...numbers: readonly number[]) => ({ whole: numbers });

test.each<[string, readonly Operand[], Attributes, string]>([
  ['Relu', [[1, 3, 4]], {}, '[1, 3, 4] 0'],
  ['BatchNormalization', [[1, 3, 4], [3], [3], [3], [3]], {}, '[1, 3, 4] 0'],
  ['Dropout', [[1, 3]], {}, '[1, 3] 0'],
  ['Cast', [[1, 3]], { to: int(1) }, '[1, 3] 0'],
  [
    'Add',
    [
      [1, 3, 4],
      [3, 1],
    ],
    {},
    '[1, 3, 4] 0',
  ],
  [
    'Mul',
    [
      [3, 1],
      [1, 4],
    ],
    {},
    '[3, 4] 0',
  ],
  ['Where', [[4], [3, 1], []], {}, '[3, 4] 0'],
  [
    'Max',
    [
      [3, 1],
      [1, 4],
      [2, 1, 1],
    ],
    {},
    '[2, 3, 4] 0',
  ],
  [
    'Sub',
    [
      [1, 3],
      [1, 4],
    ],
    {},
    'uncounted',
  ],
  ['ReduceMean', [[1, 3, 4, 5]], { axes: ints(-1, 2) }, '[1, 3, 1, 1] 0'],
  ['ReduceMean', [[1, 3, 4, 5], whole(2, 3)], { keepdims: int(0) }, '[1, 3] 0'],
  ['ReduceSum', [[1, 3]], {}, '[1, 1] 0'],
  ['ReduceSum', [[1, 3]], { noop_with_empty_axes: int(1) }, '[1, 3] 0'],
  ['ReduceSum', [[1, 3], whole(2)], {}, 'uncounted'],
  ['ReduceSum', [[1, 3], [1]], {}, 'uncounted'],
  ['ArgMax', [[2, 3]], { axis: int(1), keepdims: int(0) }, '[2] 0'],
  ['Shape', [[1, 3, 4]], {}, '[3] 0'],
  ['Range', [whole(0), whole(7), whole(2)], {}, '[4] 0'],
  ['Range', [whole(0), whole(7), whole(0)], {}, 'uncounted'],
  ['Range', [whole(0), [1], whole(1)], {}, 'uncounted'],
])('%s of %j with %j gives %s', (operator, operands, attributes, result) => {
  expect(told(ARITHMETIC_RULES, operator, operands, attributes)).toBe(result);
});

test.each<[string, readonly Operand[], Attributes, readonly number[] | undefined]>([
  ['Add', [whole(1, 2), whole(3, 4)], {}, [4, 6]],
  ['Mul', [whole(1, 2), whole(3)], {}, [3, 6]],
  ['Div', [whole(-7, 7), whole(2)], {}, [-3, 3]],
  ['Div', [whole(1), whole(0)], {}, undefined],
  ['Mod', [whole(7), whole(4)], {}, [3]],
  ['Mul', [whole(2 ** 40), whole(2 ** 40)], {}, undefined],
  ['Add', [whole(1, 2), [2]], {}, undefined],
  ['Equal', [whole(1, 2), whole(1, 3)], {}, [1, 0]],
  ['Where', [whole(1, 0), whole(5, 6), whole(7, 8)], {}, [5, 8]],
  ['Cast', [whole(1, 2)], { to: int(7) }, [1, 2]],
  // halves would have to be followed as well
  ['Cast', [whole(1, 2)], { to: int(1) }, undefined],
  ['Shape', [[1, 3, 4]], {}, [1, 3, 4]],
  ['Shape', [[1, 3, 4]], { start: int(1), end: int(-1) }, [3]],
  ['Size', [[1, 3, 4]], {}, [12]],
  ['Range', [whole(5), whole(0), whole(-2)], {}, [5, 3, 1]],
])('the whole numbers of %s of %j with %j are %j', (operator, operands, attributes, numbers) => {
  const found = ruled(ARITHMETIC_RULES, operator, operands, attributes);
  expect(found === 'uncounted' ? found : found.results[0]?.whole).toEqual(numbers);
});
