/** Sides of what is moved, left out or repeated, by hand. None of it has products. */
import { expect, test } from '@jest/globals';
import { ARRANGING_RULES } from '../../../../grader/onnx/work/arranging.js';
import { STRIDED_RULES } from '../../../../grader/onnx/work/strided.js';
import { int, ints, ruled, text, type Attributes, type Operand } from '../../../support/onnx-work.js';

const RULES = { ...ARRANGING_RULES, ...STRIDED_RULES };
const whole = (...numbers: readonly number[]) => ({ whole: numbers });
const X = [1, 6, 4];

type Case = readonly [operator: string, operands: readonly Operand[], attributes: Attributes, sides: number[] | null];

test.each<Case>([
  ['Reshape', [X, whole(0, -1)], {}, [1, 24]],
  ['Reshape', [X, whole(2, 3, -1)], {}, [2, 3, 4]],
  ['Reshape', [X, whole(-1, -1)], {}, null],
  ['Reshape', [[1, 4], whole(-1, -1, 4)], {}, null],
  ['Reshape', [X, whole(-2, -12)], {}, null],
  ['Reshape', [X, whole(5, -1)], {}, null],
  ['Reshape', [X, whole(1, 24, 2)], {}, null],
  ['Reshape', [X, whole(0, 24)], { allowzero: int(1) }, null],
  ['Reshape', [X, [2]], {}, null],
  ['Flatten', [X], {}, [1, 24]],
  ['Flatten', [X], { axis: int(2) }, [6, 4]],
  ['Flatten', [X], { axis: int(0) }, [1, 24]],
  ['Flatten', [X], { axis: int(3) }, [24, 1]],
  ['Flatten', [X], { axis: int(4) }, null],
  ['Transpose', [X], {}, [4, 6, 1]],
  ['Transpose', [X], { perm: ints(0, 2, 1) }, [1, 4, 6]],
  ['Transpose', [X], { perm: ints(0, 1, 1) }, null],
  ['Squeeze', [[1, 6, 1]], {}, [6]],
  ['Squeeze', [[1, 6, 1]], { axes: ints(-1) }, [1, 6]],
  ['Squeeze', [[1, 6, 1], whole(0)], {}, [6, 1]],
  ['Squeeze', [[1, 6, 1], whole(1)], {}, null],
  ['Unsqueeze', [[6], whole(0, -1)], {}, [1, 6, 1]],
  ['Unsqueeze', [[6], whole(3)], {}, null],
  ['Unsqueeze', [[6], whole(0, 0)], {}, null],
  ['Concat', [X, [1, 2, 4]], { axis: int(1) }, [1, 8, 4]],
  ['Concat', [X, [1, 2, 5]], { axis: int(1) }, null],
  ['Concat', [X, X], {}, null],
  ['Split', [X], { axis: int(1) }, [1, 3, 4]],
  ['Split', [X, whole(2, 4)], { axis: int(1) }, [1, 2, 4]],
  ['Split', [X, whole(2, 3)], { axis: int(1) }, null],
  ['Split', [X, whole(-2, 8)], { axis: int(1) }, null],
  ['Split', [[1, 5]], { axis: int(1) }, null],
  ['Slice', [X, whole(1), whole(-1), whole(1)], {}, [1, 4, 4]],
  ['Slice', [X, whole(-1), whole(-(2 ** 63)), whole(1), whole(-2)], {}, [1, 3, 4]],
  ['Slice', [X, whole(0), whole(2 ** 63), whole(1), whole(4)], {}, [1, 2, 4]],
  ['Slice', [X, whole(5), whole(2), whole(1)], {}, [1, 0, 4]],
  ['Slice', [X, whole(0), whole(1), whole(1), whole(0)], {}, null],
  ['Slice', [X], { starts: ints(2), ends: ints(4), axes: ints(2) }, [1, 6, 2]],
  ['Pad', [X, whole(0, 1, 2, 0, 3, 4)], {}, [1, 10, 10]],
  ['Pad', [X, whole(-1, 3), null, whole(1)], {}, [1, 8, 4]],
  ['Pad', [X], { pads: ints(0, 0, 1, 0, 0, 0) }, [1, 6, 5]],
  ['Pad', [X, whole(1, 1)], {}, null],
  ['Pad', [X, whole(0, -9, 0, 0, 0, 0)], {}, null],
  ['Pad', [X, [6]], {}, null],
  ['Expand', [[6, 1], whole(2, 1, 4)], {}, [2, 6, 4]],
  ['Expand', [X, whole(5)], {}, null],
  ['Tile', [X, whole(1, 2, 3)], {}, [1, 12, 12]],
  ['Tile', [X, whole(2)], {}, null],
  [
    'Gather',
    [
      [9, 3],
      [1, 5],
    ],
    {},
    [1, 5, 3],
  ],
  ['Gather', [X, []], { axis: int(-2) }, [1, 4]],
  ['GatherElements', [X, [1, 2, 4]], {}, [1, 2, 4]],
  ['ScatterND', [X, [1, 2], [1, 4]], {}, X],
  ['ConstantOfShape', [whole(2, 3)], {}, [2, 3]],
  ['ConstantOfShape', [[2]], {}, null],
  ['DepthToSpace', [[1, 8, 2, 3]], { blocksize: int(2) }, [1, 2, 4, 6]],
  ['SpaceToDepth', [[1, 2, 4, 6]], { blocksize: int(2) }, [1, 8, 2, 3]],
  ['SpaceToDepth', [[1, 2, 5, 6]], { blocksize: int(2) }, null],
  ['Resize', [X, null, null, whole(1, 12, 8)], {}, [1, 12, 8]],
  ['Resize', [X, null, null, [3]], {}, null],
  ['Resize', [X, null, null, whole(1, 12, 8)], { keep_aspect_ratio_policy: text('not_larger') }, null],
  ['Upsample', [X], { scales: { kind: 'floats', values: [1, 2, 1.5] } }, [1, 12, 6]],
  ['Upsample', [X], { scales: { kind: 'floats', values: [1, 2] } }, null],
])('%s of %j with %j gives %j', (operator, operands, attributes, sides) => {
  const found = ruled(RULES, operator, operands, attributes, operator === 'Split' ? 2 : 1);
  if (sides === null) expect(found).toBe('uncounted');
  else expect(found).toMatchObject({ macs: 0, results: expect.arrayContaining([expect.objectContaining({ sides })]) });
});

test.each<[string, readonly Operand[], Attributes, readonly number[]]>([
  ['Concat', [whole(1, 2), whole(-1)], { axis: int(0) }, [1, 2, -1]],
  ['Gather', [whole(4, 5, 6), whole(-1, 0)], {}, [6, 4]],
  ['Slice', [whole(4, 5, 6), whole(-1), whole(-9), whole(0), whole(-1)], {}, [6, 5, 4]],
  ['Slice', [whole(4, 5, 6), whole(1), whole(9)], {}, [5, 6]],
  ['Reshape', [whole(1, 2, 3, 4), whole(2, 2)], {}, [1, 2, 3, 4]],
])('the numbers that %s of %j gives', (operator, operands, attributes, numbers) => {
  expect(ruled(RULES, operator, operands, attributes)).toMatchObject({ results: [{ whole: numbers }] });
});
