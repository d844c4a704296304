/** The width of text in a terminal: a student's name may be 王小明, Zoë or 👩🏽‍🎓. */
import stringWidth from 'string-width';

let segmenter: Intl.Segmenter | undefined;

/** Made when it is first needed: it loads tables, which takes 20 ms. */
const graphemes = (): Intl.Segmenter => (segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' }));

/** Most text is ASCII, and segmenting graphemes takes a hundred times as long. */
const ASCII = /^[ -~]*$/;

/** The number of columns of the text. */
export function widthOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** Pads with spaces up to this many columns. */
export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** At most this many columns, with an ellipsis if text was cut off. Characters must not be split. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let cut = '';
  let width = 0;
  for (const { segment } of graphemes().segment(text)) {
    width += widthOf(segment);
    if (width > columns - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

/**
 * Wraps words in lines of at most `columns`, with longer words on separate lines. `first` begins the first line; the
 * others are indented to its text. All white space becomes single spaces.
 */
export function wrap(text: string, columns: number, first = ''): string[] {
  const indent = widthOf(first);
  const room = Math.max(1, columns - indent);
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const more = widthOf(word);
    if (line !== '' && width + 1 + more <= room) {
      line += ` ${word}`;
      width += 1 + more;
    } else {
      if (line !== '') lines.push(line);
      [line, width] = [word, more];
    }
  }
  return [...lines, line].map((one, index) => (index === 0 ? first : ' '.repeat(indent)) + one);
}
