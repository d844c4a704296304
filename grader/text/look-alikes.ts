/**
 * Characters that look like those of a keyboard and are others: slides, word processors and chats write them. In a
 * sentence they must have a name, for nobody sees the difference.
 */

/** What each kind looks like; the first that fits. */
const KINDS: readonly (readonly [RegExp, (shown: string) => string])[] = [
  [/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/u, (shown) => `${shown} is not the - of the keyboard`],
  [/[\u2018-\u201f\u00ab\u00bb\u00b4\u2032\u2033\uff02\uff07]/u, (shown) => `${shown} is not a straight quote`],
  [/\p{Zs}/u, (shown) => `${shown} is not the space of the keyboard`],
  [/[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164]/u, (shown) => `${shown} does not show: delete it`],
  [/[\uff0c\u3001\u060c\u066b\u201a]/u, (shown) => `${shown} is not the comma of the keyboard`],
  [/[\uff1a\ufe55\ufe13]/u, (shown) => `${shown} is not the colon of the keyboard`],
  [/\p{Nd}/u, (shown) => `${shown} is not a digit of the keyboard`],
];

/**
 * The same where it looks like one of the keyboard: a dash, quote, space, comma, colon or digit, or does not show. Letters
 * of other languages are meant.
 */
export function nameLookAlike(text: string, known = ''): string | null {
  const found = Array.from(text).find(
    (character) => isForeign(character) && !known.includes(character) && KINDS.some(([kind]) => kind.test(character)),
  );
  return found === undefined ? null : nameForeign(found);
}

/** The first character outside ASCII, named; null where there is none. Those of `known` are expected. */
export function nameForeign(text: string, known = ''): string | null {
  const found = Array.from(text).find((character) => isForeign(character) && !known.includes(character));
  if (found === undefined) return null;
  const name = codePointOf(found);
  const [, say] = KINDS.find(([pattern]) => pattern.test(found)) ?? [];
  const isSeen = !/[\p{Z}\p{C}]/u.test(found);
  const shown = isSeen ? `the character ${found} (${name})` : `the character ${name}`;
  return say?.(shown) ?? `${shown} is not of the keyboard`;
}

/** The same as the end of a sentence about the text; empty where there is none. */
export function foreignRemark(text: string, known = ''): string {
  const named = nameForeign(text, known);
  return named === null ? '' : `; ${named}`;
}

/** The text as a keyboard would write it: composed, with ordinary blanks, dashes and quotes, without what is invisible. */
export function asTyped(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/gu, '-')
    .replace(/[\u201c-\u201f\u00ab\u00bb\u2033\uff02]/gu, '"')
    .replace(/[\u2018-\u201b\u00b4\u2032\uff07]/gu, "'")
    .replace(/\p{Zs}/gu, ' ')
    .replace(/\p{Cf}/gu, '');
}

/** As in `U+00AD`. */
export function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function isForeign(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return point > 0x7e;
}
