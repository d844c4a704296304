/**
 * Every attack is one file, run as a student's backprop.* in the real sandbox. `forward` attacks; `backward` is honest:
 * whatever happens to the first, the second keeps its marks unless the file cannot be loaded at all.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { extname, join } from 'node:path';
import { chooseDriver } from '../../grader/sandbox/drivers.js';
import type { Driver } from '../../grader/sandbox/driver.js';
import { observe } from '../../grader/sandbox/observe.js';
import type { ProbeOutcome } from '../../grader/schema/observation.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { forwardAndBackward, planOf, snapshotOf } from '../support/snapshots.js';
import { EXPECTED, type Expected } from './expected.js';

const ATTACKS = join(import.meta.dirname, 'attacks');
const CALL_MS = 2_000;
/** V8 collects garbage for seconds before it gives up. */
const HEAP_CALL_MS = 12_000;

let driver: Driver;
let server: Server;
let abstract: Server;
let port = 0;
let canary = '';

beforeAll(async () => {
  driver = await chooseDriver('bubblewrap');
  const folder = makeFolder();
  canary = join(folder, 'canary');
  writeFileSync(canary, 'secret of the parent');
  server = await listen(0);
  abstract = await listen('\0tuxgrade-test');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterAll(() => {
  server.close();
  abstract.close();
  removeFolders();
});

function listen(where: number | string): Promise<Server> {
  const created = createServer((socket) => socket.destroy());
  return new Promise((resolve) =>
    created.listen(where, () => {
      resolve(created);
    }),
  );
}

function sourceOf(file: string): string {
  return readFileSync(join(ATTACKS, file), 'utf8')
    .replaceAll('CANARY', canary)
    .replaceAll('PORT', String(port))
    .replaceAll('NAME', 'tuxgrade-test');
}

/** `returned 0`, or the code of the fault. */
function wordOf(outcome: ProbeOutcome | undefined, key: string): string {
  if (outcome === undefined) return 'no outcome';
  if (outcome.status === 'failed') return outcome.error.code;
  const output = outcome.returned.outputs[key];
  if (output === undefined) return 'returned nothing';
  return output.kind === 'unusable' ? 'returned unusable' : `returned ${String(output.data.values[0])}`;
}

async function run(file: string, { heap }: Expected) {
  const snapshot = snapshotOf({ [`backprop${extname(file)}`]: sourceOf(file) });
  const limits = { callMs: heap === true ? HEAP_CALL_MS : CALL_MS, memoryBytes: 512 * 2 ** 20 };
  return observe(snapshot, planOf(forwardAndBackward(), limits), { driver });
}

describe('attacks', () => {
  test('each file has an expected outcome, and each outcome a file', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(readdirSync(ATTACKS).sort());
  });

  test.each(Object.entries(EXPECTED))('%s', async (file, expected) => {
    const started = performance.now();
    const seen = await run(file, expected);
    expect(expected.forward).toContain(wordOf(seen.outcomes.get('forward#0'), 'loss'));
    const honest = wordOf(seen.outcomes.get('backward#0'), 'dx');
    if (expected.backward !== 'any') expect(honest).toBe(expected.backward ?? 'returned 1');
    expect(performance.now() - started).toBeLessThan(30_000);
    const shown = JSON.stringify([...seen.outcomes.values()]) + seen.stdout + seen.stderr;
    expect(shown.length).toBeLessThan(200_000);
    expect(shown).not.toContain('secret of the parent');
    // no escape sequences (as JSON writes them), no direction overrides, no path of this machine
    for (const odd of ['\\u001b', '\u202e', process.cwd(), 'tuxgrade-test-']) expect(shown).not.toContain(odd);
    expect(({} as Record<string, unknown>)['score']).toBeUndefined();
  });
});
