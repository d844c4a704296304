/**
 * The text of a table that a spreadsheet wrote: UTF-8 with or without a byte order mark, UTF-16, or the Latin-1 of Excel
 * on Windows. What is not text is refused with a sentence. Pure.
 */
import { decodeWindows1252 } from '../text/windows-1252.js';

export type Decoded =
  | { readonly status: 'text'; readonly text: string; readonly remark: string | null }
  /** `why` is a predicate: `is an Excel workbook`. */
  | { readonly status: 'refused'; readonly why: string };

/** The number of bytes from which UTF-16 without a mark is recognised. */
const LOOKED_AT = 1000;

export function decode(bytes: Uint8Array): Decoded {
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]))
    return refuse('is an Excel workbook or another zip archive: save it as CSV');
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return asText(new TextDecoder(utf16).decode(bytes), null);
  try {
    return asText(new TextDecoder('utf-8', { fatal: true }).decode(bytes), null);
  } catch {
    const remark = 'is not UTF-8 and was read as Latin-1 (Windows-1252), as Excel writes it: look at the names';
    return asText(decodeWindows1252(bytes), remark);
  }
}

const refuse = (why: string): Decoded => ({ status: 'refused', why });

function asText(text: string, remark: string | null): Decoded {
  return text.includes('\0') ? refuse('is not text: save it as CSV') : { status: 'text', text, remark };
}

/** By its mark, or by the zeros in every second byte of letters of ASCII. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const start = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 0];
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = start.length / 4;
  if (odd > many && even === 0) return 'utf-16le';
  return even > many && odd === 0 ? 'utf-16be' : null;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
