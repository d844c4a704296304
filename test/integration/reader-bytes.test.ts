/** For damaged and forged bytes the reader always ends, and its replies are within their limits. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HandOver } from '../../grader/reader/archives/hand-over.js';
import type { OpenedArchive } from '../../grader/reader/archives/opened.js';
import { openTarArchive } from '../../grader/reader/archives/tar.js';
import { openZipArchive } from '../../grader/reader/archives/zip.js';
import { locate, quote } from '../../grader/reader/places.js';
import { READ_CAPS, type ReadReply } from '../../grader/protocol/reader.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { tarHeader } from '../support/raw-tar.js';
import { rawZip } from '../support/raw-zip.js';
import { casesOf } from '../support/runs.js';

afterAll(removeFolders);

const RUNS = casesOf({ usual: 200, full: 20_000 });
const MOST_BYTES = 1 << 16;
/** A walk takes a millisecond; this is for a busy machine. */
const HANGS_MS = 20_000;

const ZIP = rawZip([
  { name: 'a.txt', data: 'hello '.repeat(20) },
  { name: 'b/c', data: 'x', method: 0 },
  { name: 'd/' },
]);
const TAR = Buffer.concat([
  tarHeader({ name: 'pax', type: 'x', declaredBytes: 20 }),
  Buffer.from('20 path=long-name-x\n'.padEnd(512, '\0')),
  tarHeader({ name: 'a.txt', declaredBytes: 5 }),
  Buffer.from('hello'.padEnd(512, '\0')),
  tarHeader({ name: 'b/', type: '5' }),
  Buffer.alloc(1024),
]);

/** An archive with some bytes changed, cut short, or doubled. */
function mutationsOf(archive: Buffer): fc.Arbitrary<Buffer> {
  const change = fc.tuple(fc.nat(archive.length - 1), fc.nat(255));
  return fc
    .record({
      changes: fc.array(change, { maxLength: 6 }),
      end: fc.oneof({ weight: 4, arbitrary: fc.constant(archive.length) }, fc.nat(archive.length)),
      twice: fc.boolean(),
    })
    .map(({ changes, end, twice }) => {
      const bytes = Buffer.from(archive);
      for (const [at, value] of changes) bytes[at] = value;
      return Buffer.concat([bytes.subarray(0, end), ...(twice ? [bytes] : [])]);
    });
}

/** The whole conversation; the number of bytes that were handed over. */
async function readAll(archive: OpenedArchive): Promise<number> {
  const handOver = new HandOver(archive);
  let entries = 0;
  for (;;) {
    const { header } = await handOver.entries();
    const page = header as Extract<ReadReply, { type: 'entries' }>;
    expect(page.entries.length).toBeLessThanOrEqual(READ_CAPS.entries);
    entries += page.entries.length;
    if (page.done) break;
  }
  let bytes = 0;
  let reply = await handOver.begin(new Uint8Array((entries >> 3) + 1).fill(255));
  for (;;) {
    const { body = new Uint8Array() } = reply;
    const { pieces, done } = reply.header as Extract<ReadReply, { type: 'pieces' }>;
    expect(pieces.length).toBeLessThanOrEqual(READ_CAPS.entries);
    expect(body.length).toBeLessThanOrEqual(READ_CAPS.body);
    expect(pieces.length > 0 || done).toBe(true);
    bytes += body.length;
    if (done) return bytes;
    reply = await handOver.more();
  }
}

/** Bytes, or `unreadable` for what the archive's own reader throws; a failed expectation of the test's goes through. */
async function outcomeOf(archive: OpenedArchive): Promise<number | 'unreadable' | 'hangs'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'hangs'>((resolve) => {
    timer = setTimeout(() => {
      resolve('hangs');
    }, HANGS_MS);
  });
  const read = readAll(archive).catch((error: unknown) => {
    if (error instanceof Error && 'matcherResult' in error) throw error;
    return 'unreadable' as const;
  });
  return await Promise.race([read, late]).finally(() => {
    clearTimeout(timer);
  });
}

describe.each<[string, Buffer, (path: string) => OpenedArchive]>([
  ['zip', ZIP, openZipArchive],
  ['tar', TAR, (path) => openTarArchive(path, MOST_BYTES)],
  ['tar.gz', gzipSync(TAR), (path) => openTarArchive(path, MOST_BYTES)],
])('a %s archive', (_format, archive, open) => {
  test('is handed over whole when nothing is wrong with it', async () => {
    const path = join(makeFolder(), 'archive');
    writeFileSync(path, archive);
    expect(await outcomeOf(open(path))).toBe(archive === ZIP ? 121 : 5);
  });

  test(`ends however it is damaged, in ${String(RUNS)} ways`, async () => {
    const path = join(makeFolder(), 'archive');
    await fc.assert(
      fc.asyncProperty(mutationsOf(archive), async (bytes) => {
        writeFileSync(path, bytes);
        expect(await outcomeOf(open(path))).not.toBe('hangs');
      }),
      { numRuns: RUNS },
    );
  }, 600_000);
});

test(`a source map leads to a line or nowhere, in ${String(RUNS)} ways`, () => {
  const root = makeFolder();
  writeFileSync(join(root, 'a.ts'), 'first\r\nse\tcond \ud83d\ude00 \ufffe\nlast');
  const sources = fc.array(fc.constantFrom('a.ts', '../etc', '/etc/passwd', 'none.ts', ''), { maxLength: 3 });
  const text = fc.oneof(
    fc.record({
      version: fc.constant(3),
      sources,
      names: fc.constant([]),
      mappings: fc.constantFrom('AAAA', ';AACA;AAEA', 'AAAAA,,', '!!'),
    }),
    fc.jsonValue(),
  );
  const position = fc.record({ line: fc.integer({ min: 1, max: 9 }), column: fc.nat(40) });
  fc.assert(
    fc.property(text, fc.array(position, { maxLength: 4 }), (map, positions) => {
      let found = null;
      try {
        found = locate(root, Buffer.from(JSON.stringify(map)), positions);
      } catch {
        // said to be unreadable
      }
      if (found !== null) expect(found.place.file).toBe('a.ts');
      const at = positions[0] ?? { line: 1, column: 0 };
      const quoted = quote(root, { file: 'a.ts', line: at.line, column: at.column + 1 });
      expect(quoted?.code === null).toBe(at.line > 3);
    }),
    { numRuns: RUNS },
  );
});
