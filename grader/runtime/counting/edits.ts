/** Insertions into a text that keep its lines, and the way back from a place in the result to the original. Pure. */

interface Edit {
  readonly at: number;
  /** The end of what is replaced; `at` for an insertion. */
  readonly until: number;
  readonly text: string;
}

/** A piece of the original: where it is in the result, where it was, and its length. */
interface Piece {
  readonly to: number;
  readonly from: number;
  readonly length: number;
}

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export class Edits {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  /** Texts inserted at one place are in the order of the calls. */
  insert(at: number, text: string): void {
    this.#edits.push({ at, until: at, text });
  }

  /** Replaces what is between two places; the line breaks in it stay. */
  replace(at: number, until: number, text: string): void {
    const breaks = this.#source.slice(at, until).replace(/[^\n]+/g, '');
    this.#edits.push({ at, until, text: text + breaks });
  }

  apply(): Edited {
    const pieces: Piece[] = [];
    const parts: string[] = [];
    let [to, from] = [0, 0];
    const put = (text: string) => {
      parts.push(text);
      to += text.length;
    };
    const keep = (until: number) => {
      pieces.push({ to, from, length: until - from });
      put(this.#source.slice(from, until));
    };
    // sorting is stable
    for (const { at, until, text } of [...this.#edits].sort((a, b) => a.at - b.at)) {
      if (at > from) keep(at);
      put(text);
      from = Math.max(from, until);
    }
    keep(this.#source.length);
    return new Edited(this.#source, parts.join(''), pieces);
  }
}

export class Edited {
  readonly code: string;
  readonly #source: string;
  readonly #pieces: readonly Piece[];

  constructor(source: string, code: string, pieces: readonly Piece[]) {
    this.#source = source;
    this.code = code;
    this.#pieces = pieces;
  }

  /** The place in the original; for inserted text, that before which it was inserted. */
  originalOf({ line, column }: Position): Position {
    const offset = startOfLine(this.code, line) + column - 1;
    const piece = this.#pieces.findLast(({ to }) => to <= offset);
    if (piece === undefined) return { line, column };
    const from = piece.from + Math.min(offset - piece.to, piece.length);
    return { line, column: from - this.#source.lastIndexOf('\n', from - 1) };
  }
}

function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return start;
    start = end + 1;
  }
  return start;
}
