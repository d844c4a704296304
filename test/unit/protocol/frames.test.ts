import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeFrame, FrameDecoder, FrameError, packTensors, TensorReader } from '../../../grader/protocol/frames.js';
import { BYTES_PER_ELEMENT, type DType, type TensorData, type TensorValues } from '../../../grader/tensor/tensor.js';

const unpackTensor = (header: unknown, body: Uint8Array, name: string) => new TensorReader(body).read(header, name);
const CAPS = { headerBytes: 1024, bodyBytes: 4096 };

/** The first eight bytes on the channel: two little-endian lengths. */
function prefix(header: number, body: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setUint32(0, header, true);
  new DataView(bytes.buffer).setUint32(4, body, true);
  return bytes;
}

function bytesOf({ buffer, byteOffset, byteLength }: TensorValues): number[] {
  return [...new Uint8Array(buffer, byteOffset, byteLength)];
}

describe('frames', () => {
  test('are sent as two lengths, a header and a body', () => {
    const frame = encodeFrame({ type: 'ready' }, Uint8Array.of(7, 8));
    expect([...frame.subarray(0, 8)]).toEqual([16, 0, 0, 0, 2, 0, 0, 0]);
    expect(Buffer.from(frame.subarray(8, 24)).toString()).toBe('{"type":"ready"}');
    expect([...frame.subarray(24)]).toEqual([7, 8]);
  });

  test('are received as sent, however the bytes are split', () => {
    const message = fc.record({
      header: fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
      body: fc.uint8Array({ maxLength: 64 }),
    });
    const caps = { headerBytes: 1 << 20, bodyBytes: 1 << 20 };
    const law = fc.property(
      fc.array(message, { maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      (messages, cuts) => {
        const bytes = Buffer.concat(messages.map(({ header, body }) => encodeFrame(header, body)));
        const decoder = new FrameDecoder(caps);
        const frames = [];
        let turn = 0;
        for (let start = 0; start < bytes.length;) {
          const length = cuts[turn++ % cuts.length] ?? 1;
          frames.push(...decoder.push(bytes.subarray(start, start + length)));
          start += length;
        }
        expect(decoder.pending).toBe(false);
        expect(frames.map((frame) => [JSON.stringify(frame.header), [...frame.body]])).toEqual(
          messages.map(({ header, body }) => [JSON.stringify(header), [...body]]),
        );
      },
    );
    fc.assert(law, { numRuns: 200 });
  });

  test('any bytes at all are frames, an unfinished frame or a FrameError', () => {
    const law = fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (chunks) => {
      const decoder = new FrameDecoder(CAPS);
      try {
        for (const chunk of chunks) decoder.push(chunk);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
    });
    fc.assert(law, { numRuns: 500 });
  });

  test.each([
    ['header', prefix(CAPS.headerBytes + 1, 0)],
    ['header of 4 GB', prefix(0xffffffff, 0)],
    ['body', prefix(2, CAPS.bodyBytes + 1)],
    ['body of 4 GB', prefix(2, 0xffffffff)],
  ])('a %s over its cap is refused by its length alone', (_, bytes) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(() => new FrameDecoder(CAPS).push(bytes)).toThrow(FrameError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  });

  test('lengths at the caps are accepted', () => {
    const text = JSON.stringify({ a: 'x'.repeat(CAPS.headerBytes - 8) });
    expect(text).toHaveLength(CAPS.headerBytes);
    const bytes = encodeFrame(JSON.parse(text) as object, new Uint8Array(CAPS.bodyBytes));
    expect(new FrameDecoder(CAPS).push(bytes)).toHaveLength(1);
  });

  test.each([
    ['no JSON', Buffer.from('{not json}')],
    ['nothing', Buffer.alloc(0)],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['a cut-off object', Buffer.from('{"type":"re')],
  ])('a header that is %s is a FrameError', (_, header) => {
    expect(() => new FrameDecoder(CAPS).push(Buffer.concat([prefix(header.length, 0), header]))).toThrow(FrameError);
  });

  test('__proto__ in a header does not change a prototype', () => {
    const header = Buffer.from('{"__proto__":{"score":100},"constructor":{"prototype":{"score":100}}}');
    new FrameDecoder(CAPS).push(Buffer.concat([prefix(header.length, 0), header]));
    expect(({} as Record<string, unknown>)['score']).toBeUndefined();
  });

  test('a body does not change when later chunks arrive', () => {
    const decoder = new FrameDecoder(CAPS);
    const bytes = encodeFrame({}, Uint8Array.of(1, 2, 3));
    const [frame] = decoder.push(bytes);
    bytes.fill(0);
    expect([...(frame?.body ?? [])]).toEqual([1, 2, 3]);
  });
});

describe('tensors in a body', () => {
  const numbers = {
    float32: fc.float32Array({ maxLength: 12 }),
    float64: fc.float64Array({ maxLength: 12 }),
    int32: fc.int32Array({ maxLength: 12 }),
    bool: fc.uint8Array({ maxLength: 12, max: 1 }),
    uint8: fc.uint8Array({ maxLength: 12 }),
  };
  const tensor = fc
    .constantFrom<DType>('float32', 'float64', 'int32', 'bool', 'uint8')
    .chain((dtype): fc.Arbitrary<TensorData> =>
      numbers[dtype].map((values) => ({ dtype, shape: [values.length], values })),
    );

  test('come back bit for bit, NaN and infinities included', () => {
    const law = fc.property(fc.dictionary(fc.string(), tensor, { maxKeys: 5 }), (tensors) => {
      const { headers, body } = packTensors(tensors);
      const travelled = JSON.parse(JSON.stringify(headers)) as Record<string, unknown>;
      for (const [name, { dtype, shape, values }] of Object.entries(tensors)) {
        const back = unpackTensor(travelled[name], body, name);
        expect([back.dtype, back.shape]).toEqual([dtype, shape]);
        expect(bytesOf(back.values)).toEqual(bytesOf(values));
      }
    });
    fc.assert(law, { numRuns: 300 });
    const odd = Float64Array.of(NaN, Infinity, -Infinity, -0, 5e-324);
    const { headers, body } = packTensors({ odd: { dtype: 'float64', shape: [5], values: odd } });
    expect([...unpackTensor(headers['odd'], body, 'odd').values]).toEqual([...odd]);
  });

  test('a name like __proto__ is a name', () => {
    const value: TensorData = { dtype: 'int32', shape: [1], values: Int32Array.of(3) };
    const tensors = Object.fromEntries([['__proto__', value]]);
    const { headers, body } = packTensors(tensors);
    expect(Object.keys(headers)).toEqual(['__proto__']);
    expect([...unpackTensor(Object.entries(headers)[0]?.[1], body, '__proto__').values]).toEqual([3]);
  });

  const body = new Uint8Array(32);
  const good = { dtype: 'float32', shape: [2, 2], offset: 8 };

  test('the header that the broken ones below are made from is good, and so is an empty tensor', () => {
    expect(unpackTensor(good, body, 't').values).toHaveLength(4);
    expect(unpackTensor({ ...good, shape: [0, 5] }, body, 't').values).toHaveLength(0);
  });

  test.each<[string, unknown]>([
    ['no header', undefined],
    ['null', null],
    ['an unknown dtype', { ...good, dtype: 'complex64' }],
    ['a dtype from the prototype', { ...good, dtype: 'constructor' }],
    ['a negative side', { ...good, shape: [-2, -2] }],
    ['a fractional side', { ...good, shape: [1.5] }],
    ['a side that is text', { ...good, shape: ['4'] }],
    ['too many sides', { ...good, shape: [1, 1, 1, 1, 1, 1, 1, 1, 1] }],
    ['a shape beyond all numbers', { ...good, shape: [2 ** 52, 2 ** 52] }],
    ['more bytes than there are', { ...good, shape: [7] }],
    ['an offset behind the end', { ...good, offset: 40 }],
    ['an offset off the grid', { ...good, offset: 4 }],
    ['a negative offset', { ...good, offset: -8 }],
    ['an offset beyond all numbers', { ...good, offset: 1e300 }],
  ])('%s is a FrameError', (_, header) => {
    expect(() => unpackTensor(header, body, 't')).toThrow(FrameError);
  });

  test('every header is a tensor within the body, or a FrameError', () => {
    const header = fc.record({
      dtype: fc.constantFrom('float32', 'float64', 'int32', 'bool', 'x'),
      shape: fc.array(fc.oneof(fc.nat(9), fc.integer(), fc.double()), { maxLength: 9 }),
      offset: fc.oneof(
        fc.nat(5).map((n) => n * 8),
        fc.integer(),
        fc.double(),
      ),
    });
    const law = fc.property(header, (candidate) => {
      try {
        const { dtype, values } = unpackTensor(candidate, body, 't');
        expect(values.length * BYTES_PER_ELEMENT[dtype]).toBeLessThanOrEqual(body.length);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
    });
    fc.assert(law, { numRuns: 1000 });
  });
});
