/**
 * The parts of Gradescope's metadata that are of concern, cut out line by line before anything is parsed: an export
 * holds every result and every earlier attempt as well, and a parser of YAML needs some hundred times what it reads.
 */
import { GraderError } from '../errors.js';
import { formatBytes } from './caps.js';

/** What one entry may have of what is kept: a few people and a time. */
const MOST_KEPT = 16 * 1024;
const MOST_ENTRIES = 20_000;
/** Keys that are kept, as Ruby writes symbols, or plainly. */
const KEPT = /^\s*["']?:?(?:created_at|submitters)["']?\s*:/;

/** One entry: its lines, and where in the file each stands, from 1. */
export interface Block {
  readonly text: string;
  readonly lines: readonly number[];
}

/** Entries in the file's order, one at a time. Throws USAGE for one that is far too large. */
export function* blocksOf(text: string, label: string): Generator<Block> {
  let lines: string[] = [];
  let numbers: number[] = [];
  let bytes = 0;
  let entries = 0;
  let number = 0;
  const cut = new Cut();
  for (const line of linesOf(text)) {
    number += 1;
    if (/^(?:---|\.\.\.|%|#)/.test(line) || line.trim() === '') continue;
    const isFirst = !/^[\s-]/.test(line);
    if (isFirst && lines.length > 0) {
      yield { text: lines.join('\n'), lines: numbers };
      [lines, numbers, bytes] = [[], [], 0];
    }
    if (isFirst) {
      entries += 1;
      if (entries > MOST_ENTRIES) throw tooLarge(label, `more than ${String(MOST_ENTRIES)} entries`);
      cut.begin();
    } else if (!cut.keeps(line)) continue;
    bytes += line.length + 1;
    if (bytes > MOST_KEPT)
      throw tooLarge(label, `an entry of more than ${formatBytes(MOST_KEPT)} at line ${String(number)}`);
    lines.push(line);
    numbers.push(number);
  }
  if (lines.length > 0) yield { text: lines.join('\n'), lines: numbers };
}

/** Goes through the children of one entry: the lines that are indented as its first one is. */
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
    // the items of a list may stand below their key
    if (indent <= this.#indent && line[indent] !== '-') this.#isKept = KEPT.test(line);
    return this.#isKept;
  }
}

function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end);
    yield line.endsWith('\r') ? line.slice(0, -1) : line;
    start = end === -1 ? text.length : end + 1;
  }
}

function tooLarge(label: string, found: string): GraderError {
  return new GraderError('USAGE', `${label} has ${found}`, {
    advice: "download Gradescope's export again and do not edit it",
  });
}
