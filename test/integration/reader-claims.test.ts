/**
 * Whatever a reader that hostile bytes have taken over says, the result is a sentence about a student's fault, or files
 * within the limits.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GraderError } from '../../grader/errors.js';
import { readClaim } from '../../grader/intake/models/model-claims.js';
import { openSubmission } from '../../grader/intake/open.js';
import { ReaderStopped, type ReadAnswer, type StartReader } from '../../grader/protocol/reader.js';
import { placeErrors } from '../../grader/sandbox/observing/places.js';
import type { StudentErrorReport } from '../../grader/schema/evidence.js';
import type { ProbeOutcome } from '../../grader/stages/observation.js';
import type { Lead } from '../../grader/sandbox/observing/student-error.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { snapshotOf } from '../support/snapshots.js';
import { casesOf } from '../support/runs.js';

afterAll(removeFolders);

const RUNS = casesOf({ usual: 200, full: 20_000 });
const LIMITS = { submissionBytes: 1 << 16, files: 5 };

const name = fc.oneof(
  fc.constantFrom('a', 'b/c', '../x', '/etc/passwd', 'C:\\x', '__proto__', 'x\u0000y', '.', '', 'a/', '\ufffe', 'é'),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const entry = fc.oneof(
  fc.record({
    name,
    kind: fc.constantFrom('regular', 'regular', 'folder', 'link', 'other', 'x', null),
    bytes: fc.oneof(fc.nat(1000), fc.constantFrom(-1, NaN, 1e300, '5', 2 ** 53)),
    obstacle: fc.constantFrom(null, null, 'encrypted', 'method', 'constructor', 7),
  }),
  fc.jsonValue(),
);
const piece = fc.oneof(
  fc.record({ entry: fc.nat(6), bytes: fc.nat(40), last: fc.boolean() }),
  fc.record({ entry: fc.nat(6), damaged: fc.constant(true) }),
  fc.jsonValue(),
);
const answer = fc.record({
  header: fc.oneof(
    fc.record({ type: fc.constant('entries'), entries: fc.array(entry, { maxLength: 6 }), done: fc.boolean() }),
    fc.record({ type: fc.constant('pieces'), pieces: fc.array(piece, { maxLength: 6 }), done: fc.boolean() }),
    fc.record({ type: fc.constantFrom('opened', 'unreadable', 'place', 'ready', 'x'), tooLarge: fc.boolean() }),
    fc.dictionary(fc.constantFrom('type', 'entries', 'pieces', 'done', '__proto__'), fc.jsonValue()),
  ),
  body: fc.uint8Array({ maxLength: 80 }),
});
const answers = fc.array(
  fc.oneof({ weight: 9, arbitrary: answer }, fc.constantFrom('time', 'memory', 'crash', 'nonsense')),
  { maxLength: 6 },
);

/** The answers of an honest reader about a few files, with at most one value changed. */
const nearlyTrue = fc
  .record({
    sizes: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
    change: fc.constantFrom('none', 'none', 'bytes', 'entry', 'last', 'done', 'order', 'body'),
    by: fc.integer({ min: -2, max: 2 }),
  })
  .map(({ sizes, change, by }): readonly unknown[] => {
    const pieces = sizes.map((bytes, index) => ({
      entry: index + (change === 'entry' ? by : 0),
      bytes: bytes + (change === 'bytes' ? by : 0),
      last: change !== 'last',
    }));
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0) + (change === 'body' ? by : 0);
    const entries = sizes.map((bytes, index) => ({
      name: `f${String(index)}`,
      kind: 'regular',
      bytes,
      obstacle: null,
    }));
    return [
      { header: { type: 'entries', entries, done: true }, body: new Uint8Array() },
      {
        header: { type: 'pieces', pieces: change === 'order' ? pieces.reverse() : pieces, done: change !== 'done' },
        body: new Uint8Array(Math.max(0, total)),
      },
    ];
  });

/** A reader that opens the archive and then sends these replies in turn. */
function claiming(told: readonly unknown[]): StartReader {
  const queue: unknown[] = [{ header: { type: 'opened' }, body: new Uint8Array() }, ...told];
  return (_folder, limits) => ({
    ask: () => {
      const next = queue.shift() ?? 'crash';
      if (typeof next === 'string') return Promise.reject(new ReaderStopped(next as ReaderStopped['reason'], limits));
      return Promise.resolve(next as ReadAnswer);
    },
    close: () => Promise.resolve(),
  });
}

describe('a dishonest reader', () => {
  test(`about an archive never gets more than a student's fault out of it, in ${String(RUNS)} ways`, async () => {
    const archive = join(makeFolder(), 'hw.zip');
    writeFileSync(archive, 'x'.repeat(1000));
    const taken = { count: 0 };
    await fc.assert(
      fc.asyncProperty(fc.oneof(answers, nearlyTrue), async (told) => {
        const workDir = makeFolder();
        try {
          const options = { limits: LIMITS, workDir, startReader: claiming(told) };
          const { files, bytes } = await openSubmission(archive, options);
          taken.count += 1;
          expect(files.length).toBeLessThanOrEqual(LIMITS.files);
          expect(bytes).toBeLessThanOrEqual(LIMITS.submissionBytes);
          for (const { path } of files) expect(path).not.toMatch(/^\/|(^|\/)\.\.(\/|$)/);
        } catch (error) {
          if (!(error instanceof GraderError)) throw error;
          expect(error.fault).toBe('student');
          expect(readdirSync(workDir)).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
    // some answers must be consistent: otherwise only the first check was tested
    expect(taken.count).toBeGreaterThan(0);
  }, 300_000);

  test(`about the place of an error never gets a report that is not one, in ${String(RUNS)} ways`, async () => {
    const snapshot = snapshotOf({ 'a.ts': 'x' });
    const found = fc.oneof(
      fc.record({
        place: fc.record({
          file: fc.constantFrom('a.ts', 'b.ts', '__proto__'),
          line: fc.integer(),
          column: fc.integer(),
        }),
        code: fc.record({ window: fc.string({ unit: 'binary' }), before: fc.string({ unit: 'binary' }) }),
      }),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(found, async (told) => {
        const error: StudentErrorReport = { code: 'RUNTIME_ERROR', message: 'x' };
        const outcomes = new Map<string, ProbeOutcome>([['p', { status: 'failed', error }]]);
        const leads: Map<StudentErrorReport, Lead> = new Map([
          [error, { map: 'e30=', positions: [{ line: 1, column: 0 }] }],
        ]);
        const reader: StartReader = () => ({
          ask: () => Promise.resolve({ header: { type: 'place', found: told }, body: new Uint8Array() }),
          close: () => Promise.resolve(),
        });
        await placeErrors(outcomes, leads, snapshot, reader);
        const after = outcomes.get('p');
        const { file = 'a.ts', line = 1, column = 1, frame = '' } = after?.status === 'failed' ? after.error : {};
        expect(file).toBe('a.ts');
        expect(Math.min(line, column)).toBeGreaterThan(0);
        expect(frame.split('\n').length).toBeLessThanOrEqual(2);
      }),
      { numRuns: RUNS },
    );
  }, 300_000);

  test(`about a model gets facts of the right types or none, in ${String(RUNS)} ways`, () => {
    const honest = {
      status: 'admitted',
      facts: {
        format: 'layers-model',
        parameters: 3,
        fileBytes: 90,
        layers: [{ name: 'd', className: 'Dense', activation: 'relu', output: true }],
        inputShape: [null, 2],
        weights: [{ name: 'd/kernel', shape: [2, 1], dtype: 'float32' }],
      },
    };
    expect(readClaim(Buffer.from(JSON.stringify(honest)))).toEqual(honest);
    const paths = [
      ['status'],
      ['facts'],
      ...Object.keys(honest.facts).map((key) => ['facts', key]),
      ...['name', 'className', 'activation', 'output'].map((key) => ['facts', 'layers', '0', key]),
      ...['name', 'shape', 'dtype'].map((key) => ['facts', 'weights', '0', key]),
      ['facts', 'inputShape', '1'],
      ['facts', 'weights', '0', 'shape', '0'],
    ];
    let believed = 0;
    const change = fc.tuple(fc.constantFrom(...paths), fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 1.5, 2 ** 53, '')));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), fc.nat(4), (changes, cut) => {
        const claim = structuredClone(honest) as unknown;
        for (const [path, value] of changes) put(claim, path, value);
        const bytes = Buffer.from(JSON.stringify(claim));
        const read = readClaim(cut === 0 ? bytes.subarray(0, bytes.length >> 1) : bytes);
        const facts = read === null || read.facts === null ? null : read.facts;
        if (facts === null) return;
        believed += 1;
        expect(Number.isSafeInteger(facts.parameters) && Number.isSafeInteger(facts.fileBytes)).toBe(true);
        for (const { name, shape } of facts.weights)
          expect([typeof name, Array.isArray(shape)]).toEqual(['string', true]);
        for (const { name, className } of facts.layers) expect(typeof name + typeof className).toBe('stringstring');
      }),
      { numRuns: RUNS },
    );
    expect(believed).toBeGreaterThan(0);
  });
});

/** Sets the value at a path, if the path still exists. */
function put(root: unknown, path: readonly string[], value: unknown): void {
  let place = root;
  for (const key of path.slice(0, -1)) place = (place as Record<string, unknown> | null)?.[key] ?? null;
  if (typeof place === 'object' && place !== null) (place as Record<string, unknown>)[path.at(-1) ?? ''] = value;
}
