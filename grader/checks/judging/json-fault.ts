/**
 * Says where a typed JSON text is wrong, and how to fix it. Must not quote the file, except characters and words that
 * people type by mistake.
 */
import { codePointOf } from '../../text/look-alikes.js';
import { firstFault, type JsonFault } from '../../text/json-text.js';
import type { StudentErrorReport } from '../../schema/evidence.js';

/** The error for a text that JSON.parse refuses, without deep nesting. */
export function tellFault(path: string, text: string): StudentErrorReport {
  const fault = firstFault(text);
  const sentence = `${path} is not valid JSON`;
  if (fault === null) return { code: 'ANSWER_INVALID', message: sentence, file: path };
  const { line, column } = fault;
  const message = `${sentence}: line ${String(line)}, column ${String(column)}: ${describe(fault, text)}`;
  return { code: 'ANSWER_INVALID', message, file: path, line, column };
}

/** How much of the text before a fault is examined. */
const BEFORE = 100;

function describe({ code, offset }: JsonFault, text: string): string {
  const found = text.slice(offset, offset + 12);
  const word = /^[-+]?(NaN|Infinity|nan|inf|None|undefined|True|False)\b/.exec(found);
  if (word) return `${word[0]} is not a JSON value; write a number`;
  if (/^(\/\/|\/\*|#)/.test(found)) return 'comments are not allowed in JSON';
  if (found.startsWith("'")) return 'a single quote: JSON uses double quotes';
  if (/^[-+]?\.\d/.test(found)) return 'a number starts with a digit: 0.5, not .5';
  const sign = foreignSign(found);
  if (sign !== null) return sign;
  const before = text.slice(Math.max(0, offset - BEFORE), offset).trimEnd();
  if (/^[}\]]/.test(found) && before.endsWith(',')) return `a comma before ${found.slice(0, 1)}: leave it out`;
  if (/^\d/.test(found) && /\d,$/.test(before)) return 'a comma between digits: decimals have a point, 0.5';
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** Characters of slides and word processors, and what JSON has instead. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/^[\u2212\u2010-\u2015\uff0d\ufe63]/u, 'a minus sign in JSON is -, as on the keyboard'],
  [/^[\u201c-\u201f\u00ab\u00bb\u2018-\u201b\uff02]/u, 'JSON has straight double quotes, "'],
  [/^[\uff0c\u3001\u060c]/u, 'a comma in JSON is ,'],
  [/^[\uff1a\ufe55]/u, 'a colon in JSON is :'],
  [/^[\u00d7\u22c5\u00b7\u00bc-\u00be\u2044\u2150-\u215e]/u, 'write the result as one number'],
  [/^[\uff3b\uff3d\uff5b\uff5d\u3010\u3011]/u, 'brackets in JSON are [ ] and { }'],
  [/^\p{Nd}/u, 'digits in JSON are 0 to 9'],
  [/^[\p{Cf}\p{Cc}\p{Zl}\p{Zp}]/u, 'delete it'],
  [/^\p{Zs}/u, 'between values JSON has ordinary spaces only'],
];

/** The character outside ASCII at which a fault starts; null if it is ASCII. */
function foreignSign(found: string): string | null {
  const character = String.fromCodePoint(found.codePointAt(0) ?? 0);
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return null;
  const instead = INSTEAD.find(([pattern]) => pattern.test(character))?.[1] ?? 'JSON has it only within quotes';
  const isSeen = !/[\p{Z}\p{C}]/u.test(character);
  return `the character ${isSeen ? character : 'that does not show'} (${codePointOf(character)}): ${instead}`;
}
