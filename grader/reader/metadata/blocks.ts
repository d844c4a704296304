/**
 * Cuts the relevant parts out of Gradescope's metadata, line by line, before anything is parsed: an export also
 * contains every result and every earlier attempt, and a YAML parser needs about a hundred times the memory of its
 * input.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { METADATA_CAPS, type MetadataFault } from '../../protocol/class-metadata.js';

const CHUNK_BYTES = 1 << 20;
/** Keys that are kept, written as Ruby symbols or plainly. */
const KEPT = /^\s*["']?:?(?:created_at|submitters)["']?\s*:/;

/** One entry: its lines, and the number of each in the file, from 1. */
export interface Block {
  readonly text: string;
  readonly lines: readonly number[];
}

/** The file is not written as Gradescope writes it. */
export class Unfit extends Error {
  constructor(
    readonly fault: MetadataFault,
    readonly line: number,
  ) {
    super(fault);
  }
}

/** Entries in the file's order, one at a time. Throws Unfit for one that is far too large. */
export function* blocksOf(path: string): Generator<Block> {
  let lines: string[] = [];
  let numbers: number[] = [];
  let characters = 0;
  let entries = 0;
  let number = 0;
  const cut = new Cut();
  for (const line of linesOf(path)) {
    number += 1;
    if (/^(?:---|\.\.\.|%|#)/.test(line) || line.trim() === '') continue;
    const isFirst = !/^[\s-]/.test(line);
    if (isFirst && lines.length > 0) {
      yield { text: lines.join('\n'), lines: numbers };
      [lines, numbers, characters] = [[], [], 0];
    }
    if (isFirst) {
      entries += 1;
      if (entries > METADATA_CAPS.entries) throw new Unfit('too-many', number);
      cut.begin();
    } else if (!cut.keeps(line)) continue;
    characters += line.length + 1;
    if (characters > METADATA_CAPS.entry) throw new Unfit('too-large', number);
    lines.push(line);
    numbers.push(number);
  }
  if (lines.length > 0) yield { text: lines.join('\n'), lines: numbers };
}

/** Processes the children of one entry: the lines with the indentation of its first line. */
class Cut {
  #indent = -1;
  #isKept = true;

  begin(): void {
    this.#indent = -1;
    this.#isKept = true;
  }

  keeps(line: string): boolean {
    const indent = line.search(/[^ ]/);
    if (this.#indent === -1) this.#indent = indent;
    // list items may have the indentation of their key
    if (indent <= this.#indent && line[indent] !== '-') this.#isKept = KEPT.test(line);
    return this.#isKept;
  }
}

/** Lines without their ends, `\n` or `\r\n`; only one chunk of the file and one line are in memory at a time. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let parts: string[] = [];
    for (let bytes = readSync(file, chunk); bytes > 0; bytes = readSync(file, chunk)) {
      const [first = '', ...rest] = decoder.write(chunk.subarray(0, bytes)).split('\n');
      parts.push(first);
      for (const next of rest) {
        yield withoutReturn(parts.join(''));
        parts = [next];
      }
    }
    const last = withoutReturn(parts.join('') + decoder.end());
    if (last !== '') yield last;
  } finally {
    closeSync(file);
  }
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);
