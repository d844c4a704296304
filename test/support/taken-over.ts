/** A driver whose decoder is a script of the test, like a decoder that hostile bytes have taken over. */
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { startProcess } from '../../grader/sandbox/process/start.js';
import { makeFolder, writeFiles } from './folders.js';

/**
 * The script says that it is ready and then runs `does` for each request: `asked` is the request's header, and
 * `send(header, body)` answers; text is sent as it is, other values as JSON, buffers as bytes.
 */
export function takenOver(does: string): Driver {
  const script = `
    const { writeSync, readSync } = require('node:fs');
    const bytesOf = (value) => Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
    const send = (header, body = Buffer.alloc(0)) => {
      const [text, bytes] = [bytesOf(header), bytesOf(body)];
      const prefix = Buffer.alloc(8);
      prefix.writeUInt32LE(text.length, 0);
      prefix.writeUInt32LE(bytes.length, 4);
      writeSync(3, Buffer.concat([prefix, text, bytes]));
    };
    send({ type: 'ready' });
    const request = Buffer.alloc(1 << 16);
    for (;;) {
      let count = 0;
      try { count = readSync(3, request); } catch { continue; }
      if (count === 0) break;
      const asked = JSON.parse(request.subarray(8, 8 + request.readUInt32LE(0)).toString());
      ${does}
    }`;
  const file = `${writeFiles(makeFolder(), { 'decoder.cjs': script })}/decoder.cjs`;
  const options = {
    file: process.execPath,
    args: [file],
    cwd: '/',
    env: {},
    uid: null,
    pidPipe: false,
    detached: false,
  };
  return {
    name: 'process',
    gaps: [],
    hasDevices: true,
    facts: () => [],
    isComplaint: () => false,
    adviceFor: () => null,
    start: () => startProcess(options),
  };
}
