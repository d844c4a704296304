/** A rubric file as text, value and positions, so that every problem can be told with its line and column. */
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { GraderError } from '../errors.js';

export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
}

/** Aliases may repeat small things; a document that grows by them is refused. */
const MOST_ALIASES = 50;

export class RubricDocument {
  readonly path: string;
  readonly #text: string;
  readonly #document: Document;
  readonly #lines = new LineCounter();

  constructor(path: string, text: string) {
    this.path = path;
    this.#text = text;
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      strict: true,
      uniqueKeys: true,
      prettyErrors: false,
    });
  }

  /** What YAML itself says is wrong. */
  syntaxProblems(): readonly Problem[] {
    return [...this.#document.errors, ...this.#document.warnings].map(({ pos, code, message }) => {
      const tab = code === 'TAB_AS_INDENT' || this.#lineAt(pos[0]).includes('\t');
      const sentence = tab
        ? 'a tab is used to indent: YAML wants spaces'
        : code === 'DUPLICATE_KEY'
          ? `the key ${this.#wordAt(pos[0])} is given twice: keep one`
          : message.split('\n')[0];
      return { ...this.#position(pos[0]), sentence: sentence ?? code };
    });
  }

  /** The plain value; throws a RangeError when aliases would blow it up. */
  value(): unknown {
    return this.#document.toJS({ maxAliasCount: MOST_ALIASES });
  }

  /** A problem at a path of keys and indices; at the nearest thing that exists when the path does not. */
  problemAt(path: readonly (string | number)[], sentence: string, atKey = false): Problem {
    for (let length = path.length; length >= 0; length -= 1) {
      const offset = this.#offsetOf(path.slice(0, length), atKey && length === path.length);
      if (offset !== null) return { ...this.#position(offset), sentence };
    }
    return { line: 1, column: 1, sentence };
  }

  /** The error that tells all problems, each with the line it is about. */
  errorOf(problems: readonly Problem[]): GraderError {
    const told = problems.map(({ line, column, sentence }) => {
      const source = this.#text.split('\n')[line - 1] ?? '';
      const place = `${this.path}:${String(line)}:${String(column)}`;
      const quoted =
        source.trim() === '' || source.length > 160
          ? ''
          : `\n    ${source.replaceAll('\t', ' ')}\n    ${' '.repeat(column - 1)}^`;
      return `${place}: ${sentence}${quoted}`;
    });
    const count = problems.length === 1 ? '' : `${String(problems.length)} problems\n`;
    return new GraderError('RUBRIC_INVALID', `${count}${told.join('\n')}`, {
      advice: 'Mend it, then run: tuxgrade rubric lint',
    });
  }

  #offsetOf(path: readonly (string | number)[], atKey: boolean): number | null {
    if (atKey) {
      const parent: unknown = this.#document.getIn(path.slice(0, -1), true);
      if (!isMap(parent)) return null;
      const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1));
      return isScalar(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
    }
    const node: unknown = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    return isNode(node) ? (node.range?.[0] ?? null) : null;
  }

  #position(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  #lineAt(offset: number): string {
    return this.#text.split('\n')[this.#position(offset).line - 1] ?? '';
  }

  #wordAt(offset: number): string {
    return /^[^\s:]+/.exec(this.#text.slice(offset))?.[0] ?? '';
  }
}
