/**
 * Examines a student's JSON text: its depth before it is parsed, and its first fault if it cannot be parsed. Must take
 * time and memory in proportion to the text, whatever it contains.
 */
import { printParseErrorCode, visit } from 'jsonc-parser';

/** The deepest nesting of brackets outside strings, counted without parsing. */
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

/** The position at which the text is no longer JSON. */
export interface JsonFault {
  /** The parser's code, such as `CommaExpected`. */
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
 * The first fault; null if the parser finds none. Stops there, because the parser would report one for every character.
 * The parser is recursive, so the caller must have checked the depth.
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
