/** What is read is what exporters and the package onnx have written; damaged and hostile bytes are refused. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readModel } from '../../../../grader/onnx/format/read.js';
import { writeModel } from '../../../../grader/onnx/format/write.js';
import {
  message,
  node,
  onnxModel,
  weight,
  whole,
  withGraphFields,
  withModelFields,
} from '../../../support/onnx-models.js';

const FIXTURES = resolve('fixtures/onnx');
const problemOf = (bytes: Uint8Array) => {
  const read = readModel(bytes);
  return read.ok ? null : read.problem;
};
const DAMAGED = /^is damaged, or is not a model in ONNX format: export the model again/;

describe('what is read', () => {
  test('is what was written: every kind of attribute, a graph within a node, sides without a number', () => {
    const branch = { kind: 'graph', value: onnxModel({ inputs: [] }).graph } as const;
    const model = onnxModel({
      nodes: [
        node('If', ['x'], ['y', ''], { then_branch: branch, else_branch: branch }),
        node('Other', ['', 'y'], 'z', {
          a: { kind: 'int', value: -3 },
          b: { kind: 'float', value: 0.25 },
          c: { kind: 'string', value: 'edge' },
          d: { kind: 'ints', values: [-1, 2 ** 40] },
          e: { kind: 'floats', values: [1, -0.5] },
          f: { kind: 'strings', values: ['tux', ''] },
          g: { kind: 'tensor', value: weight('', [1, 2], [1, 2]) },
          h: { kind: 'ints', values: [] },
        }),
      ],
      initializers: [weight('W', [2], [1, 2]), whole('shape', [0], [])],
      outputs: [{ name: 'z', type: 'float64', shape: null }],
      inputs: [{ name: 'x', type: 'float32', shape: ['', 3, 'N'] }],
    });
    expect(readModel(writeModel(model))).toEqual({ ok: true, model });
  });

  test.each(readdirSync(FIXTURES).filter((name) => name.endsWith('.onnx')))(
    'of %s is written again as it is',
    (name) => {
      const first = readModel(readFileSync(join(FIXTURES, name)));
      if (!first.ok) throw new Error(first.problem);
      expect(readModel(writeModel(first.model))).toEqual(first);
    },
  );

  test('numbers in fields of their own are those in raw bytes, as the package onnx wrote both', () => {
    const read = readModel(readFileSync(join(FIXTURES, 'forms/every-form.onnx')));
    if (!read.ok) throw new Error(read.problem);
    const { initializers } = read.model.graph;
    expect(initializers).toHaveLength(26);
    for (let at = 0; at < initializers.length; at += 2) {
      const [typed, raw] = [initializers[at], initializers[at + 1]];
      expect(Buffer.from(typed?.bytes ?? []).toString('hex')).toBe(Buffer.from(raw?.bytes ?? []).toString('hex'));
      expect(typed?.type).toBe(raw?.type);
    }
    const floats = initializers.find(({ name }) => name === 'FLOAT typed');
    expect(new Float32Array(Uint8Array.from(floats?.bytes ?? []).buffer)).toEqual(Float32Array.of(1.5, -2, 0.25));
  });

  test('a weight is a view of the file', () => {
    const bytes = writeModel(onnxModel());
    const read = readModel(bytes);
    expect(read.ok && read.model.graph.initializers.every((one) => one.bytes.buffer === bytes.buffer)).toBe(true);
  });

  test('numbers of a repeated field that are not packed, or in several parts', () => {
    const tensor = message([1, 2], [1, 1], [2, 7], [8, 'whole'], [7, 5], [7, -6]);
    const read = readModel(withGraphFields([5, tensor]));
    const found = read.ok ? read.model.graph.initializers.at(-1) : null;
    expect(found).toEqual({ name: 'whole', type: 'int64', shape: [2, 1], bytes: expect.anything() as unknown });
    expect(new BigInt64Array(Uint8Array.from(found?.bytes ?? []).buffer)).toEqual(BigInt64Array.of(5n, -6n));
  });

  test('a whole number that says "to the end" stays within 64 bits', () => {
    const attribute = message([1, 'ends'], [20, 7], [8, 2n ** 63n - 1n], [8, -(2n ** 63n)]);
    const read = readModel(withGraphFields([1, message([4, 'Slice'], [2, 's'], [5, attribute])]));
    if (!read.ok) throw new Error(read.problem);
    expect(read.model.graph.nodes.at(-1)?.attributes['ends']).toEqual({
      kind: 'ints',
      values: [2 ** 63 - 1024, -(2 ** 63)],
    });
    expect(readModel(writeModel(read.model)).ok).toBe(true);
  });
});

describe('bad input', () => {
  const whole = readFileSync(join(FIXTURES, 'torch-mlp-older-exporter.onnx'));

  test('cut off anywhere', () => {
    for (let length = 0; length < whole.length; length += 1) {
      expect(problemOf(whole.subarray(0, length))).toMatch(/^(?:is damaged|declares)/);
    }
    expect(problemOf(whole)).toBeNull();
  });

  test.each([
    ['empty', new Uint8Array(), DAMAGED],
    ['text', Buffer.from('{"format": "layers-model"}'), DAMAGED],
    ['a zip', Buffer.from('504b0304140000000800', 'hex'), DAMAGED],
    ['a varint without end', new Uint8Array(1 << 20).fill(0xff), DAMAGED],
    ['a varint without end in a field', Buffer.concat([Buffer.from([0x08]), Buffer.alloc(1000, 0x80)]), DAMAGED],
    ['a length beyond the file', Buffer.from('3affffffff0f00', 'hex'), DAMAGED],
    ['a group', Buffer.concat([writeModel(onnxModel()), Buffer.from([0x1b, 0x1c])]), DAMAGED],
    ['a field that does not exist', withModelFields([77, 'x']), DAMAGED],
    ['a second graph', withModelFields([7, message([2, 'other'])]), DAMAGED],
    ['a name that is not UTF-8', withGraphFields([1, message([4, Uint8Array.of(0xff, 0xfe)])]), DAMAGED],
    [
      'an attribute twice',
      withGraphFields([1, message(...[1, 2].map(() => [5, message([1, 'a'], [20, 2])] as const))]),
      DAMAGED,
    ],
    ['a shape twice', withGraphFields([11, message([2, message([1, message([2, ''], [2, ''])])])]), DAMAGED],
    ['a side of less than none', withGraphFields([5, message([1, -1], [2, 1])]), DAMAGED],
    ['numbers in two places', withGraphFields([5, message([1, 1], [2, 7], [7, 1], [9, new Uint8Array(8)])]), DAMAGED],
    ['numbers in the field of another type', withGraphFields([5, message([1, 1], [2, 1], [7, 1])]), DAMAGED],
    [
      'opset 99',
      writeModel(onnxModel({}, { opset: 99 })),
      /^uses version 99 of ONNX's operators \(opset\); supported are 7 to 26: .*opset_version=18$/,
    ],
    ['opset 6', writeModel(onnxModel({}, { opset: 6 })), /^uses version 6 of/],
    [
      'IR 14',
      writeModel(onnxModel({}, { irVersion: 14 })),
      /^is of version 14 of the ONNX format \(IR\); supported are 3 to 13: /,
    ],
    ['two opsets', withModelFields([8, message([2, 18])]), /^imports two versions of the operators of ONNX/],
    ['functions', withModelFields([25, message([1, 'f'])]), /^has functions of its own .*inline_local_functions/],
    ['training', withModelFields([20, message([1, ''])]), /^has instructions for training/],
    ['sparse weights', withGraphFields([15, '']), /^has sparse weights/],
    [
      'external data',
      withGraphFields([5, message([8, 'W2'], [13, message([1, 'location'], [2, '../../etc/passwd'])])]),
      /^keeps its weights in another file \(external data, in W2\): .*external_data=False/,
    ],
    ['external data by its place alone', withGraphFields([5, message([14, 1])]), /^keeps its weights in another file/],
    ['text in a weight', withGraphFields([5, message([1, 1], [2, 8], [6, 'x'])]), /^has text, /],
    ['text without any', withGraphFields([5, message([1, 0], [2, 8])]), /^has text, /],
    ['complex numbers', withGraphFields([5, message([1, 0], [2, 14], [8, 'c'])]), /^has complex numbers, in c: /],
    ['a weight in parts', withGraphFields([5, message([3, ''])]), /^has a tensor in parts/],
    [
      'a list of tensors',
      withGraphFields([12, message([1, 'p'], [2, message([4, ''])])]),
      /^has an input or output p that is a list of tensors \(sequence\).*zipmap/,
    ],
    ['a map', withGraphFields([12, message([1, 'p'], [2, message([5, ''])])]), /that is a map/],
    ['an input without a type', withGraphFields([11, message([1, 'p'])]), /^does not say of what type p is/],
    ['an overload', withGraphFields([1, message([4, 'Relu'], [8, 'fast'])]), /^uses a variant of the operator Relu/],
    [
      'a type as an attribute',
      withGraphFields([1, message([5, message([1, 't'], [14, ''], [20, 13])])]),
      /^has the attribute t of a kind/,
    ],
    [
      'an attribute without a kind',
      withGraphFields([1, message([5, message([1, 't'], [3, 1])])]),
      /^has the attribute t of a kind/,
    ],
    [
      'a long name',
      withGraphFields([1, message([3, 'n'.repeat(1001)])]),
      /^has an operation with a name of 1001 characters; the limit is 1000/,
    ],
    [
      'nine sides',
      withGraphFields([5, message(...Array.from({ length: 9 }, () => [1, 1] as const))]),
      /more than 8 sides/,
    ],
  ])('%s', (_what, bytes, problem) => {
    expect(problemOf(bytes)).toMatch(problem);
  });
});
