/**
 * Characters that make a name or a sentence read other than it is written. What people's names are written with is none
 * of them: the joiners of Persian and Sinhala, of emoji and their variants, the narrow space of a screenshot.
 */

/** Control characters other than tab and newline. */
export const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';

/** Overrides and isolates of direction. */
export const OVERRIDES = '\\u202a-\\u202e\\u2066-\\u2069';

/** Line separators, overrides of direction, halves of surrogate pairs, and noncharacters. */
export const ACTING = `\\u2028\\u2029${OVERRIDES}\\p{Cs}\\p{Noncharacter_Code_Point}`;

/** Marks of direction: right-to-left names may have them, and nobody sees them. */
export const MARKS = '\\u061c\\u200e\\u200f';

/** Invisible characters that no script needs in names, and the replacement character for bytes that are not text. */
export const INVISIBLE = '\\u200b\\u2060-\\u2065\\u206a-\\u206f\\ufeff\\ufff9-\\ufffd';

/** A character that must not stand as it is, as `\u{202e}`. */
export function writeOut(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
