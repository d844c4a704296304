import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeFrame, FrameDecoder, FrameError, TensorReader } from '../../../grader/protocol/frames.js';
import { measureProcessor } from '../../support/processor-time.js';

test('many small chunks cost what one large one costs: each byte is copied once', () => {
  const most = 8 << 20;
  const bytes = encodeFrame({}, new Uint8Array(most));
  const pushAll = (length: number) => {
    const decoder = new FrameDecoder({ headerBytes: 16, bodyBytes: most });
    const spent = measureProcessor();
    let frames = 0;
    for (let at = 0; at < bytes.length; at += length) frames += decoder.push(bytes.subarray(at, at + length)).length;
    expect(frames).toBe(1);
    return spent();
  };
  pushAll(1 << 16);
  const [coarse, fine] = [pushAll(1 << 16), pushAll(16)];
  // 500,000 pushes; joining them again each time would take minutes
  expect(fine).toBeLessThan(coarse + 3000);
});

test('the received part of a frame is stored once', () => {
  const decoder = new FrameDecoder({ headerBytes: 16, bodyBytes: 32 << 20 });
  const before = process.memoryUsage().arrayBuffers;
  decoder.push(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 2));
  for (let part = 0; part < 31; part += 1) decoder.push(new Uint8Array(1 << 20));
  globalThis.gc?.();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(80 << 20);
  expect(decoder.pending).toBe(true);
});

test('the limits are those of the current request', () => {
  const decoder = new FrameDecoder({ headerBytes: 2, bodyBytes: 0 });
  expect(decoder.push(encodeFrame({}, new Uint8Array()))).toHaveLength(1);
  decoder.allow({ headerBytes: 2, bodyBytes: 8 });
  expect(decoder.push(encodeFrame({}, new Uint8Array(8)))).toHaveLength(1);
  decoder.allow({ headerBytes: 2, bodyBytes: 4 });
  expect(() => decoder.push(encodeFrame({}, new Uint8Array(8)))).toThrow(FrameError);
});

test('no byte belongs to two tensors, and all copies together are at most as large as the body', () => {
  const body = new Uint8Array(32);
  const header = fc.record({
    dtype: fc.constantFrom('float32', 'float64', 'bool'),
    shape: fc.array(fc.nat(5), { maxLength: 2 }),
    offset: fc.nat(5).map((n) => n * 8),
  });
  const law = fc.property(fc.array(header, { maxLength: 6 }), (headers) => {
    const reader = new TensorReader(body);
    const owners = new Array<number>(body.length).fill(0);
    for (const { offset, ...one } of headers) {
      try {
        const { values } = reader.read({ offset, ...one }, 't');
        for (let at = offset; at < offset + values.byteLength; at += 1) owners[at] = (owners[at] ?? 0) + 1;
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
    }
    expect(Math.max(...owners)).toBeLessThanOrEqual(1);
  });
  fc.assert(law, { numRuns: 1000 });
});
