/** Convolutions and pooling: numbers by hand, and the sides that ONNX Runtime gives for random options. */
import { describe, expect, test } from '@jest/globals';
import { writeModel } from '../../../../grader/onnx/format/write.js';
import { WINDOW_RULES } from '../../../../grader/onnx/work/windows.js';
import { sizeOf } from '../../../../grader/tensor/tensor.js';
import { ONNX_BINDING, onnxLibrary } from '../../../support/onnx-library.js';
import { node, onnxModel, weight } from '../../../support/onnx-models.js';
import { int, ints, ruled, text, told, type Attributes } from '../../../support/onnx-work.js';
import { makeDice } from '../../../support/witness/drawing.js';

const of = (operator: string, operands: readonly (readonly number[])[], attributes: Attributes = {}) =>
  told(WINDOW_RULES, operator, operands, attributes);
const IMAGE = [1, 3, 9, 8];
const WEIGHTS = [4, 3, 3, 2];
const EACH = 3 * 3 * 2;

describe('a convolution', () => {
  test.each<[string, Attributes, number, number]>([
    ['without options', {}, 7, 7],
    ['with strides', { strides: ints(2, 3) }, 4, 3],
    ['with padding', { pads: ints(1, 0, 1, 2) }, 9, 9],
    ['with dilation', { dilations: ints(2, 3) }, 5, 5],
    ['that keeps its sides', { auto_pad: text('SAME_UPPER'), strides: ints(2, 3) }, 5, 3],
    ['that keeps its sides, below', { auto_pad: text('SAME_LOWER'), strides: ints(4, 1) }, 3, 8],
    ['that does not pad, whatever else is written', { auto_pad: text('VALID'), pads: ints(1, 1, 1, 1) }, 7, 7],
  ])('%s', (_, attributes, height, width) => {
    const result = `[1, 4, ${String(height)}, ${String(width)}] ${String(4 * height * width * EACH)}`;
    expect(of('Conv', [IMAGE, WEIGHTS], attributes)).toBe(result);
  });

  test('in groups, of series and of volumes', () => {
    expect(
      of(
        'Conv',
        [
          [1, 6, 5],
          [4, 3, 3],
        ],
        { group: int(2) },
      ),
    ).toBe(`[1, 4, 3] ${String(4 * 3 * 3 * 3)}`);
    expect(
      of(
        'Conv',
        [
          [1, 6, 4, 4],
          [6, 1, 3, 3],
        ],
        { group: int(6) },
      ),
    ).toBe(`[1, 6, 2, 2] ${String(6 * 4 * 9)}`);
    expect(
      of('Conv', [
        [2, 1, 3, 3, 3],
        [2, 1, 2, 2, 2],
      ]),
    ).toBe(`[2, 2, 2, 2, 2] ${String(2 * 2 * 8 * 8)}`);
  });

  test.each<[string, readonly (readonly number[])[], Attributes]>([
    ['other channels', [IMAGE, [4, 2, 3, 3]], {}],
    ['another rank', [IMAGE, [4, 3, 3]], {}],
    ['a kernel that is written otherwise', [IMAGE, WEIGHTS], { kernel_shape: ints(2, 2) }],
    ['a window that is larger', [IMAGE, [4, 3, 10, 2]], {}],
    ['a stride of nothing', [IMAGE, WEIGHTS], { strides: ints(0, 1) }],
    ['a negative dilation', [IMAGE, WEIGHTS], { dilations: ints(-1, 1) }],
    ['too few pads', [IMAGE, WEIGHTS], { pads: ints(1, 1) }],
    ['an unknown padding', [IMAGE, WEIGHTS], { auto_pad: text('SOME') }],
    [
      'filters that do not divide',
      [
        [1, 6, 5, 5],
        [4, 2, 3, 3],
      ],
      { group: int(3) },
    ],
    ['no weights', [IMAGE], {}],
    ['strides of another kind', [IMAGE, WEIGHTS], { strides: int(2) }],
  ])('with %s is not counted', (_, operands, attributes) => {
    expect(of('Conv', operands, attributes)).toBe('uncounted');
  });
});

test('a transposed convolution multiplies each number with each window', () => {
  const operands = [
    [1, 6, 4, 5],
    [6, 2, 3, 3],
  ];
  const work = String(6 * 20 * 2 * 9);
  expect(of('ConvTranspose', operands)).toBe(`[1, 2, 6, 7] ${work}`);
  expect(of('ConvTranspose', operands, { strides: ints(2, 2), pads: ints(1, 1, 1, 1) })).toBe(`[1, 2, 7, 9] ${work}`);
  expect(of('ConvTranspose', operands, { strides: ints(2, 2), output_padding: ints(1, 0) })).toBe(
    `[1, 2, 10, 11] ${work}`,
  );
  expect(of('ConvTranspose', operands, { group: int(3) })).toBe(`[1, 6, 6, 7] ${work}`);
  expect(of('ConvTranspose', operands, { strides: ints(2, 3), auto_pad: text('SAME_UPPER') })).toBe(
    `[1, 2, 8, 15] ${work}`,
  );
  expect(of('ConvTranspose', operands, { strides: ints(2, 2), output_shape: ints(8, 10) })).toBe(
    `[1, 2, 8, 10] ${work}`,
  );
  expect(of('ConvTranspose', operands, { group: int(4) })).toBe('uncounted');
  expect(of('ConvTranspose', operands, { pads: ints(9, 9, 9, 9) })).toBe('uncounted');
});

test('pooling costs nothing', () => {
  const window = { kernel_shape: ints(2, 2), strides: ints(2, 2) };
  expect(of('MaxPool', [[1, 3, 9, 8]], window)).toBe('[1, 3, 4, 4] 0');
  expect(of('AveragePool', [[1, 3, 9, 8]], { ...window, ceil_mode: int(1) })).toBe('[1, 3, 5, 4] 0');
  expect(of('LpPool', [[1, 3, 9, 8]], { kernel_shape: ints(3, 3) })).toBe('[1, 3, 7, 6] 0');
  expect(of('GlobalAveragePool', [[1, 3, 9, 8]])).toBe('[1, 3, 1, 1] 0');
  expect(of('MaxPool', [[1, 3, 9, 8]])).toBe('uncounted');
  // the last window would begin in the padding
  const behind = { kernel_shape: ints(1), strides: ints(4), pads: ints(0, 1), ceil_mode: int(1) };
  expect(of('MaxPool', [[1, 1, 4]], behind)).toBe('uncounted');
});

const where = ONNX_BINDING === null ? test.skip : test;
if (ONNX_BINDING === null) process.stderr.write('not compared: onnxruntime-node has nothing for this machine\n');

/** The library then takes neither dilation nor gaps between windows. */
function padsItself({ auto_pad: pad }: Attributes): boolean {
  return pad?.kind === 'string' && pad.value.startsWith('SAME');
}

where('sides are those of ONNX Runtime, for random options', () => {
  let compared = 0;
  for (let seed = 1; seed <= 400; seed += 1) {
    const dice = makeDice(seed);
    const pick = <T>(...all: readonly T[]) => all[Math.floor(dice.uniform() * all.length)] as T;
    const operator = pick('Conv', 'ConvTranspose', 'MaxPool', 'AveragePool');
    const kernel = [pick(1, 2, 3), pick(1, 2, 3)];
    const input = [2, 4, pick(3, 4, 5, 6, 7), pick(3, 4, 5, 6, 7)];
    const isPooling = operator.endsWith('Pool');
    // the padding of a pool must be smaller than its window
    const pads = [...kernel, ...kernel].map((side) => (isPooling && side === 1 ? 0 : pick(0, 0, 1)));
    const padding = pick<Attributes>(
      { pads: ints(...pads) },
      {},
      { auto_pad: text('SAME_UPPER') },
      { auto_pad: text('VALID') },
    );
    const isSame = padsItself(padding);
    const attributes: Attributes = {
      ...padding,
      kernel_shape: ints(...kernel),
      strides: ints(...kernel.map((side) => (isSame ? pick(1, side) : pick(1, 2, 3)))),
      ...(isSame || operator === 'AveragePool' ? {} : { dilations: ints(pick(1, 1, 2), pick(1, 1, 2)) }),
      ...(isPooling ? { ceil_mode: int(pick(0, 1)) } : { group: int(2) }),
    };
    const weights = [4, 2, ...kernel];
    const operands = isPooling ? [input] : [input, weights];
    const found = ruled(WINDOW_RULES, operator, operands, attributes);
    if (found === 'uncounted') continue;
    const model = onnxModel({
      nodes: [node(operator, ['x', ...(isPooling ? [] : ['W'])], 'y', attributes)],
      initializers: isPooling ? [] : [weight('W', weights, Array<number>(sizeOf(weights)).fill(1))],
      inputs: [{ name: 'x', type: 'float32', shape: ['N', ...input.slice(1)] }],
      outputs: [{ name: 'y', type: 'float32', shape: ['N', 'c', 'h', 'w'] }],
    });
    const session = onnxLibrary().open(writeModel(model));
    const [output] = session.run({ x: { shape: input, values: new Float32Array(sizeOf(input)) } });
    session.close();
    expect({ seed, sides: found.results[0]?.sides }).toEqual({ seed, sides: output?.shape });
    compared += 1;
  }
  expect(compared).toBeGreaterThan(300);
});
