/** Whatever a worker sends, the parent stays alive, allocates within its limits, and returns an answer. */
import { Duplex, PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ask } from '../../grader/sandbox/asking/ask.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Child, Exit } from '../../grader/sandbox/process/child.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { decodeReply } from '../../grader/sandbox/asking/replies.js';
import { probeRequest } from '../../grader/sandbox/asking/requests.js';
import { Session } from '../../grader/sandbox/process/session.js';
import { OutputLog } from '../../grader/sandbox/process/text.js';
import { allowanceFor } from '../../grader/sandbox/process/time-limit.js';
import { encodeFrame, FrameDecoder, FrameError } from '../../grader/protocol/frames.js';
import { removeFolders } from '../support/folders.js';
import { callOf, forwardAndBackward, planOf, snapshotOf } from '../support/snapshots.js';
import { casesOf } from '../support/runs.js';

const RUNS = casesOf({ usual: 1000, full: 20_000 });
const CAPS = { headerBytes: 256, bodyBytes: 1024 };

/** Words that replies are made of, so that some cases get far. */
const word = fc.constantFrom(
  ...['type', 'ready', 'loaded', 'returned', 'threw', 'exports', 'outputs', 'loss', 'value', 'keys', 'inputsAfter'],
  ...[
    'kind',
    'numbers',
    'unusable',
    'kept',
    'disposed',
    'changed',
    'members',
    'key',
    'how',
    'replaced',
    'form',
    'tensor',
    'dtype',
    'float32',
    'shape',
    'offset',
    'error',
  ],
  ...['name', 'message', 'stack', 'model', 'weights', 'W', 'x', '__proto__', 'constructor', 'toString'],
);
const leaf = fc.oneof(
  word,
  fc.constantFrom(0, 1, 8, -1, 1e308, 2 ** 53, 0.5, null, true, '', 'score'),
  fc.string({ maxLength: 6 }),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.oneof(word, fc.string({ maxLength: 4 })), tie('tree')), { maxLength: 6 }).map((pairs) => {
      // as JSON.parse makes it: `__proto__` is a key like any other
      return JSON.parse(
        `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`,
      ) as unknown;
    }),
  ),
}));
const body = fc.uint8Array({ maxLength: 96 });
const frame = fc
  .tuple(tree, body)
  .map(([header, bytes]) => encodeFrame(typeof header === 'object' && header !== null ? header : { header }, bytes));
/** Frames, frames with a byte turned over, and noise. */
const bytes = fc.oneof(
  frame,
  fc.tuple(frame, fc.nat(), fc.nat(255)).map(([whole, at, value]) => {
    const turned = Uint8Array.from(whole);
    turned[at % turned.length] = value;
    return turned;
  }),
  fc.uint8Array({ maxLength: 64 }),
);

test('frames: a decoder reads any bytes in any pieces, or refuses them with a sentence', () => {
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 5 }), (pieces) => {
      const decoder = new FrameDecoder(CAPS);
      try {
        for (const piece of pieces)
          for (const { body: one } of decoder.push(piece)) expect(one.length).toBeLessThan(1025);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
    }),
    { numRuns: RUNS },
  );
});

test('a declared length is refused before anything is allocated for it', () => {
  const before = process.memoryUsage().arrayBuffers;
  for (const [header, length] of [
    [0xffffffff, 0],
    [2, 0xffffffff],
    [257, 0],
    [0, 1025],
  ] as const) {
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32LE(header, 0);
    prefix.writeUInt32LE(length, 4);
    expect(() => new FrameDecoder(CAPS).push(prefix)).toThrow(FrameError);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
});

test('replies: any header with any body is read or refused, and does not change a prototype', () => {
  const { asked } = probeRequest(callOf('forward', ['loss']));
  fc.assert(
    fc.property(tree, body, (header, content) => {
      try {
        decodeReply({ header, body: content }, asked);
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError);
      }
    }),
    { numRuns: RUNS },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['score']).toBeUndefined();
});

/** An answer that fits. */
const THREW = encodeFrame({ type: 'threw', error: { name: 'Error', message: 'no', stack: '' } }, new Uint8Array());

/** A child whose answers are these bytes; it ends when it is killed or its channel is closed. */
function childSaying(pieces: readonly Uint8Array[]): Child {
  let end: (exit: Exit) => void = () => undefined;
  const exited = new Promise<Exit>((resolve) => (end = resolve));
  const channel = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, done) => {
      // an answer never comes while the question is being sent
      queueMicrotask(() => {
        for (const piece of pieces) channel.push(piece);
        done();
      });
    },
    final: (done) => {
      channel.push(null);
      end({ code: 0, signal: null, startError: null, outOfMemory: false });
      done();
    },
  });
  channel.push(encodeFrame({ type: 'ready' }, new Uint8Array()));
  const kill = () => {
    end({ code: null, signal: 'SIGKILL', startError: null, outOfMemory: false });
  };
  return { stdin: null, stdout: new PassThrough(), stderr: new PassThrough(), channel, exited, pid: () => null, kill };
}

test('a session gives an answer for any bytes on the channel', async () => {
  const limits = { memoryBytes: 2 ** 30, outputBytes: 2 ** 20 };
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(bytes, fc.constant(THREW)), { maxLength: 3 }), async (pieces) => {
      const session = new Session(childSaying(pieces), limits, new OutputLog(), 5000);
      await session.ready;
      const asking = ask(session, probeRequest(callOf('forward', ['loss'])), allowanceFor(5000));
      // nothing, or half a frame: it is over when the worker ends
      setImmediate(() => void session.finish());
      const answer = await asking;
      expect('reply' in answer || 'death' in answer).toBe(true);
      if ('reply' in answer) answers += 1;
    }),
    { numRuns: RUNS },
  );
  // some did get through: the fuzzer is not shut out at the door
  expect(answers).toBeGreaterThan(0);
}, 120_000);

describe('a worker that was taken over', () => {
  let driver: Driver;
  beforeAll(async () => {
    driver = await chooseDriver();
  });
  afterAll(removeFolders);

  test.each(Array.from({ length: 25 }, (_, index) => index + 1))('answers random bytes, seed %i', async (seed) => {
    const source = `const { writeSync } = process.getBuiltinModule('fs');
      let state = ${String(seed)};
      const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
      export function forward() {
        for (let piece = 0; piece < 40; piece += 1) {
          const bytes = Uint8Array.from({ length: next() % 3000 }, () => next() >>> 24);
          // half of them start like a frame
          if (next() % 2 === 0 && bytes.length > 8) bytes.set([next() % 40, 0, 0, 0, next() % 200, 0, 0, 0]);
          try { writeSync(3, bytes); } catch { return { loss: 0 }; }
        }
        return { loss: 0 };
      }
      export const backward = () => ({ dx: [1] });`;
    const seen = await observe(snapshotOf({ 'backprop.js': source }), planOf(forwardAndBackward()), { driver });
    const codes = [...seen.outcomes.values()].map((outcome) =>
      outcome.status === 'failed' ? outcome.error.code : 'returned',
    );
    expect(codes).toEqual(['PROTOCOL_VIOLATION', 'PROTOCOL_VIOLATION']);
  });
});
