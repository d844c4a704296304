/** Whatever a file declares or repeats, reading it costs little. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { expect, test } from '@jest/globals';
import { readModel } from '../../../../grader/onnx/format/read.js';
import { message, withGraphFields } from '../../../support/onnx-models.js';
import { measureProcessor } from '../../../support/processor-time.js';

const problemOf = (bytes: Uint8Array) => {
  const read = readModel(bytes);
  return read.ok ? null : read.problem;
};

test('2 GB of declared weights, in either form, cost nothing', () => {
  const declared = [
    [1, 2 ** 15],
    [1, 2 ** 14],
    [2, 1],
    [8, 'large'],
  ] as const;
  const varied = [
    [1, 2 ** 15],
    [1, 2 ** 15],
    [2, 7],
    [8, 'large'],
  ] as const;
  const { value, ms } = measured(() => [
    problemOf(withGraphFields([5, message(...declared, [9, new Uint8Array(4)])])),
    problemOf(withGraphFields([5, message(...varied, [7, 1])])),
    problemOf(withGraphFields([5, message([1, 2 ** 50], [1, 2 ** 50], [2, 7], [8, 'large'], [7, 1])])),
  ]);
  expect(value[0]).toMatch(
    /^declares the weight large with shape \[32768, 16384\], which needs 2\.0 GiB of float32, and 4 bytes are there: /,
  );
  expect(value[1]).toMatch(/^declares/);
  expect(value[2]).toMatch(/^declares/);
  expect(ms).toBeLessThan(500);
});

test('graphs 10,000 deep, and messages that deep where none are read', () => {
  const branch = (length: number) => {
    const attribute = Buffer.concat([message([1, 'then_branch'], [20, 5]), startOf(6, length)]);
    const operation = Buffer.concat([message([4, 'If']), startOf(5, attribute.length + length), attribute]);
    return Buffer.concat([startOf(1, operation.length + length), operation]);
  };
  const [graphs, messages] = [nested(10_000, branch), nested(10_000, (length) => startOf(1, length))];
  const { value, ms } = measured(() => [
    problemOf(withGraphFields([1, message([4, 'If'], [5, message([1, 'then_branch'], [20, 5], [6, graphs])])])),
    problemOf(withGraphFields([13, messages])),
  ]);
  expect(value).toEqual([expect.stringMatching(/^has graphs within graphs, more than 8 deep/), null]);
  expect(ms).toBeLessThan(500);
});

test.each([
  [1, 'operations', message([4, 'Relu'])],
  [5, 'weights and constants', message([2, 1], [1, 0])],
  [11, 'inputs and outputs', message([2, message([1, message([1, 1])])])],
])('20,001 of field %d', (field, words, one) => {
  const many = Array.from({ length: 20_001 }, () => [field, one] as const);
  expect(problemOf(withGraphFields(...many))).toBe(`has more than 20000 ${words}, the limit: export a smaller model`);
});

test('a list of more than a million numbers', () => {
  const attribute = message([1, 'a'], [20, 7], [8, new Uint8Array(1_000_001)]);
  expect(problemOf(withGraphFields([1, message([5, attribute])]))).toMatch(/more than 1000000 entries in lists/);
});

/** The beginning of a field with a length. */
function startOf(field: number, length: number): Uint8Array {
  return new BinaryWriter().tag(field, WireType.LengthDelimited).uint32(length).finish();
}

/** Messages within messages: each begins as told, for the length of what is within. */
function nested(depth: number, beginning: (length: number) => Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let length = 0; parts.length < depth; length += parts.at(-1)?.length ?? 0) parts.push(beginning(length));
  return Buffer.concat(parts.reverse());
}

function measured<T>(run: () => T): { value: T; ms: number } {
  const elapsed = measureProcessor();
  const value = run();
  return { value, ms: elapsed() };
}
