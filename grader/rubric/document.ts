/**
 * A rubric file as text, value and positions, so that every problem can be reported with its line and column. Accepts
 * only plain YAML 1.2: no tags, no merge keys, few aliases.
 */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  type Document,
  type YAMLError,
} from 'yaml';
import { nameLookAlike } from '../text/look-alikes.js';

export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
}

/** Aliases may repeat small values; a document that grows much by aliases is refused. */
const MOST_ALIASES = 50;
/** Lines are quoted up to this column. */
const QUOTED_COLUMNS = 120;

/** Keys of the top level that have been renamed since the first version; files with the older name are still read. */
const OLDER_NAMES: Readonly<Record<string, string>> = { pointSets: 'sampleSets' };

const TAB = 'the line is indented with a tab: use spaces';
/** The YAML parser fails on such text in one of two ways: with its own error, or with a stack overflow. */
export const TOO_DEEP = 'it is nested too deeply: a rubric has less than ten levels';

export class RubricDocument {
  readonly path: string;
  /** Remarks on keys that were read by their older names. */
  readonly olderNames: readonly string[];
  readonly #lines: readonly string[];
  readonly #document: Document;
  readonly #counter = new LineCounter();

  /** Throws a RangeError for text that is nested too deeply to be read. */
  constructor(path: string, text: string) {
    this.path = path;
    this.#lines = text.split(/\r?\n/);
    this.#document = parseDocument(text, {
      lineCounter: this.#counter,
      schema: 'core',
      resolveKnownTags: false,
      strict: true,
      uniqueKeys: true,
      prettyErrors: false,
    });
    this.olderNames = this.#renameKeys();
  }

  /**
   * The errors of the YAML parser. After an error in the structure it misreads the rest, so only the first such error
   * is reported, and those that are certain (tabs, duplicate keys, tags).
   */
  syntaxProblems(): readonly Problem[] {
    const problems = [...this.#document.errors, ...this.#document.warnings].map((error) => this.#syntaxProblem(error));
    const deep = problems.find(({ sentence }) => sentence === TOO_DEEP);
    if (deep !== undefined) return [deep];
    const tabs = problems.some(({ sentence }) => sentence === TAB);
    const unsure = problems.filter(({ sure }) => !sure);
    return [...problems.filter(({ sure }) => sure), ...(tabs ? [] : unsure.slice(0, 1))];
  }

  /** The plain value; throws a ReferenceError if aliases make it too large. */
  value(): unknown {
    return this.#document.toJS({ maxAliasCount: MOST_ALIASES });
  }

  /** A problem at a path of keys and indices, or at the nearest existing parent of the path. */
  problemAt(path: readonly (string | number)[], sentence: string, atKey = false): Problem {
    for (let length = path.length; length >= 0; length -= 1) {
      const offset = this.#offsetOf(path.slice(0, length), atKey && length === path.length);
      if (offset !== null) return { ...this.#position(offset), sentence };
    }
    return { line: 1, column: 1, sentence };
  }

  /** `file:line:column: sentence`, followed by the line with a caret under the column. */
  tell({ line, column, sentence }: Problem): string {
    const place = `${this.path}:${String(line)}:${String(column)}`;
    const source = (this.#lines[line - 1] ?? '').slice(0, QUOTED_COLUMNS).trimEnd().replaceAll('\t', ' ');
    if (source === '' || column > QUOTED_COLUMNS) return `${place}: ${sentence}`;
    return `${place}: ${sentence}\n    ${source}\n    ${' '.repeat(column - 1)}^`;
  }

  #syntaxProblem({ code, message, pos }: YAMLError): Problem & { readonly sure: boolean } {
    const position = this.#position(pos[0]);
    const line = this.#lines[position.line - 1] ?? '';
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    if (code === 'TAB_AS_INDENT' || indent.includes('\t')) {
      const column = indent.indexOf('\t') + 1;
      return { line: position.line, column, sentence: TAB, sure: true };
    }
    if (code === 'DUPLICATE_KEY') {
      const key = /^[^\s:]+/.exec(line.slice(position.column - 1))?.[0] ?? '';
      return { ...position, sentence: `the key "${key}" is given twice: keep one`, sure: true };
    }
    const sign = nameLookAlike(line);
    const sentence = `${syntaxSentence(code, message)}${sign === null ? '' : `; ${sign}`}`;
    return { ...position, sentence, sure: code === 'TAG_RESOLVE_FAILED' };
  }

  /** Gives keys with older names their present ones; positions stay. A file that has both keeps the unknown one. */
  #renameKeys(): string[] {
    const { contents } = this.#document;
    if (!isMap(contents)) return [];
    return contents.items.flatMap(({ key }) => {
      if (!isScalar(key) || typeof key.value !== 'string' || !Object.hasOwn(OLDER_NAMES, key.value)) return [];
      const older = key.value;
      const name = OLDER_NAMES[older] ?? older;
      if (contents.has(name)) return [];
      key.value = name;
      return [`${older} is the older name of ${name}: rename it`];
    });
  }

  #offsetOf(path: readonly (string | number)[], atKey: boolean): number | null {
    const last = path.at(-1);
    const node = this.#nodeAt(atKey ? path.slice(0, -1) : path);
    if (!atKey) return isNode(node) ? (node.range?.[0] ?? null) : null;
    if (!isMap(node)) return null;
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === last);
    return isScalar(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
  }

  /** The node at a path; aliases are resolved. */
  #nodeAt(path: readonly (string | number)[]): unknown {
    let node: unknown = this.#document.contents;
    for (const part of path) {
      if (isAlias(node)) node = node.resolve(this.#document);
      node =
        isNode(node) && 'get' in node ? (node as { get: (key: unknown, keep: true) => unknown }).get(part, true) : null;
    }
    return node;
  }

  #position(offset: number): { line: number; column: number } {
    const { line, col } = this.#counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function syntaxSentence(code: string, message: string): string {
  if (code === 'TAG_RESOLVE_FAILED') return 'a tag (!name): write plain YAML without tags';
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here: a rubric is one';
  const [first = code] = message.split('\n');
  return first.includes('call stack') ? TOO_DEEP : `this is not YAML: ${first}`;
}
