/**
 * Text in Windows-1252, as Excel on Windows writes it. Node.js 20 decodes what it calls so as ISO-8859-1, in which the euro sign,
 * dashes, typographic quotes and letters such as Š and ž are control characters. Pure.
 */

/** Of the bytes from 0x80 to 0x9f, as in the Encoding Standard; five of them are themselves. All others are those of Latin-1. */
const UPPER = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

export function decodeWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\u0080-\u009f]/g, (char) => UPPER.charAt(char.charCodeAt(0) - 0x80));
}
