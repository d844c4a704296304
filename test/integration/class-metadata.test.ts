/**
 * submission_metadata.yml in any form: with a real reader and its limits, damaged in many ways, and with a reader that
 * hostile bytes have taken over. The result is bounded facts, or a sentence for staff.
 */
import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GraderError } from '../../grader/errors.js';
import { readGradescopeMetadata, type Metadata } from '../../grader/intake/class/gradescope.js';
import { MetadataPages } from '../../grader/reader/metadata/export.js';
import { READ_CAPS, ReaderStopped, type ReadAnswer, type StartReader } from '../../grader/protocol/reader.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { startReader } from '../support/reader.js';
import { casesOf } from '../support/runs.js';

afterAll(removeFolders);

const RUNS = casesOf({ usual: 100, full: 20_000 });
/** Of several pages. */
const CLASS = 4000;
const TEXT = `---
submission_1:
  :submitters:
  - :name: Ann Lee
    :sid: '01'
    :email: ann@example.edu
  :created_at: 2018-09-13 23:59:58.123456000 -07:00
  :results: {tests: [1, 2]}
submission_2:
  ":created_at": 2018-09-14T07:00:00Z
  :submitters: &one [{:name: "B\\xf6b"}]
submission_3: {:submitters: *one}
`;

const folder = makeFolder();
const fileOf = (text: string | Uint8Array) => {
  const path = join(folder, 'submission_metadata.yml');
  writeFileSync(path, text);
  return path;
};
const read = (path: string, start: StartReader = startReader) =>
  readGradescopeMetadata(path, 'the file', { startReader: start, workDir: makeFolder() });

/** The reader's code in this process: its answers are fuzzed, not the sandbox around it. */
const near: StartReader = (root) => {
  const pages = new MetadataPages(join(root, 'file'));
  const answer = (): ReadAnswer => {
    const { header, body = new Uint8Array() } = pages.next();
    if (body.length > READ_CAPS.body) throw new Error(`a page of ${String(body.length)} bytes`);
    return { header: { ...header }, body };
  };
  return { ask: () => Promise.resolve().then(answer), close: () => Promise.resolve() };
};

/** What may come out, whatever goes in. */
async function assertTold(found: Promise<Metadata>): Promise<void> {
  const error: unknown = await found.then(assertBounded).catch((cause: unknown) => cause);
  if (error === undefined) return;
  expect(error).toBeInstanceOf(GraderError);
  expect((error as GraderError).code).toBe('USAGE');
  expect((error as GraderError).message).toMatch(/^the file /);
}

function assertBounded(metadata: Metadata): undefined {
  expect(metadata.size).toBeLessThanOrEqual(20_000);
  for (const [, { submittedAt, submitters }] of metadata) {
    if (submittedAt !== null) expect(new Date(submittedAt).toISOString()).toBe(submittedAt);
    for (const one of submitters) expect(Object.values(one).every((value) => typeof value === 'string')).toBe(true);
  }
  return undefined;
}

/** The text with some of its characters, words or lines changed, cut or doubled. */
const damaged = fc
  .array(
    fc.record({
      at: fc.nat(TEXT.length),
      take: fc.nat(40),
      put: fc.oneof(
        fc.constantFrom(
          '*one',
          '&one ',
          '<<: *one',
          '? ',
          '- ',
          '\n',
          '\r',
          '\u2028',
          '\t',
          '{',
          '[',
          '"',
          '|\n',
          '---\n',
        ),
        fc.constantFrom('__proto__: ', ':created_at: ', '!!binary ', '%TAG', '\u0000', '\ufffe', '\ud800', '#', ': '),
        fc.string({ unit: 'binary', maxLength: 8 }),
      ),
    }),
    { maxLength: 6 },
  )
  .map((changes) => changes.reduce((text, { at, take, put }) => text.slice(0, at) + put + text.slice(at + take), TEXT));

test('the same in the jail as here, and what it should be', async () => {
  const expected = new Map([
    [
      'submission_1',
      {
        submittedAt: '2018-09-14T06:59:58.123Z',
        timeFrom: 'gradescope',
        submitters: [{ name: 'Ann Lee', id: '01', email: 'ann@example.edu' }],
      },
    ],
    [
      'submission_2',
      { submittedAt: '2018-09-14T07:00:00.000Z', timeFrom: 'gradescope', submitters: [{ name: 'Böb' }] },
    ],
  ]);
  const text = TEXT.slice(0, TEXT.indexOf('submission_3'));
  expect(await read(fileOf(text))).toEqual(expected);
  expect(await read(fileOf(text), near)).toEqual(expected);
});

test('without people, without times, and with an object of Ruby for a time', async () => {
  const text = `---
submission_1:
  :submitters: []
  :created_at: ~
submission_2:
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2018-09-14 06:59:58.123456000 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: America/Los_Angeles
    time: 2018-09-13 23:59:58.123456000 Z
submission_3:
  :submitters:
  :created_at: 2018-09-14 07:00:00 Z
submission_5:
  :created_at: {zone: 5, time: 2018-09-13 23:59:58 Z}
submission_4:
  :submitters:
  - :name: ~
    :sid: 4711
    :email: ~
`;
  for (const start of [startReader, near]) {
    const found = await read(fileOf(text), start);
    expect([...found].map(([name, { submittedAt, submitters }]) => [name, submittedAt, submitters])).toEqual([
      ['submission_1', null, []],
      ['submission_2', '2018-09-14T06:59:58.123Z', []],
      ['submission_3', '2018-09-14T07:00:00.000Z', []],
      ['submission_5', null, []],
      ['submission_4', null, [{ id: '4711' }]],
    ]);
    expect(found.get('submission_5')?.timeRemarks?.join()).toContain('(not text)');
  }
});

test(`damaged in ${String(RUNS)} ways`, async () => {
  await fc.assert(
    fc.asyncProperty(damaged, (text) => assertTold(read(fileOf(text), near))),
    { numRuns: RUNS },
  );
}, 600_000);

describe('a large class', () => {
  test('comes in pages, every line counted from the first', async () => {
    const one = (index: number) =>
      `submission_${String(index)}:\n  :submitters:\n  - :name: ${'n'.repeat(100)}\n  :results:\n    :output: ${'o'.repeat(3000)}\n`;
    const text = Array.from({ length: CLASS }, (_, index) => one(index)).join('');
    const found = await read(fileOf(text));
    expect([...found.keys()]).toEqual(Array.from({ length: CLASS }, (_, index) => `submission_${String(index)}`));
    const broken = `${text}submission_x:\n  :created_at: [\n`;
    await expect(read(fileOf(broken))).rejects.toThrow(/^the file is not valid YAML: line 2000[12]$/);
  }, 60_000);

  test('of one line stops at the memory limit of a reader, and none of it is in the parent', async () => {
    const before = process.memoryUsage().rss;
    const path = fileOf(Buffer.alloc(300 << 20, 'a'));
    await expect(read(path)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/^the file (?:takes more than 256\.0 MiB of memory|cannot be read)/) as unknown,
    });
    // what the test itself wrote is part of it
    expect(process.memoryUsage().rss - before).toBeLessThan(700 << 20);
  }, 60_000);

  test('has a limit of bytes', async () => {
    const path = fileOf('');
    const file = openSync(path, 'r+');
    ftruncateSync(file, 2 ** 30 + 1);
    closeSync(file);
    await expect(read(path)).rejects.toThrow('the file has 1.0 GiB, the limit is 1.0 GiB');
  });
});

const entry = fc.record({
  name: fc.oneof(fc.string(), fc.constantFrom('submission_1', '__proto__', 7)),
  submittedAt: fc.oneof(fc.constantFrom(null, '2018-09-14T07:00:00.000Z', '2018-99-14T07:00:00.000Z', 5), fc.string()),
  submitters: fc.oneof(
    fc.array(fc.dictionary(fc.constantFrom('name', 'id', 'email', 'x'), fc.jsonValue())),
    fc.jsonValue(),
  ),
});
const answer = fc.oneof(
  fc
    .record({
      type: fc.constantFrom('metadata', 'metadata', 'pieces'),
      done: fc.boolean(),
      list: fc.array(entry, { maxLength: 4 }),
    })
    .map(({ list, ...header }) => ({ header, body: Buffer.from(JSON.stringify(list)) })),
  fc.record({
    header: fc.record({
      type: fc.constant('metadata-fault'),
      fault: fc.constantFrom('yaml', 'aliases', 'toString', 7),
      line: fc.oneof(fc.integer(), fc.jsonValue()),
    }),
    body: fc.uint8Array({ maxLength: 20 }),
  }),
  fc.record({ header: fc.dictionary(fc.constantFrom('type', 'done'), fc.jsonValue()), body: fc.uint8Array() }),
);

test(`any replies of a reader, in ${String(RUNS)} ways`, async () => {
  const path = fileOf(TEXT);
  const said = fc.array(fc.oneof(answer, fc.constantFrom('time', 'memory', 'crash', 'nonsense')), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(said, async (answers) => {
      const rest = [...answers];
      const liar: StartReader = (_root, limits) => ({
        ask: () => {
          const next = rest.shift() ?? 'crash';
          return typeof next === 'string' ? Promise.reject(new ReaderStopped(next, limits)) : Promise.resolve(next);
        },
        close: () => Promise.resolve(),
      });
      await assertTold(read(path, liar));
    }),
    { numRuns: RUNS },
  );
}, 600_000);
