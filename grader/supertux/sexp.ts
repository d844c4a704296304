/**
 * Parses the S-expressions of SuperTux's levels, tile sets and sprites: `;` comments, #t and #f, numbers, names, text.
 */

/** A symbol, or text in quotes; SuperTux accepts either where a word is expected. */
export interface Word {
  readonly word: string;
}
export type Sexp = number | boolean | Word | SexpList;
export type SexpList = readonly Sexp[];

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SPACE = 32;
/** Characters that end a bare word. */
const DELIMITER = /[\s()";]/g;

/** The first list of the text. Throws an Error that names the line of a syntax error. */
export function parseSexp(text: string): SexpList {
  const open: Sexp[][] = [];
  for (let at = skip(text, 0); at < text.length; at = skip(text, at)) {
    const character = text.charAt(at);
    if (character === '(') {
      open.push([]);
      at += 1;
    } else if (character === ')') {
      const list = open.pop();
      if (list === undefined) throw new Error(`line ${String(lineOf(text, at))}: a bracket too many`);
      const parent = open.at(-1);
      if (parent === undefined) return list;
      parent.push(list);
      at += 1;
    } else {
      const [atom, end] = atomAt(text, at);
      open.at(-1)?.push(atom);
      at = end;
    }
  }
  throw new Error(open.length === 0 ? 'there is no list' : 'a bracket is missing at the end');
}

/** The next position that is neither space nor comment. */
function skip(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (text.charAt(at) === ';') at = endOf(text, at, '\n');
    else if (text.charCodeAt(at) <= SPACE) at += 1;
    else break;
  }
  return at;
}

/** Text in quotes, or up to the next delimiter, and the position after it. */
function atomAt(text: string, at: number): [Sexp, number] {
  if (text.charAt(at) === '"') {
    const end = endOfText(text, at);
    return [{ word: text.slice(at + 1, end).replace(/\\([^])/g, '$1') }, end + 1];
  }
  DELIMITER.lastIndex = at;
  const end = DELIMITER.exec(text)?.index ?? text.length;
  return [atomOf(text.slice(at, end)), end];
}

function endOf(text: string, at: number, mark: string): number {
  const end = text.indexOf(mark, at);
  return end < 0 ? text.length : end;
}

/** The position of the quote that ends the text which starts here. */
function endOfText(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    const character = text.charAt(end);
    if (character === '"') return end;
    if (character === '\\') end += 1;
  }
  throw new Error(`line ${String(lineOf(text, at))}: text without an end`);
}

function atomOf(bare: string): Sexp {
  if (bare === '#t') return true;
  if (bare === '#f') return false;
  return NUMBER.test(bare) ? Number(bare) : { word: bare };
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function isList(sexp: Sexp | undefined): sexp is SexpList {
  return Array.isArray(sexp);
}

/** The first word of a list. */
export function headOf(list: SexpList): string {
  const [head] = list;
  return typeof head === 'object' && !isList(head) ? head.word : '';
}

/** The lists inside a list. */
export function listsIn(list: SexpList): readonly SexpList[] {
  return list.filter(isList);
}

/** The lists inside that start with the name. */
export function childrenOf(list: SexpList, name: string): readonly SexpList[] {
  return listsIn(list).filter((child) => headOf(child) === name);
}

export function childOf(list: SexpList, name: string): SexpList | undefined {
  return listsIn(list).find((child) => headOf(child) === name);
}

/** Words after the head, also of a translatable `(_ "text")`. */
export function wordsOf(list: SexpList | undefined): readonly string[] {
  return (list ?? []).slice(1).flatMap((item) => {
    if (isList(item)) return headOf(item) === '_' ? wordsOf(item) : [];
    return typeof item === 'object' ? [item.word] : [];
  });
}

export function numbersOf(list: SexpList | undefined): readonly number[] {
  return (list ?? []).filter((item) => typeof item === 'number');
}

/** The word of `(name word)`. */
export function wordAt(list: SexpList, name: string): string | undefined {
  return wordsOf(childOf(list, name))[0];
}

export function numberAt(list: SexpList, name: string): number | undefined {
  return numbersOf(childOf(list, name))[0];
}

export function flagAt(list: SexpList, name: string): boolean {
  return childOf(list, name)?.[1] === true;
}
