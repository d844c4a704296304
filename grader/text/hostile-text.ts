/**
 * Characters that make a name or a sentence read other than it is written. What people's names are written with is none
 * of them: the joiners of Persian and Sinhala, of emoji and their variants, the narrow space of a screenshot.
 */

/** Line separators, direction overrides, halves of surrogate pairs, and noncharacters. */
export const ACTING = '\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\p{Cs}\\p{Noncharacter_Code_Point}';

/** Marks of direction: right-to-left names may have them, and nobody sees them. */
export const MARKS = '\\u061c\\u200e\\u200f';

/** Invisible characters that no script needs in names, and the replacement character for bytes that are not text. */
export const INVISIBLE = '\\u200b\\u2060-\\u2065\\u206a-\\u206f\\ufeff\\ufff9-\\ufffd';
