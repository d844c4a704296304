import { expect, test } from '@jest/globals';
import type { Request } from '../../../../grader/protocol/worker.js';
import { Session } from '../../../../grader/sandbox/process/session.js';
import { OutputLog } from '../../../../grader/sandbox/process/text.js';
import { allowanceFor } from '../../../../grader/sandbox/process/time-limit.js';
import { scriptedDriver } from '../../../support/scripted-driver.js';

const REQUEST = { type: 'load-module', filename: 'a.js' } satisfies Request;
const CAPS = { headerBytes: 1000, bodyBytes: 0 };

/** On a busy machine, or where the grader was stopped meanwhile, it takes longer to be gone than anybody waits. */
test('a worker that closes its channel after the grader did has not violated the protocol, however long it takes to end', async () => {
  const driver = scriptedDriver(() => ({ type: 'loaded', exports: [] }), 600);
  const launch = { program: 'worker', args: [], submission: '/none', memoryBytes: 1, cpuSeconds: 1 } as const;
  const limits = { memoryBytes: 1 << 30, outputBytes: 1000 };
  const session = new Session(driver.start(launch), limits, new OutputLog(), 5000);
  expect(await session.ready).toHaveProperty('frame');
  const message = { request: REQUEST, body: new Uint8Array(), caps: CAPS };
  expect(await session.request(message, allowanceFor(1000))).toHaveProperty('frame');
  expect(await session.finish()).toBeNull();
});
