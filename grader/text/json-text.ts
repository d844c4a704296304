/**
 * Text of JSON that a student wrote, looked at before it is parsed and after it was found not to parse. Both take time
 * and memory in proportion to the text, whatever it is.
 */
import { printParseErrorCode, visit } from 'jsonc-parser';

/** Deepest nesting of brackets outside strings, counted without parsing. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 0x5c) at += 1;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return deepest;
}

/** Where JSON ends to be JSON. */
export interface JsonFault {
  /** The parser's word, such as `CommaExpected`. */
  readonly code: string;
  readonly offset: number;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

class Found extends Error {
  constructor(readonly fault: JsonFault) {
    super();
  }
}

/**
 * The first fault; null where the parser finds none. It is left there, because it would list as many as the text has
 * signs. It calls itself for every level of nesting: the caller has looked at the depth.
 */
export function firstFault(text: string): JsonFault | null {
  try {
    visit(
      text,
      {
        onError: (error, offset, _length, line, column) => {
          throw new Found({ code: printParseErrorCode(error), offset, line: line + 1, column: column + 1 });
        },
      },
      { disallowComments: true, allowTrailingComma: false },
    );
    return null;
  } catch (error) {
    if (error instanceof Found) return error.fault;
    throw error;
  }
}
