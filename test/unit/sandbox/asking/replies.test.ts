import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeReply } from '../../../../grader/sandbox/asking/replies.js';
import { FrameError } from '../../../../grader/protocol/frames.js';
import type { TensorData } from '../../../../grader/tensor/tensor.js';

const x: TensorData = { dtype: 'float64', shape: [1], values: Float64Array.of(NaN) };
const asked = { outputs: ['loss', 'z1'], inputs: { x }, mostValues: 3 };
const body = Uint8Array.from(new Uint8Array(Float64Array.of(0.5, NaN, 1, 2, 3).buffer));
const tensor = (offset: number) => ({ dtype: 'float64', shape: [1], offset });
const returned = {
  type: 'returned',
  outputs: { loss: { kind: 'numbers', form: 'number', tensor: tensor(0) } },
  keys: ['loss', 'debug'],
  inputsAfter: { x: { kind: 'kept', tensor: tensor(8) } },
};
const decode = (header: unknown) => decodeReply({ header, body }, asked);

describe('a reply', () => {
  test('is decoded with its type, including NaN', () => {
    const reply = decode(returned);
    expect(reply.type).toBe('returned');
    if (reply.type !== 'returned') return;
    const { outputs, keys, inputsAfter } = reply.returned;
    expect(outputs['loss']).toMatchObject({ kind: 'numbers', form: 'number', data: { shape: [1] } });
    expect(keys).toEqual(['loss', 'debug']);
    // compared bit for bit, and not kept
    expect(inputsAfter['x']).toEqual({ kind: 'kept' });
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['an array', []],
    ['a number', 100],
    ['of no type', {}],
    ['a score', { type: 'graded', score: 100 }],
    ['a type by prototype', JSON.parse('{"__proto__":{"type":"ready"}}')],
    ['with no outputs', { ...returned, outputs: undefined }],
    ['with outputs as an array', { ...returned, outputs: [1] }],
    ['with an output that nobody asked for', { ...returned, outputs: { score: { kind: 'unusable', found: 'x' } } }],
    ['with an output named __proto__', JSON.parse('{"type":"returned","outputs":{"__proto__":{"kind":"unusable"}}}')],
    ['with an output of an unknown kind', { ...returned, outputs: { loss: { kind: 'score' } } }],
    ['with an unknown form', { ...returned, outputs: { loss: { ...returned.outputs.loss, form: 'magic' } } }],
    [
      'with a tensor beyond the body',
      { ...returned, outputs: { loss: { ...returned.outputs.loss, tensor: tensor(40) } } },
    ],
    ['with two tensors on the same bytes', { ...returned, inputsAfter: { x: { kind: 'kept', tensor: tensor(0) } } }],
    [
      'with two tensors that share a few bytes',
      {
        ...returned,
        outputs: {
          ...returned.outputs,
          z1: { kind: 'numbers', form: 'tensor', tensor: { dtype: 'float64', shape: [2], offset: 8 } },
        },
      },
    ],
    [
      'with more numbers than were asked for',
      {
        ...returned,
        outputs: { ...returned.outputs, z1: { ...returned.outputs.loss, tensor: { ...tensor(16), shape: [3] } } },
      },
    ],
    ['that is silent about an input', { ...returned, inputsAfter: {} }],
    ['about an input that was not given', { ...returned, inputsAfter: { y: { kind: 'disposed' } } }],
    ['with an input of an unknown kind', { ...returned, inputsAfter: { x: { kind: 'fine' } } }],
    ['with an error that is text', { type: 'threw', error: 'no' }],
  ])('that is %s is refused', (_, header) => {
    expect(() => decode(header)).toThrow(FrameError);
  });

  test('names what differentiated in known words only, each once', () => {
    const told = { 'tf.grads': true, 'my own words': true, toString: true, 'tf.grad': 0 };
    const decoded = decode({ ...returned, differentiated: told });
    expect(decoded).toMatchObject({ returned: { differentiated: ['tf.grad', 'tf.grads'] } });
    for (const other of [undefined, [], ['tf.grad'], 'tf.grad', { x: true }, null]) {
      const { returned: plain } = decode({ ...returned, differentiated: other }) as { returned?: object };
      expect(plain).not.toHaveProperty('differentiated');
    }
  });

  test('reports an input that is a different one, and changed members', () => {
    const members = [
      { key: 'W1', how: 'replaced' },
      { key: 'two\nlines', how: 'added' },
      { key: 'x', how: 'x' },
    ];
    const input = { kind: 'kept', tensor: tensor(16) };
    expect(decode({ ...returned, inputsAfter: { x: input }, members })).toMatchObject({
      returned: {
        inputsAfter: { x: { kind: 'changed' } },
        members: [
          { key: 'W1', how: 'replaced' },
          { key: 'two lines', how: 'added' },
        ],
      },
    });
  });

  test('is cut and cleaned where it is text', () => {
    const message = `\u001b[31m${'A'.repeat(100_000)}`;
    const reply = decode({ type: 'threw', error: { name: ['x'], message, stack: 7 } });
    expect(reply).toEqual({ type: 'threw', error: { name: '', message: 'A'.repeat(3995), stack: '' } });
    const loaded = decode({ type: 'loaded', exports: [{}, 'forward', '\u001b[2Jx'], backend: 'cpu' });
    expect(loaded).toEqual({
      type: 'loaded',
      exports: ['', 'forward', 'x'],
      backend: 'cpu',
      weights: null,
      model: null,
    });
  });

  test('is a reply or a FrameError, for any JSON', () => {
    const part = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(...Object.values(returned), 'unusable', tensor(0)),
    );
    const header = fc.record(
      {
        type: fc.constantFrom('returned', 'threw', 'loaded', 'ready', 'x'),
        outputs: part,
        keys: part,
        inputsAfter: part,
        error: part,
        exports: part,
      },
      { requiredKeys: ['type'] },
    );
    const law = fc.property(header, (candidate) => {
      try {
        decode(candidate);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
    });
    fc.assert(law, { numRuns: 1000 });
  });
});

test('exactly as many entries as were requested', () => {
  const names = Array.from({ length: 5000 }, (_, index) => `w${String(index)}`);
  const outputs = Object.fromEntries(names.map((name) => [name, { kind: 'unusable', found: 'undefined' }]));
  const many = { type: 'returned', outputs, keys: [], inputsAfter: {} };
  const decoded = decodeReply({ header: many, body }, { outputs: names, inputs: {}, mostValues: 0 });
  expect(decoded.type === 'returned' && Object.keys(decoded.returned.outputs)).toEqual(names);
  const fewer = { outputs: names.slice(1), inputs: {}, mostValues: 0 };
  expect(() => decodeReply({ header: many, body }, fewer)).toThrow(FrameError);
});
