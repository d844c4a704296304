/** A driver whose workers send what a test says, such as answers that a real one sends only if the grader is broken. */
import { Duplex, PassThrough } from 'node:stream';
import type { Child, Exit } from '../../grader/sandbox/process/child.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { encodeFrame, FrameDecoder } from '../../grader/protocol/frames.js';
import type { Request } from '../../grader/protocol/worker.js';

/** Answers one request with the header of a reply, or with its header and body. */
export type Script = (request: Request) => object | readonly [header: object, body: Uint8Array];

/** `farewellMs`: how long a worker takes to end after its channel was closed. */
export function scriptedDriver(script: Script, farewellMs = 0): Driver {
  const start = () => scriptedChild(script, farewellMs);
  return {
    name: 'process',
    gaps: [],
    hasDevices: false,
    facts: () => [],
    isComplaint: () => false,
    adviceFor: () => null,
    start,
  };
}

function answerOf(told: ReturnType<Script>): Uint8Array {
  const [header, body = new Uint8Array()] = (Array.isArray(told) ? told : [told]) as unknown as readonly [
    object,
    Uint8Array?,
  ];
  return encodeFrame(header, body);
}

function scriptedChild(script: Script, farewellMs: number): Child {
  const decoder = new FrameDecoder({ headerBytes: 1 << 26, bodyBytes: 1 << 26 });
  let end: (exit: Exit) => void = () => undefined;
  const exited = new Promise<Exit>((resolve) => (end = resolve));
  const channel: Duplex = new Duplex({
    read: () => undefined,
    write: (chunk: Uint8Array, _encoding, done) => {
      const answers = decoder.push(chunk).map(({ header }) => answerOf(script(header as Request)));
      // later, as over a pipe: no request is waiting yet
      setImmediate(() => {
        for (const answer of answers) channel.push(answer);
      });
      done();
    },
    final: (done) => {
      const gone = () => {
        end({ code: 0, signal: null, startError: null, outOfMemory: false });
      };
      if (farewellMs === 0) gone();
      else {
        channel.push(null);
        setTimeout(gone, farewellMs);
      }
      done();
    },
  });
  channel.push(encodeFrame({ type: 'ready' }, new Uint8Array()));
  const kill = () => {
    const dead = () => {
      end({ code: null, signal: 'SIGKILL', startError: null, outOfMemory: false });
    };
    if (farewellMs === 0) dead();
    else setTimeout(dead, farewellMs);
  };
  return { stdin: null, stdout: new PassThrough(), stderr: new PassThrough(), channel, exited, pid: () => null, kill };
}
