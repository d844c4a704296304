/** What people may be called in a text, also as the name of a file. Pure. */

const GAPS = [' ', ', ', '', '_', '-', '.'];

/** Of a name, a number or an email: itself, and of a name of several parts also the last one first, and joined otherwise. */
export function formsOfWord(word: string): string[] {
  const parts = partsOf(word);
  if (parts.length < 2) return [word];
  const orders = [parts, [parts.at(-1) ?? '', ...parts.slice(0, -1)]];
  return [word, ...orders.flatMap((order) => GAPS.map((gap) => order.join(gap)))];
}

/** The parts of a name. */
export function partsOf(name: string): string[] {
  return name.split(/[\s,]+/).filter((part) => part !== '');
}
