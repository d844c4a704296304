/**
 * Characters that make a name or a sentence read differently from how it is written. Must not contain characters of
 * real names: the joiners of Persian, Sinhala and emoji, variants of emoji, the narrow space of a screenshot.
 */

/** Control characters other than tab and newline. */
export const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';

/** Overrides and isolates of text direction. */
export const OVERRIDES = '\\u202a-\\u202e\\u2066-\\u2069';

/** Line separators, overrides of text direction, halves of surrogate pairs, and noncharacters. */
export const ACTING = `\\u2028\\u2029${OVERRIDES}\\p{Cs}\\p{Noncharacter_Code_Point}`;

/** Marks of text direction: right-to-left names may contain them, and they are invisible. */
export const MARKS = '\\u061c\\u200e\\u200f';

/**
 * Invisible characters that names do not need in any script, and the replacement character for bytes that are not text.
 */
export const INVISIBLE = '\\u200b\\u2060-\\u2065\\u206a-\\u206f\\ufeff\\ufff9-\\ufffd';

/** Escapes a character that must not be shown as it is, such as `\u{202e}`. */
export function writeOut(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
