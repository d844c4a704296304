/** What tests look at in a Markdown page: its links, its headings and the code in it. */

export interface Code {
  /** The line of the file, from 1. */
  readonly line: number;
  readonly text: string;
}

export interface Page {
  readonly links: readonly Code[];
  /** The names that GitHub gives to its headings. */
  readonly anchors: ReadonlySet<string>;
  /** Code between backticks within a sentence. */
  readonly spans: readonly Code[];
  readonly blocks: readonly Block[];
}

export interface Block extends Code {
  /** What follows the opening fence, such as `yaml`; empty for a block that is indented. */
  readonly info: string;
}

export function readPage(text: string): Page {
  const lines = text.split('\n');
  const blocks = blocksIn(lines);
  const inBlocks = new Set(blocks.flatMap(({ line, text: code }) => code.split('\n').map((_, at) => line + at)));
  const prose = lines.map((line, at) => (inBlocks.has(at + 1) ? '' : line));
  // a span or the text of a link may go on in the next line
  const joined = prose.join('\n');
  const found = (pattern: RegExp, source: string) =>
    [...source.matchAll(pattern)].map((match) => ({
      line: source.slice(0, match.index).split('\n').length,
      text: (match[1] ?? '').replace(/\s+/g, ' '),
    }));
  const blank = (span: string) => span.replace(/[^\n]/g, ' ');
  return {
    links: found(/\]\(([^()\s]+)\)/g, joined.replace(/`[^`]*`/g, blank)),
    anchors: anchorsOf(prose),
    spans: found(/`([^`]+)`/g, joined),
    blocks,
  };
}

/** Fenced blocks, and indented ones that follow an empty line. `line` is the first line of the code. */
function blocksIn(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const start = startOf(lines, at);
    if (start === null) {
      at += 1;
      continue;
    }
    const { first, info, isEnd } = start;
    const length = lines.slice(first).findIndex(isEnd);
    const code = lines.slice(first, length < 0 ? undefined : first + length);
    blocks.push({ line: first + 1, info, text: code.join('\n') });
    // a closing fence belongs to its block, the line after an indented one does not
    at = first + code.length + (first > at ? 1 : 0);
  }
  return blocks;
}

/** The block that starts at a line: where its code does, and what ends it. */
function startOf(lines: readonly string[], at: number) {
  const line = lines[at] ?? '';
  const [, fence, info = ''] = /^\s*(`{3,})(.*)$/.exec(line) ?? [];
  if (fence !== undefined) return { first: at + 1, info: info.trim(), isEnd: (one: string) => one.trim() === fence };
  if (!/^ {4,}\S/.test(line) || (lines[at - 1] ?? '').trim() !== '') return null;
  return { first: at, info: '', isEnd: (one: string) => /^ {0,3}\S/.test(one) };
}

function anchorsOf(lines: readonly string[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const line of lines) {
    const [, heading] = /^#{1,6} (.+)$/.exec(line) ?? [];
    if (heading === undefined) continue;
    const name = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    let again = 0;
    let unique = name;
    while (anchors.has(unique)) unique = `${name}-${String((again += 1))}`;
    anchors.add(unique);
  }
  return anchors;
}

/** The words of a command as a shell splits them, up to a comment, a pipe or another command. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    if (/^(#|\||\|\||&&|;|>|2>)$/.test(word) || word.startsWith('#')) break;
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return words;
}
