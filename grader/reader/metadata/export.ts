/**
 * Reads `submission_metadata.yml` of a Gradescope "Export submissions" archive. Its keys are Ruby symbols
 * (`:created_at`), an e-mail address may be absent, and a group has several submitters. Scores, results and history in
 * it are ignored.
 */
import { parseDocument } from 'yaml';
import { readTime } from '../../dates/read-time.js';
import { METADATA_CAPS, METADATA_PAGE_BYTES, type MetadataEntry } from '../../protocol/class-metadata.js';
import type { Reply } from '../reply.js';
import { blocksOf, Unfit, type Block } from './blocks.js';

const MOST_ALIASES = 100;

/** The file's entries, page by page. */
export class MetadataPages {
  readonly #entries: Generator<MetadataEntry>;

  constructor(path: string) {
    this.#entries = entriesOf(path);
  }

  next(): Reply {
    const texts: string[] = [];
    let bytes = 0;
    try {
      while (bytes < METADATA_PAGE_BYTES) {
        const step = this.#entries.next();
        if (step.done === true) return pageOf(texts, true);
        const text = JSON.stringify(step.value);
        bytes += Buffer.byteLength(text) + 1;
        texts.push(text);
      }
      return pageOf(texts, false);
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      return { header: { type: 'metadata-fault', fault: error.fault, line: error.line } };
    }
  }
}

function pageOf(texts: readonly string[], done: boolean): Reply {
  return { header: { type: 'metadata', done }, body: Buffer.from(`[${texts.join(',')}]`) };
}

function* entriesOf(path: string): Generator<MetadataEntry> {
  let count = 0;
  for (const block of blocksOf(path)) {
    const line = block.lines[0] ?? 1;
    let characters = 0;
    for (const [name, value] of Object.entries(readBlock(block))) {
      const entry = entryOf(name, value);
      characters += JSON.stringify(entry).length;
      // aliases may expand to much more than was read
      if (characters > 2 * METADATA_CAPS.entry) throw new Unfit('too-large', line);
      count += 1;
      yield entry;
    }
  }
  if (count === 0) throw new Unfit('empty', 1);
}

function readBlock({ text, lines }: Block): Readonly<Record<string, unknown>> {
  // Every scalar stays a string: a student id 0123 keeps its zero, and times are read below.
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
  const error = document.errors[0];
  const first = lines[0] ?? 1;
  if (error !== undefined) throw new Unfit('yaml', lines[(error.linePos?.[0].line ?? 1) - 1] ?? first);
  const root = asObject(resolve(document, first));
  if (root === null) throw new Unfit('empty', first);
  return root;
}

/** An alias may be undefined, or expand to more than any class needs. */
function resolve(document: ReturnType<typeof parseDocument>, line: number): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES, mapAsMap: false }) as unknown;
  } catch {
    throw new Unfit('aliases', line);
  }
}

function entryOf(name: string, value: unknown): MetadataEntry {
  const entry = asObject(value) ?? {};
  return {
    name,
    ...timeOf(symbol(entry, 'created_at')),
    submitters: submittersOf(symbol(entry, 'submitters')),
  };
}

function submittersOf(value: unknown): MetadataEntry['submitters'] {
  if (!Array.isArray(value)) return [];
  return (value as unknown[]).flatMap((item) => {
    const person = asObject(item);
    if (person === null) return [];
    const name = textOf(symbol(person, 'name'));
    const id = textOf(symbol(person, 'sid'));
    const email = textOf(symbol(person, 'email'));
    return [{ ...(name && { name }), ...(id && { id }), ...(email && { email }) }];
  });
}

/**
 * `2018-09-13 23:59:58.123456789 -07:00`, or ISO, or an object of Ruby's TimeWithZone. Without a zone it is no instant, and the
 * reader does not guess.
 */
function timeOf(value: unknown): Pick<MetadataEntry, 'submittedAt' | 'oddTime'> {
  // beside `utc`, its `time` is local and is written as if it were UTC
  const written = asObject(value)?.['utc'] ?? value;
  const text = typeof written === 'object' && written !== null ? '(not text)' : textOf(written);
  if (text === null) return { submittedAt: null };
  const time = readTime(text);
  if (time.status === 'instant') return { submittedAt: new Date(time.ms).toISOString() };
  return { submittedAt: null, oddTime: text.slice(0, METADATA_CAPS.oddTime) };
}

/** The value of a key that is written as a Ruby symbol or plainly. */
function symbol(entry: Readonly<Record<string, unknown>>, name: string): unknown {
  const key = [`:${name}`, name].find((candidate) => Object.hasOwn(entry, candidate));
  return key === undefined ? undefined : entry[key];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && !['', '~', 'null', 'nil'].includes(value) ? value : null;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}
