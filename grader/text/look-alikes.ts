/**
 * Names characters that look like those of a keyboard but are others, as slides, word processors and chats write them.
 * Sentences must name them, because the difference is invisible.
 */

/** The description of each kind; the first that matches is used. */
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
 * Names the first character that looks like a dash, quote, space, comma, colon or digit of the keyboard, or is
 * invisible. Letters of other languages are intended and are not named.
 */
export function nameLookAlike(text: string, known = ''): string | null {
  const found = Array.from(text).find(
    (character) => isForeign(character) && !known.includes(character) && KINDS.some(([kind]) => kind.test(character)),
  );
  return found === undefined ? null : nameForeign(found);
}

/** Names the first character outside ASCII; null if there is none. Those in `known` are expected. */
export function nameForeign(text: string, known = ''): string | null {
  const found = Array.from(text).find((character) => isForeign(character) && !known.includes(character));
  if (found === undefined) return null;
  const name = codePointOf(found);
  const [, say] = KINDS.find(([pattern]) => pattern.test(found)) ?? [];
  const isSeen = !/[\p{Z}\p{C}]/u.test(found);
  const shown = isSeen ? `the character ${found} (${name})` : `the character ${name}`;
  return say?.(shown) ?? `${shown} is not on the keyboard`;
}

/** The same as the end of a sentence about the text; empty if there is none. */
export function foreignRemark(text: string, known = ''): string {
  const named = nameForeign(text, known);
  return named === null ? '' : `; ${named}`;
}

/** The text as typed on a keyboard: composed, with ordinary spaces, dashes and quotes, without invisible characters. */
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
