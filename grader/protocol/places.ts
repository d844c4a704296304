/** Where in the student's own files an error came from: asked of the reader, which alone parses source maps and files. */

export interface Place {
  readonly file: string;
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface PlaceFound {
  readonly place: Place;
  /** null where the file has no such line, or lies too far on. */
  readonly code: Code | null;
}

/** A line of code, cut to a window around the column. */
export interface Code {
  readonly window: string;
  /** What of it stands before the column. */
  readonly before: string;
}

export type PlaceRequest =
  /** The topmost of the stack's positions in the bundle that is in a file of the submission; the body is the source map. */
  | { readonly type: 'locate'; readonly positions: readonly Position[] }
  /** The line of code at a place that is known. */
  | { readonly type: 'quote'; readonly place: Place };

/** A position in the bundle: line from 1, column from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface PlaceReply {
  readonly type: 'place';
  readonly found: PlaceFound | null;
}
